//! Building the page with wasm-pack, in such a way that the bytes do not tell where.

use crate::home::Home;
use crate::kit;
use crate::run::{output, run, say, took};
use crate::split::{self, FIGURE, PAGE, Rules};
use crate::wasm;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

/// The folder, beside cargo's own, that the page is built in: its flags differ from those of a
/// plain `wasm-pack build`, and neither should throw away what the other built.
const TARGET: &str = "page";

/// A program that is built by wasm-pack and split.
pub(crate) struct Program {
    /// Its package's folder.
    pub(crate) folder: &'static str,
    /// What its files are called.
    name: &'static str,
    /// How it is split.
    rules: &'static Rules,
}

/// The page's program.
const PAGE_PROGRAM: Program = Program { folder: "web", name: "clusterscope_web", rules: &PAGE };

/// The figure's program.
pub(crate) const FIGURE_PROGRAM: Program =
    Program { folder: "figure", name: "clusterscope_figure", rules: &FIGURE };

impl Program {
    /// What the program is shipped from.
    pub(crate) fn pkg(&self, home: &Home) -> PathBuf {
        home.path(self.folder).join("pkg")
    }

    /// The module that it begins with.
    pub(crate) fn wasm(&self, home: &Home) -> PathBuf {
        self.pkg(home).join(format!("{}_bg.wasm", self.name))
    }

    /// The script that goes with it.
    pub(crate) fn script(&self, home: &Home) -> PathBuf {
        self.pkg(home).join(format!("{}.js", self.name))
    }

    /// The program as the linker left it.
    fn linked(&self, home: &Home) -> PathBuf {
        let release = home.target.join(TARGET).join("wasm32-unknown-unknown/release");
        release.join(format!("{}.wasm", self.name))
    }
}

/// Builds the page into `web/pkg`.
pub(crate) fn page(home: &Home) -> Result<()> {
    program(home, &PAGE_PROGRAM).map(drop)
}

/// Builds the figure's program into `figure/pkg`: its parts, and as `whole.wasm` with `whole.js`
/// the program before it was split.
pub(crate) fn figure(home: &Home) -> Result<Parts> {
    let (parts, wasm, script) = program(home, &FIGURE_PROGRAM)?;
    let pkg = FIGURE_PROGRAM.pkg(home);
    let (whole, glue) = (pkg.join("whole.wasm"), pkg.join("whole.js"));
    fs::write(&whole, wasm)?;
    fs::write(&glue, script)?;
    wasm::slim(&whole)?;
    wasm::shorten(&whole, &glue)?;
    Ok(parts)
}

/// The parts of a program beside the one that it begins with.
pub(crate) struct Parts {
    /// The name under which they find each other.
    pub(crate) build: String,
    /// What they are called, as rooms are in addresses.
    pub(crate) names: Vec<String>,
}

/// Builds a program, splits it, and makes its files small. Returns its parts, and the program and
/// its script as they were before.
fn program(home: &Home, program: &Program) -> Result<(Parts, Vec<u8>, String)> {
    let start = Instant::now();
    say(format!("Building {} (wasm-pack, release)", program.folder));
    let (wasm, pkg) = (program.wasm(home), program.pkg(home));
    // Parts that are no more must not be shipped.
    if pkg.exists() {
        fs::remove_dir_all(&pkg).with_context(|| format!("emptying {}", pkg.display()))?;
    }
    crate_with_wasm_pack(home, program.folder)?;
    let whole = fs::read(&wasm).context("the built program")?;
    let script = fs::read_to_string(program.script(home)).context("the program's script")?;
    let parts = in_parts(home, program)?;
    wasm::slim(&wasm)?;
    wasm::forbid_env(&wasm)?;
    wasm::shorten(&wasm, &program.script(home))?;
    let size = fs::metadata(&wasm)?.len();
    println!(
        "    {}/pkg is ready: {} KB of wasm and {} parts, built in {}",
        program.folder,
        size / 1024,
        parts.names.len(),
        took(start)
    );
    Ok((parts, whole, script))
}

/// Splits a program; its script says which parts there are.
fn in_parts(home: &Home, program: &Program) -> Result<Parts> {
    let (wasm, script) = (program.wasm(home), program.script(home));
    let linked = fs::read(program.linked(home)).context("the linked program")?;
    let built = fs::read(&wasm).context("the built program")?;
    let split = split::split(&linked, &built, program.rules).context("splitting the program")?;
    fs::write(&wasm, &split.entry)?;
    let mut names = Vec::new();
    for part in &split.parts {
        // As rooms are called in addresses.
        let name = part.name.replace('_', "-");
        fs::write(wasm.with_file_name(format!("{name}.wasm")), &part.wasm)?;
        names.push(name);
    }
    let parts = serde_json::json!({ "build": split.build, "names": names, "later": split.later });
    let text = fs::read_to_string(&script).context("reading the program's script")?;
    fs::write(&script, format!("{text}\nexport const parts = {parts};\n"))?;
    Ok(Parts { build: split.build, names })
}

/// Builds one wasm package into its `pkg` folder.
pub(crate) fn crate_with_wasm_pack(home: &Home, folder: &str) -> Result<()> {
    run(&mut wasm_pack_of(home, folder)?)
}

/// What builds one wasm package into its `pkg` folder.
pub(crate) fn wasm_pack_of(home: &Home, folder: &str) -> Result<Command> {
    let mut command = kit::wasm_pack(home, "build")?;
    command.args([folder, "--target", "web", "--no-typescript"]);
    command.env("CARGO_TARGET_DIR", home.target.join(TARGET));
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(home)?.join("\u{1f}"));
    Ok(command)
}

/// Flags for what is done with the program afterwards, and flags that keep the names of this
/// machine's folders out of panic messages.
fn flags(home: &Home) -> Result<Vec<String>> {
    let cargo_home = match env::var_os("CARGO_HOME") {
        Some(dir) => PathBuf::from(dir),
        None => env::home_dir().context("there is no home folder")?.join(".cargo"),
    };
    let rustc = |args: &[&str]| output(Command::new("rustc").current_dir(&home.root).args(args));
    let sysroot = rustc(&["--print", "sysroot"])?;
    let sysroot = Path::new(sysroot.trim());
    let version = rustc(&["-vV"])?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    // Where the standard library's sources are installed, rustc names them in place of this.
    let library = format!("/rustc/{}", commit.context("rustc names no commit")?);
    let registry = cargo_home.join("registry/src");
    // With relocations the linker says what refers to what, by names that tell a room from another.
    let mut flags =
        vec!["-Clink-arg=--emit-relocs".to_owned(), "-Csymbol-mangling-version=v0".to_owned()];
    // A later flag wins over an earlier one: from the widest folder to the narrowest.
    for (from, to) in [
        (&*cargo_home, "cargo"),
        (sysroot, "rust"),
        (&*sysroot.join("lib/rustlib/src/rust"), &*library),
    ] {
        flags.push(format!("--remap-path-prefix={}={to}", from.display()));
    }
    for index in registry.read_dir().into_iter().flatten().flatten() {
        flags.push(format!("--remap-path-prefix={}=crates", index.path().display()));
    }
    flags.push(format!("--remap-path-prefix={}=.", home.root.display()));
    Ok(flags)
}
