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

/// `cargo xtask bench`.
pub(crate) fn command(home: &Home, mut args: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;
    let (mut native, mut frames, mut figure) = (true, true, true);
    while let Some(arg) = args.next()? {
        match arg {
            Long("native") => (frames, figure) = (false, false),
            Long("frames") => (native, figure) = (false, false),
            Long("figure") => (native, frames) = (false, false),
            other => return Err(other.unexpected().into()),
        }
    }
    if native {
        say("Native benchmarks");
        run(Command::new("cargo").current_dir(&home.root).args(["bench", "--benches"]))?;
    }
    if frames || figure {
        dist::write(home, &dist::version(home)?)?;
    }
    if frames {
        say("Main-thread time per frame");
        build::crate_with_wasm_pack(home, EMPTY)?;
        let empty = serve::in_background(Site::folder(home.path(EMPTY), "/"))?;
        let mut node = node_with_site(home)?;
        node.env("CHROMIUM", kit::chromium()?).env("EMPTY_URL", empty).arg("frames.bench.mjs");
        run(&mut node)?;
    }
    if figure {
        say("Time to a figure's first usable frame");
        let mut node = node_with_site(home)?;
        run(node.env("CHROMIUM", kit::chromium()?).arg("figure.bench.mjs"))?;
    }
    Ok(true)
}

/// `cargo xtask shots`.
pub(crate) fn shots(home: &Home) -> Result<()> {
    dist::write(home, &dist::version(home)?)?;
    say("Taking the screenshots in docs/shots/");
    let mut node = node_with_site(home)?;
    node.env("CHROMIUM", kit::chromium()?).arg("shots.mjs").arg(home.path("docs/shots"));
    run(&mut node)
}
