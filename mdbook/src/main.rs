//! Puts live figures of distributed protocols into an mdBook: the preprocessor that turns fences
//! into figures, and a command that sets a book up for it.

mod fence;
mod figure;
mod install;
mod options;
mod place;
mod preprocess;
mod show;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Live figures of distributed protocols in an mdBook. Without a command it does what mdBook
/// asks of a preprocessor: it reads a book from the standard input and writes it back.
#[derive(Debug, Parser)]
#[command(name = "mdbook-clusterscope", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Puts the script into a book, and the lines that it needs into its book.toml.
    Install {
        /// The book's folder, where book.toml is.
        #[arg(long, default_value = ".")]
        dir: PathBuf,
        /// The script, `clusterscope-all.js`, or the folder that holds it; where nothing is said,
        /// the folder of this program.
        #[arg(long, value_name = "PATH")]
        from: Option<PathBuf>,
    },
    /// Says by its exit status whether a renderer is served: all are.
    #[command(hide = true)]
    Supports {
        /// The renderer.
        renderer: String,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        None => preprocess::run(),
        // Every renderer has a use for a picture and a transcript.
        Some(Command::Supports { .. }) => Ok(()),
        Some(Command::Install { dir, from }) => install::install(&dir, from.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mdbook-clusterscope: {error:#}");
            ExitCode::FAILURE
        }
    }
}
