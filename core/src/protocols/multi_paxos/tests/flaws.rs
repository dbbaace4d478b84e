//! Every flaw breaks what it says, in a run that does no harm without it.

use super::papers::{gap, lost_reply};
use super::*;

/// Plays a run with the flaw and without: only with it is the rule broken.
fn breaks(flaw: Flaw, room: MultiPaxos, rule: &str, play: impl Fn(MultiPaxos) -> Lab) -> String {
    play(room.clone()).all_is_well();
    let lab = play(room.with(flaw));
    assert!(lab.broke(rule), "{rule} is not broken, only {:?}", lab.broken);
    let named = MultiPaxos::FLAWS[flaw as usize].breaks;
    assert!(named.contains(&rule), "{rule} is not named");
    lab.fact(rule)
}

/// A client reads x: it asks n1 in vain, and then n2.
fn read_elsewhere(lab: &mut Lab, client: u16) {
    let me = lab.client(client);
    lab.apply(&Action::Ask(me, Op::parse(&["get", "x"]).unwrap()));
    lab.lose_all();
    lab.apply(&Action::Fire(me, Timer::Retry));
    lab.settle(&[n(2), n(3), me]);
}

#[test]
fn skips_reported_loses_what_a_client_was_told() {
    let play = |room| {
        let mut lab = Lab::new(room);
        lab.timeout(1);
        lab.settle_all();
        lab.ask(1, 1, "put x=1");
        lab.settle_all();
        lab.lose_all();
        lab.timeout(2);
        lab.settle(&[n(2), n(3)]);
        read_elsewhere(&mut lab, 1);
        lab
    };
    let rules = ["chosen-stays", "agreement", "state-machine-agreement", "answers-kept"];
    for rule in rules.into_iter().chain(["linearizability"]) {
        breaks(Flaw::SkipsReported, servers(3), rule, play);
    }
    let lab = play(servers(3).with(Flaw::SkipsReported));
    let innocent = ["promise-kept", "learns-chosen", "slot-order", "exactly-once"];
    assert!(!innocent.iter().any(|rule| lab.broke(rule)), "{:?}", lab.broken);
    let fact = breaks(Flaw::SkipsReported, servers(3), "agreement", play);
    assert_eq!(fact, "in slot 1 ballot 1 chose put x=1 and ballot 2 chose no-op");
    let fact = breaks(Flaw::SkipsReported, servers(3), "linearizability", play);
    assert_eq!(fact, "c1 read that x is not set after it had been told x=1");
}

#[test]
fn adopts_lowest_replaces_a_chosen_value_by_an_older_one() {
    let play = |room| {
        let mut lab = Lab::new(room);
        lab.elect(2, &[1, 3, 4, 5]);
        let request = |value| {
            let op = Rc::new(Op::parse(&["put", value]).unwrap());
            Message::Request { serial: 1, op }
        };
        lab.slip_in(lab.client(1), n(2), request("x=1"));
        lab.deliver(n(2), n(5));
        lab.lose_all();
        lab.elect(1, &[3, 4]);
        lab.slip_in(lab.client(2), n(1), request("y=2"));
        lab.settle(&[n(1), n(3), n(4)]);
        lab.lose_all();
        lab.crash(1);
        lab.timeout(3);
        lab.settle(&[n(2), n(3)]);
        lab.settle(&[n(2), n(3), n(4)]);
        lab
    };
    let room = MultiPaxos { clients: 2, ..servers(5) };
    for rule in ["chosen-stays", "agreement", "state-machine-agreement"] {
        breaks(Flaw::AdoptsLowest, room.clone(), rule, play);
    }
    let fact = breaks(Flaw::AdoptsLowest, room, "chosen-stays", play);
    let said = "in slot 1 ballot 6 chose put y=2, but n3 proposes put x=1 in ballot 8";
    assert_eq!(fact, said);
}

#[test]
fn forgets_promise_lets_two_ballots_choose() {
    let play = |room| {
        let mut lab = Lab::new(room);
        lab.elect(1, &[3]);
        lab.ask(1, 1, "put x=1");
        lab.timeout(2);
        lab.deliver(n(2), n(3));
        lab.crash(3);
        lab.restart(3);
        // The Accept of ballot 1, then the promise on its way to n2.
        lab.deliver(n(1), n(3));
        lab.deliver(n(3), n(2));
        lab.lose_all();
        let request =
            Message::Request { serial: 1, op: Rc::new(Op::parse(&["put", "y=2"]).unwrap()) };
        lab.slip_in(lab.client(2), n(2), request);
        lab.settle(&[n(2), n(3)]);
        lab
    };
    let room = MultiPaxos { clients: 2, ..servers(3) };
    for rule in ["promise-kept", "agreement", "chosen-stays"] {
        breaks(Flaw::ForgetsPromise, room.clone(), rule, play);
    }
    let fact = breaks(Flaw::ForgetsPromise, room, "promise-kept", play);
    assert_eq!(fact, "n3 promised ballot 2 and then accepted put x=1 in slot 1 of ballot 1");
}

#[test]
fn skips_gaps_applies_past_what_may_come() {
    let room = MultiPaxos { clients: 3, ..servers(3) };
    let fact = breaks(Flaw::SkipsGaps, room.clone(), "slot-order", |room| {
        let mut lab = gap(room);
        lab.timeout(2);
        lab.settle(&[n(2), n(3)]);
        lab
    });
    assert_eq!(fact, "n2 applied slot 3 and knows nothing of slot 2");
    breaks(Flaw::SkipsGaps, room, "state-machine-agreement", |room| {
        let mut lab = Lab::new(room);
        lab.timeout(1);
        lab.settle_all();
        lab.ask(1, 1, "put a=1");
        lab.deliver(n(1), n(3));
        lab.lose_all();
        // Slot 2 is chosen before slot 1, which then has no quorum for a while.
        lab.ask(2, 1, "put b=2");
        lab.settle(&[n(1), n(2)]);
        lab.heartbeat(1);
        lab.lose_all();
        lab.heartbeat(1);
        lab.settle_all();
        lab.heartbeat(1);
        lab.settle_all();
        lab
    });
}

#[test]
fn quorums_apart_tells_clients_what_is_lost() {
    let play = |room| {
        let mut lab = Lab::new(room);
        lab.timeout(1);
        lab.settle_all();
        let client = lab.client(1);
        lab.ask(1, 1, "put x=1");
        lab.settle(&[n(1), client]);
        lab.lose_all();
        lab.timeout(2);
        lab.settle(&[n(2), n(3)]);
        let request =
            Message::Request { serial: 1, op: Rc::new(Op::parse(&["put", "y=2"]).unwrap()) };
        lab.slip_in(lab.client(2), n(2), request);
        lab.settle(&[n(2), n(3)]);
        read_elsewhere(&mut lab, 3);
        lab
    };
    let room = MultiPaxos { clients: 3, ..servers(3) };
    for rule in ["learns-chosen", "state-machine-agreement", "answers-kept", "linearizability"] {
        breaks(Flaw::QuorumsApart, room.clone(), rule, play);
    }
    let fact = breaks(Flaw::QuorumsApart, room.clone(), "learns-chosen", play);
    let said = "n1 takes put x=1 for chosen in slot 1, but 1 of 3 accepted it in ballot 1 and 2 \
                are needed";
    assert_eq!(fact, said);
    let fact = breaks(Flaw::QuorumsApart, room, "answers-kept", play);
    assert!(fact.starts_with("n1 told c1 that its operation 1 was done, but n2"), "{fact}");
}

#[test]
fn no_sessions_adds_twice() {
    let fact = breaks(Flaw::NoSessions, servers(3), "exactly-once", lost_reply);
    assert_eq!(fact, "n2 ran c1's operation 1 (add x 10) again in slot 2");
    let fact = breaks(Flaw::NoSessions, servers(3), "linearizability", |room| {
        let mut lab = lost_reply(room);
        lab.ask(1, 2, "get x");
        lab.settle(&[n(2), n(3), lab.client(1)]);
        lab
    });
    assert_eq!(fact, "c1 read x=20, but it could only be that x is 10");
}

#[test]
fn a_lost_disk_is_outside_the_promise() {
    let mut lab = Lab::new(servers(3));
    lab.elect(1, &[3]);
    lab.ask(1, 1, "put x=1");
    lab.timeout(2);
    lab.deliver(n(2), n(3));
    lab.apply(&Action::Crash { node: n(3), disk: DiskFate::Lost });
    lab.restart(3);
    lab.deliver(n(1), n(3));
    assert!(lab.broke("promise-kept"));
}
