//! What mdBook asks of a preprocessor: a book in, a book out, all its fences turned into figures.

use crate::options::{self, Attributes, PAGE};
use crate::place::Chapters;
use crate::{fence, figure, show};
use anyhow::{Result, anyhow, bail};
use mdbook_markdown::MarkdownOptions;
use mdbook_preprocessor::book::Chapter;
use mdbook_preprocessor::{PreprocessorContext, parse_input};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// The renderer that gets live figures.
const HTML: &str = "html";

/// Reads a book, puts figures in place of its fences, and writes it.
pub(crate) fn run() -> Result<()> {
    let (context, mut book) = parse_input(io::stdin().lock())?;
    let markdown = markdown_of(&context);
    let chapters = Chapters::of(&context);
    let defaults = defaults_of(&context)?;
    let mut troubles = Vec::new();
    book.for_each_chapter_mut(|chapter| {
        let live = context.renderer == HTML;
        match rewrite(chapter, &markdown, &defaults, live) {
            Ok(content) => chapter.content = content,
            Err(told) => {
                troubles.extend(told.into_iter().map(|it| chapters.tell(chapter, &it)));
            }
        }
    });
    if !troubles.is_empty() {
        bail!(
            "{} of the book's figures cannot be drawn\n\n{}",
            troubles.len(),
            troubles.join("\n")
        );
    }
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, &book)?;
    Ok(out.flush()?)
}

/// Markdown is read as the book's own renderer reads it.
fn markdown_of(context: &PreprocessorContext) -> MarkdownOptions {
    let mut options = MarkdownOptions::default();
    if let Some(html) = context.config.html_config() {
        options.definition_lists = html.definition_lists;
        options.admonitions = html.admonitions;
    }
    options
}

/// What the book says of all its figures.
fn defaults_of(context: &PreprocessorContext) -> Result<Attributes> {
    const TABLE: &str = "preprocessor.clusterscope";
    let table: Option<BTreeMap<String, Value>> = context.config.get(TABLE)?;
    options::defaults(table.unwrap_or_default().iter())
        .map_err(|message| anyhow!("book.toml: {TABLE}: {message}"))
}

/// The same for one chapter: the page's address counts from the book's root, and chapters may lie
/// deeper.
fn seen_from(chapter: &Chapter, defaults: &Attributes) -> Attributes {
    let folder = chapter.path.as_deref().and_then(Path::parent);
    let up = "../".repeat(folder.map_or(0, |folder| folder.components().count()));
    let from_here = |(name, value): &(&'static str, Option<String>)| match value {
        Some(page) if *name == PAGE && page.starts_with('.') => (*name, Some(up.clone() + page)),
        _ => (*name, value.clone()),
    };
    defaults.iter().map(from_here).collect()
}

/// A chapter with figures in place of its fences, or all that is wrong with them.
fn rewrite(
    chapter: &Chapter,
    markdown: &MarkdownOptions,
    defaults: &Attributes,
    live: bool,
) -> Result<String, Vec<fence::Trouble>> {
    let content = &chapter.content;
    let defaults = seen_from(chapter, defaults);
    let (mut out, mut troubles, mut end) = (String::new(), Vec::new(), 0);
    for fence in fence::find(content, markdown) {
        let drawn = fence.wish().and_then(|mut wish| {
            wish.add(&defaults);
            figure::draw(&wish).map_err(|it| fence.at(&wish, it))
        });
        match drawn {
            Ok(figure) => {
                out.push_str(&content[end..fence.range.start]);
                let shown = if live { show::live(&figure) } else { show::plain(&figure) };
                out.push_str(&fence.indented(&shown));
                end = fence.range.end;
            }
            Err(trouble) => troubles.push(trouble),
        }
    }
    out.push_str(&content[end..]);
    if troubles.is_empty() { Ok(out) } else { Err(troubles) }
}
