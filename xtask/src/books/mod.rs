//! Books and sites that show figures: the project's own book, and the small ones that its chapter
//! on embedding tells readers to write.

mod recipes;

pub(crate) use recipes::{build_all, refused};

use crate::home::Home;
use crate::kit;
use crate::run::{output, run, say};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's own book.
const BOOK: &str = "docs/book";
/// The script that holds all protocols.
pub(crate) const SCRIPT: &str = "clusterscope-all.js";

/// Builds the project's own book into `dist/book`, with the script that lies in `dist`.
pub(crate) fn write(home: &Home) -> Result<()> {
    say("Building the book");
    let dist = home.path("dist");
    let preprocessor = preprocessor(home)?;
    install(&preprocessor, &home.path(BOOK), &dist)?;
    mdbook(home, &preprocessor, &home.path(BOOK), &dist.join("book"))
}

/// The preprocessor, built. Its folder is that of the tools, so that two copies of the sources
/// compile what it depends on once.
pub(crate) fn preprocessor(home: &Home) -> Result<PathBuf> {
    let target = home.tools.join("build");
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&home.root).args(["build", "--quiet", "--package", "mdbook-clusterscope"]);
    run(cargo.env("CARGO_TARGET_DIR", &target)).context("the preprocessor cannot be built")?;
    let name = format!("mdbook-clusterscope{}", std::env::consts::EXE_SUFFIX);
    Ok(target.join("debug").join(name))
}

/// Sets a book up, and returns what was said about it.
pub(crate) fn install(preprocessor: &Path, book: &Path, from: &Path) -> Result<String> {
    let mut command = Command::new(preprocessor);
    let told = output(command.arg("install").arg("--dir").arg(book).arg("--from").arg(from))?;
    print!("    {told}");
    Ok(told)
}

/// Builds a book into a folder.
pub(crate) fn mdbook(home: &Home, preprocessor: &Path, book: &Path, to: &Path) -> Result<()> {
    run(&mut mdbook_command(home, preprocessor, book, to)?)
}

/// The command that builds a book with mdBook, which finds the preprocessor by its name.
fn mdbook_command(home: &Home, preprocessor: &Path, book: &Path, to: &Path) -> Result<Command> {
    let program = kit::mdbook(home)?;
    let mut command = Command::new(program);
    command.arg("build").arg(book).arg("--dest-dir").arg(to);
    let folder = preprocessor.parent().context("the preprocessor is in no folder")?;
    command.env("PATH", kit::search_path(folder)?);
    Ok(command)
}
