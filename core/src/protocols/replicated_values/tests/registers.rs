//! Registers: which value stays, and which is lost.

use super::*;

#[test]
fn a_replica_answers_before_anybody_else_hears_of_it() {
    let mut lab = Lab::new(room(Type::Mv));
    lab.done(C1, "put a");
    assert!(matches!(lab.told(C1), Some(Outcome::Done(_))));
    assert!(lab.holds("shows n1 a") && lab.holds("shows n2 nothing"));
    lab.gossip(N1);
    assert!(lab.holds("shows all a"));
    lab.all_is_well();
}

#[test]
fn of_concurrent_writes_a_stamped_register_loses_one_and_all_agree_which() {
    for kind in [Type::Lww, Type::Hlc] {
        let mut lab = Lab::new(room(kind));
        lab.wall(9);
        lab.done(C1, "put a");
        lab.done(C2, "put b");
        lab.gossip(N1);
        lab.gossip(N2);
        lab.gossip(N3);
        assert!(lab.holds("shows all b") && lab.holds("lost a") && lab.holds("informed"));
        assert_eq!(lab.noted(|note| matches!(note, Note::GivesWay { .. })), 2);
        assert_eq!(lab.noted(|note| matches!(note, Note::KeepsLater { .. })), 1);
        lab.all_is_well();
    }
}

#[test]
fn a_tie_without_names_is_broken_by_each_its_own_way() {
    let mut lab = Lab::new(room(Type::Hlc).with(Flaw::KeepsItsOwn));
    lab.wall(9);
    lab.done(C1, "put a");
    lab.done(C2, "put b");
    lab.gossip(N1);
    lab.gossip(N2);
    assert_eq!(
        lab.fact("convergence"),
        "n1 and n2 have heard of the same updates, and show a and b"
    );
}

#[test]
fn siblings_stay_until_somebody_who_has_seen_them_writes() {
    let mut lab = Lab::new(room(Type::Mv));
    lab.done(C1, "put a");
    lab.done(C2, "put b");
    lab.gossip(N1);
    lab.gossip(N2);
    assert!(lab.holds("shows n1 a b") && lab.holds("shows n2 a b"));
    lab.done(C1, "get");
    assert!(lab.holds("reads c1 a b"));
    lab.done(C1, "put c");
    assert!(lab.holds("shows n1 c"));
    lab.gossip(N1);
    assert!(lab.holds("shows all c"));
    lab.all_is_well();
}

#[test]
fn a_put_replaces_what_its_client_has_seen_and_not_what_its_replica_has_heard_of_since() {
    let mut lab = Lab::new(room(Type::Mv));
    lab.done(C1, "put a");
    lab.done(C1, "get");
    lab.done(C2, "put b");
    lab.gossip(N2);
    lab.done(C1, "put c");
    assert!(lab.holds("shows n1 b c"), "it had seen a, and not b");
    lab.all_is_well();
}

#[test]
fn two_clients_of_one_replica_do_not_replace_each_others_values() {
    let mut lab = Lab::new(room(Type::Mv));
    lab.done(C1, "put a");
    lab.done(C4, "put b");
    assert!(lab.holds("shows n1 a b"));
    // Its own last value it has seen, but not what lies between.
    lab.done(C1, "put c");
    assert!(lab.holds("shows n1 b c"));
    lab.done(C1, "put d");
    assert!(lab.holds("shows n1 b d"));
    lab.all_is_well();
}

#[test]
fn plain_vectors_lose_what_another_client_of_the_replica_wrote() {
    let mut lab = Lab::new(room(Type::Mv).with(Flaw::ReplacesUnseen));
    lab.done(C1, "put a");
    lab.all_is_well();
    lab.done(C4, "put b");
    assert_eq!(
        lab.fact("nothing-lost"),
        "n1 has heard of a and of nothing that had seen it and took it away, and does not show it"
    );
}

#[test]
fn a_put_without_its_context_replaces_nothing() {
    let mut lab = Lab::new(room(Type::Mv).with(Flaw::IgnoresContext));
    lab.done(C1, "put a");
    lab.done(C1, "put b");
    assert!(lab.holds("shows n1 a b"));
    assert_eq!(
        lab.fact("later-wins"),
        "n1 shows a, and has heard of an update that replaced it and had seen it"
    );
}

#[test]
fn a_merge_that_keeps_one_sides_values_drops_siblings() {
    let mut lab = Lab::new(room(Type::Mv).with(Flaw::DropsSiblings));
    lab.done(C1, "put a");
    lab.done(C2, "put b");
    lab.all_is_well();
    lab.fire(N1, Timer::Gossip);
    lab.fire(N2, Timer::Gossip);
    lab.settle_if(|_| true);
    assert!(lab.holds("shows n1 a") && lab.holds("shows n2 b"));
    assert!(lab.broke("nothing-lost") && lab.broke("convergence"));
}

#[test]
fn a_client_that_crashes_has_forgotten_what_it_has_seen() {
    let mut lab = Lab::new(room(Type::Mv));
    lab.done(C1, "put a");
    lab.crash(C1, DiskFate::Kept);
    lab.apply(&Action::Restart(C1));
    lab.done(C1, "put b");
    assert!(lab.holds("shows n1 a b"));
    lab.all_is_well();
}
