//! `clusterscope sweep`, `sweep-merge` and `shrink`, as they are run: by themselves, in shares, and
//! as the documentation says.

mod documented;
mod shares;
mod shrink;
mod whole;

use std::path::Path;
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_clusterscope");

/// Runs the program in a folder.
fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).env_remove("JOB_COMPLETION_INDEX");
    command.args(arguments).output().expect("it runs")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("a text")
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("a text")
}

/// Runs the program, which must refuse and say why.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], says: &str) {
    let output = run_in(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", told(&output));
    assert!(told(&output).contains(says), "{arguments:?} says {}", told(&output));
    assert_eq!(out(&output), "", "{arguments:?}");
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of the files in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("an entry").file_name().to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}
