//! `clusterscope run`: scenarios without a screen.

use crate::Outcome;
use crate::input;
use crate::opened::{self, Opened};
use crate::report::{self, Report};
use clusterscope::exhibit::Stage;

/// How many events are recorded at a time.
const EVENTS: usize = 10_000;

/// What `run` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Scenario files, links (`#v1.…`, `#raft/leader-crash` or a whole address), traces that were
    /// recorded elsewhere (ShiViz, ITF, TLC, JSON Lines), or `-` for the standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Prints one JSON object for each run, on a line of its own.
    #[arg(long)]
    json: bool,
    /// Prints the link that reopens the scenario.
    #[arg(long)]
    link: bool,
    /// Runs with another seed than the scenario's.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let outcomes = arguments.files.iter().map(|file| match run_one(file, arguments) {
        Ok(outcome) => outcome,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Unusable
        }
    });
    outcomes.max().unwrap_or(Outcome::Well)
}

fn run_one(file: &str, arguments: &Arguments) -> Result<Outcome, String> {
    let Opened { mut stage, name } = opened::open(file, arguments.seed)?;
    let link = arguments.link.then(|| stage.link()).filter(|link| {
        if link.is_empty() {
            eprintln!("{name}: a recorded trace has no link");
        }
        !link.is_empty()
    });
    let mut outcome = Outcome::Well;
    for run in 0..stage.runs().len() {
        let report = play(&mut *stage, run, &name);
        if !report.holds() {
            outcome = Outcome::Failed;
        }
        input::print(&if arguments.json {
            report::json(&report, link.clone())
        } else {
            report::text(&report, &stage.transcript())
        });
    }
    if let Some(link) = link.filter(|_| !arguments.json) {
        input::print(&format!("#{link}\n"));
    }
    Ok(outcome)
}

/// Records one run to its end.
fn play(stage: &mut dyn Stage, run: usize, input: &str) -> Report {
    stage.select_run(run);
    while stage.record(EVENTS) {}
    let readings = stage.measure(run, EVENTS).unwrap_or_default();
    let about = stage.about();
    Report {
        input: input.into(),
        title: about.title.clone(),
        notice: about.notice.clone(),
        protocol: about.card.slug,
        seed: about.seed,
        run: stage.runs().get(run).map(|run| run.name.clone()).unwrap_or_default(),
        extent: stage.extent(),
        expectations: stage.expectations(),
        readings,
        rules: stage.verdict(),
        digest: stage.digest(),
    }
}
