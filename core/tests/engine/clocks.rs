//! What searches take clocks to say.

use crate::room::{C1, C2, Lived, Post, Request};
use clusterscope::check::successors;
use clusterscope::check::worlds::{Aims, Bounds, State, Timing, Worlds};
use clusterscope::protocol::{Delay, MS, NodeId};
use std::collections::BTreeSet;

/// What a node read of its clocks last: monotonic and wall.
fn read(worlds: &Worlds<Post<true>>, state: &State, node: NodeId) -> Option<(u64, u64)> {
    let world = worlds.unpack(state);
    world.node(node).memory.iter().rev().find_map(|it| match it {
        Lived::Read(monotonic, wall) => Some((*monotonic, *wall)),
        _ => None,
    })
}

/// What both clients read of their wall clocks at the start, in milliseconds.
fn walls(offset: u64) -> BTreeSet<(u64, u64)> {
    let timing =
        Timing { unit: 10 * MS, delay: Delay::between(0, 0), offset, drift: 0, horizon: Some(2) };
    let requests = vec![(C1, Request::Clocks), (C2, Request::Clocks)];
    let bounds = Bounds { timing: Some(timing), requests, ..Bounds::default() };
    let aims = Aims { invariants: Vec::new(), goals: Vec::new() };
    let mut worlds = Worlds::new(Post::<true>::default(), Vec::new(), bounds, aims);
    let mut walls = BTreeSet::new();
    for (choice, start) in successors(&mut worlds, None) {
        let skew = |node| {
            choice.skews.iter().find(|(it, _)| *it == node).map_or(0, |(_, by)| *by / MS as i64)
        };
        for (_, one) in successors(&mut worlds, Some(&start)) {
            for (_, two) in successors(&mut worlds, Some(&one)) {
                let both = (read(&worlds, &two, C1), read(&worlds, &two, C2));
                if let (Some((0, first)), Some((0, second))) = both {
                    // What a user would have to do says the same.
                    assert_eq!(first as i64 - second as i64, (skew(C1) - skew(C2)) * MS as i64);
                    walls.insert((first / MS, second / MS));
                }
            }
        }
    }
    walls
}

#[test]
fn the_wall_clock_of_each_node_is_right_or_ahead_or_behind() {
    assert_eq!(walls(0), BTreeSet::from([(0, 0)]));
    // Some clock is furthest behind, be it a server's, and the others ahead of it.
    let each = [0, 35, 70];
    let all = each.iter().flat_map(|one| each.map(|two| (*one, two)));
    assert_eq!(walls(35 * MS), all.collect());
}
