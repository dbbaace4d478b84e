//! trial
use clusterscope::check::worlds::*;
use clusterscope::check::*;
use clusterscope::protocols::raft::*;
use clusterscope::exhibit::*;
fn main() {
    let term: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let masked = std::env::args().nth(2).is_some();
    let raft = Raft { nodes: 3, clients: 1, no_op: false, ..Raft::default() };
    if masked { go(Masked::new(raft), term) } else { go(raft, term) }
}
fn go<P: Playable>(p: P, term: u64) {
    let client = clusterscope::protocol::NodeId(3);
    let req = p.parse_request(&["put", "x=1"]).unwrap();
    let kinds = p.words().timers.len();
    let bounds = Bounds { crashes: 0, restarts: 0, requests: vec![(client, req)], measures: vec![(0, term), (1, 1)], fires: vec![Some(2), Some(1), Some(0)][..kinds].to_vec(), ..Bounds::default() };
    let inv = (0..).take_while(|i| p.claim(*i).is_some()).collect();
    let w = Worlds::new(p, vec![], bounds, Aims { invariants: inv, goals: vec![] });
    let t = std::time::Instant::now();
    let mut s = Search::new(w, Limits { states: 20_000_000, ..Limits::default() });
    let end = s.run();
    let t = t.elapsed();
    let pr = s.progress();
    println!("{end:?} {pr:?} {:?} {:.0} states/s {:.0} gen/s {} bytes/state", t, pr.states as f64 / t.as_secs_f64(), pr.generated as f64 / t.as_secs_f64(), pr.bytes / pr.states as usize);
    for (m, _) in s.trace() { println!("{:?}", m.actions); }
}
