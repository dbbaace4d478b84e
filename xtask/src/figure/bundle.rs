//! Scripts as one: modules of a folder, put one after the other.
//!
//! By hand: these modules share no name, so a bundler would do no more than this, and the site
//! would need Node to be built.

use crate::dist::thin;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, mem};

/// The text of a module: a generated one by its name, or a file in the folder.
fn text_of(name: &str, folder: &Path, made: &BTreeMap<&str, String>) -> Result<String> {
    if let Some(text) = made.get(name) {
        return Ok(text.clone());
    }
    fs::read_to_string(folder.join(name)).with_context(|| format!("reading {name}"))
}

/// A module in two: the names of those that it imports, and the rest, which exports nothing.
fn apart(text: &str) -> Result<(Vec<String>, String)> {
    let (mut imports, mut rest, mut import) = (Vec::new(), String::new(), String::new());
    for line in thin(text).lines() {
        if line.starts_with("import ") || !import.is_empty() {
            import.push_str(line);
            if line.ends_with(';') {
                let from = mem::take(&mut import);
                let name = from.split('\'').nth(1).and_then(|it| it.strip_prefix("./"));
                imports.push(name.with_context(|| format!("where is {from}"))?.to_owned());
            }
            continue;
        }
        let line = without_notes(line.strip_prefix("export ").unwrap_or(line));
        if !matches!(&*line, "{};" | "") {
            rest.push_str(&line);
            rest.push('\n');
        }
    }
    Ok((imports, rest))
}

/// A line without what it says of types.
fn without_notes(mut line: &str) -> String {
    let mut rest = String::with_capacity(line.len());
    while let Some((before, after)) = line.split_once("/** @") {
        rest.push_str(before);
        line = after.split_once("*/").map_or("", |(_, after)| after.trim_start());
    }
    rest.push_str(line);
    rest
}

/// Puts a module after all that it imports.
fn gather(
    name: &str,
    folder: &Path,
    made: &BTreeMap<&str, String>,
    seen: &mut Vec<String>,
    all: &mut String,
) -> Result<()> {
    if seen.iter().any(|it| it == name) {
        return Ok(());
    }
    seen.push(name.to_owned());
    let (imports, rest) = apart(&text_of(name, folder, made)?)?;
    for import in imports {
        gather(&import, folder, made, seen, all)?;
    }
    all.push_str(&rest);
    Ok(())
}

/// One classic script of a module and all that it imports: plain ASCII, and safe within a page.
pub(crate) fn bundle(
    entry: &str,
    folder: &Path,
    made: &BTreeMap<&str, String>,
    head: &str,
) -> Result<String> {
    let mut all = String::new();
    gather(entry, folder, made, &mut Vec::new(), &mut all)?;
    safe(&format!("{head}(function(){{\"use strict\";\n{all}}})();\n"))
}

/// A script in plain ASCII; refused if it would end or hide a script that it stands in.
pub(crate) fn safe(script: &str) -> Result<String> {
    let mut text = String::with_capacity(script.len());
    for character in script.chars() {
        if character.is_ascii() {
            text.push(character);
        } else {
            // Beyond comments, which are gone, such characters stand in strings alone.
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    let lower = text.to_ascii_lowercase();
    for bad in ["</script", "<!--"] {
        if lower.contains(bad) {
            bail!("a script contains `{bad}`");
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_stand_after_what_they_import_and_export_nothing() {
        let module = |text: &str| text.to_owned();
        let made = BTreeMap::from([
            (
                "a.js",
                module(
                    "// A.\nimport { b } from './b.js';\nimport {\n  c,\n} from './c.js';\nb(c);\n",
                ),
            ),
            (
                "b.js",
                module(
                    "import { c } from './c.js';\nexport const b = (/** @type {X} */ x) => c;\n",
                ),
            ),
            ("c.js", module("/** C. */\nexport const c = '\u{d7}';\nexport {};\n")),
        ]);
        let all = bundle("a.js", Path::new("nowhere"), &made, "").expect("a script");
        let expected = "(function(){\"use strict\";\n\
            const c = '\\u00d7';\nconst b = (x) => c;\nb(c);\n})();\n";
        assert_eq!(all, expected);
    }

    #[test]
    fn what_would_end_a_script_within_a_page_is_refused() {
        assert!(safe("'</SCRIPT>'").is_err());
        assert!(safe("x <!--y").is_err());
        assert_eq!(safe("'\u{1f600}'").expect("a script"), "'\\ud83d\\ude00'");
    }
}
