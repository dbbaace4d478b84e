//! Memberships change and keys move.

use super::*;

/// Which keys each member owns or has a copy of, as the disks say.
fn held(lab: &Lab) -> Vec<Vec<String>> {
    let keys = |id| lab.disk(id).keys.keys().map(|key| String::from(&**key)).collect();
    lab.room.storage().map(keys).collect()
}

#[test]
fn the_start_has_all_copies_in_place() {
    let lab = Lab::new(room());
    let all: usize = held(&lab).iter().map(Vec::len).sum();
    assert_eq!(all, 80);
    assert!(lab.disk(n(5)).keys.is_empty());
    assert!(lab.holds("settled"));
    lab.all_is_well();
}

#[test]
fn a_join_gives_the_joiner_what_the_ring_says_and_takes_it_from_the_others() {
    let mut lab = Lab::new(room());
    lab.done(C, "join n5");
    assert!(lab.holds("settled") && lab.holds("member n5") && lab.holds("epoch 2"));
    for key in lab.room.clone().first_keys() {
        let owners = lab.owners(&key);
        for id in lab.room.storage() {
            let has = lab.disk(id).keys.contains_key(&key);
            assert_eq!(has, owners.contains(&id), "{key} on {id:?}");
        }
    }
    assert!(!lab.disk(n(5)).keys.is_empty());
    lab.all_is_well();
}

#[test]
fn a_join_and_a_leave_end_where_they_began() {
    for (_, scheme) in super::super::table::SCHEMES {
        let mut lab = Lab::new(HashRing { scheme, ..room() });
        let before = held(&lab);
        lab.done(C, "join n5");
        lab.done(C, "leave n5");
        assert_eq!(held(&lab), before, "{scheme:?}");
        assert!(lab.holds("epoch 3") && lab.holds("settled"), "{scheme:?}");
        lab.all_is_well();
    }
}

#[test]
fn keys_move_in_batches_one_at_a_time_to_each_receiver() {
    let mut lab = Lab::new(HashRing { batch: 2, ..room() });
    lab.ask(C, "join n5");
    lab.settle_if(|envelope| !carries(envelope));
    let sent = lab.world.in_flight.keys().filter(|it| carries(it)).map(|it| match &it.message {
        Some(Message::Move { items, .. }) => items.len(),
        _ => 0,
    });
    let sizes: Vec<usize> = sent.collect();
    assert!(!sizes.is_empty() && sizes.len() <= 4 && sizes.iter().all(|size| *size <= 2));
    lab.settle_if(|_| true);
    assert!(lab.holds("settled"));
    lab.all_is_well();
}

#[test]
fn what_is_lost_is_sent_again_and_old_copies_stay_until_all_is_confirmed() {
    let mut lab = Lab::new(room());
    let before = held(&lab);
    lab.ask(C, "join n5");
    lab.settle_if(|envelope| !carries(envelope));
    lab.lose_all();
    assert!(lab.holds("moving"));
    assert_eq!(held(&lab), before, "nothing is dropped");
    for node in lab.room.storage() {
        lab.fire(node, Timer::Resend);
    }
    lab.settle_if(|_| true);
    assert!(lab.holds("settled"));
    assert!(lab.noted(|note| matches!(note, Note::SendsAgain { .. })));
    lab.all_is_well();
}

#[test]
fn a_dead_owners_keys_come_from_those_who_had_copies() {
    let mut lab = Lab::new(room());
    lab.crash(n(2), DiskFate::Kept);
    lab.bury();
    assert!(lab.holds("dead n2") && lab.holds("settled") && !lab.holds("member n2"));
    assert!(lab.noted(|note| matches!(note, Note::Settles { missing: 1, .. })));
    for key in lab.room.clone().first_keys() {
        assert!(lab.owners(&key).iter().all(|id| lab.disk(*id).keys.contains_key(&key)));
    }
    // It comes back with its disk, and joins again.
    lab.apply(&Action::Restart(n(2)));
    lab.settle_if(|_| true);
    assert!(lab.holds("member n2") && lab.holds("settled"));
    lab.all_is_well();
}

#[test]
fn with_one_copy_a_dead_owner_is_waited_for() {
    let mut lab = Lab::new(HashRing { copies: 1, ..room() });
    let key = lab.disk(n(2)).keys.keys().next().cloned().unwrap();
    lab.crash(n(2), DiskFate::Kept);
    lab.bury();
    assert!(lab.holds("moving") && !lab.holds("member n2"));
    lab.ask(C, &format!("get {key}"));
    lab.settle_if(|_| true);
    assert!(!lab.holds("answered c1"), "nobody else has it");
    assert!(lab.noted(|note| matches!(note, Note::WaitsForEnd { .. })));
    lab.apply(&Action::Restart(n(2)));
    lab.settle_if(|_| true);
    assert!(lab.holds("settled") && lab.holds("answered c1"));
    lab.all_is_well();
}

#[test]
fn a_death_during_a_move_loses_nothing() {
    let mut lab = Lab::new(room());
    lab.done(C, "put x=1");
    lab.ask(C, "join n5");
    lab.settle_if(|envelope| !carries(envelope));
    lab.done(C, "put x=2");
    let owner = lab.owners("x")[0];
    lab.crash(owner, DiskFate::Kept);
    lab.bury();
    lab.done(C, "get x");
    assert!(lab.holds("settled"), "{:?}", lab.config());
    lab.all_is_well();
}

#[test]
fn a_node_that_was_left_out_drops_what_it_holds_and_starts_anew() {
    let mut lab = Lab::new(room());
    lab.crash(n(3), DiskFate::Kept);
    lab.bury();
    lab.done(C, "put x=9");
    assert!(!lab.disk(n(3)).keys.is_empty());
    lab.apply(&Action::Restart(n(3)));
    lab.settle_if(|_| true);
    assert!(lab.holds("stored x=9") && lab.holds("copies x 2") && lab.holds("settled"));
    lab.all_is_well();
}

#[test]
fn ranges_move_when_they_are_told_to() {
    let mut lab = Lab::new(HashRing { scheme: Scheme::Range, copies: 1, ..room() });
    lab.done(C, "join n5");
    assert!(lab.disk(n(5)).keys.is_empty());
    lab.done(C, "split user:0005 n5");
    assert!(lab.holds("owner user:0005 n5") && lab.holds("owner user:0004 n1"));
    assert!(lab.holds("holds n5 user:0005") && !lab.holds("holds n1 user:0005"));
    lab.done(C, "merge user:0005");
    assert!(lab.holds("owner user:0005 n1") && lab.holds("settled"));
    lab.done(C, "give user:0002 n5");
    assert!(lab.holds("owner user:0001 n5"));
    lab.all_is_well();
}

#[test]
fn a_listed_key_moves_alone() {
    let mut lab = Lab::new(HashRing { scheme: Scheme::List, copies: 1, ..room() });
    let before = lab.disk(n(1)).keys.len();
    lab.done(C, "give user:0001 n3");
    assert!(lab.holds("owner user:0001 n3") && lab.holds("settled"));
    assert_eq!(lab.disk(n(1)).keys.len(), before - 1);
    lab.done(C, "put new=1");
    assert!(lab.holds("owner new n1"), "the default's");
    lab.all_is_well();
}
