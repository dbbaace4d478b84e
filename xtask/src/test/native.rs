//! Tests that need cargo and nothing else.

use super::{Tally, count_rust};
use crate::home::Home;
use crate::run::run;
use crate::{docs, kit};
use anyhow::Result;
use std::process::Command;

fn cargo(home: &Home, args: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&home.root).args(args);
    cargo
}

/// All packages are formatted.
pub(super) fn fmt(home: &Home) -> Result<Tally> {
    kit::component(home, "fmt", "rustfmt")?;
    run(&mut cargo(home, &["fmt", "--all", "--check"]))?;
    Ok(Tally::HOLDS)
}

/// Neither the compiler nor clippy warns.
pub(super) fn clippy(home: &Home) -> Result<Tally> {
    kit::component(home, "clippy", "clippy")?;
    kit::targets(home, &["wasm32-unknown-unknown"])?;
    run(&mut cargo(home, &["clippy", "--all-targets", "--", "-D", "warnings"]))?;
    let mut tally = Tally::HOLDS;
    for package in [
        "clusterscope-web",
        "clusterscope-figure",
        "clusterscope-wasm-tests",
        "clusterscope-bench-check",
        "clusterscope-bench-page",
    ] {
        let for_wasm = ["clippy", "--all-targets", "--target", "wasm32-unknown-unknown"];
        run(cargo(home, &for_wasm).args(["-p", package, "--", "-D", "warnings"]))?;
        tally += Tally::HOLDS;
    }
    Ok(tally)
}

/// Unit tests, integration tests (tidy among them) and doc tests.
pub(super) fn tests(home: &Home) -> Result<Tally> {
    count_rust(&mut cargo(home, &["test", "--no-fail-fast"]))
}

/// The documentation builds without a warning.
pub(super) fn doc(home: &Home) -> Result<Tally> {
    docs::write(home)?;
    Ok(Tally::HOLDS)
}

/// The core, what draws it, and what reads and writes traces, build where there is no operating
/// system.
pub(super) fn no_std(home: &Home) -> Result<Tally> {
    let bare = ["wasm32v1-none", "thumbv7em-none-eabihf"];
    kit::targets(home, &bare)?;
    let mut tally = Tally::default();
    let builds = [
        ("clusterscope", &["--no-default-features"][..]),
        ("clusterscope", &["--features", "serde"]),
        ("clusterscope-picture", &[]),
    ];
    for target in bare {
        for (package, features) in builds {
            let mut cargo = cargo(home, &["build", "-p", package, "--target", target]);
            run(cargo.args(features))?;
            tally += Tally::HOLDS;
        }
        let trace = ["build", "-p", "clusterscope-trace", "--target", target];
        run(&mut cargo(home, &trace))?;
        tally += Tally::HOLDS;
    }
    Ok(tally)
}
