//! Every flaw breaks what it says, in a run that does no harm without it.

use super::*;

/// Plays a run with the flaw and without: only with it is the rule broken.
fn breaks(
    flaw: Flaw,
    room: ThreePhaseCommit,
    rule: &str,
    play: impl Fn(ThreePhaseCommit) -> Timed,
) -> String {
    play(room.clone()).all_is_well();
    let lab = play(room.with(flaw));
    assert!(lab.lab.broke(rule), "{rule} is not broken, only {:?}", lab.lab.broken);
    let named = ThreePhaseCommit::FLAWS[flaw as usize].breaks;
    assert!(named.contains(&rule), "{rule} is not named");
    lab.lab.fact(rule)
}

fn wait_a_while(lab: &mut Timed) {
    for _ in 0..60 {
        if !lab.deliver_if(|_| true) && !lab.wait() {
            break;
        }
    }
}

/// All have voted yes, and the coordinator fails when it has told so many of them.
fn abandoned(room: ThreePhaseCommit, told: u16) -> Timed {
    let mut lab = lab(room);
    lab.ask(1, "begin x");
    lab.vote(&[2, 3]);
    lab.deliver(CO, p(1));
    lab.crash_during(p(1), CO, told);
    wait_a_while(&mut lab);
    lab
}

#[test]
fn decides_on_silence_splits_a_transaction() {
    let play = |room| abandoned(room, 1);
    let fact = breaks(Flaw::DecidesOnSilence, room(3), "atomicity", play);
    assert_eq!(fact, "p2 aborted T1 and p1 committed it");
}

#[test]
fn commits_at_once_commits_while_others_are_uncertain() {
    let play = |room| abandoned(room, 0);
    let fact = breaks(Flaw::CommitsAtOnce, room(3), "atomicity", play);
    assert_eq!(fact, "p1 aborted T1 and co committed it");
}

#[test]
fn ignores_states_aborts_what_the_coordinator_committed() {
    let fact = breaks(Flaw::IgnoresStates, room(3), "atomicity", |room| {
        let mut lab = lab(room);
        lab.ask(1, "begin x");
        lab.vote(&[1, 2, 3]);
        for number in 1..=3 {
            lab.deliver(CO, p(number));
        }
        lab.deliver(p(1), CO);
        lab.deliver(p(2), CO);
        lab.crash_during(p(3), CO, 0);
        wait_a_while(&mut lab);
        lab
    });
    assert_eq!(fact, "p1 aborted T1 and co committed it");
}

#[test]
fn no_termination_waits_without_end() {
    let fact = breaks(Flaw::NoTermination, room(3), "nonblocking", |room| abandoned(room, 0));
    assert_eq!(fact, "p2 waits for its coordinator on T1 and has no alarm set");
}

#[test]
fn no_vote_timeout_waits_without_end() {
    let fact = breaks(Flaw::NoVoteTimeout, room(3), "nonblocking", |room| {
        let mut lab = lab(room);
        lab.ask(1, "begin x");
        lab
    });
    assert_eq!(fact, "co waits for votes on T1 and has no alarm set");
}

#[test]
fn silence_is_consent_commits_without_a_vote() {
    let fact = breaks(Flaw::SilenceIsConsent, room(3), "validity", |room| {
        let mut lab = lab(room);
        lab.ask(1, "begin x");
        lab.vote(&[1, 2]);
        lab.crash(p(3));
        wait_a_while(&mut lab);
        lab
    });
    assert_eq!(fact, "co committed T1 and p3 never voted yes");
}

/// p3 misses that all have voted yes, and is back at once; the others commit without it and fail.
fn missed(room: ThreePhaseCommit) -> Timed {
    let mut lab = lab(room);
    lab.ask(1, "begin x");
    lab.vote(&[1, 2]);
    lab.deliver(CO, p(3));
    lab.crash(p(3));
    lab.deliver(p(3), CO);
    lab.deliver_if(|it| it.to == p(3));
    lab.restart(p(3));
    lab.deliver_if(|it| it.from == CO);
    lab.deliver_if(|it| it.to == CO && it.from != p(3));
    let timer = Timer::Acks(T1);
    while let Some((at, action)) = lab.next() {
        if matches!(&action, Action::Fire(CO, due) if *due == timer) {
            lab.now = at;
            lab.apply(&Action::CrashDuring { action: action.into(), sends: 0 });
            break;
        }
        lab.wait();
    }
    lab.crash(p(1));
    lab.crash(p(2));
    wait_a_while(&mut lab);
    lab
}

#[test]
fn rejoins_at_once_aborts_what_it_missed() {
    let fact = breaks(Flaw::RejoinsAtOnce, room(3), "atomicity", missed);
    assert_eq!(fact, "p3 aborted T1 and co committed it");
}

#[test]
fn awaits_nobody_aborts_what_it_missed() {
    let fact = breaks(Flaw::AwaitsNobody, room(3), "atomicity", missed);
    assert_eq!(fact, "p3 aborted T1 and co committed it");
}

#[test]
fn writes_lazily_takes_back_a_commit() {
    let fact = breaks(Flaw::WritesLazily, room(3), "stability", |room| {
        let mut lab = lab(room);
        lab.ask(1, "begin x");
        lab.vote(&[1, 2, 3]);
        for number in 1..=3 {
            lab.deliver(CO, p(number));
        }
        lab.crash(CO);
        lab.settle();
        assert!(lab.holds("committed p3 T1"));
        lab.apply(&Action::Crash { node: p(3), disk: DiskFate::Version(0) });
        lab.restart(p(3));
        lab.restart(CO);
        wait_a_while(&mut lab);
        lab
    });
    assert_eq!(fact, "p3 committed T1 first, and then aborted it");
}

#[test]
fn a_lost_disk_is_outside_the_promise() {
    let mut lab = lab(room(2));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2]);
    lab.crash(p(1));
    lab.settle();
    lab.apply(&Action::Crash { node: p(2), disk: DiskFate::Lost });
    lab.crash(CO);
    lab.restart(p(2));
    lab.restart(p(1));
    wait_a_while(&mut lab);
    assert!(lab.lab.broke("atomicity"));
}

#[test]
fn a_node_without_its_disk_starts_as_what_it_is() {
    let mut lab = lab(room(2));
    for node in [CO, p(1), lab.client(1)] {
        lab.apply(&Action::Crash { node, disk: DiskFate::Lost });
        lab.restart(node);
    }
    assert!(matches!(lab.lab.world.node(p(1)).disk, Disk::Participant(_)));
    assert!(matches!(lab.lab.world.node(lab.client(1)).disk, Disk::Client(_)));
}
