//! Runs scenarios, formats and draws them, for terminals and for continuous integration; writes
//! runs in the formats that others read.

extern crate alloc;

mod check;
mod export;
mod fmt;
mod input;
mod opened;
mod render;
mod report;
mod run;
mod shrink;
mod sweep;
mod watched;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Distributed protocols, simulated: run scenarios headless, format their files, draw and export
/// runs.
#[derive(Debug, Parser)]
#[command(name = "clusterscope", version)]
#[command(after_help = "Exit status: 0 all is well, 1 an expectation or a sweep failed or a file \
                        is not formatted, 2 wrong usage or input.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs scenarios and judges their expectations.
    Run(run::Arguments),
    /// Searches all runs within bounds, as the `check` lines of scenarios ask.
    Check(check::Arguments),
    /// Shrinks a run that breaks an invariant to the few lines that it takes.
    Shrink(shrink::Arguments),
    /// Runs many seeds of a protocol under every fault that it tolerates, and shrinks what fails.
    Sweep(sweep::Arguments),
    /// Merges the reports of a sweep's shares into one.
    SweepMerge(sweep::MergeArguments),
    /// Formats scenario files in place.
    Fmt(fmt::Arguments),
    /// Draws a moment of a run, or a stretch of it that plays: SVG, PNG, GIF.
    Render(render::Arguments),
    /// Writes a run in a format that other tools read.
    Export(export::Arguments),
}

/// How it went; the worst wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All is well.
    Well = 0,
    /// An expectation failed, or a file is not formatted.
    Failed = 1,
    /// The input could not be used.
    Unusable = 2,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Shrink(arguments) => shrink::shrink(&arguments),
        Command::Sweep(arguments) => sweep::sweep(&arguments),
        Command::SweepMerge(arguments) => sweep::merge(&arguments),
        Command::Fmt(arguments) => fmt::fmt(&arguments),
        Command::Render(arguments) => render::render(&arguments),
        Command::Export(arguments) => export::export(&arguments),
    };
    ExitCode::from(outcome as u8)
}
