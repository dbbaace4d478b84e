//! Every flaw breaks what it says, in a run that does no harm without it. The searches find more.

use super::*;
use crate::check::Invariants;

/// Plays a run with the flaws and without: only with them is the rule broken.
fn breaks(
    flaws: &[Flaw],
    zab: Zab,
    rule: &str,
    play: impl Fn(Zab) -> Lab,
) -> alloc::string::String {
    play(zab.clone()).all_is_well();
    let flawed = flaws.iter().fold(zab, |zab, flaw| zab.with(*flaw));
    let lab = play(flawed);
    assert!(lab.broke(rule), "{rule} is not broken, only {:?}", lab.broken);
    for flaw in flaws {
        assert!(Zab::FLAWS[*flaw as usize].breaks.contains(&rule), "{rule} is not named");
    }
    lab.fact(rule)
}

const LATE: [(u16, &str); 2] =
    [(1, "accepted 1 current 1 log 1.1"), (2, "accepted 1 current 1 log 1.1")];

#[test]
fn two_flaws_lose_what_was_committed_and_either_one_does_not() {
    let play = |zab| {
        let disk = "accepted 2 current 2 log 1.1";
        let mut lab = Lab::with_disks(zab, &[(1, disk), (2, disk)]);
        lab.elect(&[1, 3]);
        lab
    };
    let both = [Flaw::ElectsById, Flaw::SkipsCheck];
    let fact = breaks(&both, servers(3), "committed-is-kept", play);
    let lost = "a quorum brought <1,1> into a later epoch, and now that n1 has it no more, 1 of 3";
    assert_eq!(fact, alloc::format!("{lost} have"));
    for flaw in both {
        play(servers(3).with(flaw)).all_is_well();
    }
}

#[test]
fn a_promise_that_is_not_on_disk_makes_two_leaders_of_one_epoch() {
    let fact = breaks(&[Flaw::ForgetsEpoch], servers(3), "one-primary", |zab| {
        let mut lab = Lab::new(zab);
        lab.elect(&[2, 3]);
        lab.crash(2, DiskFate::Kept);
        lab.restart(2);
        lab.elect(&[1, 2]);
        lab
    });
    assert_eq!(fact, "n3 and n2 were both established as leader of epoch 1");
}

#[test]
fn a_proposal_that_is_acknowledged_and_not_on_disk_can_be_lost() {
    let play = |zab| {
        let mut lab = Lab::new(zab);
        lab.elect(&[2, 3]);
        lab.ask(2, "put x=1");
        let c2 = lab.client(2);
        lab.settle(&[n(2), n(3), c2]);
        lab.crash(2, DiskFate::Version(0));
        lab.crash(3, DiskFate::Kept);
        lab.restart(2);
        lab.elect(&[1, 2]);
        lab.ask(1, "put y=2");
        let c1 = lab.client(1);
        lab.settle(&[n(1), n(2), c1]);
        lab
    };
    let zab = Zab { clients: 2, ..servers(3) };
    for rule in ["committed-is-kept", "answers-kept"] {
        breaks(&[Flaw::AcksEarly], zab.clone(), rule, play);
    }
}

#[test]
fn a_history_that_comes_after_its_epoch_can_be_lost() {
    breaks(&[Flaw::EpochFirst], servers(3), "committed-is-kept", |zab| {
        let mut lab = Lab::with_disks(zab, &[(3, "accepted 1 current 1 log 1.1")]);
        lab.settle(&[n(1), n(3)]);
        lab.fire(1, Timer::Finalize);
        lab.fire(3, Timer::Finalize);
        lab.deliver(n(1), n(3));
        lab.deliver(n(3), n(1));
        lab.deliver(n(1), n(3));
        lab.deliver(n(3), n(1));
        lab.deliver(n(3), n(1));
        lab.deliver(n(1), n(3));
        lab
    });
}

#[test]
fn the_leader_must_not_begin_before_a_quorum_has_its_history() {
    breaks(&[Flaw::LeadsEarly], servers(3), "committed-is-kept", |zab| {
        let mut lab = Lab::with_disks(zab, &[(3, "accepted 1 current 1 log 1.1")]);
        lab.settle(&[n(1), n(3)]);
        lab.fire(1, Timer::Finalize);
        lab.fire(3, Timer::Finalize);
        lab.deliver(n(1), n(3));
        lab.deliver(n(3), n(1));
        lab.deliver(n(1), n(3));
        lab
    });
}

#[test]
fn a_diff_that_goes_by_the_last_zxid_alone_leaves_what_should_go() {
    let disks = [(1, "accepted 1 current 1 log 1.1 1.2"), (2, "accepted 2 current 2 log 1.1 2.1")];
    let fact = breaks(&[Flaw::DiffsBlindly], servers(2), "total-order", |zab| {
        let mut lab = Lab::with_disks(zab, &disks);
        lab.elect(&[1, 2]);
        lab
    });
    assert_eq!(fact, "n1 delivered <1,2> before <2,1>, and n2 delivered <2,1> without");
}

#[test]
fn who_comes_late_needs_the_history_and_then_what_is_out() {
    let play = |zab| {
        let mut lab = Lab::with_disks(zab, &[LATE[1], (3, LATE[0].1)]);
        lab.elect(&[2, 3]);
        let c2 = lab.client(2);
        lab.ask(2, "put x=1");
        lab.deliver(c2, n(2));
        lab.deliver(n(2), n(3));
        lab.settle(&[n(1), n(3)]);
        lab.fire(2, Timer::Resend);
        lab.settle(&[n(1), n(2)]);
        lab.elect(&[1, 3]);
        lab.settle(&[n(1), n(2), n(3), c2]);
        lab.ask(2, "put x=2");
        lab.settle(&[n(1), n(2), n(3), c2]);
        lab
    };
    let zab = Zab { clients: 2, ..servers(3) };
    breaks(&[Flaw::ForgetsOutstanding], zab.clone(), "local-primary-order", play);
    breaks(&[Flaw::ForwardsFirst], zab, "global-primary-order", play);
}

#[test]
fn new_numbers_for_old_transactions_are_broadcast_by_nobody() {
    let fact = breaks(&[Flaw::Renumbers], servers(2), "integrity", |zab| {
        let mut lab = Lab::with_disks(zab, &[(2, LATE[0].1)]);
        lab.elect(&[1, 2]);
        lab
    });
    assert_eq!(fact, "n2 delivered put e1=1 as <2,1>, which no primary broadcast");
}
