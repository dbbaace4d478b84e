//! Hybrid clocks: the rules for local, send and receive events, and what follows from them.

use super::*;
use crate::protocols::replicated_values::Stamp;
use proptest::prelude::*;

const fn at(time: Micros, count: u64) -> Hybrid {
    Hybrid { time, count }
}

#[test]
fn a_local_event_takes_the_wall_clock_if_that_is_ahead_and_counts_else() {
    let after = |mut clock: Hybrid, wall| {
        clock.tick(wall);
        clock
    };
    assert_eq!(after(at(5, 3), 6), at(6, 0));
    assert_eq!(after(at(5, 3), 5), at(5, 4));
    assert_eq!(after(at(5, 3), 1), at(5, 4), "a wall clock that was set back");
}

#[test]
fn a_received_clock_counts_on_from_whichever_has_the_greatest_time() {
    let after = |mut clock: Hybrid, told, wall| {
        clock.hear(told, wall);
        clock
    };
    assert_eq!(after(at(5, 3), at(5, 7), 4), at(5, 8), "both");
    assert_eq!(after(at(5, 3), at(4, 7), 5), at(5, 4), "its own");
    assert_eq!(after(at(5, 3), at(6, 7), 6), at(6, 8), "the one that came");
    assert_eq!(after(at(5, 3), at(6, 7), 9), at(9, 0), "its wall clock");
}

proptest! {
    #[test]
    fn clocks_only_go_up_and_no_farther_than_any_wall_clock(
        walls in prop::collection::vec((0..3_usize, 0..3_usize, 0..6_u64), 1..60)
    ) {
        let (mut clocks, mut greatest) = ([Hybrid::default(); 3], 0);
        for (me, other, wall) in walls {
            greatest = greatest.max(wall);
            let (before, told) = (clocks[me], clocks[other]);
            if me == other {
                clocks[me].tick(wall);
            } else {
                clocks[me].hear(told, wall);
                prop_assert!(clocks[me] > told, "beyond what came");
            }
            prop_assert!(clocks[me] > before, "beyond its own");
            prop_assert!(clocks[me].time >= wall && clocks[me].time <= greatest);
        }
    }
}

#[test]
fn stamps_are_told_apart_by_name_only_where_the_clocks_are_equal() {
    let stamp = |time, count, by| Stamp { clock: at(time, count), by };
    assert!(stamp(2, 0, N1) > stamp(1, 9, N2));
    assert!(stamp(1, 2, N1) > stamp(1, 1, N2));
    assert!(stamp(1, 1, N2) > stamp(1, 1, N1));
}

#[test]
fn a_write_whose_writer_has_heard_of_another_wins_whatever_its_wall_clock_says() {
    let mut lab = Lab::new(room(Type::Hlc));
    lab.wall(600_000);
    lab.done(C2, "put old");
    lab.gossip(N2);
    lab.wall(5);
    lab.done(C1, "put new");
    lab.gossip(N1);
    assert!(lab.holds("shows all new") && !lab.holds("lost old"));
    assert_eq!(lab.disk(N1).clock.time, 600_000, "no farther than the greatest wall clock");
    lab.all_is_well();
}

#[test]
fn by_wall_clocks_it_loses_and_its_client_is_told_that_it_is_done() {
    let mut lab = Lab::new(room(Type::Lww));
    lab.wall(600_000);
    lab.done(C2, "put old");
    lab.gossip(N2);
    lab.all_is_well();
    lab.wall(5);
    lab.done(C1, "put new");
    assert!(matches!(lab.told(C1), Some(Outcome::Done(_))));
    assert_eq!(lab.noted(|note| matches!(note, Note::Loses { .. })), 1);
    lab.gossip(N1);
    assert!(lab.holds("shows all old") && lab.holds("lost new") && lab.broke("later-wins"));
    assert!(!lab.broke("convergence") && !lab.broke("states-grow"), "they agree on it");
}

#[test]
fn two_writes_at_one_replica_never_have_the_same_stamp() {
    for kind in [Type::Lww, Type::Hlc] {
        let mut lab = Lab::new(room(kind));
        lab.wall(7);
        lab.done(C1, "put a");
        lab.done(C1, "put b");
        assert!(lab.holds("shows n1 b"));
        lab.wall(3);
        lab.done(C1, "put c");
        assert!(lab.holds("shows n1 c"), "the wall clock was set back");
        lab.all_is_well();
    }
    let mut lab = Lab::new(room(Type::Lww).with(Flaw::WallClock));
    lab.wall(7);
    lab.done(C1, "put a");
    lab.done(C1, "put b");
    assert!(lab.holds("shows n1 a") && lab.broke("later-wins"));
}

#[test]
fn a_clock_survives_a_crash() {
    let mut lab = Lab::new(room(Type::Hlc));
    lab.wall(9);
    lab.done(C1, "put a");
    let before = lab.disk(N1).clock;
    lab.crash(N1, DiskFate::Kept);
    lab.wall(2);
    lab.apply(&Action::Restart(N1));
    lab.done(C1, "put b");
    assert!(lab.disk(N1).clock > before && lab.holds("shows n1 b"));
    lab.all_is_well();
}

#[test]
fn a_round_of_states_is_one_event_and_only_hybrid_clocks_are_told() {
    let mut lab = Lab::new(room(Type::Hlc));
    lab.wall(4);
    lab.fire(N1, Timer::Gossip);
    let told = lab.world.in_flight.keys().filter_map(|envelope| match envelope.message {
        Some(Message::State { clock, .. }) => Some(clock),
        _ => None,
    });
    let told: Vec<_> = told.collect();
    assert_eq!(told, [at(4, 0), at(4, 0)]);
    lab.settle_if(|_| true);
    assert_eq!((lab.disk(N2).clock, lab.disk(N3).clock), (at(4, 1), at(4, 1)));
    let mut lab = Lab::new(room(Type::Lww));
    lab.wall(4);
    lab.done(C1, "put a");
    lab.gossip(N1);
    assert_eq!(lab.disk(N2).clock, Hybrid::default());
}

#[test]
fn flawed_clocks_break_the_rule_that_they_are_made_to_break() {
    let ahead = |flaw| {
        let mut lab = Lab::new(room(Type::Hlc).with(flaw));
        lab.wall(600);
        lab.fire(N2, Timer::Gossip);
        lab.wall(5);
        lab.settle_if(|_| true);
        lab
    };
    assert_eq!(ahead(Flaw::KeepsItsOwn).broken, [], "that one is about values, not about clocks");
    assert_eq!(
        ahead(Flaw::IgnoresReceived).fact("clock-order"),
        "the clock of n1 is 5us, and what happened before at n2 was at 600us"
    );
    assert!(ahead(Flaw::WallClock).broke("clock-order"));
    assert!(ahead(Flaw::ForgetsTime).broke("clock-keeps-up"));
    assert!(ahead(Flaw::CountsInTime).broke("clock-bounded"));
}
