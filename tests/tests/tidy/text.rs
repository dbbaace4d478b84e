//! Rules for all texts, and for what the build is pinned to.

use crate::none;
use crate::sources::{files, read, root};

/// What people write here.
const TEXTS: &[&str] =
    &[".rs", ".toml", ".md", ".mjs", ".css", ".html", ".svg", ".scope", ".txt", ".yml", ".json"];

#[test]
fn texts_have_no_stray_white_space() {
    let mut troubles = Vec::new();
    for file in files("", TEXTS) {
        for (number, line) in file.lines() {
            if line.ends_with([' ', '\t', '\r']) {
                troubles.push(format!("{}: white space at the end", file.at(number)));
            }
            if line.contains('\t') {
                troubles.push(format!("{}: a tab", file.at(number)));
            }
        }
        if !file.text.is_empty() && !file.text.ends_with('\n') {
            troubles.push(format!("{}: no end of line", file.at(file.text.lines().count())));
        }
    }
    none("texts have neither tabs nor white space at the end of lines", troubles);
}

#[test]
fn links_in_documents_lead_somewhere() {
    let mut troubles = Vec::new();
    for file in files("", &[".md"]) {
        let folder = root().join(&file.path);
        let folder = folder.parent().expect("a file is in a folder");
        for (number, line) in file.lines() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let path = target.split('#').next().unwrap_or_default();
                let outside = target.contains("://") || target.starts_with("mailto:");
                if !outside && !path.is_empty() && !folder.join(path).exists() {
                    troubles.push(format!("{}: there is no {path}", file.at(number)));
                }
            }
        }
    }
    none("links between documents lead somewhere", troubles);
}

#[test]
fn the_npm_locks_name_no_registry() {
    let mut troubles = Vec::new();
    for lock in files("tests", &["package-lock.json"]) {
        let named = lock.lines().filter(|(_, line)| line.contains("\"resolved\""));
        troubles.extend(named.map(|(number, _)| lock.at(number)));
    }
    none("a lock pins packages, not where they come from", troubles);
}

#[test]
fn wasm_bindgen_is_pinned_to_the_locked_version() {
    let lock = read("Cargo.lock");
    let mut lines = lock.text.lines().skip_while(|line| *line != "name = \"wasm-bindgen\"");
    let locked = lines.nth(1).and_then(|line| line.split('"').nth(1)).expect("it is locked");
    let manifest = read("web/Cargo.toml");
    let pinned = format!("\"={locked}\"");
    assert!(manifest.text.contains(&pinned), "{}: pin {pinned}", manifest.at(1));
    assert!(
        manifest.text.contains("wasm-opt = false"),
        "{}: wasm-pack must not run a wasm-opt that it finds",
        manifest.at(1)
    );
}
