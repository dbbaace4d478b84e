//! The tools that the scripts need: found, or installed where that is possible.

use crate::home::{Home, which};
use crate::run::{output, run, say};
use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of wasm-pack that is installed where there is none.
const WASM_PACK: &str = "0.15.1";
/// The version of cargo-fuzz that is installed where there is none.
const CARGO_FUZZ: &str = "0.13.2";

/// The version of mdBook that builds books.
const MDBOOK: &str = "0.5.4";

/// The packages from PyPI that build sites.
const PYTHON: &[&str] = &["mkdocs==1.6.1", "sphinx==8.1.3"];

/// Makes sure that the toolchain compiles for `targets`.
pub(crate) fn targets(home: &Home, targets: &[&str]) -> Result<()> {
    for target in targets {
        let mut rustc = Command::new("rustc");
        rustc.current_dir(&home.root).args(["--print", "target-libdir", "--target", target]);
        let installed = output(&mut rustc).is_ok_and(|dir| {
            Path::new(dir.trim()).read_dir().is_ok_and(|mut d| d.next().is_some())
        });
        if !installed {
            say(format!("Adding the compile target {target}"));
            rustup(home, &["target", "add", target])?;
        }
    }
    Ok(())
}

/// Makes sure that cargo has the subcommand of a rustup component.
pub(crate) fn component(home: &Home, subcommand: &str, component: &str) -> Result<()> {
    let mut probe = Command::new("cargo");
    if output(probe.current_dir(&home.root).args([subcommand, "--version"])).is_err() {
        say(format!("Adding the component {component}"));
        rustup(home, &["component", "add", component])?;
    }
    Ok(())
}

fn rustup(home: &Home, args: &[&str]) -> Result<()> {
    if which(&["rustup"]).is_none() {
        bail!(
            "`rustup {}` is needed, and rustup is not here; see https://rustup.rs",
            args.join(" ")
        )
    }
    run(Command::new("rustup").current_dir(&home.root).args(args))
}

/// The search path for wasm-pack: it finds wasm-bindgen there, of exactly the library's version.
pub(crate) fn wasm_tools(home: &Home) -> Result<OsString> {
    targets(home, &["wasm32-unknown-unknown"])?;
    let bindgen = home.locked("wasm-bindgen")?;
    let own = home.tools.join("bin");
    let path = search_path(&own)?;
    if reported(&own.join("wasm-bindgen")).as_deref() != Some(&*bindgen)
        && which(&["wasm-bindgen"]).and_then(|it| reported(&it)).as_deref() != Some(&*bindgen)
    {
        say(format!("Installing wasm-bindgen {bindgen} (about 3 minutes, once)"));
        let lean = ["--no-default-features"];
        cargo_install(home, "wasm-bindgen-cli", &bindgen, &lean)?;
    }
    if which(&["wasm-pack"]).is_none() && reported(&own.join("wasm-pack")).is_none() {
        say(format!("Installing wasm-pack {WASM_PACK} (about 2 minutes, once)"));
        cargo_install(home, "wasm-pack", WASM_PACK, &["--locked"])
            .or_else(|_| cargo_install(home, "wasm-pack", WASM_PACK, &[]))?;
    }
    Ok(path)
}

/// The search path with `cargo fuzz` on it, and a nightly toolchain for it.
pub(crate) fn cargo_fuzz(home: &Home) -> Result<OsString> {
    let mut nightly = Command::new("rustc");
    if output(nightly.arg("+nightly").arg("--version")).is_err() {
        say("Adding the nightly toolchain");
        rustup(home, &["toolchain", "install", "nightly", "--profile", "minimal"])?;
    }
    let own = home.tools.join("bin");
    if which(&["cargo-fuzz"]).is_none() && reported(&own.join("cargo-fuzz")).is_none() {
        say(format!("Installing cargo-fuzz {CARGO_FUZZ} (about a minute, once)"));
        cargo_install(home, "cargo-fuzz", CARGO_FUZZ, &["--locked"])
            .or_else(|_| cargo_install(home, "cargo-fuzz", CARGO_FUZZ, &[]))?;
    }
    search_path(&own)
}

/// The version that a program reports: the second word of what `--version` prints.
fn reported(program: &Path) -> Option<String> {
    let printed = output(Command::new(program).arg("--version")).ok()?;
    printed.split_whitespace().nth(1).map(str::to_owned)
}

/// mdBook, in the version that the book is written for.
pub(crate) fn mdbook(home: &Home) -> Result<PathBuf> {
    let own = home.tools.join("bin/mdbook");
    // It prints `mdbook v0.5.4`.
    let is_right = reported(&own).is_some_and(|it| it.trim_start_matches('v') == MDBOOK);
    if !is_right {
        say(format!("Installing mdbook {MDBOOK} (about 2 minutes, once)"));
        let lean = ["--locked", "--no-default-features", "--features", "search"];
        cargo_install(home, "mdbook", MDBOOK, &lean)
            .or_else(|_| cargo_install(home, "mdbook", MDBOOK, &lean[1..]))?;
    }
    Ok(own)
}

/// A program of the Python packages that build sites, in an environment of their own.
pub(crate) fn python_tool(home: &Home, name: &str) -> Result<PathBuf> {
    let folder = home.tools.join("python");
    let wanted = PYTHON.join(" ");
    let marker = folder.join("installed.txt");
    if std::fs::read_to_string(&marker).ok().as_deref() != Some(&*wanted) {
        let python = program("PYTHON", &["python3"], "python3")?;
        say(format!("Installing {wanted} (pip, into target/tools)"));
        let venv =
            |python: &Path| run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder));
        // Debian ships this part of Python by itself.
        venv(&python).or_else(|_| apt("python3-venv").and_then(|()| venv(&python)))?;
        let mut pip = Command::new(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(PYTHON);
        run(&mut pip).context("the Python packages cannot be installed")?;
        std::fs::write(&marker, wanted)?;
    }
    Ok(folder.join("bin").join(name))
}

pub(crate) fn search_path(first: &Path) -> Result<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let all = core::iter::once(first.to_owned()).chain(env::split_paths(&rest));
    env::join_paths(all).context("the search path cannot be extended")
}

fn cargo_install(home: &Home, package: &str, version: &str, extra: &[&str]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&home.root).args(["install", package, "--version", version, "--root"]);
    cargo.arg(&home.tools).args(extra);
    run(&mut cargo).with_context(|| format!("{package} {version} cannot be installed"))
}

/// A wasm-pack command that builds with the tools of this repository and downloads nothing.
pub(crate) fn wasm_pack(home: &Home, subcommand: &str) -> Result<Command> {
    let path = wasm_tools(home)?;
    let own = home.tools.join("bin/wasm-pack");
    let mut command = Command::new(if own.exists() { own } else { PathBuf::from("wasm-pack") });
    command.current_dir(&home.root).env("PATH", path);
    command.args([subcommand, "--mode", "no-install"]);
    Ok(command)
}

/// Chromium or a browser built on it.
pub(crate) fn chromium() -> Result<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    program("CHROMIUM", &names, "chromium")
}

/// The driver that belongs to Chromium.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    program("CHROMEDRIVER", &["chromedriver"], "chromium-driver")
}

/// Firefox.
pub(crate) fn firefox() -> Result<PathBuf> {
    program("FIREFOX", &["firefox-esr", "firefox"], "firefox-esr")
}

/// Node.
pub(crate) fn node() -> Result<PathBuf> {
    program("NODE", &["node", "nodejs"], "nodejs")
}

/// PlantUML.
pub(crate) fn plantuml() -> Result<PathBuf> {
    program("PLANTUML", &["plantuml"], "plantuml")
}

/// The browser tests' packages from the npm registry, exactly as locked.
pub(crate) fn npm_packages(home: &Home) -> Result<()> {
    npm_packages_of(home, "tests/browser")
}

/// A folder's packages from the npm registry, exactly as locked.
pub(crate) fn npm_packages_of(home: &Home, folder: &str) -> Result<()> {
    node()?;
    let npm = program("NPM", &["npm"], "npm")?;
    let dir = home.path(folder);
    let mut probe = Command::new(&npm);
    probe.current_dir(&dir).args(["ls", "--all", "--silent"]);
    let marker = dir.join("node_modules/.package-lock.json");
    let fresh = marker.metadata().and_then(|it| it.modified()).ok()
        >= dir.join("package-lock.json").metadata().and_then(|it| it.modified()).ok();
    if marker.exists() && fresh && output(&mut probe).is_ok() {
        return Ok(());
    }
    say(format!("Installing the packages of {folder} (npm ci)"));
    let mut npm = Command::new(npm);
    npm.current_dir(&dir).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    run(&mut npm).with_context(|| format!("the npm packages of {folder} cannot be installed"))
}

/// A program named by an environment variable, on the search path, or installed by apt.
fn program(variable: &str, names: &[&str], package: &str) -> Result<PathBuf> {
    if let Some(given) = env::var_os(variable) {
        return Ok(PathBuf::from(given));
    }
    if let Some(found) = which(names) {
        return Ok(found);
    }
    let wanted = names.join(", ");
    apt(package).with_context(|| format!("none of these was found: {wanted}; set {variable}"))?;
    which(names).with_context(|| format!("{package} is installed, but {wanted} was not found"))
}

fn apt(package: &str) -> Result<()> {
    if which(&["apt-get"]).is_none() {
        bail!("there is no apt-get here to install {package} with: install it by hand");
    }
    say(format!("Installing {package} with apt-get"));
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let apt_get = |args: &[&str]| {
        let mut command = Command::new(if root { "apt-get" } else { "sudo" });
        if !root {
            command.arg("apt-get");
        }
        run(command.args(args).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    let install = ["install", "-y", "--no-install-recommends", package];
    if apt_get(&install).is_ok() {
        return Ok(());
    }
    apt_get(&["update"])?;
    apt_get(&install).with_context(|| format!("apt-get cannot install {package}"))
}
