//! The project's scripts: each sets up what it lacks, says what it does, and fails loudly.

mod bench;
mod books;
mod build;
mod dist;
mod docs;
mod figure;
mod home;
mod kit;
mod licences;
mod pack;
mod run;
mod serve;
mod split;
mod standalone;
mod test;
mod wasm;
mod weight;

use anyhow::{Result, bail};
use home::Home;
use std::process::ExitCode;

const HELP: &str = "\
usage: cargo xtask COMMAND

  serve   build the page and serve it at http://127.0.0.1:8080 (or the next free port)
            --port N     this port; 0 takes any free one
            --no-build   serve what was built last
            --dist       serve dist/ in place of the working tree
            --at PATH    serve from a sub-path such as /some/where/
  test    run every test; names of steps run only those, `--list` names them
  build   build the page with wasm-pack into web/pkg
  figure  write the figure alone to dist/: scripts and package
  dist    write the static site to dist/
            --check-reproducible   build twice, in different folders, and compare the bytes
  doc     write the crates' documentation to target/doc, with figures that play
  bench   run the benchmarks, native and in the browser
            --native, --check, --frames, --figure   only these
  shots   take the screenshots in docs/shots/
";

fn main() -> ExitCode {
    match dispatch() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command that was asked for; false if what it checks does not hold.
fn dispatch() -> Result<bool> {
    let home = Home::find()?;
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        Some(lexopt::Arg::Value(command)) => command.to_string_lossy().into_owned(),
        _ => "help".to_owned(),
    };
    match command.as_str() {
        "serve" => serve::command(&home, args).map(|()| true),
        "bench" => bench::command(&home, args),
        "shots" => bench::shots(&home).map(|()| true),
        "test" => test::command(&home, args),
        "dist" => dist::command(&home, args),
        "doc" => docs::write(&home).map(|_| true),
        "build" => build::page(&home).map(|()| true),
        "figure" => figure_only(&home).map(|()| true),
        "help" => {
            print!("{HELP}");
            Ok(true)
        }
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

/// Writes the figure alone to `dist/`, for work on it.
fn figure_only(home: &Home) -> Result<()> {
    std::fs::create_dir_all(home.path("dist"))?;
    figure::write(home, &home.path("dist"), &dist::version(home)?)
}
