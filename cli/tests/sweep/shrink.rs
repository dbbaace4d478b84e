//! `clusterscope shrink`: files, links and shipped runs; what is printed runs and passes.

use super::{out, read, refused, run_in, told};
use std::path::Path;
use tempfile::TempDir;

const CHAOS: &str = "title A bad day\nprotocol paxos\nflaw ignores-accepted\nseed 3\nend at 20s\n\
                     at 1ms load 20/s\nat 2ms chaos 10/s\n";

fn passes(folder: &Path, argument: &str) {
    let output = run_in(folder, &["run", argument]);
    assert_eq!(output.status.code(), Some(0), "{argument}: {}", told(&output));
}

#[test]
fn a_file_shrinks_to_a_scenario_and_a_link_that_pass() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    std::fs::write(here.join("day.scope"), CHAOS).expect("a file");
    let output = run_in(here, &["shrink", "day.scope", "-o", "short.scope", "--link"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(told(&output).contains("day.scope: ") && told(&output).contains(" lines, shrunk to "));
    let text = read(here, "short.scope");
    assert!(text.lines().count() < 16 && text.contains("expect breaks "), "{text}");
    passes(here, "short.scope");
    let link = out(&output);
    passes(here, link.trim());
    let printed = run_in(here, &["shrink", "day.scope"]);
    assert_eq!(out(&printed), text);
}

#[test]
fn the_run_that_a_path_names_is_shrunk() {
    let folder = TempDir::new().expect("a folder");
    let output = run_in(folder.path(), &["shrink", "#raft/one-vote/forgets-vote"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let text = out(&output);
    assert!(text.contains("flaw      forgets-vote\n"), "{text}");
    let named = ["shrink", "raft/one-vote", "--run", "forgets-vote"];
    assert_eq!(out(&run_in(folder.path(), &named)), text);
}

#[test]
fn what_cannot_be_shrunk_says_why() {
    let folder = TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("day.scope"), CHAOS).expect("a file");
    std::fs::write(folder.path().join("log"), "a sends\na {\"a\":1}\n").expect("a file");
    for (arguments, says) in [
        (&["raft/leader-crash"][..], "raft/leader-crash: this run breaks no invariant in its "),
        (&["raft/one-vote", "--run", "x"], "there is no run `x`; its runs are main"),
        (&["day.scope", "--invariant", "x"], "day.scope: there is no invariant `x`"),
        (&["log"], "log: a recorded trace cannot be run again, nor shrunk"),
        (&["nowhere"], "nowhere: "),
    ] {
        refused(folder.path(), &[&["shrink"], arguments].concat(), says);
    }
}
