//! Rights to take, and how they move.

use super::*;

/// n1 has put five on sale, and all know of it.
fn five() -> Lab {
    five_in(room(Type::Bounded))
}

fn five_in(room: ReplicatedCounter) -> Lab {
    let mut lab = Lab::new(room);
    lab.done(C1, "add 5");
    lab.gossip(N1);
    lab
}

fn is_ask(envelope: &Envelope<ReplicatedCounter>) -> bool {
    matches!(envelope.message, Some(Message::AskRights { .. }))
}

#[test]
fn who_adds_has_the_rights_and_who_takes_uses_them_up() {
    let mut lab = five();
    assert_eq!((lab.rights(N1), lab.rights(N2)), (5, 0));
    lab.done(C1, "take 2");
    assert_eq!((lab.rights(N1), lab.shows(N1)), (3, 3));
    lab.all_is_well();
}

#[test]
fn what_is_lacking_is_asked_for_and_comes_for_two_messages() {
    let mut lab = five();
    lab.ask(C2, "take 3");
    lab.deliver_if(|_| true);
    assert!(lab.holds("waits n2") && lab.world.in_flight.len() == 1);
    lab.deliver_if(is_ask);
    assert_eq!(lab.world.in_flight.len(), 1);
    lab.settle_if(|_| true);
    assert_eq!(lab.told(C2), Some(Outcome::Done));
    assert_eq!((lab.rights(N1), lab.rights(N2), lab.shows(N2)), (2, 0, 2));
    lab.all_is_well();
}

#[test]
fn only_what_is_lacking_is_asked_for() {
    let mut lab = five();
    lab.done(C2, "add 1");
    lab.done(C2, "take 3");
    assert_eq!((lab.rights(N1), lab.rights(N2)), (3, 0));
    lab.all_is_well();
}

#[test]
fn a_question_that_comes_twice_moves_no_rights_twice() {
    let mut lab = five();
    lab.ask(C2, "take 2");
    lab.deliver_if(|_| true);
    let ask = lab.world.in_flight.keys().next().cloned().unwrap();
    lab.apply(&Action::Duplicate(ask));
    lab.settle_if(|_| true);
    assert_eq!((lab.rights(N1), lab.rights(N2)), (3, 0));
    assert_eq!(lab.noted(|note| matches!(note, Note::GaveAlready { to: N2 })), 1);
    lab.all_is_well();
}

#[test]
fn one_replica_after_the_other_is_asked_and_then_it_is_refused() {
    let mut lab = five();
    lab.done(C2, "take 6");
    let asked: Vec<_> = lab
        .notes
        .iter()
        .filter_map(|(_, note)| match note {
            Note::AsksRights { peer, amount } => Some((*peer, *amount)),
            _ => None,
        })
        .collect();
    assert_eq!(asked, [(N1, 6), (N3, 1)], "n1 has most, and gave what it had");
    assert_eq!(lab.told(C2), Some(Outcome::Refused(Refusal::Lacks(5))));
    assert_eq!((lab.rights(N2), lab.shows(N2)), (5, 5), "the rights that came stay");
    lab.all_is_well();
}

#[test]
fn rights_that_come_late_are_not_lost() {
    let mut lab = five();
    lab.ask(C2, "take 2");
    lab.deliver_if(|_| true);
    lab.deliver_if(is_ask);
    lab.lose_all();
    lab.fire(N2, Timer::Rights);
    lab.settle_if(|_| true);
    assert_eq!(lab.told(C2), Some(Outcome::Refused(Refusal::Lacks(0))));
    assert_eq!((lab.rights(N1), lab.rights(N2)), (3, 0));
    lab.gossip(N1);
    assert_eq!(lab.rights(N2), 2);
    lab.done(C2, "take 2");
    assert_eq!(lab.told(C2), Some(Outcome::Done));
    lab.all_is_well();
}

#[test]
fn what_waits_is_done_in_turn_and_a_retry_does_not_wait_twice() {
    let room = ReplicatedCounter { nodes: 2, clients: 4, ..room(Type::Bounded) };
    let (c1, c2, c4) = (NodeId(2), NodeId(3), NodeId(5));
    let mut lab = Lab::new(room);
    lab.done(c1, "add 5");
    lab.gossip(N1);
    lab.ask(c2, "take 4");
    lab.deliver_if(|_| true);
    lab.ask(c4, "take 1");
    lab.deliver_if(|envelope| envelope.from == c4);
    assert_eq!(lab.world.node(N2).memory.waiting().len(), 2);
    lab.fire(c4, Timer::Retry);
    lab.deliver_if(|envelope| envelope.from == c4);
    assert_eq!(lab.noted(|note| matches!(note, Note::StillWaits { serial: 1, .. })), 1);
    assert_eq!(lab.noted(|note| matches!(note, Note::AsksRights { .. })), 1, "one at a time");
    lab.settle_if(|_| true);
    assert_eq!((lab.told(c2), lab.told(c4)), (Some(Outcome::Done), Some(Outcome::Done)));
    assert_eq!(lab.shows(N2), 0);
    lab.all_is_well();
}

#[test]
fn what_waits_keeps_its_place_when_it_is_asked_for_again_or_something_older_comes() {
    let mut lab = five();
    lab.ask(C2, "add 1");
    lab.crash(C2, DiskFate::Kept);
    lab.apply(&Action::Restart(C2));
    lab.ask(C2, "take 2");
    let newer = |envelope: &Envelope<_>| {
        matches!(envelope.message, Some(Message::Request { serial: 2, .. }))
    };
    lab.deliver_if(newer);
    lab.fire(C2, Timer::Retry);
    lab.deliver_if(|envelope| envelope.from == C2);
    assert_eq!(lab.noted(|note| matches!(note, Note::StillWaits { serial: 2, .. })), 1);
    assert_eq!(lab.noted(|note| matches!(note, Note::Ignores { from: C2 })), 1, "the older one");
    assert_eq!(lab.noted(|note| matches!(note, Note::AsksRights { .. })), 1);
    assert!(lab.holds("waits n2") && lab.holds("total 5"));
    lab.settle_if(|_| true);
    assert_eq!((lab.told(C2), lab.shows(N2)), (Some(Outcome::Done), 3));
    lab.all_is_well();
}

#[test]
fn a_client_that_moves_on_gives_up_what_waits() {
    let mut lab = five();
    lab.ask(C2, "take 2");
    lab.deliver_if(|_| true);
    lab.crash(C2, DiskFate::Kept);
    lab.apply(&Action::Restart(C2));
    lab.ask(C2, "add 1");
    lab.deliver_if(|envelope| envelope.from == C2);
    assert!(!lab.holds("waits n2"));
    lab.settle_if(|_| true);
    assert_eq!(lab.world.witness.total(), 6);
    lab.all_is_well();
}

#[test]
fn rights_can_be_given_but_not_made_up() {
    let mut lab = five();
    lab.done(C1, "give 2 n2");
    lab.done(C1, "give 4 n2");
    assert_eq!(lab.told(C1), Some(Outcome::Refused(Refusal::Lacks(3))));
    lab.done(C1, "give 1 n1");
    assert_eq!(lab.told(C1), Some(Outcome::Refused(Refusal::ToItself)));
    lab.gossip(N1);
    assert_eq!((lab.rights(N1), lab.rights(N2), lab.shows(N2)), (3, 2, 5));
    lab.all_is_well();
}

#[test]
fn without_borrowing_what_is_lacking_is_refused_at_once() {
    let mut lab = five_in(ReplicatedCounter { borrow: false, ..room(Type::Bounded) });
    lab.done(C2, "take 1");
    assert_eq!(lab.told(C2), Some(Outcome::Refused(Refusal::Lacks(0))));
    assert_eq!(lab.noted(|note| matches!(note, Note::AsksRights { .. })), 0);
}

#[test]
fn two_that_see_the_same_five_sell_them_twice_without_rights() {
    let mut lab = five_in(room(Type::Bounded).with(Flaw::SpendsWithoutRights));
    lab.done(C1, "take 5");
    lab.all_is_well();
    lab.done(C2, "take 5");
    assert_eq!(lab.fact("never-below"), "5 more was taken than was added, the last at n2");
    assert_eq!(lab.noted(|note| matches!(note, Note::Overspends { amount: 5, rights: 0 })), 1);
}

#[test]
fn a_question_for_rights_has_no_place_where_there_are_none() {
    let mut lab = Lab::new(room(Type::PnCounter));
    lab.done(C1, "add 5");
    lab.slip_in(N2, N1, Message::AskRights { amount: 1, seen: 0 });
    assert_eq!(lab.noted(|note| matches!(note, Note::Ignores { from: N2 })), 1);
    assert!(lab.disk(N1).counter.row(N1).given.is_empty());
    let mut lab = five();
    lab.slip_in(C3, N1, Message::AskRights { amount: 1, seen: 0 });
    assert!(lab.disk(N1).counter.row(N1).given.is_empty(), "a client gets no rights");
}
