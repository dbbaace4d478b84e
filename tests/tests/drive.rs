//! The same Raft on a real network: what is written comes before what is sent.

use clusterscope::drive::{Driver, Output};
use clusterscope::kv::{Answer, Op, Value};
use clusterscope::protocol::{Clock, Input, NodeId};
use clusterscope::protocols::raft::{Disk, Message, Raft};
use std::collections::VecDeque;
use std::time::Duration;

#[allow(unreachable_pub, reason = "the example is a program of its own")]
#[path = "../../core/examples/udp.rs"]
mod udp;

fn at(monotonic: u64) -> Clock {
    Clock { monotonic, wall: monotonic }
}

/// Three servers and a client whose messages arrive at once, on one clock.
struct Bench {
    drivers: Vec<Driver<Raft>>,
    disks: Vec<Disk>,
    wire: VecDeque<(NodeId, NodeId, Message)>,
    answers: Vec<Answer>,
    written_first: usize,
}

impl Bench {
    fn new() -> Self {
        let raft = Raft { nodes: 3, clients: 1, ..Raft::default() };
        let boot = |i: u16| {
            Driver::boot(raft.clone(), NodeId(i), Disk::default(), at(0), u64::from(i) + 1)
        };
        let drivers: Vec<_> = (0..4).map(boot).collect();
        let disks = vec![Disk::default(); 4];
        let mut bench =
            Self { drivers, disks, wire: VecDeque::new(), answers: Vec::new(), written_first: 0 };
        (0..4).for_each(|i| bench.drain(i));
        bench
    }

    /// Takes a node's outputs and checks their order.
    fn drain(&mut self, node: usize) {
        while let Some(output) = self.drivers[node].poll_output() {
            match output {
                Output::Persist { disk, .. } => self.disks[node] = disk,
                Output::Transmit { to, message } => {
                    let kept = self.drivers[node].node().disk == self.disks[node];
                    assert!(kept, "node {node} sends {message:?} before its disk is written");
                    self.written_first += 1;
                    self.wire.push_back((NodeId(node as u16), to, message));
                }
                Output::Respond(response) => self.answers.push(response.answer),
                Output::Note(_) => {}
            }
        }
    }

    fn run(&mut self, from: u64, until: u64) {
        for now in (from..until).step_by(1_000) {
            for node in 0..self.drivers.len() {
                self.drivers[node].handle_timeout(at(now));
                self.drain(node);
            }
            while let Some((from, to, message)) = self.wire.pop_front() {
                self.drivers[to.index()].handle(Input::Deliver { from, message }, at(now));
                self.drain(to.index());
            }
        }
    }
}

#[test]
fn what_a_step_wrote_is_handed_out_before_what_it_sends() {
    let mut bench = Bench::new();
    bench.run(0, 1_000_000);
    let put = Op::Put { key: "x".into(), value: Value::Int(1) };
    bench.drivers[3].handle(Input::Ask(put), at(1_000_000));
    bench.drain(3);
    bench.run(1_000_000, 2_000_000);
    assert_eq!(bench.answers, [Answer::Stored]);
    assert!(bench.written_first > 20, "{} messages were sent", bench.written_first);
}

#[test]
fn a_node_that_starts_again_from_its_disk_keeps_its_vote() {
    let mut bench = Bench::new();
    bench.run(0, 1_000_000);
    let raft = Raft { nodes: 3, clients: 1, ..Raft::default() };
    for node in 0..3u16 {
        let disk = bench.disks[usize::from(node)].clone();
        let again = Driver::boot(raft.clone(), NodeId(node), disk.clone(), at(0), 9);
        assert_eq!(again.node().disk, disk);
        assert!(disk.server().is_some_and(|disk| disk.vote.is_some()), "n{} voted", node + 1);
    }
}

#[test]
fn a_cluster_over_udp_elects_a_leader_and_survives_its_loss() {
    let folder = std::env::temp_dir().join(format!("clusterscope-drive-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let patience = Duration::from_secs(60);
    let cluster = udp::Cluster::start(3, &folder);
    let leader = cluster.leader(patience).expect("a leader");
    let put = Op::Put { key: "x".into(), value: Value::Int(1) };
    let stored = cluster.ask(put, patience).expect("an answer");
    assert_eq!(stored, Answer::Stored);
    cluster.stop(leader);
    let found = cluster.ask(Op::Get { key: "x".into() }, patience).expect("an answer");
    assert_eq!(found, Answer::Found(Some(Value::Int(1))));
    drop(cluster);
    let _ = std::fs::remove_dir_all(&folder);
}
