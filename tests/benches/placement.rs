//! What a lookup costs in each scheme, beside the crates that people use for it. Read the results
//! as ratios of one run: the promise is that no lookup here is slower than the fastest of them.
//!
//! Where a crate lets the hash function be chosen, both sides hash alike; where it does not, ours
//! takes the crate's own function, or the one nearest to it.

use clusterscope::placement::hashing::{Fnv1a, Sip13, Sip24, Xxh3, Xxh64};
use clusterscope::placement::jump::Jump;
use clusterscope::placement::ketama::{Ketama, Shares};
use clusterscope::placement::maglev::{LARGE, Maglev, SMALL};
use clusterscope::placement::modulo::Modulo;
use clusterscope::placement::rendezvous::Rendezvous;
use clusterscope::placement::ring::Ring;
use clusterscope::placement::{Member, Members, Placement};
use divan::{Bencher, black_box};

/// How many members are looked among.
const SIZES: [u16; 3] = [10, 100, 1_000];
/// How many points a member has on a ring.
const POINTS: u32 = 160;
/// How many keys a measurement looks up, one after another.
const KEYS: usize = 1_024;

/// Keys as a store has them, all different.
fn keys() -> Vec<String> {
    (0..KEYS).map(|i| format!("user:{:08}:profile", i * 7_919)).collect()
}

/// Looks up all keys, again and again; the time is that of all.
fn lookups<T>(bencher: Bencher<'_, '_>, mut find: impl FnMut(&String) -> T) {
    let keys = keys();
    bencher.counter(divan::counter::ItemsCount::new(KEYS)).bench_local(|| {
        for key in black_box(&keys) {
            black_box(find(key));
        }
    });
}

fn names(count: u16) -> Vec<String> {
    Members::numbered(count).iter().map(|member| member.name.clone()).collect()
}

/// Weights from 1 to 10.
fn weight(i: usize) -> u32 {
    i as u32 % 10 + 1
}

fn weighed(count: u16) -> Members {
    let member = |i: u16| Member::new(i, format!("node{i}")).weighing(weight(i.into()));
    Members::new((0..count).map(member)).expect("names differ")
}

mod ring {
    use super::*;

    #[divan::bench(args = SIZES)]
    fn ours_with_siphash_24(bencher: Bencher<'_, '_>, count: u16) {
        let ring = Ring::new(Sip24::default(), POINTS, Members::numbered(count)).expect("a ring");
        lookups(bencher, |key| ring.owner(key.as_bytes()));
    }

    #[divan::bench(args = SIZES)]
    fn ours_with_fnv(bencher: Bencher<'_, '_>, count: u16) {
        let ring = Ring::new(Fnv1a, POINTS, Members::numbered(count)).expect("a ring");
        lookups(bencher, |key| ring.owner(key.as_bytes()));
    }

    #[divan::bench(args = SIZES)]
    fn ours_with_xxh3(bencher: Bencher<'_, '_>, count: u16) {
        let ring = Ring::new(Xxh3::default(), POINTS, Members::numbered(count)).expect("a ring");
        lookups(bencher, |key| ring.owner(key.as_bytes()));
    }

    /// SipHash-2-4; a node for each point.
    #[divan::bench(args = SIZES)]
    fn hashring(bencher: Bencher<'_, '_>, count: u16) {
        let mut ring = hashring::HashRing::new();
        ring.batch_add((0..count).flat_map(|i| (0..POINTS).map(move |k| (i, k))).collect());
        lookups(bencher, |key| ring.get(key).copied());
    }

    /// FNV-1a.
    #[divan::bench(args = SIZES)]
    fn consistent_hash_ring(bencher: Bencher<'_, '_>, count: u16) {
        let ring = consistent_hash_ring::RingBuilder::<u16>::default()
            .vnodes(POINTS as usize)
            .nodes_iter(0..count)
            .build();
        lookups(bencher, |key| ring.try_get(key).copied());
    }
}

mod ketama_ring {
    use super::*;

    #[divan::bench(args = SIZES)]
    fn ours(bencher: Bencher<'_, '_>, count: u16) {
        let ring = Ketama::new(Shares::Equal, Members::numbered(count)).expect("a ring");
        lookups(bencher, |key| ring.owner(key.as_bytes()));
    }

    #[divan::bench(args = SIZES)]
    fn ketama(bencher: Bencher<'_, '_>, count: u16) {
        let names = names(count);
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let ring = ketama::Ring::build(&names);
        lookups(bencher, |key| ring.route(key.as_bytes()));
    }
}

mod jump {
    use super::*;

    #[divan::bench(args = SIZES)]
    fn ours_with_siphash_13(bencher: Bencher<'_, '_>, count: u16) {
        let jump = Jump::new(Sip13::default(), Members::numbered(count)).expect("they weigh 1");
        lookups(bencher, |key| jump.owner(key.as_bytes()));
    }

    #[divan::bench(args = SIZES)]
    fn jumphash(bencher: Bencher<'_, '_>, count: u16) {
        let jump = jumphash::JumpHasher::new_with_keys(0, 0);
        lookups(bencher, |key| jump.slot(key, count.into()));
    }
}

mod maglev {
    use super::*;

    #[divan::bench(args = SIZES)]
    fn ours_with_siphash_13(bencher: Bencher<'_, '_>, count: u16) {
        let members = Members::numbered(count);
        let table = Maglev::new(Sip13::default(), LARGE, members).expect("a table");
        lookups(bencher, |key| table.owner(key.as_bytes()));
    }

    #[divan::bench(args = SIZES)]
    fn maglev_hash(bencher: Bencher<'_, '_>, count: u16) {
        let table = maglev_hash::MaglevTable::with_capacity(names(count), LARGE as usize);
        lookups(bencher, |key| table.get(key).map(|name| name.len()));
    }
}

mod rendezvous {
    use super::*;
    use hrw_hash::{HrwNode, HrwNodes};
    use rendezvous_hash::{Capacity, DefaultNodeHasher, RendezvousNodes, WeightedNode};

    #[divan::bench(args = SIZES)]
    fn ours(bencher: Bencher<'_, '_>, count: u16) {
        let placement = Rendezvous::new(Sip13::default(), Members::numbered(count));
        lookups(bencher, |key| placement.owner(key.as_bytes()));
    }

    #[divan::bench(args = SIZES)]
    fn ours_weighted(bencher: Bencher<'_, '_>, count: u16) {
        let placement = Rendezvous::new(Sip13::default(), weighed(count));
        lookups(bencher, |key| placement.owner(key.as_bytes()));
    }

    #[divan::bench(args = SIZES)]
    fn ours_three_copies(bencher: Bencher<'_, '_>, count: u16) {
        let placement = Rendezvous::new(Sip13::default(), Members::numbered(count));
        lookups(bencher, |key| placement.owners(key.as_bytes(), 3));
    }

    #[derive(PartialEq, Eq, Hash)]
    struct Node(u16);

    impl HrwNode for Node {
        fn capacity(&self) -> usize {
            weight(self.0.into()) as usize
        }
    }

    #[divan::bench(args = SIZES)]
    fn hrw_hash_weighted(bencher: Bencher<'_, '_>, count: u16) {
        let nodes = HrwNodes::new((0..count).map(Node));
        lookups(bencher, |key| nodes.sorted(key).next().map(|node| node.0));
    }

    #[divan::bench(args = SIZES)]
    fn rendezvous_hash(bencher: Bencher<'_, '_>, count: u16) {
        let mut nodes = RendezvousNodes::default();
        for name in names(count).leak() {
            nodes.insert(&**name);
        }
        lookups(bencher, |key| nodes.calc_candidates(key).next().map(|name| name.len()));
    }

    #[divan::bench(args = SIZES)]
    fn rendezvous_hash_weighted(bencher: Bencher<'_, '_>, count: u16) {
        let mut nodes = RendezvousNodes::<_, DefaultNodeHasher>::default();
        for (i, name) in names(count).leak().iter().enumerate() {
            let capacity = Capacity::new(weight(i).into()).expect("a weight is positive");
            nodes.insert(WeightedNode::new(&**name, capacity));
        }
        lookups(bencher, |key| nodes.calc_candidates(key).next().map(|it| it.node.len()));
    }
}

mod modulo {
    use super::*;

    #[divan::bench(args = SIZES)]
    fn ours_with_siphash_13(bencher: Bencher<'_, '_>, count: u16) {
        let modulo = Modulo::new(Sip13::default(), Members::numbered(count)).expect("weights 1");
        lookups(bencher, |key| modulo.owner(key.as_bytes()));
    }
}

mod build {
    use super::*;

    #[divan::bench(args = SIZES)]
    fn ring_with_xxh64(count: u16) -> usize {
        let ring = Ring::new(Xxh64::default(), POINTS, Members::numbered(count));
        ring.map_or(0, |ring| ring.circle().len())
    }

    #[divan::bench(args = SIZES)]
    fn ketama(count: u16) -> usize {
        let ring = Ketama::new(Shares::Equal, Members::numbered(count));
        ring.map_or(0, |ring| ring.circle().len())
    }

    #[divan::bench(args = SIZES)]
    fn ketama_by_the_crate_ketama(bencher: Bencher<'_, '_>, count: u16) {
        let names = names(count);
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        bencher.bench_local(|| ketama::Ring::build(black_box(&names)));
    }

    #[divan::bench(args = SIZES)]
    fn maglev_with_65537_slots(count: u16) -> usize {
        let table = Maglev::new(Xxh64::default(), SMALL, Members::numbered(count));
        table.map_or(0, |table| table.table().len())
    }

    #[divan::bench(args = SIZES)]
    fn maglev_by_the_crate_maglev_hash(bencher: Bencher<'_, '_>, count: u16) {
        bencher
            .with_inputs(|| names(count))
            .bench_local_values(|names| maglev_hash::MaglevTable::with_capacity(names, 65_537));
    }

    #[divan::bench(args = SIZES)]
    fn rendezvous(count: u16) -> usize {
        Rendezvous::new(Xxh64::default(), Members::numbered(count)).members().len()
    }
}

/// The bytes of memory for each member, without its name.
fn memory() {
    println!("bytes for each member, without names:");
    for count in SIZES {
        let members = || Members::numbered(count);
        let each = |bytes: usize| bytes / usize::from(count);
        let ring = Ring::new(Xxh64::default(), POINTS, members()).map(|it| it.circle().bytes());
        let ketama = Ketama::new(Shares::Equal, members()).map(|it| it.circle().bytes());
        let table = Maglev::new(Xxh64::default(), SMALL, members());
        let table = table.map(|it| size_of_val(it.table()));
        println!(
            "  of {count}: ring of {POINTS} points {}, ketama {}, maglev of {SMALL} slots {}, \
             rendezvous {}, jump and modulo 0",
            each(ring.unwrap_or(0)),
            each(ketama.unwrap_or(0)),
            each(table.unwrap_or(0)),
            size_of::<u64>(),
        );
    }
}

fn main() {
    memory();
    divan::main();
}
