//! Tests of the site as it is shipped, in real browsers.

use super::{NODE_TESTS, Tally, count_node};
use crate::home::Home;
use crate::serve::{self, Site};
use crate::{dist, kit, weight};
use anyhow::{Result, bail};
use std::process::Command;

/// Where the tests' server keeps the site: it must work from any sub-path.
const AT: &str = "/a/sub-path/";

/// The site builds and keeps to its budget.
pub(super) fn dist(home: &Home) -> Result<Tally> {
    dist::write(home, &dist::version(home)?)?;
    if !weight::check(&home.path("dist"), &home.target)? {
        bail!("the page is over its budget");
    }
    Ok(Tally { passed: 2, failed: 0 })
}

/// The site's bytes do not depend on where it is built.
pub(super) fn same_bytes(home: &Home) -> Result<Tally> {
    dist::write(home, &dist::version(home)?)?;
    dist::check_reproducible(home)?;
    Ok(Tally::HOLDS)
}

/// The page in Chromium.
pub(super) fn page(home: &Home) -> Result<Tally> {
    let mut node = node_with_site(home)?;
    node.env("CHROMIUM", kit::chromium()?);
    count_node(node.args(NODE_TESTS).args(suites(home, "chromium")?))
}

/// A smoke test in Firefox.
pub(super) fn firefox(home: &Home) -> Result<Tally> {
    let mut node = node_with_site(home)?;
    node.env("FIREFOX", kit::firefox()?);
    count_node(node.args(NODE_TESTS).args(suites(home, "firefox")?))
}

/// Node in `tests/browser`.
pub(super) fn node_for(home: &Home) -> Result<Command> {
    kit::npm_packages(home)?;
    let mut node = Command::new(kit::node()?);
    node.current_dir(home.path("tests/browser"));
    Ok(node)
}

/// Node in `tests/browser`, with a server for `dist/` running and its address told.
pub(crate) fn node_with_site(home: &Home) -> Result<Command> {
    let mut node = node_for(home)?;
    let site = home.path("dist");
    if !site.join("index.html").exists() {
        bail!("there is no dist/ to test; run `cargo xtask dist` first");
    }
    let address = serve::in_background(Site::folder(site.clone(), AT))?;
    node.env("SITE_URL", address).env("SITE_DIR", site);
    node.env("SITE_WEIGHT", home.target.join("weight.json"));
    node.env("SITE_POLICY", serve::POLICY);
    Ok(node)
}

/// The test files of one browser.
pub(super) fn suites(home: &Home, browser: &str) -> Result<Vec<String>> {
    let folder = home.path("tests/browser").join(browser);
    let mut names = Vec::new();
    for entry in folder.read_dir()? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") {
            names.push(format!("{browser}/{name}"));
        }
    }
    names.sort();
    Ok(names)
}
