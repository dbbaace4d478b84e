//! `clusterscope export`: a run in a format that other tools read.

use crate::opened::{self, Opened};
use crate::{Outcome, input};
use clusterscope::protocol::Micros;
use clusterscope_trace::{Format, Options};

/// What `export` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A scenario file, a link (`#v1.…`, `#raft/leader-crash` or a whole address), a trace that was
    /// recorded elsewhere (ShiViz, ITF, TLC, JSON Lines), or `-` for the standard input.
    #[arg(value_name = "FILE")]
    file: String,
    /// mermaid, plantuml, shiviz, itf, perfetto or transcript; told from the output's name where
    /// that ends in .mmd, .puml, .shiviz, .itf.json, .perfetto.json or .txt.
    #[arg(long, value_name = "FORMAT", value_parser = format_named)]
    format: Option<Format>,
    /// Where to write; the standard output if nothing is given.
    #[arg(short, long, value_name = "OUT")]
    output: Option<String>,
    /// Only from this moment on: 1200ms, 2s.
    #[arg(long, value_name = "MOMENT", value_parser = opened::moment)]
    from: Option<Micros>,
    /// Only up to this moment.
    #[arg(long, value_name = "MOMENT", value_parser = opened::moment)]
    to: Option<Micros>,
    /// At most so many messages in a sequence diagram.
    #[arg(long, value_name = "N")]
    most: Option<usize>,
    /// A variant or a fork instead of the main run; hyphens stand for spaces.
    #[arg(long, value_name = "NAME")]
    run: Option<String>,
    /// Runs with another seed than the scenario's.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

fn format_named(name: &str) -> Result<Format, String> {
    let known: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    Format::named(name).ok_or_else(|| format!("the formats are {}", known.join(", ")))
}

pub(crate) fn export(arguments: &Arguments) -> Outcome {
    match write(arguments) {
        Ok(()) => Outcome::Well,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Unusable
        }
    }
}

fn write(arguments: &Arguments) -> Result<(), String> {
    let told = arguments.output.as_deref().and_then(Format::of_file);
    let Some(format) = arguments.format.or(told) else {
        return Err("say which format with --format, or by the end of the output's name".into());
    };
    let mut options = Options::default();
    options.from = arguments.from.unwrap_or(options.from);
    options.to = arguments.to.unwrap_or(options.to);
    options.most = arguments.most.unwrap_or(options.most);
    if options.from > options.to {
        return Err("--from lies after --to".into());
    }
    let Opened { mut stage, name } = opened::open(&arguments.file, arguments.seed)?;
    if let Some(run) = &arguments.run {
        opened::choose_run(&mut *stage, run).map_err(|why| format!("{name}: {why}"))?;
    }
    let text = clusterscope_trace::export(&mut *stage, format, &options);
    match arguments.output.as_deref() {
        None | Some("-") => input::print(&text),
        Some(file) => std::fs::write(file, text).map_err(|error| format!("{file}: {error}"))?,
    }
    Ok(())
}
