//! The static site: what a web server serves, and nothing else.

use crate::home::Home;
use crate::run::{output, run, say};
use crate::{books, build, figure, licences, standalone, weight};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, process};

/// `cargo xtask dist`.
pub(crate) fn command(home: &Home, mut args: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;
    let mut compare = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("check-reproducible") => compare = true,
            other => return Err(other.unexpected().into()),
        }
    }
    write(home, &version(home)?)?;
    let light = weight::check(&home.path("dist"), &home.target)?;
    if compare {
        check_reproducible(home)?;
    }
    Ok(light)
}

/// The version that the site shows: the last tag and the commits since, or the package's version.
pub(crate) fn version(home: &Home) -> Result<String> {
    let mut git = Command::new("git");
    git.current_dir(&home.root).args(["describe", "--tags", "--match", "v*", "--dirty"]);
    if let Ok(described) = output(&mut git) {
        return Ok(described.trim().trim_start_matches('v').to_owned());
    }
    let manifest = fs::read_to_string(home.path("Cargo.toml")).context("reading Cargo.toml")?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    let version = version.context("Cargo.toml names no version")?.trim_end_matches('"').to_owned();
    let mut git = Command::new("git");
    git.current_dir(&home.root).args(["describe", "--always", "--dirty", "--exclude", "*"]);
    Ok(match output(&mut git) {
        Ok(commit) => format!("{version}+{}", commit.trim()),
        Err(_) => version,
    })
}

/// Builds the page and writes the site to `dist/`.
pub(crate) fn write(home: &Home, version: &str) -> Result<()> {
    build::page(home)?;
    say("Writing the site to dist/");
    let dist = home.path("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).context("emptying dist/")?;
    }
    copy(&home.path("static"), &dist.join("static"), |_| true)?;
    let shipped = |name: &str| name.ends_with(".js") || name.ends_with(".wasm");
    copy(&home.path("web/pkg"), &dist.join("web/pkg"), shipped)?;
    let page = fs::read_to_string(home.path("index.html")).context("reading index.html")?;
    if !page.contains("<html ") {
        bail!("index.html has no `<html ` to carry the version");
    }
    let page = page.replacen("<html ", &format!("<html data-version=\"{version}\" "), 1);
    fs::write(dist.join("index.html"), page)?;
    fs::write(dist.join("version.txt"), format!("{version}\n"))?;
    fs::write(dist.join("THIRD-PARTY-LICENSES.txt"), licences::collect(home)?)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(home.path(licence), dist.join(licence)).with_context(|| licence.to_owned())?;
    }
    figure::write(home, &dist, version)?;
    standalone::write(&dist)?;
    println!("    version {version}");
    books::write(home)
}

/// Copies a folder, with those of its files whose names are wanted.
fn copy(from: &Path, to: &Path, wanted: impl Fn(&str) -> bool + Copy) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
    for entry in from.read_dir().with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(&name), wanted)?;
        } else if wanted(&name.to_string_lossy()) {
            let bytes = fs::read(entry.path())?;
            let script =
                matches!(Path::new(&name).extension(), Some(it) if it == "js" || it == "css");
            match String::from_utf8(bytes) {
                Ok(text) if script => fs::write(to.join(&name), thin(&text))?,
                Ok(text) => fs::write(to.join(&name), text)?,
                Err(binary) => fs::write(to.join(&name), binary.into_bytes())?,
            }
        }
    }
    Ok(())
}

/// A script or style sheet without indentation, and without the comments that have lines of their
/// own.
pub(crate) fn thin(text: &str) -> String {
    let (mut thin, mut comment) = (String::with_capacity(text.len()), false);
    for line in text.lines().map(str::trim) {
        comment |= line.starts_with("/*");
        if !(comment || line.is_empty() || line.starts_with("//")) {
            thin.push_str(line);
            thin.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    thin
}

/// Builds the site again from a copy of the sources in another folder and compares all bytes
/// with those in `dist/`.
pub(crate) fn check_reproducible(home: &Home) -> Result<()> {
    say("Building the same sources in another folder");
    let elsewhere = env::temp_dir().join(format!("clusterscope-{}/some where else", process::id()));
    let other = Home {
        target: elsewhere.join("target"),
        root: elsewhere.clone(),
        tools: home.tools.clone(),
    };
    let compared = copy_sources(home, &elsewhere)
        .and_then(|()| write(&other, &version(home)?))
        .and_then(|()| compare(&home.path("dist"), &other.path("dist")));
    let _ = fs::remove_dir_all(elsewhere.parent().unwrap_or(&elsewhere));
    compared
}

fn copy_sources(home: &Home, to: &Path) -> Result<()> {
    let mut git = Command::new("git");
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let files = output(git.current_dir(&home.root).args(list)).context("listing the sources")?;
    for file in files.split('\0').filter(|file| home.path(file).is_file()) {
        let target = to.join(file);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(home.path(file), &target).with_context(|| format!("copying {file}"))?;
    }
    // Cargo treats a folder within a repository alike; an empty one keeps git quiet.
    run(Command::new("git").current_dir(to).args(["init", "--quiet"]))
}

fn compare(one: &Path, other: &Path) -> Result<()> {
    let (one, other) = (contents(one)?, contents(other)?);
    let names: Vec<_> = one.keys().chain(other.keys()).collect();
    let differing: Vec<_> =
        names.into_iter().filter(|name| one.get(*name) != other.get(*name)).collect();
    if let Some(first) = differing.first() {
        bail!("built in two folders, {} differs", first.display());
    }
    println!("    all {} files have the same bytes", one.len());
    Ok(())
}

/// All files below a folder, by their paths in it.
pub(crate) fn contents(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(dir) = left.pop() {
        for entry in dir.read_dir().with_context(|| format!("reading {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                left.push(path);
            } else {
                let bytes = fs::read(&path)?;
                found.insert(path.strip_prefix(folder)?.to_owned(), bytes);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_comments_and_indentation_are_left_out() {
        let text = "/* one */\na {\n    b: c; /* d */\n}\n/**\n * two\n */\n\n// three\nf(1)\n";
        assert_eq!(super::thin(text), "a {\nb: c; /* d */\n}\nf(1)\n");
    }
}
