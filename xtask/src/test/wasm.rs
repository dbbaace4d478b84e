//! Tests compiled to wasm: what they find must be what native tests find.

use super::{Tally, count_rust};
use crate::home::Home;
use crate::kit;
use anyhow::Result;

/// The package whose tests run as wasm.
const PACKAGE: &str = "tests/wasm";

/// In Node.
pub(super) fn in_node(home: &Home) -> Result<Tally> {
    kit::node()?;
    let mut command = kit::wasm_pack(home, "test")?;
    count_rust(command.args(["--node", "--release", PACKAGE]))
}

/// In Chromium.
pub(super) fn in_chromium(home: &Home) -> Result<Tally> {
    kit::chromium()?;
    let driver = kit::chromedriver()?;
    let mut command = kit::wasm_pack(home, "test")?;
    command.args(["--headless", "--chrome", "--release", "--chromedriver"]).arg(driver);
    command.arg(PACKAGE).env("WASM_BINDGEN_USE_BROWSER", "1");
    count_rust(&mut command)
}
