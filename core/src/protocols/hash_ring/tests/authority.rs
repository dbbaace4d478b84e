//! The authority numbers memberships.

use super::*;
use crate::placement::Refusal;
use crate::protocol::NodeRef;

fn refusals(lab: &Lab) -> Vec<super::super::Reason> {
    let why = lab.notes.iter().filter_map(|(_, note)| match note {
        Note::RefusesChange { why, .. } => Some(*why),
        _ => None,
    });
    why.collect()
}

#[test]
fn what_a_placement_does_not_allow_is_refused() {
    use super::super::Reason;
    let refused = |scheme, text: &str| {
        let mut lab = Lab::new(HashRing { scheme, ..room() });
        lab.done(C, text);
        assert!(lab.holds("answered c1") && !lab.holds("epoch 2"), "{text}");
        lab.all_is_well();
        refusals(&lab)
    };
    let unweighted = [Reason::Placement(Refusal::Unweighted)];
    assert_eq!(refused(Scheme::Modulo, "weight n1 2"), unweighted);
    assert_eq!(refused(Scheme::Jump, "leave n2"), [Reason::Placement(Refusal::NotLast)]);
    assert_eq!(refused(Scheme::Ring, "split x n2"), [Reason::NoRows]);
    assert_eq!(refused(Scheme::Ring, "merge x"), [Reason::NoRows]);
    assert_eq!(refused(Scheme::List, "give x n5"), [Reason::NoMember]);
    assert_eq!(refused(Scheme::Ring, "join n2"), [], "it is a member already");
}

#[test]
fn as_many_members_stay_as_a_write_needs() {
    let mut lab = Lab::new(HashRing { nodes: 2, spares: 3, ..room() });
    lab.done(C, "leave n1");
    assert_eq!(refusals(&lab), [super::super::Reason::TooFew]);
    lab.crash(n(1), DiskFate::Kept);
    lab.bury();
    assert!(lab.holds("dead n1") && lab.holds("member n1"));
    lab.all_is_well();
}

#[test]
fn one_change_is_made_at_a_time() {
    let mut lab = Lab::new(HashRing { nodes: 3, spares: 2, ..room() });
    lab.ask(C, "join n4");
    lab.settle_if(|envelope| !carries(envelope));
    lab.ask(NodeId(8), "join n5");
    lab.settle_if(|envelope| !carries(envelope));
    assert!(lab.holds("answered all") && !lab.holds("epoch 3"));
    assert!(lab.noted(|note| matches!(note, Note::ChangeWaits { .. })));
    lab.settle_if(|_| true);
    assert!(lab.holds("epoch 3") && lab.holds("settled") && lab.holds("member n5"));
    lab.all_is_well();
}

#[test]
fn a_change_that_is_asked_twice_is_made_once() {
    let mut lab = Lab::new(room());
    lab.ask(C, "join n5");
    let ask = lab.world.in_flight.keys().find(|it| it.from == C).cloned().unwrap();
    lab.settle_if(|_| true);
    lab.done(NodeId(8), "leave n5");
    lab.slip_in(C, A, ask.message.clone().unwrap());
    lab.settle_if(|_| true);
    assert!(lab.holds("epoch 3") && !lab.holds("member n5"), "an old wish does no harm");
    lab.all_is_well();
}

#[test]
fn a_lost_disk_gets_a_new_number_and_its_keys_anew() {
    let mut lab = Lab::new(room());
    lab.done(C, "put x=1");
    let owner = lab.owners("x")[0];
    lab.crash(owner, DiskFate::Lost);
    assert_eq!(lost_now(&lab.world).len(), 1);
    lab.apply(&Action::Restart(owner));
    lab.settle_if(|_| true);
    assert_eq!(lab.disk(owner).born, 2);
    assert!(lab.holds("epoch 2") && lab.holds("settled") && lab.holds("copies x 2"));
    assert!(lost_now(&lab.world).is_empty());
    // And one more, after that.
    let second = lab.owners("x")[1];
    lab.crash(second, DiskFate::Lost);
    lab.apply(&Action::Restart(second));
    lab.settle_if(|_| true);
    assert!(lab.holds("stored x=1") && lab.holds("copies x 2"));
    lab.all_is_well();
}

#[test]
fn an_old_message_does_not_pass_for_a_blank_disk() {
    let mut lab = Lab::new(room());
    lab.crash(n(2), DiskFate::Lost);
    lab.apply(&Action::Restart(n(2)));
    lab.settle_if(|_| true);
    for token in 0..=3 {
        lab.slip_in(n(2), A, Message::Blank { token });
        lab.settle_if(|_| true);
        if token != 3 {
            assert_eq!(lab.disk(n(2)).born, 2, "token {token}");
            assert!(!lab.holds("epoch 3"), "token {token}");
        }
    }
    lab.all_is_well();
}

#[test]
fn two_lost_disks_are_beyond_the_promise_and_the_rules_are_silent() {
    let mut lab = Lab::new(room());
    lab.done(C, "put x=1");
    for owner in lab.owners("x") {
        lab.crash(owner, DiskFate::Lost);
    }
    for owner in lab.owners("x") {
        lab.apply(&Action::Restart(owner));
    }
    lab.settle_if(|_| true);
    assert!(lab.holds("settled") && lab.holds("lost x"));
    lab.done(C, "get x");
    lab.all_is_well();
}

#[test]
fn memberships_that_differ_compare_as_different() {
    let mut one = Lab::new(room());
    let mut two = Lab::new(HashRing { nodes: 4, ..room() });
    one.done(C, "join n5");
    two.done(C, "leave n4");
    assert_eq!(one.config().epoch, two.config().epoch);
    assert_ne!(one.config(), two.config());
    let node = |lab: &Lab| NodeRef { ..lab.world.node(A).view() }.disk.clone();
    assert_ne!(node(&one), node(&two));
}
