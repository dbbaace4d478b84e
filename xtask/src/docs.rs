//! The documentation of the crates, with figures in it.

use crate::books::SCRIPT;
use crate::home::Home;
use crate::run::{run, say};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What stands in the head of every page.
const HEADER: &str = "docs/rustdoc-header.html";

/// Writes the documentation, and returns its folder. A warning is an error.
pub(crate) fn write(home: &Home) -> Result<PathBuf> {
    say("Writing the documentation of the crates");
    let folder = home.target.join("doc");
    let header = home.path(HEADER);
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&home.root).args(["doc", "--no-deps"]);
    // Flags that hold a path may hold a space, too.
    let flags = ["-Dwarnings", "--html-in-header", &header.to_string_lossy()].join("\u{1f}");
    run(cargo.env("CARGO_ENCODED_RUSTDOCFLAGS", flags))?;
    let script = home.path("dist").join(SCRIPT);
    if script.exists() {
        fs::copy(&script, folder.join("clusterscope.js")).context("the figures' script")?;
    } else {
        println!("    figures stay still: `cargo xtask dist` makes their script");
    }
    println!("    {} is ready", folder.join("clusterscope/index.html").display());
    Ok(folder)
}
