//! Raft over UDP: three servers and a client, each a thread with a socket, a clock and a file.
//!
//! `cargo run --example udp --features serde` elects a leader, stores a value, stops the leader,
//! and reads the value from its successor.

#![allow(clippy::std_instead_of_core, reason = "this program runs where there is a system")]
#![allow(clippy::std_instead_of_alloc, reason = "as above")]

use clusterscope::drive::{Driver, Output};
use clusterscope::kv::{Answer, Op, Value};
use clusterscope::protocol::{Clock, Input, NodeId};
use clusterscope::protocols::raft::{Disk, Message, Raft};
use std::fs::File;
use std::io::Write;
use std::net::{SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What a node's thread reports.
#[derive(Debug)]
pub enum Report {
    /// The client has its answer.
    Answered(Answer),
    /// The node gave a reason that says that it leads.
    Leads(NodeId),
}

/// A cluster on loopback. Dropping it stops the threads.
pub struct Cluster {
    wishes: Sender<Op>,
    reports: Receiver<Report>,
    stops: Vec<Arc<AtomicBool>>,
    threads: Vec<JoinHandle<()>>,
}

impl Cluster {
    /// Starts servers and one client, with their disks as files in `folder`.
    pub fn start(servers: u16, folder: &Path) -> Self {
        let raft = Raft { nodes: servers, clients: 1, ..Raft::default() };
        let count = usize::from(servers) + 1;
        let bind = || UdpSocket::bind("127.0.0.1:0").expect("a loopback port");
        let sockets: Vec<UdpSocket> = (0..count).map(|_| bind()).collect();
        let addresses: Arc<[SocketAddr]> =
            sockets.iter().map(|socket| socket.local_addr().expect("bound")).collect();
        let (wishes, asked) = channel();
        let (tell, reports) = channel();
        let mut asked = Some(asked);
        let (mut stops, mut threads) = (Vec::new(), Vec::new());
        for (i, socket) in sockets.into_iter().enumerate() {
            let stop = Arc::new(AtomicBool::new(false));
            let machine = Machine {
                me: NodeId(i as u16),
                raft: raft.clone(),
                socket,
                addresses: addresses.clone(),
                file: folder.join(format!("disk-{i}.json")),
                wishes: if i + 1 == count { asked.take() } else { None },
                tell: tell.clone(),
                stop: stop.clone(),
            };
            stops.push(stop);
            threads.push(thread::spawn(move || machine.run()));
        }
        Self { wishes, reports, stops, threads }
    }

    /// Asks for something and waits for the answer.
    pub fn ask(&self, op: Op, patience: Duration) -> Option<Answer> {
        self.wishes.send(op).ok()?;
        self.wait(patience, |report| match report {
            Report::Answered(answer) => Some(answer),
            Report::Leads(_) => None,
        })
    }

    /// Waits until some server reports that it leads.
    pub fn leader(&self, patience: Duration) -> Option<NodeId> {
        self.wait(patience, |report| match report {
            Report::Leads(node) => Some(node),
            Report::Answered(_) => None,
        })
    }

    /// Stops a node's thread: to the others it has crashed.
    pub fn stop(&self, node: NodeId) {
        self.stops[node.index()].store(true, Ordering::Relaxed);
    }

    fn wait<T>(&self, patience: Duration, pick: impl Fn(Report) -> Option<T>) -> Option<T> {
        let start = Instant::now();
        while let Some(left) = patience.checked_sub(start.elapsed()) {
            if let Some(found) = pick(self.reports.recv_timeout(left).ok()?) {
                return Some(found);
            }
        }
        None
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stops.iter().for_each(|stop| stop.store(true, Ordering::Relaxed));
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

struct Machine {
    me: NodeId,
    raft: Raft,
    socket: UdpSocket,
    addresses: Arc<[SocketAddr]>,
    file: PathBuf,
    wishes: Option<Receiver<Op>>,
    tell: Sender<Report>,
    stop: Arc<AtomicBool>,
}

impl Machine {
    fn run(self) {
        let start = Instant::now();
        let clock = || {
            let now = start.elapsed().as_micros() as u64;
            Clock { monotonic: now, wall: now }
        };
        let kept = std::fs::read(&self.file).ok();
        let disk = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        // Timeouts must differ from node to node and from start to start.
        let seed = u64::from(self.socket.local_addr().expect("bound").port());
        let mut driver =
            Driver::boot(self.raft.clone(), self.me, disk.unwrap_or_default(), clock(), seed);
        while !self.stop.load(Ordering::Relaxed) {
            while let Some(output) = driver.poll_output() {
                self.obey(output);
            }
            if let Some(Ok(op)) = self.wishes.as_ref().map(|wishes| wishes.try_recv()) {
                driver.handle(Input::Ask(op), clock());
                continue;
            }
            let due = driver.poll_timeout().unwrap_or(u64::MAX);
            let wait = due.saturating_sub(clock().monotonic).clamp(1_000, 20_000);
            let wait = Some(Duration::from_micros(wait));
            self.socket.set_read_timeout(wait).expect("a timeout above zero");
            match self.receive() {
                Some((from, message)) => driver.handle(Input::Deliver { from, message }, clock()),
                None => driver.handle_timeout(clock()),
            }
        }
    }

    fn receive(&self) -> Option<(NodeId, Message)> {
        let mut buffer = [0; 60_000];
        let (length, address) = self.socket.recv_from(&mut buffer).ok()?;
        let from = self.addresses.iter().position(|it| *it == address)?;
        let message = serde_json::from_slice(&buffer[..length]).ok()?;
        Some((NodeId(from as u16), message))
    }

    fn obey(&self, output: Output<Raft>) {
        match output {
            Output::Persist { disk, .. } => self.persist(&disk),
            Output::Transmit { to, message } => {
                let bytes = serde_json::to_vec(&message).expect("messages are plain data");
                // A datagram may be lost: an error is no more than that.
                let _ = self.socket.send_to(&bytes, self.addresses[to.index()]);
            }
            Output::Respond(response) => drop(self.tell.send(Report::Answered(response.answer))),
            Output::Note(note) => {
                if format!("{note:?}").starts_with("Leads") {
                    let _ = self.tell.send(Report::Leads(self.me));
                }
            }
        }
    }

    /// A new file in place of the old one, so that a crash leaves one of the two whole.
    fn persist(&self, disk: &Disk) {
        let bytes = serde_json::to_vec(disk).expect("disks are plain data");
        let fresh = self.file.with_extension("new");
        let mut file = File::create(&fresh).expect("a file can be made");
        file.write_all(&bytes).expect("the disk has room");
        file.sync_all().expect("the disk obeys");
        std::fs::rename(&fresh, &self.file).expect("a file can be renamed");
    }
}

#[allow(dead_code, reason = "the test that includes this file has a main of its own")]
fn main() {
    let folder = std::env::temp_dir().join(format!("clusterscope-udp-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let patience = Duration::from_secs(10);
    let cluster = Cluster::start(3, &folder);
    let leader = cluster.leader(patience).expect("a leader in time");
    println!("n{} leads", leader.0 + 1);
    let put = Op::Put { key: "x".into(), value: Value::Int(1) };
    println!("put x=1: {}", cluster.ask(put, patience).expect("an answer in time"));
    cluster.stop(leader);
    println!("n{} is stopped", leader.0 + 1);
    let get = Op::Get { key: "x".into() };
    println!("get x: {}", cluster.ask(get, patience).expect("an answer in time"));
    drop(cluster);
    let _ = std::fs::remove_dir_all(&folder);
}
