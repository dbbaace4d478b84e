//! Fast leader election and discovery.

use super::*;

#[test]
fn the_later_epoch_wins_then_the_later_zxid_then_the_greater_id() {
    let vote = |epoch, zxid, id| Vote { epoch, zxid, id: n(id) };
    let zab = servers(3);
    let rising = [
        vote(0, zxid(0, 0), 2),
        vote(0, zxid(0, 0), 3),
        vote(1, zxid(1, 1), 1),
        vote(1, zxid(1, 2), 1),
        vote(2, zxid(1, 1), 1),
    ];
    for pair in rising.windows(2) {
        assert!(zab.is_better(&pair[1], &pair[0]) && !zab.is_better(&pair[0], &pair[1]));
    }
    assert!(!zab.is_better(&rising[0], &rising[0]), "equal votes change nothing");
}

#[test]
fn the_server_with_the_latest_history_is_elected() {
    let disks = [(1, "accepted 1 current 1 log 1.1 1.2"), (2, "accepted 1 current 1 log 1.1")];
    let mut lab = Lab::with_disks(servers(3), &disks);
    lab.elect(&[1, 2, 3]);
    assert!(lab.holds("leader n1") && lab.holds("epoch n3 2"));
    assert!(lab.holds("logs equal") && lab.holds("length n3 2"));
    lab.all_is_well();
}

#[test]
fn one_who_comes_later_joins_the_leader_that_a_quorum_follows() {
    let mut lab = Lab::new(servers(3));
    lab.elect(&[1, 2]);
    assert!(lab.holds("leader n2"));
    lab.settle(&[n(1), n(2), n(3)]);
    assert!(lab.holds("serving n3") && lab.holds("leader n2"), "n3 has the greater id, too late");
    assert!(lab.noted(|note| matches!(note, Note::Follows { joins: true, .. })));
    lab.all_is_well();
}

#[test]
fn a_leader_without_a_quorum_looks_again_when_its_limit_is_reached() {
    let mut lab = Lab::new(servers(3));
    lab.elect(&[2, 3]);
    lab.fire(3, Timer::Limit);
    assert!(lab.holds("leader n3"), "it has heard of n2 since it leads");
    lab.fire(3, Timer::Limit);
    assert!(lab.holds("looking n3"));
}

#[test]
fn an_epoch_is_later_than_any_that_a_quorum_has_promised_and_on_disk_before_it_is_told() {
    let mut lab = Lab::with_disks(servers(3), &[(2, "accepted 7 current 0")]);
    lab.elect(&[2, 3]);
    assert!(lab.holds("epoch n3 8") && lab.holds("accepted n2 8") && lab.holds("epoch n2 8"));
}

#[test]
fn a_follower_that_has_promised_more_does_not_follow() {
    let mut lab = Lab::with_disks(servers(3), &[(1, "accepted 5 current 0")]);
    lab.elect(&[2, 3]);
    lab.settle(&[n(1), n(2), n(3)]);
    assert!(lab.noted(|note| matches!(note, Note::RefusesEpoch { epoch: 1, accepted: 5, .. })));
    assert!(!lab.holds("serving n1") && lab.holds("accepted n1 5"));
    lab.fire(1, Timer::Limit);
    assert!(lab.holds("looking n1"));
}

#[test]
fn a_leader_whose_follower_knows_more_gives_up() {
    let disks = [(1, "accepted 1 current 1 log 1.1"), (2, "accepted 1 current 1 log 1.1")];
    let zab = servers(3).with(Flaw::ElectsById);
    let mut lab = Lab::with_disks(zab, &disks);
    lab.elect(&[1, 3]);
    let why = Why::FollowerAhead { follower: n(1), last: zxid(1, 1) };
    let ahead = |note: &Note| matches!(note, Note::Looks { why: it, .. } if *it == why);
    assert!(lab.noted(ahead) && lab.holds("no leader"));
    assert_eq!(lab.disk(1).history.len(), 1, "nothing was cut off");
    lab.all_is_well();
}

#[test]
fn an_observer_learns_who_leads_and_has_no_vote() {
    let mut lab = Lab::new(Zab { observers: 2, ..servers(3) });
    lab.elect(&[3, 4, 5]);
    assert!(lab.holds("no leader"), "one voter and two observers are no quorum");
    lab.elect(&[2, 3]);
    lab.elect(&[2, 3, 4]);
    assert!(lab.holds("leader n3") && lab.holds("serving o1"));
    lab.all_is_well();
}
