//! A sweep by itself: what it prints, what it writes, and how it ends.

use super::{names, out, read, refused, run_in, told};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

fn report(folder: &Path) -> Value {
    serde_json::from_str(&read(folder, "clusterscope-sweep/sweep.json")).expect("it is JSON")
}

#[test]
fn a_protocol_that_keeps_its_promise_holds() {
    let folder = TempDir::new().expect("a folder");
    let output = run_in(folder.path(), &["sweep", "two-phase-commit", "--seeds", "5..45"]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(0), "{text}{}", told(&output));
    assert_eq!(told(&output), "", "nobody watches a terminal");
    assert!(text.starts_with("sweep two-phase-commit: seeds 5..45, 1000 events each\n"), "{text}");
    assert!(text.ends_with("\nholds\n"), "{text}");
    let count = |what: &str| -> u64 {
        let line = text.lines().find(|line| line.ends_with(what));
        let word = line.and_then(|line| line.split_whitespace().next());
        word.and_then(|word| word.parse().ok()).unwrap_or_else(|| panic!("{what}: {text}"))
    };
    assert_eq!((count(" seeds"), count(" events")), (40, 40_000));
    assert!(count(" requests answered") > 100);
    for fault in ["crash", "crash within a step", "partition", "pause", "clock drift"] {
        assert!(count(&format!(" {fault}")) > 10, "{fault}: {text}");
    }
    assert!(!text.contains("late message"), "it is neither tolerated nor injected");
    assert_eq!(names(&folder.path().join("clusterscope-sweep")), ["sweep.json"]);
    assert_eq!(report(folder.path())["rooms"][0]["seeds"], 40);
}

#[test]
fn each_failure_becomes_a_scenario_that_passes_and_a_link() {
    let folder = TempDir::new().expect("a folder");
    let arguments = ["sweep", "paxos", "--seeds", "0..6", "--flaw", "ignores-accepted"];
    let output = run_in(folder.path(), &arguments);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(1), "{text}{}", told(&output));
    let report = report(folder.path());
    let failures = report["rooms"][0]["failures"].as_array().expect("a list");
    assert!(failures.len() > 3 && text.matches("broken  seed").count() == failures.len(), "{text}");
    assert!(text.contains(&format!("FAILED  {} of 6 seeds break a rule", failures.len())));
    for failure in failures {
        let file = format!("clusterscope-sweep/paxos-{}.scope", failure["seed"]);
        let link = failure["shrunk"]["run"]["link"].as_str().expect("a link");
        assert!(text.contains(&file) && text.contains(link), "{text}");
        for argument in [&*file, link] {
            let output = run_in(folder.path(), &["run", "--json", argument]);
            assert_eq!(output.status.code(), Some(0), "{argument}: {}", told(&output));
            let run: Value = serde_json::from_str(&out(&output)).expect("an object");
            let mut broken = run["broken"].as_array().expect("a list").iter();
            assert!(broken.any(|it| it["rule"] == failure["invariant"]), "{run}");
        }
        let formatted = run_in(folder.path(), &["fmt", "--check", &file]);
        assert_eq!(formatted.status.code(), Some(0), "{}", told(&formatted));
        let lines = failure["shrunk"]["run"]["lines"].as_u64().expect("a number");
        assert!(lines < failure["shrunk"]["run"]["before"].as_u64().expect("a number"));
        assert_eq!(failure["shrunk"]["run"]["minimal"], true);
    }
}

#[test]
fn the_junit_report_is_xml_that_adds_up() {
    let folder = TempDir::new().expect("a folder");
    let arguments = ["sweep", "raft", "--seeds", "0..4", "--flaw", "truncates-own-log"];
    let junit = ["--junit", "reports/sweep.xml", "--knob", "nodes=3"];
    let output = run_in(folder.path(), &[&arguments[..], &junit].concat());
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let text = read(folder.path(), "reports/sweep.xml");
    let tree = roxmltree::Document::parse(&text).expect("it is XML");
    let root = tree.root_element();
    assert!(root.has_tag_name("testsuites"));
    let named = |name: &str| root.descendants().filter(|it| it.has_tag_name(name)).count();
    let number = |it: roxmltree::Node<'_, '_>, name: &str| -> usize {
        it.attribute(name).and_then(|text| text.parse().ok()).expect("a number")
    };
    for counted in [root, root.first_element_child().expect("a suite")] {
        assert_eq!(number(counted, "tests"), named("testcase"));
        assert_eq!(number(counted, "failures"), named("failure"));
        assert_eq!(number(counted, "errors"), 0);
    }
    let broken = root.descendants().filter(|it| it.has_tag_name("failure"));
    let broken: Vec<_> = broken.filter_map(|it| it.parent()?.attribute("name")).collect();
    assert!(broken.contains(&"leader-append-only"), "{broken:?}");
    assert!(!broken.contains(&"every tolerated fault is injected"), "{broken:?}");
    assert!(text.contains("crash") && text.contains("expect breaks leader-append-only"), "{text}");
    let again = run_in(folder.path(), &[&arguments[..], &junit].concat());
    assert_eq!((again.stdout, read(folder.path(), "reports/sweep.xml")), (output.stdout, text));
}

#[test]
fn a_tolerated_fault_that_never_strikes_fails_the_sweep() {
    let folder = TempDir::new().expect("a folder");
    let short = ["sweep", "raft", "--seeds", "0..1", "--events", "25", "--junit", "junit.xml"];
    let output = run_in(folder.path(), &short);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(1), "{text}{}", told(&output));
    assert!(text.contains("           0 clock skew\n"), "{text}");
    assert!(text.contains("FAILED  never injected: ") && text.contains("clock skew"), "{text}");
    let xml = read(folder.path(), "junit.xml");
    assert!(xml.contains("<failure message=\"never: "), "{xml}");
}

#[test]
fn all_protocols_are_swept_one_after_the_other() {
    let folder = TempDir::new().expect("a folder");
    let output = run_in(folder.path(), &["sweep", "all", "--seeds", "0..12", "--events", "700"]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(0), "{text}{}", told(&output));
    let rooms = clusterscope::protocols::ALL.len();
    assert_eq!(text.matches("holds\n").count(), rooms, "{text}");
    assert_eq!(report(folder.path())["rooms"].as_array().map(Vec::len), Some(rooms));
}

#[test]
fn threads_make_no_difference() {
    let runs = ["1", "3"].map(|threads| {
        let folder = TempDir::new().expect("a folder");
        let arguments = ["sweep", "multi-paxos", "--seeds", "0..9", "--flaw", "no-sessions"];
        let output = run_in(folder.path(), &[&arguments[..], &["--threads", threads]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
        (out(&output), read(folder.path(), "clusterscope-sweep/sweep.json"))
    });
    assert_eq!(runs[0], runs[1]);
}

#[test]
fn a_failure_can_be_left_as_it_is() {
    let folder = TempDir::new().expect("a folder");
    let arguments = ["sweep", "paxos", "--seeds", "0..3", "--flaw", "ignores-accepted"];
    let output = run_in(folder.path(), &[&arguments[..], &["--shrink-runs", "0"]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(out(&output).contains("broken  seed 0: "), "{}", out(&output));
    assert_eq!(names(&folder.path().join("clusterscope-sweep")), ["sweep.json"]);
}

#[test]
fn what_cannot_be_swept_says_why() {
    let folder = TempDir::new().expect("a folder");
    for (arguments, says) in [
        (
            &["raffft", "--seeds", "0..9"][..],
            "there is no protocol `raffft`; there are raft, paxos",
        ),
        (&["raft"], "--seeds <A..B>"),
        (&["raft", "--seeds", "9"], "seeds are written A..B"),
        (&["raft", "--seeds", "9..9"], "there is no seed from 9 up to 9"),
        (&["raft", "--seeds", "0..9", "--events", "0"], "0 is not in 1..=1000000"),
        (
            &["raft", "--seeds", "0..9", "--flaw", "sloth"],
            "Raft has no flaw `sloth`; its flaws are",
        ),
        (&["raft", "--seeds", "0..9", "--knob", "nodes"], "a knob is written NAME=VALUE"),
        (&["raft", "--seeds", "0..9", "--knob", "knots=3"], "Raft has no knob `knots`; its knobs"),
        (&["raft", "--seeds", "0..9", "--knob", "nodes=many"], "Raft: "),
        (&["raft", "--seeds", "0..9", "--shard", "3/2"], "there is no share 3 of 2"),
        (&["raft", "--seeds", "0..9", "--shard", "index/2"], "JOB_COMPLETION_INDEX is not set"),
    ] {
        refused(folder.path(), &[&["sweep"], arguments].concat(), says);
    }
    std::fs::write(folder.path().join("file"), "").expect("a file");
    refused(folder.path(), &["sweep", "raft", "--seeds", "0..9", "--out", "file/x"], "file/x: ");
}
