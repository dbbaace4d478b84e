//! The project's own book: every figure can be drawn and keeps what it says, every protocol has a
//! chapter, and every run that a chapter names is there.

mod kit;

use clusterscope::exhibit::open_path;
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use kit::{chapter, process};
use mdbook_preprocessor::book::BookItem;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/book")
}

/// The chapters that the summary names, with their texts.
fn chapters() -> Vec<(String, String)> {
    let src = root().join("src");
    let summary = fs::read_to_string(src.join("SUMMARY.md")).expect("a summary");
    let names = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    names
        .map(|name| {
            let text = fs::read_to_string(src.join(name));
            (name.to_owned(), text.unwrap_or_else(|error| panic!("{name}: {error}")))
        })
        .collect()
}

fn items(chapters: &[(String, String)]) -> Vec<BookItem> {
    chapters.iter().map(|(name, text)| chapter(name, text)).collect()
}

/// How many figures stand in a text, those left out that a fence of four ticks only quotes.
fn figures(text: &str) -> usize {
    let parts = text.split("````").step_by(2);
    parts.flat_map(str::lines).filter(|line| line.starts_with("```clusterscope")).count()
}

#[test]
fn every_figure_of_the_book_is_drawn_and_keeps_what_it_says() {
    let chapters = chapters();
    let wanted: usize = chapters.iter().map(|(_, text)| figures(text)).sum();
    for renderer in ["html", "markdown"] {
        let shown =
            process(&root(), renderer, items(&chapters)).unwrap_or_else(|it| panic!("{it}"));
        let mark = if renderer == "html" {
            "\"clusterscope\"><cluster-scope "
        } else {
            "](data:image/svg+xml"
        };
        let drawn: usize = shown.iter().map(|text| text.matches(mark).count()).sum();
        assert_eq!(drawn, wanted, "{renderer}");
    }
}

#[test]
fn every_protocol_has_a_chapter_with_figures_of_it() {
    let chapters = chapters();
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        let chapter = chapters.iter().find(|(name, _)| *name == format!("{slug}.md"));
        let (_, text) = chapter.unwrap_or_else(|| panic!("there is no chapter {slug}.md"));
        let own = format!("```clusterscope {slug}/");
        let shown = text.lines().filter(|line| line.starts_with(&own)).count();
        assert!(shown >= 3, "{slug}.md shows {shown} runs of its protocol");
        let sections = ["## What it is for", "## What goes wrong", "## Outside the promise"];
        for section in sections.iter().chain(&["## The paper"]) {
            assert!(text.contains(section), "{slug}.md: {section} is missing");
        }
    }
}

#[test]
fn every_run_that_the_book_names_is_there() {
    let mut named = 0;
    let mut led = 0;
    for (name, text) in chapters() {
        for (i, line) in text.lines().enumerate() {
            for path in line.split(['`', ' ']).filter(|word| names_run(word)) {
                named += 1;
                if let Err(complaint) = open_path(path, Lang::En) {
                    panic!("{name}:{}: {complaint}", i + 1);
                }
            }
            for (before, after) in line.split("`](../#").zip(line.split("`](../#").skip(1)) {
                led += 1;
                let (shown, target) = (before.rsplit('`').next(), after.split(')').next());
                assert_eq!(shown, target, "{name}:{}", i + 1);
            }
        }
    }
    assert!(named > 80 && led > 40, "only {named} runs were found, and {led} links to runs");
}

/// Whether a word is the path of a run.
fn names_run(word: &str) -> bool {
    let room = word.split_once('/').map(|(room, _)| room);
    ALL.iter().any(|it| Some(it.card(Lang::En).slug) == room)
}
