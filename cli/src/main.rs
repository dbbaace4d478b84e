//! Runs scenarios, formats and draws them, for terminals and for continuous integration.

extern crate alloc;

mod fmt;
mod input;
mod render;
mod report;
mod run;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Distributed protocols, simulated: run scenarios headless, format their files, draw them.
#[derive(Debug, Parser)]
#[command(name = "clusterscope", version)]
#[command(after_help = "Exit status: 0 all is well, 1 an expectation failed or a file is not \
                        formatted, 2 wrong usage or input.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs scenarios and judges their expectations.
    Run(run::Arguments),
    /// Formats scenario files in place.
    Fmt(fmt::Arguments),
    /// Draws a moment of a run, or a stretch of it that plays: SVG, PNG, GIF.
    Render(render::Arguments),
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
        Command::Fmt(arguments) => fmt::fmt(&arguments),
        Command::Render(arguments) => render::render(&arguments),
    };
    ExitCode::from(outcome as u8)
}
