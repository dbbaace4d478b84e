//! `clusterscope sweep` and `clusterscope sweep-merge`: many seeds under every fault that a
//! protocol tolerates, dealt out to several machines where one is too slow.

mod courses;
mod junit;
mod merge;
mod play;
mod progress;
mod report;
mod seeds;
mod text;
mod write;

pub(crate) use merge::{Arguments as MergeArguments, merge};

use crate::Outcome;
use crate::input;
use clap::builder::RangedI64ValueParser;
use progress::Progress;
use report::{Report, Settings};
use seeds::{Seeds, Shard};
use std::path::PathBuf;

/// What `sweep` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The protocol, as scenarios name it: `two-phase-commit`; or `all`.
    #[arg(value_name = "PROTOCOL")]
    protocol: String,
    /// Which seeds: from A up to B, which is left out.
    #[arg(long, value_name = "A..B", value_parser = Seeds::parse)]
    seeds: Seeds,
    /// How many events each run has.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = events())]
    events: u32,
    /// Switches a flaw of the protocol on; can be said several times.
    #[arg(long = "flaw", value_name = "NAME")]
    flaws: Vec<String>,
    /// Sets a knob of the protocol; can be said several times.
    #[arg(long = "knob", value_name = "NAME=VALUE", value_parser = courses::knob)]
    knobs: Vec<(String, String)>,
    /// Runs one share of the seeds: share K of N, from 1. In a Kubernetes Indexed Job, `index/N`
    /// takes the share from JOB_COMPLETION_INDEX, which counts from 0.
    #[arg(long, value_name = "K/N", value_parser = Shard::parse)]
    shard: Option<Shard>,
    /// How many runs may be tried to shrink a failing one; 0 leaves them as they are.
    #[arg(long, value_name = "N", default_value_t = 3_000)]
    shrink_runs: u32,
    /// How many threads play; as many as there are processors where nothing is said. The report is
    /// the same with any number.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    files: Files,
}

/// How many events a run can have: no more than history holds.
fn events() -> RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=1_000_000)
}

/// Where reports go.
#[derive(Debug, clap::Args)]
struct Files {
    /// The folder for the report (`sweep.json`, or `shard-K-of-N.json`) and for a scenario of each
    /// failure.
    #[arg(long, value_name = "DIR", default_value = "clusterscope-sweep")]
    out: PathBuf,
    /// Writes the report as JUnit XML, too.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

pub(crate) fn sweep(arguments: &Arguments) -> Outcome {
    told(try_sweep(arguments))
}

/// Tells what stood in the way.
fn told(outcome: Result<Outcome, String>) -> Outcome {
    outcome.unwrap_or_else(|message| {
        eprintln!("{message}");
        Outcome::Unusable
    })
}

fn try_sweep(arguments: &Arguments) -> Result<Outcome, String> {
    let settings = Settings {
        protocol: arguments.protocol.clone(),
        seeds: arguments.seeds,
        events: arguments.events,
        flaws: arguments.flaws.clone(),
        knobs: arguments.knobs.clone(),
        shrink_runs: arguments.shrink_runs,
    };
    let courses = courses::chosen(&settings)?;
    write::prepare(&arguments.files.out)?;
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = arguments.threads.unwrap_or(all).clamp(1, 256);
    let mut report = Report::empty(settings, arguments.shard);
    input::print(&text::head(&report));
    for course in &courses {
        let mut progress = Progress::new(course, report.dealt().count);
        let room = play::room(course, &report, threads, &mut progress)?;
        progress.clear();
        write::scenarios(&room, &arguments.files.out)?;
        input::print(&text::room(&room, &report, &arguments.files.out));
        report.rooms.push(room);
    }
    finish(&report, &arguments.files)
}

/// Writes a report's files, and says how it went.
fn finish(report: &Report, files: &Files) -> Result<Outcome, String> {
    write::json(report, &files.out)?;
    if let Some(file) = &files.junit {
        write::file(file, junit::xml(report)?.as_bytes())?;
    }
    let well = report.rooms.iter().all(|room| room.troubles(report).is_empty());
    Ok(if well { Outcome::Well } else { Outcome::Failed })
}
