//! `clusterscope fmt`: the one way to write a scenario file.

use crate::Outcome;
use crate::input;
use clusterscope::exhibit::room;
use clusterscope::scenario::{parse, print};

/// What `fmt` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Scenario files; `-` formats the standard input to the standard output.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Changes nothing, names the files that are not formatted.
    #[arg(long)]
    check: bool,
}

pub(crate) fn fmt(arguments: &Arguments) -> Outcome {
    let outcomes = arguments.files.iter().map(|file| match format(file, arguments.check) {
        Ok(outcome) => outcome,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Unusable
        }
    });
    outcomes.max().unwrap_or(Outcome::Well)
}

fn format(file: &str, check: bool) -> Result<Outcome, String> {
    let text = input::read_text(file)?;
    let scenario = parse(&text, &room).map_err(|complaint| format!("{file}: {complaint}"))?;
    let tidy = print(&scenario);
    if check {
        if tidy == text {
            return Ok(Outcome::Well);
        }
        eprintln!("{file}: not formatted; run `clusterscope fmt {file}`");
        return Ok(Outcome::Failed);
    }
    if file == "-" {
        input::print(&tidy);
    } else if tidy != text {
        std::fs::write(file, tidy).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(Outcome::Well)
}
