//! Replicas come to know what others know: specifications 6 and 7 of the report.

use super::*;

#[test]
fn a_replica_counts_in_its_own_row_and_answers_before_anybody_else_hears_of_it() {
    let mut lab = Lab::new(room(Type::GCounter));
    lab.done(C1, "add 3");
    assert_eq!(lab.told(C1), Some(Outcome::Done));
    assert_eq!((lab.shows(N1), lab.shows(N2)), (3, 0));
    assert_eq!(lab.disk(N1).counter.row(N1).added, 3);
    lab.gossip(N1);
    assert_eq!((lab.shows(N2), lab.shows(N3)), (3, 3));
    assert_eq!(lab.disk(N2).counter.row(N1).added, 3, "in the row of n1");
    lab.all_is_well();
}

#[test]
fn copies_and_old_states_change_nothing() {
    let mut lab = Lab::new(room(Type::GCounter));
    lab.done(C1, "add 1");
    lab.fire(N1, Timer::Gossip);
    let old: Vec<_> = lab.world.in_flight.keys().cloned().collect();
    for envelope in &old {
        lab.apply(&Action::Duplicate(envelope.clone()));
        lab.apply(&Action::Deliver(envelope.clone()));
    }
    lab.done(C1, "add 1");
    assert_eq!(lab.noted(|note| matches!(note, Note::KnowsAll { .. })), 2);
    lab.gossip(N1);
    for envelope in &old {
        let message = envelope.message.clone().unwrap();
        lab.slip_in(envelope.from, envelope.to, message);
    }
    assert!(lab.holds("shows all 2") && lab.holds("converged"));
    lab.all_is_well();
}

#[test]
fn a_state_carries_what_its_sender_has_of_others() {
    let mut lab = Lab::new(room(Type::GCounter));
    lab.done(C1, "add 1");
    lab.done(C2, "add 2");
    lab.fire(N1, Timer::Gossip);
    lab.deliver_if(|envelope| envelope.to == N2);
    lab.lose_all();
    lab.crash(N1, DiskFate::Kept);
    lab.gossip(N2);
    assert_eq!(lab.shows(N3), 3, "n3 has never heard from n1");
    lab.all_is_well();
}

#[test]
fn a_round_of_gossip_costs_a_state_for_each_other_replica() {
    let mut lab = Lab::new(ReplicatedCounter { nodes: 5, ..room(Type::GCounter) });
    lab.fire(N1, Timer::Gossip);
    assert_eq!(lab.world.in_flight.len(), 4);
    lab.settle_if(|_| true);
    assert!(lab.world.in_flight.is_empty(), "nobody answers a state");
}

#[test]
fn an_eager_replica_tells_the_others_at_once_and_later_all_the_same() {
    let mut lab = Lab::new(ReplicatedCounter { eager: true, ..room(Type::PnCounter) });
    lab.done(C1, "take 2");
    assert!(lab.holds("shows all -2"));
    lab.ask(C1, "add 1");
    lab.deliver_if(|_| true);
    lab.lose_all();
    assert_eq!((lab.shows(N1), lab.shows(N2)), (-1, -2));
    lab.gossip(N1);
    assert!(lab.holds("shows all -1"));
    lab.all_is_well();
}

#[test]
fn only_what_can_be_taken_is_taken() {
    let mut lab = Lab::new(room(Type::GCounter));
    lab.done(C1, "take 1");
    assert_eq!(lab.told(C1), Some(Outcome::Refused(Refusal::OnlyGrows)));
    lab.done(C1, "give 1 n2");
    assert_eq!(lab.told(C1), Some(Outcome::Refused(Refusal::KnowsNoRights)));
    let mut lab = Lab::new(room(Type::PnCounter));
    lab.done(C1, "take 1");
    assert_eq!((lab.told(C1), lab.shows(N1)), (Some(Outcome::Done), -1));
}

#[test]
fn sums_in_place_of_merges_count_again_with_every_state() {
    let mut lab = Lab::new(room(Type::GCounter).with(Flaw::MergesBySum));
    lab.done(C1, "add 1");
    lab.gossip(N1);
    lab.all_is_well();
    lab.gossip(N1);
    assert_eq!(lab.shows(N2), 2);
    assert_eq!(
        lab.fact("counted-once"),
        "n2 counts 2 for n1, which is no sum of its first updates; all are 1"
    );
    assert!(lab.broke("convergence"));
}

#[test]
fn updates_sent_once_are_lost_with_a_message_and_doubled_with_a_copy() {
    let mut lab = Lab::new(room(Type::GCounter).with(Flaw::NaiveInteger));
    lab.ask(C1, "add 1");
    lab.deliver_if(|_| true);
    let delta = lab.world.in_flight.keys().find(|it| it.to == N2).cloned().unwrap();
    lab.apply(&Action::Duplicate(delta.clone()));
    lab.deliver_if(|envelope| envelope.to == N2);
    lab.lose_all();
    assert_eq!((lab.shows(N1), lab.shows(N2), lab.shows(N3)), (1, 2, 0));
    assert!(lab.broke("counted-once") && lab.broke("convergence"));
}

#[test]
fn the_last_writer_wins_over_what_was_counted_meanwhile() {
    let mut lab = Lab::new(room(Type::GCounter).with(Flaw::LastWriterWins));
    lab.done(C1, "add 4");
    lab.done(C2, "add 1");
    lab.all_is_well();
    lab.gossip(N2);
    assert_eq!(lab.shows(N1), 1);
    assert_eq!(lab.fact("own-updates-stay"), "n1 counted 4 itself, and has 0 of it left");
    assert!(lab.broke("states-grow"));
    lab.done(C1, "get");
    assert_eq!(lab.fact("reads-keep-up"), "c1 reads 1, and has read or added 4 before");
}

#[test]
fn a_row_that_is_not_on_disk_is_counted_over_by_others() {
    let mut lab = Lab::new(room(Type::GCounter).with(Flaw::ForgetsItsEntry));
    lab.done(C1, "add 5");
    lab.gossip(N1);
    lab.all_is_well();
    lab.crash(N1, DiskFate::Version(0));
    lab.apply(&Action::Restart(N1));
    assert_eq!(lab.fact("states-grow"), "n1 counted 5 for n1, and now counts 0");
    lab.done(C1, "add 3");
    lab.gossip(N2);
    assert_eq!((lab.shows(N1), lab.world.witness.total()), (5, 8), "three are gone");
    assert!(lab.broke("own-updates-stay") && lab.broke("counted-once"));
}
