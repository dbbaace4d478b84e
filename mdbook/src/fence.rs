//! The fences of a chapter that stand for figures.

use crate::figure::Refusal;
use crate::options::{self, Wish};
use core::ops::Range;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// The first word of the info string.
const NAME: &str = "clusterscope";

/// A fence, as it stands in a chapter.
#[derive(Debug)]
pub(crate) struct Fence {
    /// Which bytes of the chapter it is.
    pub(crate) range: Range<usize>,
    /// Its text in the chapter.
    text: String,
    /// The line on which it begins, from 1.
    line: usize,
    /// What stands before it on its first line: list marks, quote marks, white space.
    before: String,
    /// What follows the name in its info string.
    info: String,
    /// What is between its first and its last line, without what lists and quotes put before.
    body: String,
}

/// What is wrong with a fence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// The fence's text in the chapter.
    pub(crate) text: String,
    /// The line on which the fence begins in the chapter, from 1.
    pub(crate) line: usize,
    /// How many lines further down the trouble is.
    pub(crate) down: usize,
    /// What it is.
    pub(crate) message: String,
}

/// All fences of a chapter that stand for figures.
pub(crate) fn find(content: &str, options: &MarkdownOptions) -> Vec<Fence> {
    let mut found: Vec<Fence> = Vec::new();
    let mut inside = false;
    for (event, range) in new_cmark_parser(content, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                if let Some(info) = rest(&info) {
                    found.push(Fence::new(content, range, info));
                    inside = true;
                }
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => {
                if let Some(fence) = found.last_mut() {
                    fence.body.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found
}

/// What follows the name, if an info string begins with it.
fn rest(info: &str) -> Option<&str> {
    let rest = info.trim_start().strip_prefix(NAME)?;
    (rest.is_empty() || rest.starts_with([' ', '\t', ','])).then_some(rest)
}

impl Fence {
    fn new(content: &str, range: Range<usize>, info: &str) -> Self {
        let above = &content[..range.start];
        let start = above.rfind('\n').map_or(0, |end| end + 1);
        let text = content[range.clone()].trim_end();
        Self {
            range: range.start..range.start + text.len(),
            text: text.to_owned(),
            line: above.matches('\n').count() + 1,
            before: above[start..].to_owned(),
            info: info.to_owned(),
            body: String::new(),
        }
    }

    /// What the fence asks for.
    pub(crate) fn wish(&self) -> Result<Wish, Trouble> {
        options::read(&self.info, &self.body)
            .map_err(|wrong| self.trouble(wrong.line, wrong.message))
    }

    /// What is wrong with the run that the fence asks for, and where.
    pub(crate) fn at(&self, wish: &Wish, refusal: Refusal) -> Trouble {
        match refusal {
            Refusal::Line(line, message) => self.trouble(wish.body_line + line - 1, message),
            Refusal::Whole(message) => self.trouble(wish.name_line, message),
        }
    }

    fn trouble(&self, down: usize, message: String) -> Trouble {
        Trouble { text: self.text.clone(), line: self.line, down, message }
    }

    /// Lines that stand where the fence stood: within the same lists and quotes, with a blank line
    /// below, since what begins as HTML ends only there.
    pub(crate) fn indented(&self, lines: &str) -> String {
        let keep = |c: char| if c == '>' || c.is_whitespace() { c } else { ' ' };
        let before: String = self.before.chars().map(keep).collect();
        let mut out = String::new();
        for (i, line) in lines.lines().enumerate() {
            if i > 0 {
                out.push('\n');
                out.push_str(if line.is_empty() { before.trim_end() } else { &before });
            }
            out.push_str(line);
        }
        format!("{out}\n{}", before.trim_end())
    }
}
