//! Who may decide after a total failure.

use super::super::Last;
use super::super::last::conclude;
use super::*;
use crate::sorted::{Map, Set};

fn set(nodes: &[u16]) -> Set<NodeId> {
    nodes.iter().map(|&id| NodeId(id)).collect()
}

/// `(2, true, &[2, 3])`: p2 was committable, and took itself and p3 for up.
fn judge(cohort: &[u16], back: &[(u16, bool, &[u16])]) -> Result<Outcome, Set<NodeId>> {
    let last = |&(id, committable, up): &(u16, bool, &[u16])| {
        (NodeId(id), Last { committable, up: set(up) })
    };
    let back: Map<NodeId, Last> = back.iter().map(last).collect();
    conclude(&set(cohort), &back)
}

const ALL: &[u16] = &[0, 1, 2, 3];

#[test]
fn who_knows_that_it_was_the_last_decides_alone_by_its_own_state() {
    assert_eq!(judge(ALL, &[(2, false, &[2])]), Ok(Outcome::Abort));
    assert_eq!(judge(ALL, &[(2, true, &[2])]), Ok(Outcome::Commit));
}

#[test]
fn who_may_have_been_outlived_waits() {
    assert_eq!(judge(ALL, &[(2, true, &[2, 3])]), Err(set(&[3])));
    assert_eq!(judge(ALL, &[(1, false, ALL), (2, true, ALL)]), Err(set(&[0, 3])));
}

#[test]
fn the_last_is_among_those_that_all_took_for_up() {
    let back: &[(u16, bool, &[u16])] = &[(1, false, ALL), (2, true, &[2, 3]), (3, true, &[2, 3])];
    assert_eq!(judge(ALL, back), Ok(Outcome::Commit), "p1 failed long before");
    let back: &[(u16, bool, &[u16])] = &[(1, true, ALL), (2, false, &[1, 2]), (3, false, &[2, 3])];
    assert_eq!(judge(ALL, back), Ok(Outcome::Abort), "only p2 was taken for up by all");
}

#[test]
fn if_the_last_may_have_been_in_either_state_everyone_is_awaited() {
    let back: &[(u16, bool, &[u16])] = &[(2, true, &[2, 3]), (3, false, &[2, 3])];
    assert_eq!(judge(ALL, back), Err(set(&[0, 1])));
    let back: &[(u16, bool, &[u16])] =
        &[(0, true, ALL), (1, true, ALL), (2, true, &[2, 3]), (3, false, &[2, 3])];
    assert_eq!(judge(ALL, back), Ok(Outcome::Commit), "nobody of all has decided");
}

/// Whatever the up-sets: two conclusions from the same failures never differ, however many are
/// back when they are drawn. Up-sets here are as they can be: who is missing in one failed before
/// its owner, so there is an order of failures that explains them all.
#[test]
fn all_conclusions_from_the_same_failures_are_the_same() {
    let (mut judged, mut concluded) = (0, 0);
    // The order of failures is 0, 1, 2, 3: each may have missed any of those before it.
    for bits in 0..1_u32 << 10 {
        let committable = |id: u16| bits >> (6 + id) & 1 == 1;
        let lost = |id: u16, other: u16| {
            let place = id * (id.saturating_sub(1)) / 2 + other;
            other < id && bits >> place & 1 == 1
        };
        let up = |id: u16| -> Vec<u16> { (0..4).filter(|&it| !lost(id, it)).collect() };
        let ups: Vec<Vec<u16>> = (0..4).map(up).collect();
        let mut found = Vec::new();
        for back in 1..1_u16 << 4 {
            let back: Vec<(u16, bool, &[u16])> = (0..4)
                .filter(|id| back >> id & 1 == 1)
                .map(|id| (id, committable(id), &*ups[usize::from(id)]))
                .collect();
            judged += 1;
            if let Ok(outcome) = judge(ALL, &back) {
                found.push(outcome);
                concluded += 1;
                let last_is_back = back.iter().any(|it| it.0 == 3);
                assert!(last_is_back, "{bits:b}: node 3 failed last and is not back");
            }
        }
        assert!(!found.is_empty(), "{bits:b}: with everyone back there is a conclusion");
        found.dedup();
        assert_eq!(found.len(), 1, "{bits:b}");
    }
    assert!(concluded > 3_000 && concluded < judged / 2, "{concluded} of {judged}");
}
