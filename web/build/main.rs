//! Writes down what the entry page says of the rooms, with a picture of a real run of each, so that
//! it can be shown before any room and the engine are there.

mod thumb;

use clusterscope::exhibit::Room;
use clusterscope::narrate::{Card, Lang};
use clusterscope::protocols::ALL;
use clusterscope::scenario::rooms_named;
use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build");
    let shelves: String = ALL.iter().map(|room| shelf(*room)).collect();
    let out = Path::new(&env::var_os("OUT_DIR").ok_or("no OUT_DIR")?).join("shelves.rs");
    fs::write(out, format!("[{shelves}]"))?;
    Ok(())
}

/// A room, as an expression.
fn shelf(room: &dyn Room) -> String {
    let Card { slug, title, family, summary, source, .. } = room.card(Lang::En);
    let shipped = room.scenarios();
    let items: String = shipped.iter().map(|one| item(slug, one.slug, one.text)).collect();
    let thumb = shipped.first().map(|first| thumb::draw(first.text)).unwrap_or_default();
    let famous = room.famous();
    format!(
        "Shelf {{ slug: {slug:?}, title: {title:?}, family: Family::{family:?}, \
         summary: {summary:?}, source: {source:?}, thumb: {thumb:?}, items: &[{items}], \
         famous: &{famous:?} }},"
    )
}

/// A scenario, as an expression.
fn item(room: &str, slug: &str, text: &str) -> String {
    let lines = |keyword: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(keyword));
        lines.map(|line| line.trim().to_owned()).collect()
    };
    let title = lines("title ").into_iter().next().unwrap_or_else(|| slug.to_owned());
    let teaches = lines("teaches ").join(" ");
    let others: Vec<&str> = rooms_named(text).filter(|other| *other != room).collect();
    let words = words(text, &format!("{title} {teaches}"));
    format!(
        "Item {{ slug: {slug:?}, title: {title:?}, teaches: {teaches:?}, others: &{others:?}, \
         words: {words:?} }},"
    )
}

/// The words of a text that a search would not find elsewhere: each once, and none that is part of
/// another.
fn words(text: &str, elsewhere: &str) -> String {
    let (text, elsewhere) = (text.to_ascii_lowercase(), elsewhere.to_ascii_lowercase());
    let mut all: Vec<&str> = text.split_whitespace().collect();
    all.sort_unstable();
    all.dedup();
    let whole = |word: &&&str| {
        !elsewhere.contains(**word)
            && !all.iter().any(|other| other != *word && other.contains(**word))
    };
    all.iter().filter(whole).copied().collect::<Vec<_>>().join(" ")
}
