//! Every flaw breaks what it says, in a run that does no harm without it.

use super::*;

/// Plays a run with the flaw and without: only with it is the rule broken.
fn breaks(
    flaw: Flaw,
    room: TwoPhaseCommit,
    rule: &str,
    play: impl Fn(TwoPhaseCommit) -> Lab,
) -> String {
    play(room.clone()).all_is_well();
    let lab = play(room.with(flaw));
    assert!(lab.broke(rule), "{rule} is not broken, only {:?}", lab.broken);
    let named = TwoPhaseCommit::FLAWS[flaw as usize].breaks;
    assert!(named.contains(&rule), "{rule} is not named");
    lab.fact(rule)
}

/// The others have committed, and p2 has heard nothing.
fn unheard(room: TwoPhaseCommit) -> Lab {
    let mut lab = Lab::new(room);
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.deliver(CO, p(1));
    lab.lose_all();
    lab.fire(p(2), Timer::Doubt(T1));
    lab.settle();
    lab
}

#[test]
fn aborts_alone_aborts_what_others_committed() {
    let fact = breaks(Flaw::AbortsAlone, room(3), "atomicity", unheard);
    assert_eq!(fact, "p2 aborted T1 and co committed it");
    let fact = breaks(Flaw::AbortsAlone, room(3), "validity", unheard);
    assert_eq!(fact, "p2 aborted T1 although nobody voted no or failed, and no vote was due");
}

#[test]
fn aborts_alone_takes_back_a_commit_that_a_crash_lost() {
    breaks(Flaw::AbortsAlone, presuming(Presumption::Commit), "stability", |room| {
        let mut lab = Lab::new(room);
        lab.ask(1, "begin x");
        lab.settle();
        lab.crash(p(1), Some(0));
        lab.restart(p(1));
        lab.lose_all();
        lab.fire(p(1), Timer::Doubt(T1));
        lab.settle();
        lab
    });
}

#[test]
fn commits_in_silence_commits_what_others_aborted() {
    let play = |room| {
        let mut lab = Lab::new(room);
        lab.ask(1, "begin x no p2");
        lab.vote(&[1, 2]);
        lab.lose_all();
        lab.fire(p(1), Timer::Doubt(T1));
        lab.settle();
        lab
    };
    let fact = breaks(Flaw::CommitsInSilence, room(2), "atomicity", play);
    assert_eq!(fact, "p1 committed T1 and co aborted it");
    let fact = breaks(Flaw::CommitsInSilence, room(2), "validity", play);
    assert_eq!(fact, "p1 committed T1 and p2 never prepared");
}

#[test]
fn decides_lazily_forgets_what_it_has_told() {
    for presumption in ALL {
        let play = |room| {
            let mut lab = Lab::new(room);
            lab.ask(1, "begin x");
            lab.vote(&[1, 2, 3]);
            lab.deliver(CO, p(1));
            lab.lose_all();
            lab.crash(CO, Some(0));
            lab.restart(CO);
            lab.lose_all();
            lab.fire(p(2), Timer::Doubt(T1));
            lab.settle();
            lab
        };
        let room = presuming(presumption);
        let fact = breaks(Flaw::DecidesLazily, room.clone(), "stability", play);
        assert!(fact.starts_with("co "), "{fact}");
        if presumption != Presumption::Commit {
            let fact = breaks(Flaw::DecidesLazily, room, "atomicity", play);
            assert_eq!(fact, "p2 aborted T1 and co committed it", "{presumption:?}");
        }
    }
}

#[test]
fn no_vote_timeout_waits_without_end() {
    let fact = breaks(Flaw::NoVoteTimeout, room(3), "no-endless-wait", |room| {
        let mut lab = Lab::new(room);
        lab.ask(1, "begin x");
        lab
    });
    assert_eq!(fact, "co waits for votes on T1 and has no alarm set");
}

#[test]
fn votes_lazily_forgets_its_promise() {
    let room = TwoPhaseCommit { cooperative: true, ..room(3) };
    let fact = breaks(Flaw::VotesLazily, room, "atomicity", |room| {
        let mut lab = Lab::new(room);
        lab.ask(1, "begin x");
        lab.vote(&[1, 2, 3]);
        lab.deliver(CO, p(2));
        lab.lose_all();
        lab.crash(p(3), Some(0));
        lab.restart(p(3));
        lab.lose_all();
        lab.fire(p(1), Timer::Doubt(T1));
        lab.deliver(p(1), p(3));
        lab.settle();
        lab
    });
    assert_eq!(fact, "p3 aborted T1 and co committed it");
}

#[test]
fn a_lost_disk_is_outside_the_promise() {
    let mut lab = Lab::new(TwoPhaseCommit { cooperative: true, ..room(3) });
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.lose_all();
    lab.apply(&Action::Crash { node: p(3), disk: DiskFate::Lost });
    lab.restart(p(3));
    lab.fire(p(1), Timer::Doubt(T1));
    lab.deliver(p(1), p(3));
    assert!(lab.broke("atomicity"));
}

#[test]
fn a_node_without_its_disk_starts_as_what_it_is() {
    let mut lab = Lab::new(room(2));
    for node in [CO, p(1), lab.client(1)] {
        lab.apply(&Action::Crash { node, disk: DiskFate::Lost });
        lab.restart(node);
    }
    assert!(matches!(lab.world.node(p(1)).disk, Disk::Participant(_)));
    assert!(matches!(lab.world.node(lab.client(1)).disk, Disk::Client(_)));
}
