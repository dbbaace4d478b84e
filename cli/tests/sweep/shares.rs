//! A sweep in shares, each a process of its own: merged they are the whole, byte for byte.

use super::{PROGRAM, names, out, read, refused, run_in, told};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const FILES: [&str; 4] = ["--out", "out", "--junit", "junit.xml"];

/// What was printed, all files with their texts, and the exit status.
type Seen = (String, Vec<(String, String)>, Option<i32>);

fn whole(arguments: &[&str]) -> Seen {
    let folder = TempDir::new().expect("a folder");
    let output = run_in(folder.path(), &[&["sweep"], arguments, &FILES].concat());
    seen(folder.path(), &output)
}

fn seen(folder: &Path, output: &std::process::Output) -> Seen {
    assert_ne!(output.status.code(), Some(2), "{}", told(output));
    let out_files = names(&folder.join("out")).into_iter().map(|name| format!("out/{name}"));
    let files = out_files.chain([String::from("junit.xml")]);
    let files = files.map(|name| (name.clone(), read(folder, &name))).collect();
    (out(output), files, output.status.code())
}

/// Runs all shares by themselves, and returns the names of their reports.
fn shares(folder: &Path, arguments: &[&str], of: u32) -> Vec<String> {
    let one = |number: u32| {
        let shard = format!("{number}/{of}");
        let own = ["--shard", &shard, "--out", "shares"];
        let output = run_in(folder, &[&["sweep"], arguments, &own].concat());
        assert_ne!(output.status.code(), Some(2), "{}", told(&output));
        assert!(out(&output).contains(&format!(", share {number} of {of}: ")), "{}", out(&output));
        format!("shares/shard-{number}-of-{of}.json")
    };
    (1..=of).map(one).collect()
}

fn merged(folder: &Path, reports: &[String]) -> Seen {
    let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
    let output = run_in(folder, &[&["sweep-merge"], &reports[..], &FILES].concat());
    seen(folder, &output)
}

#[track_caller]
fn same(arguments: &[&str], of: u32, exit: i32) {
    let whole = whole(arguments);
    assert_eq!(whole.2, Some(exit), "{}", whole.0);
    let folder = TempDir::new().expect("a folder");
    let mut reports = shares(folder.path(), arguments, of);
    // They come in any order.
    reports.rotate_left(1);
    assert_eq!(merged(folder.path(), &reports), whole);
}

#[test]
fn merged_shares_are_the_whole_where_it_holds() {
    same(&["paxos", "--seeds", "3..40"], 4, 0);
}

#[test]
fn merged_shares_are_the_whole_where_seeds_fail() {
    let arguments = ["three-phase-commit", "--seeds", "0..24", "--flaw", "silence-is-consent"];
    same(&arguments, 3, 1);
}

#[test]
fn merged_shares_are_the_whole_where_there_are_more_shares_than_seeds() {
    // Each has too few runs to see every fault, which is told of the whole alone.
    same(&["raft", "--seeds", "0..3", "--events", "150"], 5, 1);
}

#[test]
fn a_share_that_holds_exits_with_0_though_it_has_not_seen_every_fault() {
    let folder = TempDir::new().expect("a folder");
    let arguments = ["sweep", "raft", "--seeds", "0..4", "--events", "50", "--shard", "2/4"];
    let output = run_in(folder.path(), &[&arguments[..], &FILES].concat());
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), told(&output));
    assert!(out(&output).contains("           0 clock skew\n"), "{}", out(&output));
    let xml = read(folder.path(), "junit.xml");
    assert!(xml.contains("told when all shares are merged"), "{xml}");
}

#[test]
fn the_index_of_a_kubernetes_job_names_the_share() {
    let folder = TempDir::new().expect("a folder");
    let arguments = ["sweep", "paxos", "--seeds", "0..6", "--shard", "index/3", "--out", "out"];
    for index in ["0", "1", "2"] {
        let mut command = Command::new(PROGRAM);
        command.current_dir(folder.path()).env("JOB_COMPLETION_INDEX", index).args(arguments);
        let output = command.output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    }
    let reports = ["shard-1-of-3.json", "shard-2-of-3.json", "shard-3-of-3.json"];
    assert_eq!(names(&folder.path().join("out")), reports);
    let by_number = TempDir::new().expect("a folder");
    shares(by_number.path(), &["paxos", "--seeds", "0..6"], 3);
    for report in reports {
        let numbered = read(by_number.path(), &format!("shares/{report}"));
        assert_eq!(read(folder.path(), &format!("out/{report}")), numbered);
    }
}

#[test]
fn shares_that_do_not_make_a_whole_are_refused() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    let [one, two, three] = &shares(here, &["paxos", "--seeds", "0..6"], 3)[..] else {
        panic!("there are three")
    };
    let two_again = "two.json";
    std::fs::copy(here.join(two), here.join(two_again)).expect("a copy");
    let other = shares(here, &["paxos", "--seeds", "0..6", "--events", "900"], 2);
    run_in(here, &["sweep", "paxos", "--seeds", "0..2", "--out", "whole"]);
    let edited = |name: &'static str, from: &str, to: &str| {
        let text = read(here, two);
        assert!(text.contains(from), "{from}: {text}");
        std::fs::write(here.join(name), text.replacen(from, to, 1)).expect("a file");
        name
    };
    std::fs::write(here.join("text"), "shares").expect("a file");
    std::fs::write(here.join("list"), "[1, 2]").expect("a file");
    let room = edited("room.json", "\"protocol\": \"paxos\",\n      ", "\"protocol\": \"../x\", ");
    let none = edited("none.json", "\"number\": 2", "\"number\": 0");
    let seeds = edited("seeds.json", "\"seeds\": 2", "\"seeds\": 1");
    let form = edited("form.json", "\"clusterscope_sweep\": 1", "\"clusterscope_sweep\": 2");
    let more = edited("more.json", "\"answered\"", "\"replied\"");
    for (reports, says) in [
        (&[one.as_str(), two][..], "share 3 of 3 is missing"),
        (&[two], "shares 1, 3 of 3 are missing"),
        (&[one, two, three, two_again], "share 2 of 3 is there twice: "),
        (&[one, two, &other[0]], "are of different sweeps"),
        (&[one, two, "whole/sweep.json"], "whole/sweep.json: this is a whole sweep"),
        (&[one, "nowhere.json", three], "nowhere.json: "),
        (&[one, "text", three], "text: this is no JSON"),
        (&[one, "list", three], "list: this is no report of a sweep"),
        (&[one, room, three], "room.json: this was written by another version"),
        (&[one, none, three], "none.json: there is no such share"),
        (&[one, seeds, three], "seeds.json: paxos was run with 1 seeds of 2"),
        (&[one, form, three], "form.json: another version of clusterscope wrote this"),
        (&[one, more, three], "more.json: unknown field `replied`"),
        (&[], "<FILE>..."),
    ] {
        refused(here, &[&["sweep-merge"], reports].concat(), says);
    }
}

#[test]
fn a_failure_that_is_none_of_the_share_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let here = folder.path();
    let flawed = ["paxos", "--seeds", "0..4", "--flaw", "ignores-accepted"];
    let reports = shares(here, &flawed, 2);
    let text = read(here, &reports[0]);
    assert!(text.contains("\"seed\": 2"), "{text}");
    std::fs::write(here.join("odd.json"), text.replacen("\"seed\": 2", "\"seed\": 1", 1))
        .expect("a file");
    refused(here, &["sweep-merge", "odd.json", &reports[1]], "odd.json: seed 1 is none of this");
}
