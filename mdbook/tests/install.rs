//! `install`, as an author calls it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder with a release's scripts, and one with a book; each test has its own.
fn folders(test: &str) -> (PathBuf, PathBuf) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("install").join(test);
    let _ = fs::remove_dir_all(&root);
    let (release, book) = (root.join("release"), root.join("book"));
    fs::create_dir_all(release.join("clusterscope")).expect("a release");
    fs::create_dir_all(&book).expect("a book");
    for (file, text) in [
        ("clusterscope.js", "// engine"),
        ("clusterscope/paxos.js", "// Paxos"),
        ("clusterscope-all.js", "// all"),
    ] {
        fs::write(release.join(file), text).expect("a script");
    }
    let config = "[book]\nsrc = \"text\" # where it is\n\n[output.html]\nadditional-js = []\n";
    fs::write(book.join("book.toml"), config).expect("a configuration");
    (release, book)
}

/// Whether it went well, and what was said.
fn install(book: &Path, from: &Path) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mdbook-clusterscope"));
    let output = command.arg("install").arg("--dir").arg(book).arg("--from").arg(from).output();
    let output = output.expect("the program runs");
    let told = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(told).expect("a text"))
}

/// All files of a folder with their bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in folder.read_dir().expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.push((path.clone(), fs::read(&path).expect("a file")));
        }
    }
    found.sort();
    found
}

#[test]
fn a_book_is_set_up_once() {
    let (release, book) = folders("once");
    let (well, told) = install(&book, &release);
    assert!(well, "{told}");
    for part in
        ["wrote clusterscope.js", "paxos.js", "[preprocessor.clusterscope]", "additional-js"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let rooms = fs::read_to_string(book.join("text/clusterscope/paxos.js"));
    assert_eq!(rooms.expect("the room is among the chapters"), "// Paxos");
    let config = fs::read_to_string(book.join("book.toml")).expect("a configuration");
    assert!(config.contains("src = \"text\" # where it is"), "{config}");
    assert!(config.contains("additional-js = [\"clusterscope.js\"]"), "{config}");

    let before = contents(&book);
    let (well, told) = install(&book, &release);
    assert!(well && told.contains("nothing was changed"), "{told}");
    assert_eq!(contents(&book), before);
}

#[test]
fn a_newer_script_takes_the_place_of_an_older_one() {
    let (release, book) = folders("newer");
    install(&book, &release);
    fs::write(release.join("clusterscope.js"), "// newer").expect("a script");
    let (well, told) = install(&book, &release);
    assert!(well && told.lines().count() == 1, "{told}");
    assert!(told.contains("wrote clusterscope.js"), "{told}");
}

#[test]
fn one_file_is_enough_if_it_holds_all() {
    let (release, book) = folders("whole");
    let (well, told) = install(&book, &release.join("clusterscope-all.js"));
    assert!(well, "{told}");
    let script = fs::read_to_string(book.join("clusterscope.js"));
    assert_eq!(script.expect("a script"), "// all");
    assert!(!book.join("text").exists());
}

#[test]
fn what_is_missing_is_named_and_nothing_is_touched() {
    let (release, book) = folders("missing");
    let before = contents(&book);
    let (well, told) = install(&book, &release.join("clusterscope"));
    assert!(!well && told.contains("there is no ") && told.contains("--from"), "{told}");
    assert_eq!(contents(&book), before);
    let (well, told) = install(&release, &release);
    assert!(!well && told.contains("book.toml: is --dir a book's folder?"), "{told}");
    fs::write(book.join("book.toml"), "[book\n").expect("a configuration");
    let (well, told) = install(&book, &release);
    assert!(!well && told.contains("line 1"), "{told}");
}
