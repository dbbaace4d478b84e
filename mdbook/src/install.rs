//! Sets a book up: the script, and the lines in book.toml that it needs.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::{env, fs};
use toml_edit::{Array, DocumentMut, Item, Table, Value};

/// The one script that holds all rooms: mdBook may rename it and put it anywhere.
const SOURCE: &str = "clusterscope-all.js";
/// What it is called in a book.
const SCRIPT: &str = "clusterscope.js";
/// The book's configuration.
const CONFIG: &str = "book.toml";

/// Sets the book in `dir` up, and says what was done. A second time does nothing.
pub(crate) fn install(dir: &Path, from: Option<&Path>) -> Result<()> {
    let config = dir.join(CONFIG);
    let before = fs::read_to_string(&config)
        .with_context(|| format!("{}: is --dir a book's folder?", config.display()))?;
    let (after, mut done) = configured(&before).with_context(|| config.display().to_string())?;
    let source = source(from)?;
    let script = fs::read(&source).with_context(|| source.display().to_string())?;
    let target = dir.join(SCRIPT);
    if fs::read(&target).ok().as_deref() != Some(&*script) {
        fs::write(&target, &script).with_context(|| target.display().to_string())?;
        done.insert(0, format!("wrote {SCRIPT} ({} KB)", script.len() / 1024));
    }
    if after != before {
        fs::write(&config, after).with_context(|| config.display().to_string())?;
    }
    if done.is_empty() {
        println!("{}: all is set up, nothing was changed", dir.display());
    }
    for what in done {
        println!("{}: {what}", dir.display());
    }
    Ok(())
}

/// Where the script is.
fn source(from: Option<&Path>) -> Result<PathBuf> {
    let near = match from {
        Some(given) => given.to_owned(),
        None => {
            let program = env::current_exe().context("this program's own folder")?;
            program.parent().unwrap_or(Path::new(".")).to_owned()
        }
    };
    let file = if near.is_dir() { near.join(SOURCE) } else { near };
    if file.is_file() {
        return Ok(file);
    }
    bail!(
        "there is no {}: name it with --from, or the folder that holds it (`cargo xtask dist` \
         writes it to dist/)",
        file.display()
    )
}

/// The configuration with the lines that are needed, and what was added. All else stays as it is.
fn configured(text: &str) -> Result<(String, Vec<String>)> {
    let mut document: DocumentMut = text.parse()?;
    let mut done = Vec::new();
    let preprocessors = table(document.as_table_mut(), "preprocessor")?;
    if preprocessors.get("clusterscope").is_none() {
        preprocessors.insert("clusterscope", Item::Table(Table::new()));
        done.push(format!("added [preprocessor.clusterscope] to {CONFIG}"));
    }
    let outputs = table(document.as_table_mut(), "output")?;
    // A book that names other outputs only is not to gain one.
    if !outputs.is_empty() && outputs.get("html").is_none() {
        done.push(format!(
            "added no script, since {CONFIG} names outputs and html is none of them"
        ));
        return Ok((document.to_string(), done));
    }
    let html = table(outputs, "html")?;
    let scripts = html
        .entry("additional-js")
        .or_insert_with(|| Item::Value(Value::Array(Array::new())))
        .as_array_mut()
        .context("output.html.additional-js is no list of files")?;
    if !scripts.iter().any(|it| it.as_str().is_some_and(names_script)) {
        append(scripts, SCRIPT);
        done.push(format!("added {SCRIPT} to output.html.additional-js in {CONFIG}"));
    }
    Ok((document.to_string(), done))
}

fn names_script(path: &str) -> bool {
    path.strip_prefix("./").unwrap_or(path) == SCRIPT
}

/// Adds a value as the others stand: on a line of its own where they do, and behind the comment on
/// the last of them.
fn append(list: &mut Array, value: &str) {
    let text = |raw: Option<&str>| raw.unwrap_or_default().to_owned();
    let first = list.get(0).and_then(|it| it.decor().prefix()?.as_str().map(str::to_owned));
    let indent = first.and_then(|it| it.rfind('\n').map(|at| it[at..].to_owned()));
    let trailing = text(list.trailing().as_str());
    match indent {
        None => list.push(value),
        Some(indent) => {
            let before = format!("{}{indent}", trailing.trim_end());
            list.push_formatted(Value::from(value).decorated(before, ""));
            list.set_trailing_comma(true);
            list.set_trailing("\n");
        }
    }
}

/// The table of this name, made where there is none; it is not printed while it holds but tables.
fn table<'a>(within: &'a mut Table, name: &str) -> Result<&'a mut Table> {
    let implicit = || {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    };
    let item = within.entry(name).or_insert_with(implicit);
    item.as_table_mut().with_context(|| format!("`{name}` is no table of its own: write [{name}]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str) -> String {
        configured(text).expect("it is understood").0
    }

    #[test]
    fn a_book_gets_the_lines_that_it_lacks() {
        let text = "[book]\ntitle = \"A book\" # mine\n";
        let expected = "[book]\ntitle = \"A book\" # mine\n\n[preprocessor.clusterscope]\n\n\
                        [output.html]\nadditional-js = [\"clusterscope.js\"]\n";
        assert_eq!(after(text), expected);
    }

    #[test]
    fn comments_order_and_other_scripts_stay() {
        let text = "# Ours.\n[output.html]   # the site\nadditional-js = [\n    \"a.js\", \
                    # first\n]\nsmart-punctuation = false\n\n[book]\ntitle = 'x'\n";
        let new = after(text);
        for line in ["# Ours.", "[output.html]   # the site", "\"a.js\", # first", "title = 'x'"] {
            assert!(new.contains(line), "{line} is gone:\n{new}");
        }
        assert!(new.contains("# first\n    \"clusterscope.js\",\n]\n"), "{new}");
        assert!(new.find("[output.html]") < new.find("[book]"), "{new}");
    }

    #[test]
    fn a_second_time_changes_nothing() {
        for text in ["", "[book]\n", "[output.html]\nadditional-js = [\"./clusterscope.js\"]\n"] {
            let once = after(text);
            let (twice, done) = configured(&once).expect("it is understood");
            assert_eq!((twice, done), (once, Vec::new()), "{text}");
        }
    }

    #[test]
    fn a_book_without_html_gains_no_html() {
        let (text, done) = configured("[output.markdown]\n").expect("it is understood");
        assert!(!text.contains("html"), "{text}");
        assert!(done.iter().any(|it| it.contains("no script")), "{done:?}");
    }

    #[test]
    fn what_is_no_configuration_is_refused_with_its_place() {
        let told = |text| format!("{:#}", configured(text).expect_err("it is refused"));
        assert!(told("[book\n").contains("line 1"), "{}", told("[book\n"));
        assert!(told("[output.html]\nadditional-js = 1\n").contains("additional-js"));
        assert!(told("output = 1\n").contains("`output` is no table"));
    }
}
