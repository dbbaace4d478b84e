//! Where in an author's files something is wrong.

use crate::fence::Trouble;
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::Chapter;
use std::fs;
use std::path::PathBuf;

/// Where the chapters' files are.
#[derive(Debug)]
pub(crate) struct Chapters {
    /// The book's folder.
    root: PathBuf,
    /// The folder of its chapters in it.
    src: PathBuf,
}

impl Chapters {
    /// Where those of a book are.
    pub(crate) fn of(context: &PreprocessorContext) -> Self {
        Self { root: context.root.clone(), src: context.config.book.src.clone() }
    }

    /// What is wrong, by file and line.
    ///
    /// Another preprocessor may have put files in place of `{{#include}}` lines, and then lines
    /// are no longer where the author wrote them: the fence is looked up in the file.
    pub(crate) fn tell(&self, chapter: &Chapter, trouble: &Trouble) -> String {
        let Trouble { text, line, down, message } = trouble;
        let Some(path) = &chapter.source_path else {
            return format!("{}: {message}", chapter.name);
        };
        let file = self.src.join(path);
        let shown = file.display().to_string().replace('\\', "/");
        let written = fs::read_to_string(self.root.join(&file)).unwrap_or_default();
        match line_in(&written, &chapter.content, text, *line) {
            Some(line) => format!("{shown}:{}: {message}", line + down),
            None => {
                let read = line + down;
                format!("{shown} (line {read} once all is included): {message}")
            }
        }
    }
}

/// The line of the file on which a fence begins that is on this line of the chapter.
fn line_in(written: &str, content: &str, text: &str, line: usize) -> Option<usize> {
    if written == content {
        return Some(line);
    }
    // Of fences that are the same, the order tells which is which.
    let nth = starts(content, text).position(|it| it == line)?;
    starts(written, text).nth(nth)
}

/// The lines on which a text begins.
fn starts<'a>(within: &'a str, text: &'a str) -> impl Iterator<Item = usize> + 'a {
    within.match_indices(text).map(|(at, _)| within[..at].matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::line_in;

    #[test]
    fn a_fence_is_found_where_its_author_wrote_it() {
        let written = "{{#include long.md}}\n\n```x\na\n```\n\n```x\na\n```\n";
        let content = "1\n2\n3\n\n```x\na\n```\n\n```x\na\n```\n";
        let fence = "```x\na\n```";
        assert_eq!(line_in(written, content, fence, 5), Some(3));
        assert_eq!(line_in(written, content, fence, 9), Some(7));
        assert_eq!(line_in(written, content, "```x\nb\n```", 5), None);
        assert_eq!(line_in(content, content, fence, 9), Some(9));
    }
}
