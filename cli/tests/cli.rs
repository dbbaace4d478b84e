//! The command line as one uses it: arguments, output and exit status.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const CRASH: &str = "\
title     A leader crashes
protocol  raft
network   latency 20..60ms
seed      7
end       at 3s

when leader           client c1 put x=1
when committed x=1    crash leader
expect within 2s: leader in a newer term

expect always: invariants

variant lossy {
  network   loss 1%
}
";

fn clusterscope(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clusterscope"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A command that does not read its input closes it.
    let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
    child.wait_with_output().expect("the command ends")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("a text")
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("a text")
}

/// A file of its own for each test.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the file is written");
    path
}

#[test]
fn a_run_that_holds_exits_with_0_and_names_each_expectation() {
    let output = clusterscope(&["run", "-"], CRASH);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let text = out(&output);
    assert!(text.contains("holds   expect within 2s: leader in a newer term  (line 9)"), "{text}");
    assert!(text.contains("# run: lossy"), "{text}");
    assert_eq!(text.matches("holds   expect always: invariants").count(), 2);
}

#[test]
fn a_run_that_fails_exits_with_1_and_says_why() {
    let text = CRASH.replace("expect always: invariants", "expect finally: no leader");
    let output = clusterscope(&["run", "-"], &text);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("FAILED  expect finally: no leader  (line 11)"));
}

#[test]
fn input_that_cannot_be_used_exits_with_2_and_shows_the_place() {
    let output = clusterscope(&["run", "-"], &CRASH.replace("crash leader", "crahs leader"));
    assert_eq!(output.status.code(), Some(2));
    let text = told(&output);
    assert!(text.contains("line 8, column 23: `crahs` is no command"), "{text}");
    assert!(text.contains("did you mean `crash`?"), "{text}");
    assert_eq!(clusterscope(&["run", "no-such-file"], "").status.code(), Some(2));
    assert_eq!(clusterscope(&["run", "v1.nonsense"], "").status.code(), Some(2));
    assert_eq!(clusterscope(&["run"], "").status.code(), Some(2));
    assert_eq!(clusterscope(&["walk"], "").status.code(), Some(2));
}

#[test]
fn json_is_one_object_for_each_run() {
    let output = clusterscope(&["run", "--json", "--link", "--seed", "9", "-"], CRASH);
    let text = out(&output);
    let runs: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(runs.len(), 2);
    assert_eq!(runs[0]["run"], "");
    assert_eq!(runs[1]["run"], "lossy");
    for run in &runs {
        assert_eq!(run["seed"], 9);
        assert_eq!(run["complete"], true);
        assert_eq!(run["expectations"].as_array().map(Vec::len), Some(2));
        assert!(run["link"].as_str().expect("a link").starts_with("#v1."));
    }
}

#[test]
fn a_variant_of_another_protocol_says_which() {
    let output = clusterscope(&["run", "--json", "#multi-paxos/same-as-raft/raft@70ms"], "");
    let runs: Vec<serde_json::Value> =
        out(&output).lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let protocols: Vec<_> = runs.iter().map(|run| run["protocol"].as_str()).collect();
    assert_eq!(protocols, [Some("multi-paxos"), Some("raft")]);
    assert!(runs.iter().all(|run| run["holds"] == true));
}

#[test]
fn a_printed_link_runs_to_the_same_end() {
    let digests = |output: &Output| -> Vec<String> {
        let objects = out(output);
        let objects = objects.lines().map(|line| {
            let run: serde_json::Value = serde_json::from_str(line).expect("an object");
            run["digest"].to_string()
        });
        objects.collect()
    };
    let linked = out(&clusterscope(&["run", "--link", "-"], CRASH));
    let link = linked.lines().last().expect("a link");
    let there = clusterscope(&["run", "--json", "-"], CRASH);
    let again = clusterscope(&["run", "--json", link], "");
    assert_eq!(digests(&there), digests(&again));
    let address = format!("https://example.org/clusterscope/{link}");
    assert_eq!(digests(&there), digests(&clusterscope(&["run", "--json", &address], "")));
}

#[test]
fn a_shipped_run_has_a_name() {
    let output = clusterscope(&["run", "#raft/leader-crash"], "");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(out(&output).contains("A leader crashes"), "{}", out(&output));
    let output = clusterscope(&["run", "#raft/leader-crush"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("leader-crash"), "{}", told(&output));
}

#[test]
fn fmt_writes_the_canonical_form_and_check_only_looks() {
    let path = file("fmt.scope", &CRASH.replace("  ", " "));
    let name = path.to_str().expect("a path");
    let check = clusterscope(&["fmt", "--check", name], "");
    assert_eq!(check.status.code(), Some(1));
    assert!(told(&check).contains("not formatted"));
    assert_eq!(clusterscope(&["fmt", name], "").status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&path).expect("a text"), CRASH);
    assert_eq!(clusterscope(&["fmt", "--check", name], "").status.code(), Some(0));
    assert_eq!(out(&clusterscope(&["fmt", "-"], &CRASH.replace("  ", " "))), CRASH);
    assert_eq!(clusterscope(&["fmt", "-"], "nonsense").status.code(), Some(2));
}

#[test]
fn a_run_is_exported_in_the_format_that_is_named_or_that_the_file_ends_in() {
    let output = clusterscope(&["export", "--format", "mermaid", "--to", "1s", "-"], CRASH);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(out(&output).starts_with("sequenceDiagram\n    title A leader crashes\n"));
    let file = file("crash.itf.json", "");
    let name = file.to_str().expect("a name");
    let arguments = ["export", "-", "--run", "lossy", "--seed", "9", "-o", name, "--from", "200ms"];
    let output = clusterscope(&[&arguments[..], &["--to", "400ms"]].concat(), CRASH);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(out(&output), "");
    let text = std::fs::read_to_string(&file).expect("it was written");
    let trace: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(trace["#meta"]["description"], "A leader crashes (lossy)");
    assert!(trace["states"].as_array().expect("states").len() > 3);
}

#[test]
fn an_export_that_cannot_be_says_why() {
    for (arguments, why) in [
        (&["export", "-"][..], "say which format with --format"),
        (&["export", "-", "-o", "run.json"], "say which format with --format"),
        (&["export", "-", "--format", "svg"], "the formats are mermaid, plantuml"),
        (&["export", "-", "-o", "a.mmd", "--run", "x"], "there is no run `x`; its runs are main"),
        (&["export", "-", "-o", "a.mmd", "--from", "soon"], "`soon` is no moment, such as 1200ms"),
        (&["export", "-", "-o", "a.mmd", "--from", "2s", "--to", "1s"], "--from lies after --to"),
    ] {
        let output = clusterscope(arguments, CRASH);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(told(&output).contains(why), "{arguments:?}: {}", told(&output));
    }
}

const LOG: &str = "a sends\na {\"a\":1}\nb hears\nb {\"a\":1, \"b\":1}\ntorn\nb {\"b\":2\n";

#[test]
fn a_trace_from_elsewhere_is_told_and_exported_as_a_run_is() {
    let output = clusterscope(&["run", "-"], LOG);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(out(&output).contains("2.000 - b hears"), "{}", out(&output));
    let told_so = told(&output);
    assert!(told_so.contains("-: line 5: the regular expression finds no event here: `torn`"));
    let file = file("pair.log", LOG);
    let name = file.to_str().expect("a name");
    let output = clusterscope(&["export", name, "--format", "mermaid"], "");
    let text = out(&output);
    assert!(text.contains("title pair.log") && text.contains("a->>b: a:1"), "{text}");
    let output = clusterscope(&["run", "--seed", "3", name], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("this is a recorded trace; it cannot be changed"));
    let output = clusterscope(&["run", "--json", "--link", name], "");
    assert!(!out(&output).contains("link"), "{}", out(&output));
}

#[test]
fn a_trace_that_cannot_be_read_exits_with_2_and_says_why() {
    let output = clusterscope(&["run", "-"], "{\"vars\":[],\"states\":[{\"x\":1");
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("-: line 1: this is no JSON"), "{}", told(&output));
}
