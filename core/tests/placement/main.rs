//! Placement: the published vectors, and what each scheme promises.

mod bounds;
mod copies;
mod joins;
mod shares;
mod tables;
mod vectors;

use clusterscope::placement::hashing::{Fnv1a, Sip13, Xxh3, Xxh64};
use clusterscope::placement::jump::Jump;
use clusterscope::placement::ketama::{Ketama, Shares};
use clusterscope::placement::maglev::{Maglev, SMALL};
use clusterscope::placement::modulo::Modulo;
use clusterscope::placement::rendezvous::Rendezvous;
use clusterscope::placement::ring::Ring;
use clusterscope::placement::{Member, Members, NodeIndex, Placement};

/// `count` keys, the decimal numbers.
fn keys(count: u32) -> impl Iterator<Item = String> {
    (0..count).map(|i| i.to_string())
}

/// Members `node0` and on, of these weights.
fn weighing(weights: &[u32]) -> Members {
    let member =
        |(i, weight): (usize, &u32)| Member::new(i as u16, format!("node{i}")).weighing(*weight);
    Members::new(weights.iter().enumerate().map(member)).expect("they differ")
}

fn ring(points: u32, members: Members) -> Ring<Xxh64> {
    Ring::new(Xxh64::default(), points, members).expect("a ring")
}

fn ketama(members: Members) -> Ketama {
    Ketama::new(Shares::Equal, members).expect("a ring")
}

fn rendezvous(members: Members) -> Rendezvous<Fnv1a> {
    Rendezvous::new(Fnv1a, members)
}

fn maglev(slots: u32, members: Members) -> Maglev<Xxh3> {
    Maglev::new(Xxh3::default(), slots, members).expect("a table")
}

fn jump(members: Members) -> Jump<Sip13> {
    Jump::new(Sip13::default(), members).expect("they weigh 1")
}

fn modulo(members: Members) -> Modulo<Sip13> {
    Modulo::new(Sip13::default(), members).expect("they weigh 1")
}

/// Each hashing scheme on the same members, which weigh 1.
fn all(members: &Members) -> Vec<(&'static str, Box<dyn Placement>)> {
    vec![
        ("modulo", Box::new(modulo(members.clone()))),
        ("ring", Box::new(ring(100, members.clone()))),
        ("ketama", Box::new(ketama(members.clone()))),
        ("rendezvous", Box::new(rendezvous(members.clone()))),
        ("jump", Box::new(jump(members.clone()))),
        ("maglev", Box::new(maglev(SMALL, members.clone()))),
    ]
}

/// The same member for each index.
fn member(node: u16) -> Member {
    Member::new(node, format!("node{node}"))
}

fn nodes(indices: &[u16]) -> Vec<NodeIndex> {
    indices.iter().copied().map(NodeIndex).collect()
}
