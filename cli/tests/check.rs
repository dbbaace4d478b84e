//! `clusterscope check`: what it answers, prints, writes and returns.

use std::path::Path;
use std::process::{Command, Output};

/// Raft with two elections, unflawed and flawed.
const VOTES: &str = "\
title     Votes
protocol  raft nodes=3 no-op=off
end       at 1s
check     bounds requests 0 election 2 heartbeat 0 retry 0 crashes 0
check     invariants
check     reachable: leader
check     never: leader

variant forgets-vote {
  flaw      forgets-vote
  check     bounds crashes 1 states 100000
  check     breaks election-safety
}

variant short {
  check     bounds depth 3
  check     invariants
}
";

fn check(folder: &Path, arguments: &[&str]) -> Output {
    std::fs::write(folder.join("votes.scope"), VOTES).expect("a file is written");
    Command::new(env!("CARGO_BIN_EXE_clusterscope"))
        .current_dir(folder)
        .arg("check")
        .args(arguments)
        .output()
        .expect("the command runs")
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("a text");
    text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

#[test]
fn every_question_has_its_answer_and_a_wrong_one_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = check(folder.path(), &["votes.scope", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let answers = lines(&output);
    let told: Vec<(String, String, Option<bool>)> = answers
        .iter()
        .map(|it| {
            let text = |key: &str| it[key].as_str().unwrap_or_default().to_string();
            (text("check"), text("verdict"), it["met"].as_bool())
        })
        .collect();
    let expected = [
        ("invariants", "no such run", Some(true)),
        ("reachable: leader", "found, 3 steps", Some(true)),
        ("never: leader", "found, 3 steps", Some(false)),
        ("breaks election-safety", "found, 8 steps", Some(true)),
        ("invariants", "nothing found, stopped at the greatest depth", None),
    ];
    let expected = expected.map(|(a, b, met)| (a.to_string(), b.to_string(), met));
    assert_eq!(told, expected);
    assert!(answers[0]["bounds"].as_str().is_some_and(|it| it.contains("election 2")));
}

#[test]
fn what_is_found_is_a_scenario_that_plays_and_so_is_its_link() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["votes.scope", "--run", "forgets-vote", "--json", "--out", "found"];
    let output = check(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0));
    let answer = lines(&output).remove(0);
    let file = answer["file"].as_str().expect("a file").to_string();
    for what in [file, answer["link"].as_str().expect("a link").to_string()] {
        let run = Command::new(env!("CARGO_BIN_EXE_clusterscope"))
            .current_dir(folder.path())
            .args(["run", &what])
            .output()
            .expect("the command runs");
        let text = String::from_utf8(run.stdout).expect("a text");
        assert_eq!(run.status.code(), Some(0), "{text}");
        assert!(text.contains("holds   expect breaks election-safety"), "{text}");
    }
}

#[test]
fn bounds_of_memory_are_kept_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = VOTES.replace("crashes 0", "crashes 2 restarts 2 states any");
    std::fs::write(folder.path().join("big.scope"), text).expect("a file is written");
    let output = check(folder.path(), &["big.scope", "--run", "main", "--memory", "1"]);
    let text = String::from_utf8(output.stdout).expect("a text");
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("invariants: nothing found, stopped at the memory bound"), "{text}");
}

#[test]
fn the_answer_hangs_on_no_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let with = |threads: &str| {
        let output = check(folder.path(), &["votes.scope", "--json", "--threads", threads]);
        let mut answers = lines(&output);
        answers.iter_mut().for_each(|it| it["bytes"] = serde_json::Value::Null);
        answers
    };
    assert_eq!(with("1"), with("3"));
}

#[test]
fn a_run_that_is_not_there_is_named_and_so_are_those_that_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = check(folder.path(), &["votes.scope", "--run", "lossy"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).expect("a text");
    assert_eq!(told, "there is no run `lossy`; its runs are main, forgets-vote, short\n");
}
