//! Building the page with wasm-pack, in such a way that the bytes do not tell where.

use crate::home::Home;
use crate::kit;
use crate::run::{output, run, say, took};
use crate::split::{self, PAGE};
use crate::wasm;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

/// The folder, beside cargo's own, that the page is built in: its flags differ from those of a
/// plain `wasm-pack build`, and neither should throw away what the other built.
const TARGET: &str = "page";

/// The page's program as the linker left it, in the folder that the page is built in.
const LINKED: &str = "wasm32-unknown-unknown/release/clusterscope_web.wasm";

/// The page's program.
const WASM: &str = "web/pkg/clusterscope_web_bg.wasm";

/// The script that goes with it.
const SCRIPT: &str = "web/pkg/clusterscope_web.js";

/// Builds the page into `web/pkg`.
pub(crate) fn page(home: &Home) -> Result<()> {
    let start = Instant::now();
    say("Building the page (wasm-pack, release)");
    let wasm = home.path(WASM);
    // Parts that are no more must not be shipped.
    if let Some(folder) = wasm.parent().filter(|folder| folder.exists()) {
        fs::remove_dir_all(folder).context("emptying web/pkg")?;
    }
    crate_with_wasm_pack(home, "web")?;
    let parts = in_parts(home)?;
    wasm::slim(&wasm)?;
    wasm::forbid_env(&wasm)?;
    wasm::shorten(&wasm, &home.path(SCRIPT))?;
    let size = fs::metadata(&wasm)?.len();
    println!(
        "    web/pkg is ready: {} KB of wasm and {parts} parts, built in {}",
        size / 1024,
        took(start)
    );
    Ok(())
}

/// Splits the program; its script says which parts there are. Returns how many.
fn in_parts(home: &Home) -> Result<usize> {
    let (wasm, script) = (home.path(WASM), home.path(SCRIPT));
    let linked = fs::read(home.target.join(TARGET).join(LINKED)).context("the linked program")?;
    let built = fs::read(&wasm).context("the built program")?;
    let split = split::split(&linked, &built, &PAGE).context("splitting the program")?;
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
    Ok(names.len())
}

/// Builds one wasm package into its `pkg` folder.
pub(crate) fn crate_with_wasm_pack(home: &Home, folder: &str) -> Result<()> {
    let mut command = kit::wasm_pack(home, "build")?;
    command.args([folder, "--target", "web", "--no-typescript"]);
    command.env("CARGO_TARGET_DIR", home.target.join(TARGET));
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(home)?.join("\u{1f}"));
    run(&mut command)
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
