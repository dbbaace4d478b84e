//! How the tests run a script and look at what came of it.

use crate::room::{Lived, Post, find};
use clusterscope::exhibit::{Exhibited, Expectation, Fulfilment, Stage, configured, open};
use clusterscope::narrate::Lang;
use clusterscope::protocol::NodeId;
use clusterscope::scenario::{link, parse};
use clusterscope::shared::Rc;
use clusterscope::simulate::moment::{Happened, Moment};
use clusterscope::simulate::{Simulation, failures};

/// A scenario's text: the room with these knobs, then head lines and the script.
pub(crate) fn text(knobs: &str, seed: u64, rest: &str) -> String {
    let room = if rest.contains("clocks") { "timed-post" } else { "post" };
    let end = if rest.contains("end at") { "" } else { "end at 10s\n" };
    format!("title t\nprotocol {room} {knobs}\nseed {seed}\n{end}{rest}\n")
}

/// A scenario's main run, its protocol known.
pub(crate) fn sim<P: Exhibited>(text: &str) -> Simulation<P> {
    let scenario = parse(text, &find).unwrap_or_else(|why| panic!("{why}\n{text}"));
    let plan = Rc::new(scenario.plan);
    Simulation::new(configured(&plan.setup), plan, None, &[])
}

/// A script in the post room, recorded to its end.
pub(crate) fn run(knobs: &str, seed: u64, rest: &str) -> Simulation<Post> {
    let mut run = sim(&text(knobs, seed, rest));
    run.record_all();
    run
}

/// A stage with this text.
pub(crate) fn stage(text: &str) -> Box<dyn Stage> {
    let scenario = parse(text, &find).unwrap_or_else(|why| panic!("{why}\n{text}"));
    open(scenario, None, Lang::En)
}

/// The stage that a link of another one opens.
pub(crate) fn reopened(stage: &dyn Stage) -> Box<dyn Stage> {
    let decoded = link::decode(&stage.link(), &find).unwrap_or_else(|why| panic!("{why}"));
    let mut again = open(decoded.scenario, None, Lang::En);
    again.select_run(usize::from(decoded.run));
    again
}

/// All that happened.
pub(crate) fn moments<P: Exhibited>(run: &Simulation<P>) -> Vec<Rc<Moment<P>>> {
    run.moments(0, run.chronicle().len())
}

/// What a node wrote down from whom.
pub(crate) fn log(run: &Simulation<Post>, node: NodeId, from: NodeId) -> Vec<u64> {
    let disk = &run.front().world.node(node).disk;
    disk.log.iter().filter(|(it, _)| *it == from).map(|(_, n)| *n).collect()
}

/// What a node went through since it started.
pub(crate) fn lived<const T: bool>(run: &Simulation<Post<T>>, node: NodeId) -> Vec<Lived> {
    run.front().world.node(node).memory.clone()
}

/// How often a node learned that its stream with a peer was closed.
pub(crate) fn closings(run: &Simulation<Post>, node: NodeId, peer: NodeId) -> usize {
    lived(run, node).iter().filter(|it| **it == Lived::Closed(peer)).count()
}

/// Why lines of the script failed, or commands of chaos.
pub(crate) fn complaints<P: Exhibited>(run: &Simulation<P>) -> Vec<String> {
    let commands = moments(run).into_iter().filter_map(|moment| match &moment.what {
        Happened::Failed(_, why) => Some(why.clone()),
        _ => None,
    });
    let mut all: Vec<String> = commands.collect();
    all.extend(failures(run).into_iter().map(|(_, why)| why));
    all
}

/// The expectations and failing lines of a stage: `true` where met.
pub(crate) fn judged(text: &str) -> Vec<(String, bool)> {
    let mut stage = stage(text);
    while stage.record(4_096) {}
    let met = |it: Expectation| (it.text, matches!(it.state, Fulfilment::Met(_)));
    stage.expectations().into_iter().map(met).collect()
}

/// Whether everything that a script expects is so, and no line of it fails.
pub(crate) fn passes(script: &str) -> bool {
    let network = "network latency 10ms\n";
    let all = judged(&text("", 1, &format!("{network}{script}")));
    assert!(!all.is_empty(), "nothing is judged: {script}");
    all.iter().all(|(_, met)| *met)
}
