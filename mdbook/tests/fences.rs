//! Fences in chapters: what they become for browsers and for others, and what is said of bad ones.

mod kit;

use kit::{chapter, process};
use std::path::Path;

const RUN: &str = "title     A run\nprotocol  raft nodes=3\nend       at 100ms\n";

/// One chapter for a renderer.
fn one(renderer: &str, content: &str) -> Result<String, String> {
    // A folder for each test: they run at the same time.
    let test = std::thread::current().name().unwrap_or("main").to_owned();
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(root.join("src")).expect("the book's folder");
    std::fs::write(root.join("src/raft.md"), content).expect("the chapter is written");
    let chapters = process(&root, renderer, vec![chapter("raft.md", content)])?;
    Ok(chapters.concat())
}

fn html(content: &str) -> String {
    one("html", content).expect("it is understood")
}

fn refused(content: &str) -> String {
    one("html", content).expect_err("it is refused")
}

#[test]
fn a_named_run_becomes_the_element_with_its_picture_and_story_inside() {
    let content =
        html("Before.\n\n```clusterscope raft/leader-crash view=both loop\n```\n\nAfter.\n");
    let figure = content.lines().find(|line| line.starts_with("<div")).expect("a figure");
    let tag = "<cluster-scope scenario=\"raft/leader-crash\" view=\"both\" loop page=\"none\">";
    assert!(figure.contains(tag), "{figure}");
    assert!(figure.contains("><img src=\"data:image/svg+xml;base64,"), "{figure}");
    assert!(figure.contains("<li>"), "{figure}");
    assert!(figure.ends_with("</cluster-scope></div>"), "{figure}");
    assert!(content.starts_with("Before.\n\n<div") && content.ends_with("</div>\n\n\nAfter.\n"));
}

#[test]
fn a_scenario_becomes_a_link_that_holds_it() {
    let content = html(&format!("```clusterscope\nautoplay\n\n{RUN}```\n"));
    let link = content.split("run=\"").nth(1).and_then(|rest| rest.split('"').next());
    let opened =
        clusterscope::exhibit::open_link(link.expect("a link"), clusterscope::narrate::Lang::En);
    assert_eq!(opened.expect("it opens").about().title, "A run");
    assert!(content.contains(" autoplay page=\"none\">"), "{content}");
}

#[test]
fn the_text_right_below_a_figure_is_no_part_of_it() {
    let content = html("- one\n\n  ```clusterscope raft/leader-crash\n  ```\n  two *three*\n");
    let lines: Vec<&str> = content.lines().collect();
    assert!(lines[2].starts_with("  <div"), "{content}");
    assert_eq!(lines[3..], ["", "  two *three*"], "{content}");
    let content = html("> ```clusterscope raft/leader-crash\n> ```\n> two\n");
    let lines: Vec<&str> = content.lines().collect();
    assert!(lines[0].starts_with("> <div"), "{content}");
    assert_eq!(lines[1..], [">", "> two"], "{content}");
}

#[test]
fn other_renderers_get_the_picture_and_the_transcript() {
    let content = one("markdown", "1. ```clusterscope raft/leader-crash\n   ```\n");
    let content = content.expect("it is understood");
    assert!(content.starts_with("1. ![A leader crashes, at "), "{content}");
    assert!(content.contains("](data:image/svg+xml;base64,"), "{content}");
    assert!(content.contains("\n   ```text\n   # A leader crashes\n"), "{content}");
    assert!(!content.contains("cluster-scope"), "{content}");
}

#[test]
fn other_fences_and_all_else_stay_as_they_are() {
    let content = "```clusterscopes\nx\n```\n\n````md\n```clusterscope raft/x\n```\n````\n\n\
                   \u{20}   ```clusterscope\n";
    assert_eq!(html(content), content);
}

#[test]
fn a_bad_line_is_named_by_the_chapters_line_and_the_scenarios() {
    let bad = RUN.replace("raft nodes", "raft nods");
    let told = refused(&format!("# Raft\n\n```clusterscope\nloop\n\n{bad}```\n"));
    assert!(told.contains("src/raft.md:7: line 2 of the scenario, column 16: "), "{told}");
    assert!(told.contains("did you mean `nodes`?"), "{told}");
}

#[test]
fn a_bad_name_and_a_bad_option_are_named_by_their_line() {
    let told =
        refused("```clusterscope raft/leader-crush\n```\n\n```clusterscope veiw=both\n```\n");
    assert!(told.contains("2 of the book's figures"), "{told}");
    assert!(told.contains("src/raft.md:1: there is no scenario `leader-crush`"), "{told}");
    assert!(told.contains("did you mean `leader-crash`?"), "{told}");
    assert!(told.contains("src/raft.md:4: there is no option `veiw`"), "{told}");
    let told = refused("\n```clusterscope\nview=both\nraft/leader-crash/lossy\n```\n");
    assert!(told.contains("src/raft.md:4: there is no run `lossy`"), "{told}");
}

#[test]
fn an_expectation_that_fails_stops_the_book() {
    let told = refused(&format!("```clusterscope\n{RUN}expect finally: leader\n```\n"));
    assert!(
        told.contains("src/raft.md:5: line 4 of the scenario, `expect finally: leader`, fails")
    );
}

#[test]
fn the_seed_of_a_fence_is_the_seed_of_its_picture() {
    let fence = |seed| format!("```clusterscope raft/first-election seed={seed}\n```\n");
    let shown = |seed| one("markdown", &fence(seed)).expect("it is understood");
    assert_ne!(shown(3), shown(5));
    assert!(html(&fence(5)).contains("scenario=\"raft/first-election\" seed=\"5\" page="));
}

#[test]
fn hostile_words_stay_words() {
    let run = RUN.replace("A run", "<script>alert('\"')</script> & [x](y)");
    let content = html(&format!("```clusterscope\n{run}```\n"));
    assert!(!content.contains("<script"), "{content}");
    assert!(content.contains("&lt;script&gt;"), "{content}");
    let content = one("pdf", &format!("```clusterscope\n{run}```\n")).expect("it is understood");
    assert!(content.starts_with("![<script>") || !content.contains("](y)"), "{content}");
}
