//! Two checkers, one world: ours and stateright visit the same number of states, and the same
//! flaws fall, by counterexamples of the same length.

use clusterscope::check::worlds::{Aims, Bounds, Worlds};
use clusterscope::check::{End, Limits, Part, Permutation, Search};
use clusterscope::exhibit::{Masked, Playable};
use clusterscope::protocol::{Node, NodeId, Protocol};
use clusterscope::shared::Rc;
use clusterscope::world::{Envelope, World};
use clusterscope_tests::rooms::{asks, fires, masked, rules};
use clusterscope_tests::stateright::Foreign;
use stateright::{Checker, Model};
use std::collections::BTreeSet;

/// The steps to what is broken, if anything is, and the number of states where nothing is.
fn both(protocol: &Masked, bounds: Bounds<Masked>) -> (Option<usize>, u32) {
    let invariants = rules(protocol);
    let aims = Aims { invariants: invariants.clone(), goals: Vec::new() };
    let worlds = Worlds::new(protocol.clone(), Vec::new(), bounds.clone(), aims);
    let mut search = Search::new(worlds, Limits::default());
    let end = search.run();
    let ours = search.progress();

    let (protocol, disks) = (protocol.clone(), Vec::new());
    let foreign = Foreign { protocol, bounds, invariants, disks };
    let theirs = foreign.checker().threads(1).spawn_bfs().join();
    match (end, theirs.discovery("invariants")) {
        (End::Complete, None) => {
            assert_eq!(ours.states as usize, theirs.unique_state_count(), "distinct states");
            assert_eq!(ours.generated as usize, theirs.state_count(), "generated states");
            assert_eq!(ours.depth as usize + 1, theirs.max_depth(), "depth");
            (None, ours.states)
        }
        (End::Hit { .. }, Some(path)) => {
            let steps = search.trace().len() - 1;
            assert_eq!(steps, path.into_actions().len(), "steps to what is broken");
            (Some(steps), ours.states)
        }
        (end, found) => panic!("{end:?} against {:?}", found.map(|path| path.into_actions())),
    }
}

const RAFT: &[(&str, u64)] = &[("nodes", 3), ("clients", 1), ("no-op", 0)];

fn raft(flaw: Option<&str>, crashes: u8, elections: u8) -> (Option<usize>, u32) {
    let room = masked("raft", RAFT, flaw);
    let bounds = Bounds {
        crashes,
        restarts: crashes,
        fires: fires(&room, &[("election", elections), ("heartbeat", 1)]),
        requests: asks(&room, &[("c1", "put x=1")]),
        measures: vec![(1, 1)],
        ..Bounds::default()
    };
    both(&room, bounds)
}

#[test]
fn raft_has_the_same_states() {
    let (broken, states) = raft(None, 1, 1);
    assert_eq!(broken, None);
    assert!(states > 1_000, "{states} states");
}

#[test]
fn raft_forgetting_votes_falls_in_the_same_number_of_steps() {
    assert_eq!(raft(Some("forgets-vote"), 1, 2).0, Some(8));
    assert_eq!(raft(Some("votes-twice"), 0, 2).0, Some(6));
}

#[test]
fn losses_duplicates_copies_and_crashes_within_steps_are_counted_alike() {
    let room = masked("raft", RAFT, None);
    let bounds = Bounds {
        crashes: 1,
        crashes_within: 1,
        lost_disks: 0,
        restarts: 1,
        losses: 1,
        duplicates: 1,
        copies: 2,
        fires: fires(&room, &[("election", 1)]),
        ..Bounds::default()
    };
    assert_eq!(both(&room, bounds).0, None);
}

/// A room, what may happen in it, and what its clients ask.
struct Case {
    slug: &'static str,
    knobs: &'static [(&'static str, u64)],
    crashes: u8,
    fires: &'static [(&'static str, u8)],
    asks: &'static [(&'static str, &'static str)],
}

impl Case {
    fn search(&self, flaw: Option<&str>) -> (Option<usize>, u32) {
        let room = masked(self.slug, self.knobs, flaw);
        let bounds = Bounds {
            crashes: self.crashes,
            restarts: self.crashes,
            fires: fires(&room, self.fires),
            requests: asks(&room, self.asks),
            ..Bounds::default()
        };
        both(&room, bounds)
    }

    /// Nothing breaks in this many states; with each of these flaws something does, so many steps
    /// away.
    fn expect(&self, states: u32, flaws: &[(&str, usize)]) {
        assert_eq!(self.search(None), (None, states), "{}", self.slug);
        for (flaw, steps) in flaws {
            assert_eq!(self.search(Some(flaw)).0, Some(*steps), "{}: {flaw}", self.slug);
        }
    }
}

#[test]
fn paxos_has_the_same_states_and_the_same_flaws() {
    let paxos = Case {
        slug: "paxos",
        knobs: &[("proposers", 2), ("acceptors", 3), ("learners", 0), ("roles", 1)],
        crashes: 0,
        fires: &[],
        asks: &[("n1", "propose a"), ("n2", "propose b")],
    };
    paxos.expect(28_058, &[("ignores-accepted", 7), ("quorums-need-not-meet", 3)]);
    let crashing = Case { crashes: 1, asks: &[("n1", "propose a")], ..paxos };
    crashing.expect(329, &[]);
}

#[test]
fn multi_paxos_has_the_same_states_and_the_same_flaws() {
    let multi_paxos = Case {
        slug: "multi-paxos",
        knobs: &[("nodes", 2), ("clients", 1)],
        crashes: 1,
        fires: &[("election", 2)],
        asks: &[("c1", "put x=1")],
    };
    multi_paxos.expect(5_402, &[("skips-reported", 9), ("forgets-promise", 9)]);
}

#[test]
fn zab_has_the_same_states_and_the_same_flaws() {
    // What a crash does to streams the other checker is not told.
    let zab = Case {
        slug: "zab",
        knobs: &[("nodes", 3), ("clients", 1)],
        crashes: 0,
        fires: &[("finalize", 2)],
        asks: &[],
    };
    zab.expect(32_528, &[]);
    let two = Case { knobs: &[("nodes", 2), ("clients", 1)], asks: &[("c1", "put x=1")], ..zab };
    two.expect(82, &[]);
    let alone = Case {
        knobs: &[("nodes", 1), ("clients", 1)],
        fires: &[("finalize", 1), ("retry", 1)],
        asks: &[("c1", "add x 1"), ("c1", "add x 1")],
        ..zab
    };
    alone.expect(43, &[("no-sessions", 10)]);
}

#[test]
fn two_phase_commit_has_the_same_states_and_the_same_flaws() {
    let two_phase_commit = Case {
        slug: "two-phase-commit",
        knobs: &[("participants", 2), ("clients", 1)],
        crashes: 1,
        fires: &[("votes", 1), ("doubt", 1)],
        asks: &[("c1", "begin x y")],
    };
    two_phase_commit.expect(9_625, &[("commits-in-silence", 4), ("decides-lazily", 8)]);
}

#[test]
fn three_phase_commit_has_the_same_states_and_the_same_flaws() {
    // Nobody takes silence for anything, so messages may take as long as they like.
    let three_phase_commit = Case {
        slug: "three-phase-commit",
        knobs: &[("participants", 2), ("clients", 1)],
        crashes: 1,
        fires: &[("votes", 1), ("acks", 1), ("inquiry", 1)],
        asks: &[("c1", "begin x y")],
    };
    three_phase_commit.expect(9_773, &[("silence-is-consent", 4), ("awaits-nobody", 6)]);
}

#[test]
fn hash_rings_have_the_same_states_and_the_same_flaws() {
    let join = Case {
        slug: "hash-ring",
        knobs: &[
            ("nodes", 2),
            ("spares", 1),
            ("points", 2),
            ("copies", 1),
            ("keys", 4),
            ("ask", 0),
        ],
        crashes: 1,
        fires: &[("resend", 1)],
        asks: &[("c1", "join n3")],
    };
    join.expect(31_221, &[("walks-backwards", 3), ("forgets-handover", 6)]);
    // With this flaw too many keys lie with one node from the start.
    let bounded = Case {
        knobs: &[("nodes", 2), ("copies", 1), ("keys", 8), ("hot", 4), ("placement", 6)],
        asks: &[],
        ..join
    };
    assert_eq!(bounded.search(Some("ignores-bound")).0, Some(0));
}

#[test]
fn locks_in_redis_have_the_same_states_and_the_same_flaws() {
    // Clocks stand still there, so a lock ends when it is deleted.
    let redis_lock = Case {
        slug: "redis-lock",
        knobs: &[("clients", 2), ("fencing", 0)],
        crashes: 1,
        fires: &[("retry", 1), ("work", 2), ("use", 2)],
        asks: &[("c1", "add 1"), ("c2", "add 1")],
    };
    redis_lock.expect(1_750, &[("set-without-nx", 8), ("never-expires", 3)]);
}

#[test]
fn locks_in_zookeeper_have_the_same_states_and_the_same_flaws() {
    let zookeeper_lock = Case {
        slug: "zookeeper-lock",
        knobs: &[("clients", 2), ("fencing", 2)],
        crashes: 0,
        fires: &[("session", 1), ("work", 2), ("use", 2)],
        asks: &[("c1", "add 1"), ("c2", "add 1")],
    };
    zookeeper_lock.expect(5_674, &[("persistent", 5), ("watches-late", 14)]);
}

#[test]
fn locks_that_are_leases_have_the_same_states_and_the_same_flaws() {
    let lease_lock = Case {
        slug: "lease-lock",
        knobs: &[("clients", 2), ("fencing", 2)],
        crashes: 0,
        fires: &[("lease", 1), ("work", 2), ("use", 2)],
        asks: &[("c1", "add 1"), ("c2", "add 1")],
    };
    lease_lock.expect(3_563, &[("no-lease", 4), ("watches-late", 14)]);
}

#[test]
fn locks_on_rows_have_the_same_states_and_the_same_flaws() {
    let row_locks = Case {
        slug: "row-locks",
        knobs: &[("clients", 2), ("start", 5)],
        crashes: 0,
        fires: &[("work", 3), ("retry", 1)],
        asks: &[("c1", "move 1 x"), ("c2", "move 2 y")],
    };
    row_locks.expect(138, &[("waits-forever", 8), ("reads-unlocked", 14)]);
}

#[test]
fn mutual_exclusion_has_the_same_states_and_the_same_flaws() {
    let replies = Case {
        slug: "mutual-exclusion",
        knobs: &[("nodes", 3), ("algorithm", 1)],
        crashes: 0,
        fires: &[],
        asks: &[("n1", "add 1"), ("n2", "add 2")],
    };
    replies.expect(246, &[("answers-at-once", 10), ("ignores-clocks", 10)]);
    let token = Case { knobs: &[("nodes", 3), ("algorithm", 2)], ..replies };
    token.expect(118, &[("copies-the-token", 2), ("keeps-the-token", 7)]);
    // The links of Lamport's peers are streams, which the other checker is not told of, unless this
    // flaw makes datagrams of them.
    let lamport = Case { knobs: &[("nodes", 3), ("algorithm", 0)], ..token };
    assert_eq!(lamport.search(Some("unordered-links")).0, Some(8));
}

#[test]
fn replicated_counters_have_the_same_states_and_the_same_flaws() {
    let counting = Case {
        slug: "replicated-counter",
        knobs: &[("nodes", 2), ("clients", 2)],
        crashes: 1,
        fires: &[("gossip", 2), ("retry", 1)],
        asks: &[("c1", "add 1"), ("c2", "add 1")],
    };
    counting
        .expect(10_660, &[("merges-by-sum", 6), ("forgets-its-entry", 4), ("counts-retries", 4)]);
    let selling = Case {
        knobs: &[("nodes", 2), ("clients", 2), ("type", 2)],
        crashes: 0,
        fires: &[("gossip", 1), ("rights", 1)],
        asks: &[("c1", "add 1"), ("c1", "take 1"), ("c2", "take 1")],
        ..counting
    };
    selling.expect(1_332, &[("spends-without-rights", 9)]);
}

#[test]
fn replicated_values_have_the_same_states_and_the_same_flaws() {
    let siblings = Case {
        slug: "replicated-values",
        knobs: &[("nodes", 2), ("clients", 3), ("type", 2)],
        crashes: 1,
        fires: &[("gossip", 2)],
        asks: &[("c1", "put a"), ("c2", "put b"), ("c3", "put c")],
    };
    siblings.expect(22_792, &[("drops-siblings", 6), ("replaces-unseen", 4)]);
    // Clocks stand still there, so hybrid clocks count.
    let clocks = Case { knobs: &[("nodes", 2), ("clients", 3), ("type", 1)], ..siblings };
    clocks.expect(71_196, &[("ignores-received", 2), ("keeps-its-own", 8), ("counts-in-time", 1)]);
    let tags = Case {
        knobs: &[("nodes", 2), ("clients", 2), ("type", 4)],
        asks: &[("c1", "add milk"), ("c1", "remove milk"), ("c2", "add milk")],
        ..siblings
    };
    tags.expect(7_862, &[("removes-unseen", 11), ("reuses-tags", 4)]);
}

/// A world with the names of nodes changed, as the room does it.
fn renamed(room: &Masked, world: &World<Masked>, names: &Permutation) -> World<Masked> {
    let mut other = world.clone();
    for (place, slot) in world.slots.iter().enumerate() {
        let Part::Disk(disk) = room.relabel(Part::Disk(slot.node.disk.clone()), names) else {
            panic!("a disk stays a disk")
        };
        let memory = room.relabel(Part::Memory(slot.node.memory.clone()), names);
        let Part::Memory(memory) = memory else { panic!("a memory stays a memory") };
        let place = names.of(NodeId(place as u16)).index();
        other.slots[place] = slot.clone();
        other.slots[place].node = Node { disk, memory }.into();
    }
    let letter = |(envelope, copies): (&Rc<Envelope<Masked>>, &u16)| {
        let message = envelope.message.clone().map(|message| {
            let Part::Message(message) = room.relabel(Part::Message(message), names) else {
                panic!("a message stays a message")
            };
            message
        });
        let (from, to) = (names.of(envelope.from), names.of(envelope.to));
        (Rc::new(Envelope { from, to, message }), *copies)
    };
    other.in_flight = world.in_flight.iter().map(letter).collect();
    let witness = room.relabel(Part::Witness((*world.witness).clone()), names);
    let Part::Witness(witness) = witness else { panic!("a witness stays a witness") };
    other.witness = Rc::new(witness);
    other
}

#[test]
fn states_that_differ_in_names_alone_count_as_one_and_no_others_do() {
    let room = masked("paxos", &[("proposers", 1), ("acceptors", 3), ("learners", 0)], None);
    let bounds = |symmetry| Bounds {
        crashes: 1,
        fires: fires(&room, &[]),
        requests: asks(&room, &[("p1", "propose a")]),
        measures: vec![],
        symmetry,
        ..Bounds::default()
    };
    let count = |symmetry| {
        let aims = Aims { invariants: vec![0], goals: Vec::new() };
        let worlds = Worlds::new(room.clone(), Vec::new(), bounds(symmetry), aims);
        let mut search = Search::new(worlds, Limits::default());
        assert_eq!(search.run(), End::Complete);
        search.progress().states as usize
    };
    let (protocol, disks) = (room.clone(), Vec::new());
    let foreign = Foreign { protocol, bounds: bounds(false), invariants: vec![0], disks };
    let all = foreign.states();
    let names = Permutation::all(room.cast().len(), &room.interchangeable());
    assert_eq!(names.len(), 5);
    let orbits: BTreeSet<_> = all
        .iter()
        .map(|state| {
            let image = |names| {
                let mut image = state.clone();
                image.world = renamed(&room, &state.world, names);
                image
            };
            names.iter().map(image).chain([state.clone()]).min()
        })
        .collect();
    assert_eq!(count(false), all.len());
    assert_eq!(count(true), orbits.len());
    assert!(all.len() > 4 * orbits.len(), "{} states, {} orbits", all.len(), orbits.len());
}

#[test]
fn sagas_have_the_same_states_and_the_same_flaws() {
    let commanded = Case {
        slug: "saga",
        knobs: &[("clients", 1), ("stock", 1), ("funds", 1)],
        crashes: 1,
        fires: &[("resend", 2), ("retry", 1)],
        asks: &[("c1", "buy abroad")],
    };
    commanded.expect(13_564, &[("forgets-compensation", 9), ("compensates-forwards", 9)]);
    let told = Case {
        knobs: &[("clients", 1), ("stock", 1), ("funds", 1), ("style", 1)],
        fires: &[("resend", 1)],
        ..commanded
    };
    told.expect(32_845, &[("compensates-forwards", 6)]);
}

#[test]
fn transactional_messages_have_the_same_states_and_the_same_flaws() {
    let outbox = Case {
        slug: "outbox",
        knobs: &[("stock", 1)],
        crashes: 1,
        fires: &[("poll", 2), ("redeliver", 1)],
        asks: &[("shop", "buy"), ("shop", "buy")],
    };
    outbox.expect(879, &[("marks-unconfirmed", 2), ("publishes-first", 2)]);
    let half = Case {
        knobs: &[("stock", 1), ("method", 1)],
        fires: &[("retry", 1), ("check", 1), ("redeliver", 1)],
        ..outbox
    };
    half.expect(9_883, &[("assumes-commit", 3), ("assumes-rollback", 4)]);
}
