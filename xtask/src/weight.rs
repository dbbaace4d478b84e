//! What a visitor downloads: every file that index.html leads to, the parts of the program that are
//! fetched later, and the figure's scripts, compressed.

use crate::dist::contents;
use crate::run::say;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What all that index.html requests may weigh, in bytes after brotli.
const BUDGET: usize = 150_000;

/// What is weighed together may only get lighter: these are lowered with every cut. Each room that
/// the entry page lists adds two kilobytes to it, and what rooms share is the engine's.
const CEILINGS: Ceilings = Ceilings {
    entry: 126_400,
    engine: 227_900,
    room: 39_000,
    // An election and three phases after it, with twelve flaws; seven schemes of placement, and the
    // hashes that they are published with; pictures that stand alone and play, and six formats to
    // write; four to read, and regular expressions; the search of any room, compiled to be quick,
    // questions about whole runs, and the panels that ask them.
    large: &[
        ("zab.wasm", 48_500),
        ("hash-ring.wasm", 86_500),
        ("exporting.wasm", 84_500),
        ("importing.wasm", 129_000),
        ("checking.wasm", 77_200),
    ],
    figure: 203_700,
};

/// The most that parts of the page may weigh, in bytes after brotli.
struct Ceilings {
    /// All that index.html requests.
    entry: usize,
    /// What is fetched when a run is first opened, whatever its room.
    engine: usize,
    /// What is fetched when a run of a room is first opened, or when something else is first done:
    /// nothing of the kind may weigh more.
    room: usize,
    /// But these, by their files.
    large: &'static [(&'static str, usize)],
    /// The script that a figure of Raft needs: one and a quarter times the page's budget.
    figure: usize,
}

/// The folders of what is fetched at all, the one that nothing is fetched from at first, and the
/// part that every run needs.
const FETCHED: [&str; 2] = ["static", "web/pkg"];
const LATER: &str = "static/later";
/// The figure's script, which the page asks for in a frame only; the one with all rooms; and the
/// folder of those with one room each.
const FIGURE: [&str; 3] = ["clusterscope.js", "clusterscope-all.js", "clusterscope"];

const ENGINE: &str = "engine.wasm";

/// A file, and what it weighs.
struct Weighed {
    name: String,
    bytes: usize,
    packed: usize,
}

/// Prints what each file of the page weighs, writes the list to `target/weight.json` for the
/// browser tests, and returns whether the page is no heavier than it was.
pub(crate) fn check(dist: &Path, target: &Path) -> Result<bool> {
    say("Weighing the page");
    let files = contents(dist)?;
    let entry = requested(&files);
    let later: Vec<PathBuf> = files
        .keys()
        .filter(|name| FETCHED.iter().any(|it| name.starts_with(it)) && !entry.contains(name))
        .cloned()
        .collect();
    println!("    {:<44}{:>9}{:>9}", "file", "bytes", "brotli");
    let entry = weigh(&entry, &files)?;
    let requested = total("what index.html requests", &entry);
    let later = weigh(&later, &files)?;
    let all = total("all", entry.iter().chain(&later));

    let figure = figure(&files)?;

    let names = |of: &[Weighed]| of.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let json = serde_json::json!({
        "requested": names(&entry), "later": names(&later),
        "brotli": requested, "all": all, "figure": names(&figure),
    });
    fs::create_dir_all(target)?;
    fs::write(target.join("weight.json"), format!("{json:#}\n")).context("weight.json")?;

    let mut light = within("what index.html requests", requested, CEILINGS.entry.min(BUDGET));
    light &= within(FIGURE[0], figure[0].packed, CEILINGS.figure);
    for part in &later {
        let large = CEILINGS.large.iter().find(|(file, _)| part.name.ends_with(file));
        let ceiling = match large {
            Some((_, ceiling)) => *ceiling,
            None if part.name.ends_with(ENGINE) => CEILINGS.engine,
            None => CEILINGS.room,
        };
        light &= within(&part.name, part.packed, ceiling);
    }
    Ok(light)
}

/// Weighs the figure's scripts: first the one that is always needed.
fn figure(files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<Vec<Weighed>> {
    let [script, all, rooms] = FIGURE.map(PathBuf::from);
    let rooms = files.keys().filter(|name| name.starts_with(&rooms)).cloned();
    let names: Vec<PathBuf> = [script, all].into_iter().chain(rooms).collect();
    if let Some(missing) = names.iter().find(|name| !files.contains_key(*name)) {
        bail!("there is no {}", missing.display());
    }
    weigh(&names, files)
}

/// Whether something is no heavier than it may be; says so if it is.
fn within(name: &str, packed: usize, ceiling: usize) -> bool {
    if packed > ceiling {
        println!("    {name}: {} bytes over its ceiling, {ceiling}", packed - ceiling);
    }
    packed <= ceiling
}

impl Weighed {
    fn print(&self) {
        println!("    {:<44}{:>9}{:>9}", self.name, self.bytes, self.packed);
    }
}

/// Weighs files, and prints what they weigh.
fn weigh(names: &[PathBuf], files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<Vec<Weighed>> {
    let mut all = Vec::new();
    for name in names {
        let (bytes, name) = (&files[name], name.to_string_lossy().into_owned());
        let weighed = Weighed { name, bytes: bytes.len(), packed: brotli(bytes)? };
        weighed.print();
        all.push(weighed);
    }
    Ok(all)
}

/// Prints what files weigh together, and returns it after brotli.
fn total<'a>(name: &str, of: impl IntoIterator<Item = &'a Weighed>) -> usize {
    let mut sum = Weighed { name: name.to_owned(), bytes: 0, packed: 0 };
    for one in of {
        sum.bytes += one.bytes;
        sum.packed += one.packed;
    }
    sum.print();
    sum.packed
}

/// The files that index.html leads to, itself first. Links that a visitor has to follow do not
/// count, and neither does what is fetched later.
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
            let later = file.starts_with(LATER) || file == Path::new(FIGURE[0]);
            if files.contains_key(&file) && !found.contains(&file) && !later {
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
            file("p/a.js", "new URL(`a.wasm`, import.meta.url); import('../static/later/c.js')"),
            file("p/a.wasm", ""),
            file("i/b.svg", ""),
            file("i/unused.svg", ""),
            file("static/later/c.js", ""),
        ]);
        let names: Vec<_> = requested(&files).iter().map(|it| it.display().to_string()).collect();
        assert_eq!(names, ["index.html", "s/a.css", "p/a.js", "i/b.svg", "p/a.wasm"]);
    }
}
