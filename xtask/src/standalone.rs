//! The whole page in one file that opens by double click: `standalone.html`.
//!
//! It is put together from what is in `dist/`: styles, scripts and the icon stand in it as they
//! are, and the program's parts are packed. Every piece of `index.html` that is replaced must be
//! found, exactly once.

use crate::pack::packed;
use crate::run::say;
use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// The file.
pub(crate) const FILE: &str = "standalone.html";

/// The run that opens where the address names none: the first one of the first room.
const FIRST: &str = "raft/leader-crash";

/// The folder of the program.
const PROGRAM: &str = "web/pkg";

/// The program's own files; all other wasm files beside them are its parts.
const SCRIPT: &str = "clusterscope_web.js";
const WASM: &str = "clusterscope_web_bg.wasm";

/// What is fetched later and is no wasm, by what the page calls it; what runs in a worker is there
/// as a text only.
const LATER: [&str; 2] = ["files", "search"];
const WORKER: &str = "worker";

/// What the page lists of the licences of others.
const LICENCES: &str = "THIRD-PARTY-LICENSES.txt";

/// Gets the program and its parts out of the file.
const UNPACK: &str = include_str!("standalone.js");

/// The styles, in the order in which the page comes to have them.
const STYLES: [&str; 3] = ["static/style.css", "static/run.css", "static/scene.css"];

/// The pieces of `index.html` that have another form in one file.
const ICON: &str = r#"<link rel="icon" href="static/icons/icon.svg" type="image/svg+xml">"#;
const STYLE: &str = r#"<link rel="stylesheet" href="static/style.css">"#;
const CHECK: &str = r#"<script src="static/check.js"></script>"#;

/// Writes the file, from all else in `dist`.
pub(crate) fn write(dist: &Path) -> Result<()> {
    let read = |name: &str| {
        fs::read_to_string(dist.join(name)).with_context(|| format!("{FILE}: reading {name}"))
    };
    let icon = BASE64_STANDARD.encode(read("static/icons/icon.svg")?);
    let style = STYLES.map(&read).into_iter().collect::<Result<Vec<_>>>()?.concat();
    let check = format!("{}{}", first(), read("static/check.js")?);
    let mut boot = UNPACK.to_owned();
    let later = |name: &str| read(&format!("static/later/{name}.js"));
    for name in LATER {
        boot.push_str(&module(name, &later(name)?)?);
        boot.push_str(&call(name));
    }
    boot.push_str(&function(WORKER, &later(WORKER)?, &[]));
    boot.push_str(&module("program", &read(&format!("{PROGRAM}/{SCRIPT}"))?)?);
    boot.push_str(&call("program"));
    boot.push_str(&read("static/boot.js")?);
    let policy = policy(&style, &[&check, &boot]);
    let mut page = Page(read("index.html")?);
    page.replace("<html ", "<html data-alone ")?;
    page.replace(
        r#"<meta charset="utf-8">"#,
        &format!(
            "<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
        ),
    )?;
    page.replace(ICON, &format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{icon}\">"))?;
    page.replace(STYLE, &element("style", "", &style)?)?;
    // Elsewhere the first script asks for the second one.
    let scripts =
        [element("script", "", &check)?, element("script", " type=\"module\"", &boot)?].concat();
    page.replace(CHECK, &scripts)?;
    page.replace(r#"<a class="wm" href="./""#, r##"<a class="wm" href="#""##)?;
    page.replace("</body>", &format!("{}</body>", parts(dist)?))?;
    page.leads_nowhere()?;
    fs::write(dist.join(FILE), &page.0)?;
    say(format!("Wrote {FILE}: {} KB", page.0.len() / 1024));
    Ok(())
}

/// The page as it is being changed.
struct Page(String);

impl Page {
    /// Puts something in the place of a piece that must be there once.
    fn replace(&mut self, piece: &str, with: &str) -> Result<()> {
        let count = self.0.matches(piece).count();
        if count != 1 {
            bail!("{FILE}: index.html has {count} times, and should have once:\n{piece}");
        }
        self.0 = self.0.replacen(piece, with, 1);
        Ok(())
    }

    /// Nothing that the markup names is another file.
    fn leads_nowhere(&self) -> Result<()> {
        for name in [" src=\"", "<link rel=\"stylesheet\"", "<link rel=\"preload\""] {
            if self.0.contains(name) {
                bail!("{FILE}: index.html leads to a file that is not in it, by `{name}`");
            }
        }
        Ok(())
    }
}

/// Sees to it that the first run opens where the address names none, before anything looks there.
fn first() -> String {
    let go = format!("history.replaceState(null, '', '#{FIRST}')");
    format!("if (location.hash.length < 2) {go};\n")
}

/// A script as a function that does what it does, and returns what it exports. A worker is made of
/// the texts of such functions.
fn function(name: &str, body: &str, exports: &[String]) -> String {
    let exports = exports.join(", ");
    format!("clusterscopeInside.from.{name} = () => {{\n{body}return {{ {exports} }};\n}};\n")
}

/// Calls it, for the page.
fn call(name: &str) -> String {
    format!("clusterscopeInside.{name} = clusterscopeInside.from.{name}();\n")
}

/// A module's script as a function that returns its exports. Modules cannot name each other where
/// they stand in a page, and a page that is a file cannot load them.
fn module(name: &str, text: &str) -> Result<String> {
    let (mut body, mut exports) = (String::new(), Vec::new());
    for line in text.lines() {
        let Some(exported) = line.strip_prefix("export ") else {
            if line.starts_with("import ") {
                bail!("{FILE}: a script imports another: {line}");
            }
            body.push_str(line);
            body.push('\n');
            continue;
        };
        if let Some(list) = exported.strip_prefix('{').and_then(|it| it.strip_suffix("};")) {
            for one in list.split(',').map(str::trim) {
                let (inside, outside) = one.split_once(" as ").unwrap_or((one, one));
                exports.push(format!("{outside}: {inside}"));
            }
            continue;
        }
        let declared = ["const ", "async function ", "function "];
        let rest = declared.iter().find_map(|word| exported.strip_prefix(word));
        let rest = rest.with_context(|| format!("{FILE}: this export has no form: {line}"))?;
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        exports.push(rest[..end].to_owned());
        body.push_str(exported);
        body.push('\n');
    }
    if exports.is_empty() {
        bail!("{FILE}: a script exports nothing");
    }
    Ok(function(name, &body, &exports))
}

/// An element with text that no parser looks into.
fn element(tag: &str, attributes: &str, text: &str) -> Result<String> {
    let lower = text.to_ascii_lowercase();
    if let Some(word) = [format!("</{tag}"), "<!--".into()].iter().find(|it| lower.contains(*it)) {
        bail!("{FILE}: `{word}` stands in what is put into a <{tag}>");
    }
    Ok(format!("<{tag}{attributes}>{text}</{tag}>"))
}

/// What the file may do: run what stands in it, and ask nobody.
fn policy(style: &str, scripts: &[&str]) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let scripts: Vec<_> = scripts.iter().map(|text| hash(text)).collect();
    format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; worker-src blob:; style-src {}; \
         img-src data:; base-uri 'none'; form-action 'none'",
        scripts.join(" "),
        hash(style)
    )
}

/// The program, its parts and the licences, packed, as elements that no browser runs.
fn parts(dist: &Path) -> Result<String> {
    let mut files = Vec::new();
    for entry in dist.join(PROGRAM).read_dir().context(PROGRAM)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "wasm") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, path));
        }
    }
    files.sort();
    if !files.iter().any(|(name, _)| name == WASM) {
        bail!("{FILE}: there is no {WASM}");
    }
    files.push((LICENCES.to_owned(), dist.join(LICENCES)));
    let mut text = String::new();
    for (name, path) in files {
        let bytes = fs::read(&path).with_context(|| format!("{FILE}: reading {name}"))?;
        let inside = format!(" type=\"text/plain\" id=\"inside-{name}\"");
        text.push_str(&element("script", &inside, &packed(&bytes)?)?);
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_becomes_a_function_that_returns_its_exports() {
        let text = "export function run() {\n    go();\n}\nlet go;\n\
                    export { go as default, stay };\nexport const parts = {};\n";
        let object = module("name", text).expect("an object");
        assert_eq!(
            object,
            "clusterscopeInside.from.name = () => {\nfunction run() {\n    go();\n}\nlet go;\n\
             const parts = {};\nreturn { run, default: go, stay: stay, parts };\n};\n"
        );
    }

    #[test]
    fn a_script_that_cannot_stand_alone_is_refused() {
        assert!(module("name", "import { a } from './a.js';\nexport const b = 1;").is_err());
        assert!(module("name", "export default class {}").is_err(), "a form that is not known");
        assert!(module("name", "const a = 1;").is_err(), "nothing is exported");
    }

    #[test]
    fn what_would_end_its_element_is_refused() {
        assert_eq!(element("script", " a", "1 < 2").expect("it fits"), "<script a>1 < 2</script>");
        assert!(element("script", "", "'</SCRIPT>'").is_err());
        assert!(element("script", "", "'<!--'").is_err());
    }

    #[test]
    fn a_piece_that_is_not_there_once_is_named() {
        let mut page = Page("<a><b><b>".to_owned());
        page.replace("<a>", "<c>").expect("it is there");
        assert_eq!(page.0, "<c><b><b>");
        let error = page.replace("<b>", "").expect_err("twice").to_string();
        assert!(error.contains("2 times") && error.contains("<b>"), "{error}");
        assert!(page.replace("<d>", "").is_err());
    }

    #[test]
    fn the_policy_names_what_may_run_by_its_hash() {
        // The hash of nothing is well known.
        let nothing = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert_eq!(
            policy("", &["", ""]),
            format!(
                "default-src 'none'; script-src {nothing} {nothing} 'wasm-unsafe-eval'; \
                 worker-src blob:; style-src {nothing}; img-src data:; base-uri 'none'; \
                 form-action 'none'"
            )
        );
    }
}
