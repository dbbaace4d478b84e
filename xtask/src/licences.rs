//! The licences of everything that ends up in the page.

use crate::home::Home;
use crate::run::output;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The package whose dependencies are shipped.
const PACKAGE: &str = "clusterscope-web";

/// What the book brings along, whose texts stand in its own files.
const BOOK: &str = "\
The book, in the folder book/, was made with mdBook (MPL-2.0, https://github.com/rust-lang/mdBook),
whose scripts and styles it contains, and with them highlight.js (BSD-3-Clause), mark.js,
elasticlunr and clipboard.js (MIT), Font Awesome's icons (CC BY 4.0), and the fonts Open Sans
(Apache-2.0) and Source Code Pro (OFL-1.1). Their notices stand at the heads of these files and in
book/fonts/.

";

/// The text of `THIRD-PARTY-LICENSES.txt`.
pub(crate) fn collect(home: &Home) -> Result<String> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&home.root).args(["metadata", "--format-version", "1", "--locked"]);
    cargo.args(["--filter-platform", "wasm32-unknown-unknown"]);
    let metadata: Value = serde_json::from_str(&output(&mut cargo)?)?;
    let shipped = shipped(&metadata)?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let mut text = String::from(BOOK);
    text.push_str(
        "The page contains parts of the packages below, and of the Rust standard library\n\
         (MIT OR Apache-2.0, https://github.com/rust-lang/rust). Each licence text is printed\n\
         once, after the packages that ship it.\n",
    );
    let mut by_text = BTreeMap::<String, Vec<String>>::new();
    let mut names = Vec::new();
    for package in packages.iter().filter(|it| shipped.contains(&it["id"].to_string())) {
        let name = title(package);
        let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
        for licence in texts(manifest.parent().unwrap_or(manifest))? {
            by_text.entry(licence).or_default().push(name.clone());
        }
        names.push(name);
    }
    names.sort();
    writeln!(text, "\n{}", names.join("\n"))?;
    let mut sorted: Vec<_> = by_text.into_iter().map(|(text, users)| (users, text)).collect();
    sorted.sort();
    for (mut users, licence) in sorted {
        users.sort();
        writeln!(text, "\n{}\n{}\n\n{licence}", "=".repeat(72), users.join("\n"))?;
    }
    Ok(text)
}

fn title(package: &Value) -> String {
    let field = |name: &str| package[name].as_str().unwrap_or_default();
    let (name, version, licence) = (field("name"), field("version"), field("license"));
    let authors: Vec<_> =
        package["authors"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    match authors.as_slice() {
        [] => format!("{name} {version} ({licence})"),
        authors => format!("{name} {version} ({licence}), by {}", authors.join(", ")),
    }
}

/// The ids of the packages from registries that are linked into the page: what only runs while
/// it is built (build scripts and procedural macros) is left out.
fn shipped(metadata: &Value) -> Result<BTreeSet<String>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages = list(&metadata["packages"]);
    let is_macro = |id: &Value| {
        packages
            .iter()
            .filter(|it| it["id"] == *id)
            .flat_map(|it| list(&it["targets"]))
            .any(|target| list(&target["kind"]).contains(&"proc-macro".into()))
    };
    let nodes = list(&metadata["resolve"]["nodes"]);
    let root = packages.iter().find(|it| it["name"] == PACKAGE).context("no page package")?;
    let mut found = BTreeSet::new();
    let mut left = vec![root["id"].clone()];
    while let Some(id) = left.pop() {
        if is_macro(&id) || !found.insert(id.to_string()) {
            continue;
        }
        let node = nodes.iter().find(|node| node["id"] == id).context("an unknown package")?;
        for dependency in list(&node["deps"]) {
            let linked = list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            if linked {
                left.push(dependency["pkg"].clone());
            }
        }
    }
    for own in packages.iter().filter(|it| it["source"].is_null()) {
        found.remove(&own["id"].to_string());
    }
    Ok(found)
}

/// The licence texts in a package's folder.
fn texts(folder: &Path) -> Result<Vec<String>> {
    let mut names: Vec<_> = folder
        .read_dir()
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| entry.ok())
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().to_uppercase();
            let known = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE"];
            known.iter().any(|it| name.starts_with(it)) && entry.path().is_file()
        })
        .map(|entry| entry.path())
        .collect();
    names.sort();
    names
        .iter()
        .map(|file| {
            let text = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
            Ok(String::from_utf8_lossy(&text).replace('\r', "").trim().to_owned())
        })
        .collect()
}
