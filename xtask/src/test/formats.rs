//! What is exported, read by those who own the formats.

use super::{NODE_TESTS, Tally, count_node};
use crate::home::Home;
use crate::kit;
use crate::run::run;
use anyhow::Result;
use std::process::Command;

/// Writes runs of every room in every format, and has them read.
pub(super) fn all(home: &Home) -> Result<Tally> {
    kit::npm_packages_of(home, "tests/formats")?;
    let plantuml = kit::plantuml()?;
    let exports = home.target.join("exports");
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&home.root).args(["run", "--profile", "test", "-p", "clusterscope-trace"]);
    run(cargo.args(["--example", "exports", "--"]).arg(&exports))?;
    let mut node = Command::new(kit::node()?);
    node.current_dir(home.path("tests/formats")).args(NODE_TESTS);
    for reader in ["itf", "mermaid", "plantuml", "shiviz"] {
        node.arg(format!("{reader}.test.mjs"));
    }
    count_node(node.env("EXPORTS", &exports).env("PLANTUML", plantuml))
}
