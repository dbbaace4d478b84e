//! What mdBook asks of a preprocessor: a book in, a book out, all its fences turned into figures.

use crate::place::Chapters;
use crate::{fence, figure, show};
use anyhow::{Result, bail};
use mdbook_markdown::MarkdownOptions;
use mdbook_preprocessor::book::Chapter;
use mdbook_preprocessor::{PreprocessorContext, parse_input};
use std::io::{self, Write};

/// The renderer that gets live figures.
const HTML: &str = "html";

/// Reads a book, puts figures in place of its fences, and writes it.
pub(crate) fn run() -> Result<()> {
    let (context, mut book) = parse_input(io::stdin().lock())?;
    let markdown = markdown_of(&context);
    let chapters = Chapters::of(&context);
    let mut troubles = Vec::new();
    book.for_each_chapter_mut(|chapter| {
        let live = context.renderer == HTML;
        match rewrite(chapter, &markdown, live) {
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

/// A chapter with figures in place of its fences, or all that is wrong with them.
fn rewrite(
    chapter: &Chapter,
    markdown: &MarkdownOptions,
    live: bool,
) -> Result<String, Vec<fence::Trouble>> {
    let content = &chapter.content;
    let (mut out, mut troubles, mut end) = (String::new(), Vec::new(), 0);
    for fence in fence::find(content, markdown) {
        match fence.wish().and_then(|wish| figure::draw(&wish).map_err(|it| fence.at(&wish, it))) {
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
