//! Benchmarks, native and in the browser, and the pictures in the README.

use crate::home::Home;
use crate::run::{run, say};
use crate::serve::{self, Site};
use crate::test::node_with_site;
use crate::{build, dist, kit};
use anyhow::Result;
use std::process::Command;

/// The page that the real one is measured against.
const EMPTY: &str = "tests/bench-page";

/// Searches that are timed in the browser and natively.
const CHECKS: &str = "tests/bench-check";

/// The benchmarks: each is an option.
const ALL: [&str; 4] = ["native", "check", "frames", "figure"];

/// `cargo xtask bench`.
pub(crate) fn command(home: &Home, mut args: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;
    let mut only = None;
    while let Some(arg) = args.next()? {
        match arg {
            Long(name) if ALL.contains(&name) => only = Some(name.to_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    let wanted = |name| only.as_deref().is_none_or(|only| only == name);
    if wanted("native") {
        say("Native benchmarks");
        run(Command::new("cargo").current_dir(&home.root).args(["bench", "--benches"]))?;
    }
    if only.as_deref() != Some("native") {
        dist::write(home, &dist::version(home)?)?;
    }
    if wanted("check") {
        say("States that a search visits in a second, in the browser and natively");
        checks(home)?;
    }
    if wanted("frames") {
        say("Main-thread time per frame");
        build::crate_with_wasm_pack(home, EMPTY)?;
        let empty = serve::in_background(Site::folder(home.path(EMPTY), "/"))?;
        let mut node = node_with_site(home)?;
        node.env("CHROMIUM", kit::chromium()?).env("EMPTY_URL", empty).arg("frames.bench.mjs");
        run(&mut node)?;
    }
    if wanted("figure") {
        say("Time to a figure's first usable frame");
        let mut node = node_with_site(home)?;
        run(node.env("CHROMIUM", kit::chromium()?).arg("figure.bench.mjs"))?;
    }
    Ok(true)
}

/// Measures the searches: as a program, as wasm that is built as the page's is, and as wasm that is
/// built to be quick.
fn checks(home: &Home) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&home.root).env("CARGO_TARGET_DIR", &home.target);
    run(cargo.args(["build", "--profile", "bench", "--package", "clusterscope-bench-check"]))?;
    build::crate_with_wasm_pack(home, CHECKS)?;
    let mut quick = build::wasm_pack_of(home, CHECKS)?;
    quick.args(["--out-dir", "pkg/quick"]).env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3");
    run(&mut quick)?;
    let own = serve::in_background(Site::folder(home.path(CHECKS), "/"))?;
    let mut node = node_with_site(home)?;
    node.env("CHROMIUM", kit::chromium()?).env("CHECK_URL", own);
    node.env("CHECK_NATIVE", home.target.join("release/clusterscope-bench-check"));
    run(node.arg("check.bench.mjs"))
}

/// `cargo xtask shots`.
pub(crate) fn shots(home: &Home) -> Result<()> {
    dist::write(home, &dist::version(home)?)?;
    say("Taking the screenshots in docs/shots/");
    let mut node = node_with_site(home)?;
    node.env("CHROMIUM", kit::chromium()?).arg("shots.mjs").arg(home.path("docs/shots"));
    run(&mut node)
}
