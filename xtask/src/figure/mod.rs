//! The figure in the forms that it is delivered in: classic scripts, and a package for bundlers.

mod ascii;
mod bundle;
mod npm;

use crate::build::{self, FIGURE_PROGRAM, Parts};
use crate::dist::thin;
use crate::home::Home;
use anyhow::{Context, Result};
use ascii::Code;
use bundle::{bundle, safe};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The folder of the scripts for rooms, beside the script.
const ROOMS: &str = "clusterscope";

/// Writes all forms of the figure into a folder.
pub(crate) fn write(home: &Home, dist: &Path, version: &str) -> Result<()> {
    let parts = build::figure(home)?;
    let pkg = FIGURE_PROGRAM.pkg(home);
    let read = |name: &str| fs::read(pkg.join(name)).with_context(|| format!("reading {name}"));
    let entry = fs::read(FIGURE_PROGRAM.wasm(home)).context("the figure's program")?;
    let code = Code::of(&entry);
    let css = css(home)?;
    let script = |wasm: &[u8], glue: &Path, parts: &Parts| -> Result<String> {
        let inside = inside(&code, wasm, parts, version);
        let glue = program(&fs::read_to_string(glue).context("the program's script")?)?;
        let made =
            BTreeMap::from([("css.js", css.clone()), ("program.js", glue), ("inside.js", inside)]);
        bundle("classic.js", &home.path("figure/js"), &made, &banner(version))
    };
    let lean = script(&entry, &FIGURE_PROGRAM.script(home), &parts)?;
    fs::write(dist.join("clusterscope.js"), lean)?;
    let whole = Parts { build: parts.build.clone(), names: Vec::new() };
    let all = script(&read("whole.wasm")?, &pkg.join("whole.js"), &whole)?;
    fs::write(dist.join("clusterscope-all.js"), all)?;
    fs::create_dir_all(dist.join(ROOMS))?;
    for name in &parts.names {
        let text = code.encode(&read(&format!("{name}.wasm"))?);
        let call = format!("ClusterScope.part(\"{name}\",\"{text}\");\n");
        fs::write(dist.join(ROOMS).join(format!("{name}.js")), safe(&call)?)?;
    }
    npm::write(home, &dist.join("npm"), version, &parts, &css)
}

/// What stands at the head of a script, whoever passes it on.
fn banner(version: &str) -> String {
    format!("/*! Clusterscope {version} | MIT OR Apache-2.0 */\n")
}

/// The style of a figure, as a module: its own, and that of the drawings.
fn css(home: &Home) -> Result<String> {
    let mut all = String::new();
    for file in ["static/scene.css", "figure/js/style.css"] {
        let text = fs::read_to_string(home.path(file)).with_context(|| file.to_owned())?;
        all.push_str(&thin(&text));
    }
    Ok(format!("export const CSS = {};\n", serde_json::to_string(&all)?))
}

/// The program's script as a module: without what fetches a program, which the figure does itself.
fn program(glue: &str) -> Result<String> {
    let end = glue.find("async function __wbg_load").context("the script fetches no program")?;
    Ok(format!(
        "import {{ stopped }} from './engine.js';\n{}\n\
         export const imports = __wbg_get_imports;\nexport const finish = __wbg_finalize_init;\n",
        &glue[..end]
    ))
}

/// What a classic script has inside.
fn inside(code: &Code, wasm: &[u8], parts: &Parts, version: &str) -> String {
    format!(
        "export const VERSION = {:?};\nexport const BUILD = {:?};\nexport const NAMES = {:?};\n\
         export const ALPHABET = '{}';\nexport const SINGLE = '{}';\n\
         export const ENTRY = \"{}\";\n",
        version,
        parts.build,
        parts.names,
        ascii::alphabet().replace('\'', "\\'"),
        code.single(),
        code.encode(wasm),
    )
}
