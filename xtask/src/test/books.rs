//! Books and sites with figures, built by the tools that people build them with, and opened in a
//! browser.

use super::browser::{node_for, suites};
use super::{NODE_TESTS, Tally, count_node};
use crate::home::Home;
use crate::{books, docs, kit};
use anyhow::{Result, bail, ensure};

/// What mdBook must say about the book with mistakes: each is named by file and line.
const MISTAKES: &[&str] = &[
    "3 of the book's figures cannot be drawn",
    "src/raft.md:9: line 2 of the scenario, column 16: `nods` is no setting",
    "did you mean `nodes`?",
    "src/raft.md:13: there is no scenario `leader-crush`",
    "src/raft.md:19: line 3 of the scenario, `expect finally: leader`, fails",
];

/// The recipes build, mistakes are named, and every figure plays.
pub(super) fn books(home: &Home) -> Result<Tally> {
    if !home.path("dist/book/index.html").exists() {
        bail!("there is no dist/book to test; run `cargo xtask dist` first");
    }
    let mut tally = Tally::default();
    let told = books::refused(home)?;
    for mistake in MISTAKES {
        ensure!(told.contains(mistake), "mdbook does not say `{mistake}`, but:\n{told}");
        tally += Tally::HOLDS;
    }
    let mut node = node_for(home)?;
    node.env("CHROMIUM", kit::chromium()?).env("BOOK", home.path("dist/book"));
    for built in books::build_all(home)? {
        tally += Tally::HOLDS;
        node.env(format!("SITE_{}", built.tool.to_uppercase()), built.folder);
    }
    node.env("RUSTDOC", docs::write(home)?);
    node.args(NODE_TESTS).args(suites(home, "books")?);
    tally += count_node(&mut node)?;
    Ok(tally)
}
