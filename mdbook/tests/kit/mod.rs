//! The preprocessor, called as mdBook calls it.

use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use mdbook_preprocessor::config::Config;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A chapter that stands in `path`.
pub(crate) fn chapter(path: &str, content: &str) -> BookItem {
    BookItem::Chapter(Chapter::new(path, content.to_owned(), path, Vec::new()))
}

/// What becomes of chapters, or what is said about them.
pub(crate) fn process(
    root: &Path,
    renderer: &str,
    items: Vec<BookItem>,
) -> Result<Vec<String>, String> {
    let context = PreprocessorContext::new(root.to_owned(), Config::default(), renderer.to_owned());
    let input = serde_json::to_vec(&(context, Book::new_with_items(items))).expect("it is JSON");
    let mut child = Command::new(env!("CARGO_BIN_EXE_mdbook-clusterscope"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("an input");
    let writing = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the program ends");
    writing.join().expect("the input is written").expect("the program reads its input");
    if !output.status.success() {
        return Err(String::from_utf8(output.stderr).expect("a text"));
    }
    let book: Book = serde_json::from_slice(&output.stdout).expect("a book");
    Ok(book.chapters().map(|chapter| chapter.content.clone()).collect())
}
