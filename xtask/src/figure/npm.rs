//! The package for bundlers: modules, and the program in files of its own.

use super::program;
use crate::build::{FIGURE_PROGRAM, Parts};
use crate::home::Home;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// The modules that are for the classic script alone.
const CLASSIC: [&str; 2] = ["classic.js", "decode.js"];

/// Writes the package, ready to be published.
pub(super) fn write(home: &Home, to: &Path, version: &str, parts: &Parts, css: &str) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in home.path("figure/js").read_dir().context("figure/js")? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".js") && !CLASSIC.contains(&&*name) {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    let glue = fs::read_to_string(FIGURE_PROGRAM.script(home)).context("the program's script")?;
    fs::write(to.join("program.js"), program(&glue)?)?;
    fs::write(to.join("css.js"), css)?;
    fs::copy(FIGURE_PROGRAM.wasm(home), to.join("clusterscope.wasm"))?;
    let mut urls = url("entry", "clusterscope");
    for name in &parts.names {
        fs::copy(
            FIGURE_PROGRAM.pkg(home).join(format!("{name}.wasm")),
            to.join(format!("{name}.wasm")),
        )?;
        urls.push_str(&url(name, name));
    }
    let inside = format!(
        "export const VERSION = {version:?};\nexport const BUILD = {:?};\n\
         export const URLS = {{\n{urls}}};\n",
        parts.build
    );
    fs::write(to.join("inside.js"), inside)?;
    for file in ["index.d.ts", "README.md"] {
        fs::copy(home.path("figure/npm").join(file), to.join(file)).context(file)?;
    }
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(home.path(licence), to.join(licence)).context(licence)?;
    }
    let manifest =
        fs::read_to_string(home.path("figure/npm/package.json")).context("package.json")?;
    let mut manifest: serde_json::Value = serde_json::from_str(&manifest)?;
    manifest["version"] = package_version(version).into();
    fs::write(to.join("package.json"), format!("{manifest:#}\n")).context("package.json")
}

/// Where a file of the program is, in a way that bundlers know.
fn url(name: &str, file: &str) -> String {
    format!("  '{name}': new URL('./{file}.wasm', import.meta.url),\n")
}

/// The version as the registry takes it: what `git describe` adds comes after a plus sign.
fn package_version(version: &str) -> String {
    match version.split_once(['-', '+']) {
        Some((release, rest)) => format!("{release}+{}", rest.replace(['-', '+'], ".")),
        None => version.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_was_described_is_a_version_of_a_package() {
        use super::package_version as version;
        assert_eq!(version("0.1.0"), "0.1.0");
        assert_eq!(version("0.1.0-3-gabc-dirty"), "0.1.0+3.gabc.dirty");
        assert_eq!(version("0.1.0+abc-dirty"), "0.1.0+abc.dirty");
    }
}
