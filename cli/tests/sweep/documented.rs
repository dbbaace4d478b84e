//! What `docs/ci.md` says about GitHub Actions and Kubernetes is what is run here: the commands in
//! its YAML, in shells, each share by itself; merged they are the report of one machine.

use super::{PROGRAM, names, out, read, run_in, told};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use yaml_rust2::{Yaml, YamlLoader};

const GUIDE: &str = include_str!("../../../docs/ci.md");

/// The documents in the guide's YAML, in order.
fn documents() -> Vec<Yaml> {
    let fences = GUIDE.split("\n```yaml\n").skip(1).map(|rest| rest.split("\n```").next());
    let read =
        |text: Option<&str>| YamlLoader::load_from_str(text.expect("a fence")).expect("YAML");
    fences.flat_map(read).collect()
}

fn text(yaml: &Yaml) -> &str {
    yaml.as_str().unwrap_or_else(|| panic!("{yaml:?} is no text"))
}

/// Runs a command as a shell does that finds the program.
fn shell(folder: &Path, command: &str, index: Option<i64>) -> Output {
    let program = Path::new(PROGRAM).parent().expect("a folder").to_string_lossy().into_owned();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", command]).current_dir(folder).env("PATH", format!("{program}:{path}"));
    match index {
        Some(index) => shell.env("JOB_COMPLETION_INDEX", index.to_string()),
        None => shell.env_remove("JOB_COMPLETION_INDEX"),
    };
    shell.output().expect("there is a shell")
}

/// Holds merged files to those of the same sweep on one machine.
fn same_as_whole(sweep: &str, folder: &Path, merge: &Output) {
    let machine = TempDir::new().expect("a folder");
    let words = sweep.split_whitespace().skip(1);
    let shared = ["--shard", "--out"];
    let mut whole: Vec<&str> = Vec::new();
    let mut words = words.take_while(|word| *word != "||").peekable();
    while let Some(word) = words.next() {
        match shared.contains(&word) {
            true => drop(words.next()),
            false => whole.push(word),
        }
    }
    whole.extend(["--out", "merged", "--junit", "merged/junit.xml"]);
    let output = run_in(machine.path(), &whole);
    assert_eq!(output.status.code(), merge.status.code(), "{}{}", told(&output), told(merge));
    let files = names(&machine.path().join("merged"));
    assert_eq!(files, names(folder));
    assert!(files.contains(&"sweep.json".into()) && files.contains(&"junit.xml".into()));
    for file in files {
        assert_eq!(read(folder, &file), read(&machine.path().join("merged"), &file), "{file}");
    }
    assert_eq!(out(&output), out(merge));
}

/// The commands of a job's steps; what is done to get the program is left out.
fn steps(job: &Yaml) -> Vec<&str> {
    let steps = job["steps"].as_vec().expect("steps").iter();
    let runs = steps.filter(|step| !step["run"].is_badvalue()).map(|step| text(&step["run"]));
    runs.filter(|run| !run.starts_with("cargo install ")).collect()
}

#[test]
fn the_github_actions_matrix_and_its_merge_make_the_whole() {
    let workflow = &documents()[0];
    let (share, merge) = (&workflow["jobs"]["share"], &workflow["jobs"]["merge"]);
    assert_eq!(merge["needs"].as_str(), Some("share"));
    let matrix = share["strategy"]["matrix"]["share"].as_vec().expect("a matrix");
    let [sweep] = steps(share)[..] else { panic!("one command") };
    assert!(sweep.contains(&format!("/{} ", matrix.len())), "{sweep}");
    let folder = TempDir::new().expect("a folder");
    for number in matrix.iter().map(|it| it.as_i64().expect("a number")) {
        // Each has a machine of its own, and uploads what the next step names.
        let machine = TempDir::new().expect("a folder");
        let command = sweep.replace("${{ matrix.share }}", &number.to_string());
        let output = shell(machine.path(), &command, None);
        assert_eq!(output.status.code(), Some(0), "{command}: {}", told(&output));
        let uploads = share["steps"].as_vec().expect("steps").last().expect("a step");
        assert_eq!(text(&uploads["with"]["path"]), "reports/shard-*.json");
        let file = format!("shard-{number}-of-{}.json", matrix.len());
        let downloads = folder.path().join("reports");
        std::fs::create_dir_all(&downloads).expect("a folder");
        std::fs::copy(machine.path().join("reports").join(&file), downloads.join(&file))
            .unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    let downloads = &merge["steps"][1]["with"];
    assert_eq!(text(&downloads["path"]), "reports");
    assert_eq!(downloads["merge-multiple"].as_bool(), Some(true), "no folder for each share");
    let [command] = steps(merge)[..] else { panic!("one command") };
    let output = shell(folder.path(), command, None);
    let sweep = sweep.replace("${{ matrix.share }}", "1");
    same_as_whole(&sweep, &folder.path().join("merged"), &output);
}

/// The container of a job.
fn container(job: &Yaml) -> &Yaml {
    let pod = &job["spec"]["template"]["spec"];
    assert_eq!(pod["restartPolicy"].as_str(), Some("Never"));
    &pod["containers"][0]
}

/// What a container's shell runs, with its volume in a folder.
fn command(container: &Yaml, volume: &Path) -> String {
    let words: Vec<&str> =
        container["command"].as_vec().expect("a command").iter().map(text).collect();
    let ["sh", "-c", command] = words[..] else { panic!("{words:?}") };
    let mount = text(&container["volumeMounts"][0]["mountPath"]);
    assert!(command.contains(mount), "{command}");
    command.replace(mount, &volume.to_string_lossy())
}

fn runs_on_kubernetes(change: &dyn Fn(&str) -> String, exit: i32) {
    let documents = documents();
    let (job, merge) = (&documents[1], &documents[2]);
    let spec = &job["spec"];
    assert_eq!(spec["completionMode"].as_str(), Some("Indexed"));
    let completions = spec["completions"].as_i64().expect("a number");
    let volume = TempDir::new().expect("a folder");
    let sweep = change(&command(container(job), volume.path()));
    assert!(sweep.contains(&format!("--shard index/{completions} ")), "{sweep}");
    for index in 0..completions {
        let output = shell(volume.path(), &sweep, Some(index));
        assert_eq!(output.status.code(), Some(0), "index {index}: {}", told(&output));
    }
    let output = shell(volume.path(), &command(container(merge), volume.path()), None);
    assert_eq!(output.status.code(), Some(exit), "{}", told(&output));
    let merged = volume.path().join("merged");
    let printed = out(&output).replace(&*merged.to_string_lossy(), "merged");
    let output = Output { stdout: printed.into_bytes(), ..output };
    same_as_whole(&sweep, &merged, &output);
}

#[test]
fn the_indexed_job_and_its_merge_make_the_whole() {
    runs_on_kubernetes(&str::to_string, 0);
}

#[test]
fn an_index_that_finds_something_completes_and_the_merge_tells() {
    let flawed = |sweep: &str| {
        let short = sweep.replace("--seeds 0..600", "--seeds 0..20 --flaw commits-in-silence");
        assert_ne!(short, sweep);
        short
    };
    runs_on_kubernetes(&flawed, 1);
}
