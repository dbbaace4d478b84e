//! The fuzz targets, each for a short while: enough to find what is broken at once, and to keep
//! the targets themselves alive.

use super::Tally;
use crate::home::Home;
use crate::kit;
use crate::run::run;
use anyhow::Result;
use std::process::Command;

/// The targets, each with a folder of samples to begin with, if there is one.
const TARGETS: &[(&str, Option<&str>)] = &[
    ("scenario", Some("core/src/protocols/raft/scenarios")),
    ("link", None),
    ("trace", Some("trace/tests/samples")),
    ("shiviz", Some("trace/tests/samples")),
    ("itf", Some("trace/tests/samples")),
    ("tlc", Some("trace/tests/samples")),
    ("json_lines", Some("trace/tests/samples")),
];

/// How long each runs, in seconds, where `FUZZ_SECONDS` does not say.
const SECONDS: u32 = 4;

/// Runs all targets. There is no unsafe code to look into, so none is compiled with a sanitizer.
pub(super) fn all(home: &Home) -> Result<Tally> {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|it| it.parse().ok());
    let seconds: u32 = seconds.unwrap_or(SECONDS);
    let path = kit::cargo_fuzz(home)?;
    let mut tally = Tally::default();
    for (target, samples) in TARGETS {
        let corpus = home.path("fuzz/corpus").join(target);
        std::fs::create_dir_all(&corpus)?;
        let mut cargo = Command::new("cargo");
        cargo.current_dir(&home.root).env("PATH", &path);
        cargo.args(["+nightly", "fuzz", "run", "--sanitizer", "none", target]).arg(&corpus);
        cargo.args(samples.map(|folder| home.path(folder)));
        cargo.args(["--", "-timeout=10", "-rss_limit_mb=2048", "-verbosity=0"]);
        run(cargo.arg(format!("-max_total_time={seconds}")))?;
        tally += Tally::HOLDS;
    }
    Ok(tally)
}
