//! What a visitor downloads: every file that index.html leads to, compressed.

use crate::dist::contents;
use crate::run::say;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What the page may weigh with consensus, commit and partitioning, in bytes after brotli.
const BUDGET: usize = 150_000;

/// What it weighs until it keeps to that: with the same rooms it may only get lighter. Lower this
/// with every cut; a room may add 30 KB.
const CEILING: usize = 358_000;

/// Prints what each file of the page weighs, writes the list to `target/weight.json` for the
/// browser tests, and returns whether the page is no heavier than it was.
pub(crate) fn check(dist: &Path, target: &Path) -> Result<bool> {
    say("Weighing the page");
    let files = contents(dist)?;
    let requested = requested(&files);
    println!("    {:<44}{:>9}{:>9}", "file", "bytes", "brotli");
    let (mut raw, mut packed) = (0, 0);
    for name in &requested {
        let bytes = &files[name];
        let small = brotli(bytes)?;
        println!("    {:<44}{:>9}{small:>9}", name.display(), bytes.len());
        raw += bytes.len();
        packed += small;
    }
    println!("    {:<44}{raw:>9}{packed:>9}  of {BUDGET}", "all");
    let list: Vec<_> = requested.iter().map(|name| name.to_string_lossy()).collect();
    let json = serde_json::json!({ "requested": list, "bytes": raw, "brotli": packed });
    fs::create_dir_all(target)?;
    fs::write(target.join("weight.json"), format!("{json:#}\n")).context("weight.json")?;
    if packed > BUDGET {
        println!("    the page is {} bytes over its budget", packed - BUDGET);
    }
    if packed > CEILING {
        println!("    and {} bytes heavier than it was: {CEILING}", packed - CEILING);
    }
    Ok(packed <= CEILING)
}

/// The files that index.html leads to, itself first. Links that a visitor has to follow do not
/// count.
fn requested(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::from("index.html")];
    let mut next = 0;
    while let Some(name) = found.get(next).cloned() {
        next += 1;
        let folder = name.parent().unwrap_or(Path::new("")).to_owned();
        let text = match name.extension().and_then(|it| it.to_str()) {
            Some("html" | "css" | "js") => String::from_utf8_lossy(&files[&name]).into_owned(),
            _ => continue,
        };
        let words = text.split(['"', '\'', '`', '(', ')']);
        for word in words.filter(|word| !word.ends_with(".txt") && !word.is_empty()) {
            let file = tidy(&folder.join(word.split(['?', '#']).next().unwrap_or(word)));
            if files.contains_key(&file) && !found.contains(&file) {
                found.push(file);
            }
        }
    }
    found
}

/// A path without `.` and `..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.iter() {
        match part.to_str() {
            Some(".") => {}
            Some("..") => {
                tidy.pop();
            }
            _ => tidy.push(part),
        }
    }
    tidy
}

/// How many bytes are left after brotli at its best.
fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params).context("brotli")?;
    Ok(packed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_page_leads_to_is_found_through_scripts_and_styles() {
        let file = |name: &str, text: &str| (PathBuf::from(name), text.as_bytes().to_vec());
        let files = BTreeMap::from([
            file("index.html", "<link href=\"s/a.css\"><script src='./p/a.js'></script>"),
            file("s/a.css", "b { background: url(../i/b.svg) }"),
            file("p/a.js", "new URL(`a.wasm`, import.meta.url)"),
            file("p/a.wasm", ""),
            file("i/b.svg", ""),
            file("i/unused.svg", ""),
        ]);
        let names: Vec<_> = requested(&files).iter().map(|it| it.display().to_string()).collect();
        assert_eq!(names, ["index.html", "s/a.css", "p/a.js", "i/b.svg", "p/a.wasm"]);
    }
}
