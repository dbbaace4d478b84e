//! `clusterscope check`: is there any run that …?

use crate::Outcome;
use crate::input;
use crate::opened;
use crate::watched::Line;
use clusterscope::check::checker::{Answer, Checker, Verdict};
use clusterscope::check::{End, Progress};
use clusterscope::exhibit::room;
use clusterscope::scenario::syntax::Scenario;
use clusterscope::scenario::{self, link};
use clusterscope_threads::{self as threads, Go};
use core::time::Duration;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What `check` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Scenario files, links, paths of shipped runs, or `-` for the standard input. Their `check`
    /// lines say what is asked and how far the search goes.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// Searches one run only: the name of a variant, or `main`.
    #[arg(long, value_name = "NAME")]
    run: Option<String>,
    /// The most memory that a search takes, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 4096)]
    memory: usize,
    /// How many threads search; as many as there are processors where nothing is said. The answer
    /// is the same with any number.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Writes every run that is found as a scenario into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Prints one JSON object for each question, on a line of its own.
    #[arg(long)]
    json: bool,
}

pub(crate) fn check(arguments: &Arguments) -> Outcome {
    let outcomes = arguments.files.iter().map(|file| match check_one(file, arguments) {
        Ok(outcome) => outcome,
        Err(message) => {
            eprintln!("{message}");
            Outcome::Unusable
        }
    });
    outcomes.max().unwrap_or(Outcome::Well)
}

fn check_one(file: &str, arguments: &Arguments) -> Result<Outcome, String> {
    let opened = opened::open(file, None)?;
    let text = opened.stage.text();
    let scenario = scenario::parse(&text, &room).map_err(|it| format!("{}: {it}", opened.name))?;
    let mut names = vec![String::from("main")];
    names.extend(scenario.variants.iter().map(|variant| variant.name.clone()));
    let chosen = match &arguments.run {
        None => (0..names.len()).collect(),
        Some(name) => match names.iter().position(|it| it == name) {
            Some(place) => vec![place],
            None => {
                let known = names.join(", ");
                return Err(format!("there is no run `{name}`; its runs are {known}"));
            }
        },
    };
    let all = std::thread::available_parallelism().map_or(1, usize::from);
    let hands = arguments.threads.unwrap_or(all).clamp(1, 256);
    let mut outcome = Outcome::Well;
    for run in chosen {
        let label = format!("{} {}", opened.name, names[run]);
        let mut checker = Checker::new(&scenario, run as u16, arguments.memory << 20);
        let mut told = 0;
        while told < checker.questions().len() {
            let started = Instant::now();
            search(&mut checker, told, &label, (started, hands));
            let answer = &checker.answers()[told];
            told += 1;
            if answer.met != Some(true) {
                outcome = Outcome::Failed;
            }
            report(answer, (&label, told), started.elapsed(), arguments)?;
        }
    }
    Ok(outcome)
}

/// Answers one question, telling people who watch how far it is.
fn search(checker: &mut Checker, question: usize, label: &str, (started, hands): (Instant, usize)) {
    let mut line = Line::new();
    while checker.answers().len() <= question {
        let Some(search) = checker.search() else { break };
        threads::run(search, hands, |progress| {
            line.say(|| format!("{label}: {}", progress_line(&progress, started.elapsed())));
            Go::On
        });
        checker.settle();
    }
    line.clear();
}

fn progress_line(progress: &Progress, spent: Duration) -> String {
    let rate = f64::from(progress.states) / spent.as_secs_f64().max(0.001);
    format!(
        "{} states, depth {}, {} waiting, {rate:.0} states/s, {} MiB",
        progress.states,
        progress.depth,
        progress.queue,
        progress.bytes >> 20
    )
}

/// The verdict in a few words.
fn verdict(answer: &Answer) -> String {
    match &answer.verdict {
        Verdict::Nowhere => String::from("no such run"),
        Verdict::Found(found) => format!("found, {} steps", found.steps),
        Verdict::Cut => {
            let goal = answer.query.split_once(':').map_or("", |(_, goal)| goal);
            let other = match answer.query.starts_with("always reachable") {
                true => String::new(),
                false => format!("; `check always reachable:{goal}` may be told"),
            };
            format!("unknown: the bounds cut off runs that would go on{other}")
        }
        Verdict::Open(end) => {
            let why = match end {
                End::Depth => "at the greatest depth",
                End::Memory => "at the memory bound",
                _ => "at the bound on states",
            };
            format!("nothing found, stopped {why}")
        }
    }
}

fn report(
    answer: &Answer,
    (label, number): (&str, usize),
    spent: Duration,
    arguments: &Arguments,
) -> Result<(), String> {
    let found = match &answer.verdict {
        Verdict::Found(found) => found.scenario.as_ref(),
        _ => None,
    };
    let file = match (found, &arguments.out) {
        (Some(scenario), Some(folder)) => Some(write(scenario, folder, label, number)?),
        _ => None,
    };
    let link = found.map(|scenario| format!("#{}", link::encode(scenario)));
    if arguments.json {
        let progress = &answer.progress;
        let object = serde_json::json!({
            "input": label,
            "check": answer.query,
            "verdict": verdict(answer),
            "met": answer.met,
            "states": progress.states,
            "generated": progress.generated,
            "depth": progress.depth,
            "bytes": progress.bytes,
            "bounds": answer.bounds,
            "link": link,
            "file": file,
        });
        input::print(&format!("{object}\n"));
        return Ok(());
    }
    let mark = match answer.met {
        Some(true) => "ok  ",
        Some(false) => "FAIL",
        None => "open",
    };
    let mut text = format!("{mark}  {label}: {}: {}\n", answer.query, verdict(answer));
    let line = progress_line(&answer.progress, spent);
    text.push_str(&format!("      {line}, in {:.2} s\n", spent.as_secs_f64()));
    text.push_str(&format!("      within: {}\n", answer.bounds));
    text.extend(file.map(|file| format!("      {file}\n")));
    text.extend(link.map(|link| format!("      {link}\n")));
    input::print(&text);
    Ok(())
}

fn write(scenario: &Scenario, folder: &Path, label: &str, number: usize) -> Result<String, String> {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    let name: String = label.chars().map(plain).collect();
    let path = folder.join(format!("{}-{number}.scope", name.trim_matches('-')));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, scenario::print(scenario)))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path.display().to_string())
}
