//! `clusterscope shrink`: the few lines that it takes.

use crate::Outcome;
use crate::input;
use crate::opened::{self, Opened};
use crate::watched::Line;
use clusterscope::exhibit::room;
use clusterscope::scenario::parse;
use clusterscope::shrink::{Limits, Progress, Task, shrink as shrink_run};
use std::path::PathBuf;

/// What `shrink` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A scenario file, a link with what a user did, the path of a shipped run, or `-` for the
    /// standard input.
    #[arg(value_name = "FILE")]
    file: String,
    /// Shrinks this variant or fork, or `main`; where nothing is said, the run that a link shows.
    #[arg(long, value_name = "NAME")]
    run: Option<String>,
    /// Keeps this invariant broken, rather than the one that breaks first.
    #[arg(long, value_name = "NAME")]
    invariant: Option<String>,
    /// How many runs may be tried.
    #[arg(long, value_name = "N", default_value_t = Limits::default().runs)]
    runs: u32,
    /// Writes the scenario into this file.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Prints the link that opens the run.
    #[arg(long)]
    link: bool,
}

pub(crate) fn shrink(arguments: &Arguments) -> Outcome {
    match try_shrink(arguments) {
        Ok(()) => Outcome::Well,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Unusable
        }
    }
}

fn try_shrink(arguments: &Arguments) -> Result<(), String> {
    let Opened { mut stage, name } = opened::open(&arguments.file, None)?;
    if stage.link().is_empty() {
        return Err(format!("{name}: a recorded trace cannot be run again, nor shrunk"));
    }
    if let Some(run) = &arguments.run {
        opened::choose_run(&mut *stage, run)?;
    }
    let run = stage.runs().iter().position(|run| run.current).unwrap_or(0);
    let scenario = parse(&stage.text(), &room).map_err(|why| format!("{name}: {why}"))?;
    let limits = Limits { runs: arguments.runs, ..Limits::default() };
    let invariant = arguments.invariant.as_deref();
    let task = Task { scenario: &scenario, run: run as u16, invariant, limits };
    let mut line = Line::new();
    let shrunk = shrink_run(&task, &mut |Progress { runs, lines }| {
        line.say(|| format!("{name}: {runs} runs, {lines} lines"));
        true
    });
    line.clear();
    let shrunk = shrunk.map_err(|why| format!("{name}: {why}"))?;
    let (before, lines, runs) = (shrunk.before, shrunk.lines, shrunk.runs);
    let more = if shrunk.minimal { "" } else { ", and perhaps fewer would do" };
    eprintln!("{name}: {before} lines, shrunk to {lines} in {runs} runs{more}");
    match &arguments.output {
        None => input::print(&shrunk.text),
        Some(file) => std::fs::write(file, &shrunk.text)
            .map_err(|error| format!("{}: {error}", file.display()))?,
    }
    if arguments.link {
        input::print(&format!("#{}\n", shrunk.link));
    }
    Ok(())
}
