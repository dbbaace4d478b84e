//! Sets: additions and removals, seen and unseen.

use super::*;
use crate::kv::Value;
use crate::protocols::replicated_values::Content;

/// Milk is everywhere; then n2 removes it while n1 adds it again, and all meet.
fn bought_and_wanted(room: ReplicatedValues) -> Lab {
    let mut lab = Lab::new(room);
    lab.done(C1, "add milk");
    lab.gossip(N1);
    lab.done(C2, "remove milk");
    lab.done(C1, "add milk");
    lab.gossip(N1);
    lab.gossip(N2);
    lab.gossip(N3);
    lab
}

#[test]
fn what_a_removal_has_not_seen_stays() {
    let lab = bought_and_wanted(room(Type::OrSet));
    assert!(lab.holds("shows all milk") && lab.holds("converged"));
    let Content::Tagged(tags) = &lab.disk(N3).state.content else { panic!("tags") };
    assert_eq!(tags.len(), 1, "one of the two tags is gone everywhere");
    lab.all_is_well();
}

#[test]
fn from_a_two_phase_set_it_is_gone_seen_or_not() {
    let lab = bought_and_wanted(room(Type::TwoPhase));
    assert!(lab.holds("shows all nothing") && lab.holds("converged"));
    lab.all_is_well();
}

#[test]
fn a_removal_by_element_takes_unseen_additions_along() {
    let lab = bought_and_wanted(room(Type::OrSet).with(Flaw::RemovesUnseen));
    assert!(lab.broke("nothing-lost"));
}

#[test]
fn what_was_removed_can_be_added_again_only_where_tags_tell_the_two_apart() {
    let again = |room| {
        let mut lab = Lab::new(room);
        lab.done(C1, "add milk");
        lab.done(C1, "remove milk");
        lab.all_is_well();
        lab.done(C1, "add milk");
        lab
    };
    assert!(again(room(Type::OrSet)).holds("shows n1 milk"));
    let lab = again(room(Type::TwoPhase));
    assert!(lab.holds("shows n1 nothing"));
    assert_eq!(lab.noted(|note| matches!(note, Note::AddsInVain { .. })), 1);
    lab.all_is_well();
    let lab = again(room(Type::TwoPhase).with(Flaw::Revives));
    assert_eq!(
        lab.fact("later-wins"),
        "n1 shows milk, and has heard of an update that removed it and had seen it"
    );
}

#[test]
fn an_old_state_brings_nothing_back() {
    for kind in [Type::OrSet, Type::TwoPhase] {
        let mut lab = Lab::new(room(kind));
        lab.done(C1, "add milk");
        lab.fire(N1, Timer::Gossip);
        let old: Vec<_> = lab.world.in_flight.keys().cloned().collect();
        lab.settle_if(|_| true);
        lab.done(C1, "remove milk");
        lab.gossip(N1);
        for envelope in old {
            lab.slip_in(envelope.from, envelope.to, envelope.message.clone().unwrap());
        }
        assert!(lab.holds("shows all nothing"));
        lab.all_is_well();
    }
}

#[test]
fn what_is_not_there_cannot_be_removed() {
    let mut lab = Lab::new(room(Type::OrSet));
    lab.done(C1, "add milk");
    lab.done(C2, "remove milk");
    assert_eq!(lab.told(C2), Some(&Outcome::Refused(Refusal::NotThere)));
    lab.gossip(N1);
    lab.done(C2, "remove milk");
    assert!(lab.holds("shows n2 nothing"));
    lab.all_is_well();
}

#[test]
fn a_register_has_no_elements_and_a_set_is_not_put() {
    for (kind, text) in [
        (Type::OrSet, "put a"),
        (Type::TwoPhase, "put a"),
        (Type::Lww, "add a"),
        (Type::Hlc, "remove a"),
        (Type::Mv, "add a"),
    ] {
        let mut lab = Lab::new(room(kind));
        lab.done(C1, text);
        assert_eq!(lab.told(C1), Some(&Outcome::Refused(Refusal::NotOfThisType)), "{text}");
        assert!(lab.holds("shows all nothing") && lab.holds("informed"));
    }
}

#[test]
fn a_tag_that_is_used_twice_stands_for_two_elements() {
    let mut lab = Lab::new(room(Type::OrSet).with(Flaw::ReusesTags));
    lab.done(C1, "add milk");
    lab.gossip(N1);
    lab.crash(N1, DiskFate::Version(0));
    lab.apply(&Action::Restart(N1));
    assert_eq!(lab.fact("own-updates-stay"), "n1 did its update 1, and knows its own up to 0");
    lab.done(C1, "add bread");
    lab.gossip(N1);
    assert!(lab.holds("shows n2 milk") && lab.holds("shows n1 bread"), "others take it for known");
    let bread = Value::Text(String::from("bread"));
    assert!(!lab.disk(N2).state.shown().contains(&bread));
}

#[test]
fn a_state_that_takes_the_place_of_another_loses_what_is_not_in_it() {
    let mut lab = Lab::new(room(Type::OrSet).with(Flaw::Overwrites));
    lab.done(C1, "add milk");
    lab.done(C2, "add tea");
    lab.gossip(N1);
    assert!(lab.holds("shows n2 milk"));
    assert_eq!(lab.fact("own-updates-stay"), "n2 did its update 1, and knows its own up to 0");
    assert_eq!(lab.fact("states-grow"), "n2 knew updates of n2 up to 1, and now up to 0");
}
