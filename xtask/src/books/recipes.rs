//! The small sites of `tests/recipes`: one for each tool that the chapter on embedding names, built
//! by that tool from the very files that the chapter shows.

use super::{SCRIPT, install, mdbook, mdbook_command, preprocessor};
use crate::home::Home;
use crate::kit;
use crate::run::{run, say};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the recipes are.
const RECIPES: &str = "tests/recipes";

/// A site that was built.
#[derive(Debug)]
pub(crate) struct Built {
    /// The tool that built it.
    pub(crate) tool: &'static str,
    /// The folder that holds it.
    pub(crate) folder: PathBuf,
}

/// What builds a copy of a recipe; it returns the folder of the built site.
type Build = fn(&Home, &Path) -> Result<PathBuf>;

/// Builds all recipes.
pub(crate) fn build_all(home: &Home) -> Result<Vec<Built>> {
    let tools: [(_, Build); 4] = [
        ("mdbook", with_mdbook),
        ("mkdocs", with_mkdocs),
        ("sphinx", with_sphinx),
        ("vitepress", with_vitepress),
    ];
    let mut built = Vec::new();
    for (tool, build) in tools {
        say(format!("Building the recipe for {tool}"));
        let site = fresh(home, tool)?;
        let folder = build(home, &site).with_context(|| format!("the recipe for {tool}"))?;
        built.push(Built { tool, folder });
    }
    Ok(built)
}

/// A copy of a recipe in a folder where nothing was built before.
fn fresh(home: &Home, tool: &str) -> Result<PathBuf> {
    let site = home.target.join("recipes").join(tool);
    if site.exists() {
        fs::remove_dir_all(&site).with_context(|| format!("emptying {}", site.display()))?;
    }
    copy(&home.path(RECIPES).join(tool), &site)?;
    Ok(site)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
    for entry in from.read_dir().with_context(|| format!("reading {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "node_modules" {
                copy(&entry.path(), &target)?;
            }
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Puts the script into a folder of a site, under the name that the chapter gives it.
fn put_script(home: &Home, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let script = home.path("dist").join(SCRIPT);
    fs::copy(&script, folder.join("clusterscope.js"))
        .with_context(|| format!("{}: run `cargo xtask dist` first", script.display()))?;
    Ok(())
}

/// A book is set up by `install`, which leaves all as it is the second time.
fn with_mdbook(home: &Home, site: &Path) -> Result<PathBuf> {
    let preprocessor = preprocessor(home)?;
    let config = site.join("book.toml");
    let before = fs::read_to_string(&config)?;
    let told = install(&preprocessor, site, &home.path("dist"))?;
    ensure!(told.contains("additional-js"), "install does not say what it did: {told}");
    let once = fs::read_to_string(&config)?;
    for line in before.lines() {
        ensure!(once.contains(line), "install has taken `{line}` out of book.toml");
    }
    let told = install(&preprocessor, site, &home.path("dist"))?;
    ensure!(told.contains("nothing was changed"), "a second install says: {told}");
    ensure!(fs::read_to_string(&config)? == once, "a second install changes book.toml");
    let out = site.join("out");
    mdbook(home, &preprocessor, site, &out)?;
    // The other renderer of this book gets pictures and transcripts.
    let plain = fs::read_to_string(out.join("markdown/index.md"))?;
    for part in ["](data:image/svg+xml;base64,", "```text\n# A leader crashes\n"] {
        ensure!(plain.contains(part), "the Markdown of the book has no {part}");
    }
    ensure!(!plain.contains("cluster-scope"), "the Markdown of the book has the element");
    Ok(out.join("html"))
}

/// What mdBook says about a book with mistakes, after it has refused it.
pub(crate) fn refused(home: &Home) -> Result<String> {
    let book = fresh(home, "mdbook-mistakes")?;
    let preprocessor = preprocessor(home)?;
    let mut command = mdbook_command(home, &preprocessor, &book, &book.join("out"))?;
    let output = command.output().context("starting mdbook")?;
    if output.status.success() {
        bail!("mdbook builds a book whose figures cannot be drawn");
    }
    Ok(String::from_utf8_lossy(&output.stderr).into_owned())
}

fn with_mkdocs(home: &Home, site: &Path) -> Result<PathBuf> {
    put_script(home, &site.join("docs"))?;
    let mut command = Command::new(kit::python_tool(home, "mkdocs")?);
    command.args(["build", "--strict", "--quiet", "--config-file"]).arg(site.join("mkdocs.yml"));
    let out = site.join("out");
    run(command.arg("--site-dir").arg(&out))?;
    Ok(out)
}

fn with_sphinx(home: &Home, site: &Path) -> Result<PathBuf> {
    put_script(home, &site.join("_static"))?;
    let mut command = Command::new(kit::python_tool(home, "sphinx-build")?);
    let out = site.join("out");
    // The folder that holds the output is no part of the input.
    command.args(["--fail-on-warning", "--quiet", "-b", "html", "-D", "exclude_patterns=out"]);
    run(command.arg(site).arg(&out))?;
    Ok(out)
}

fn with_vitepress(home: &Home, site: &Path) -> Result<PathBuf> {
    put_script(home, &site.join("docs/public"))?;
    // The packages lie above the copy, where Node looks for them as well, and outlive it.
    let above = site.parent().context("the copy is in no folder")?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        let (from, to) = (site.join(file), above.join(file));
        if fs::read(&to).ok() != Some(fs::read(&from)?) {
            fs::copy(from, to)?;
        }
    }
    kit::npm_packages_of(home, &above.to_string_lossy())?;
    let mut command = Command::new(kit::node()?);
    let program = above.join("node_modules/vitepress/bin/vitepress.js");
    run(command.current_dir(site).arg(program).args(["build", "docs"]))?;
    Ok(site.join("docs/.vitepress/dist"))
}
