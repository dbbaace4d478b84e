//! Rules for Rust: short lines, short functions, short files, and a core without a system.

use crate::none;
use crate::sources::{Source, files};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The longest line, in characters.
const COLUMNS: usize = 100;
/// The longest function, in lines, from `fn` to the closing brace.
const FUNCTION: usize = 60;
/// The longest file of a room, in lines.
const ROOM_FILE: usize = 250;
/// The longest other file, in lines that are neither blank nor documentation.
const FILE: usize = 400;

/// What the core may not name: its order, clock or luck would not be ours.
const FOREIGN: &[&str] =
    &["HashMap", "HashSet", "RandomState", "Instant", "SystemTime", "thread_rng"];

#[test]
fn lines_have_at_most_100_columns() {
    let mut troubles = Vec::new();
    for file in files("", &[".rs", ".mjs"]) {
        for (number, line) in file.lines().filter(|(_, line)| line.chars().count() > COLUMNS) {
            troubles.push(format!("{}: {} columns", file.at(number), line.chars().count()));
        }
    }
    none("a line has at most 100 columns", troubles);
}

#[test]
fn functions_have_at_most_60_lines() {
    let mut troubles = Vec::new();
    for file in files("", &[".rs"]) {
        let tree = syn::parse_file(&file.text).unwrap_or_else(|e| panic!("{}: {e}", file.path));
        let mut functions = Functions { file: &file, troubles: &mut troubles };
        functions.visit_file(&tree);
    }
    none("a function has at most 60 lines", troubles);
}

struct Functions<'a> {
    file: &'a Source,
    troubles: &'a mut Vec<String>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.fn_token.span.start().line;
        let lines = block.brace_token.span.close().end().line - first + 1;
        if lines > FUNCTION {
            let (place, name) = (self.file.at(first), &signature.ident);
            self.troubles.push(format!("{place}: `{name}` has {lines} lines"));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, it: &'ast syn::ItemFn) {
        self.measure(&it.sig, &it.block);
        visit::visit_item_fn(self, it);
    }

    fn visit_impl_item_fn(&mut self, it: &'ast syn::ImplItemFn) {
        self.measure(&it.sig, &it.block);
        visit::visit_impl_item_fn(self, it);
    }

    fn visit_trait_item_fn(&mut self, it: &'ast syn::TraitItemFn) {
        if let Some(block) = &it.default {
            self.measure(&it.sig, block);
        }
        visit::visit_trait_item_fn(self, it);
    }
}

#[test]
fn files_are_short() {
    let mut troubles = Vec::new();
    for file in files("", &[".rs"]) {
        let in_room = file.path.starts_with("core/src/protocols/");
        let (lines, most) = if in_room {
            (file.text.lines().count(), ROOM_FILE)
        } else {
            (file.lines().filter(|(_, line)| counts(line)).count(), FILE)
        };
        if lines > most {
            troubles.push(format!("{}: {lines} lines, {most} allowed", file.at(1)));
        }
    }
    none("a room's file has at most 250 lines, another 400 without documentation", troubles);
}

fn counts(line: &str) -> bool {
    let line = line.trim_start();
    !(line.is_empty() || line.starts_with("///") || line.starts_with("//!"))
}

#[test]
fn the_core_knows_no_system() {
    let mut troubles = Vec::new();
    // One file is there to choose between the library's arithmetic and a crate's.
    let chooses = |file: &Source| file.path == "picture/src/float.rs";
    let drawn = files("picture/src", &[".rs"]).into_iter().filter(|file| !chooses(file));
    for file in files("core/src", &[".rs"]).into_iter().chain(drawn) {
        let mut seen = |word: &str, line: usize| {
            if word == "std" || FOREIGN.contains(&word) {
                troubles.push(format!("{}: `{word}`", file.at(line)));
            }
        };
        words(tokens(&file), &mut seen);
    }
    none("the core names neither `std` nor anything that depends on the machine", troubles);
}

#[test]
fn nothing_is_left_half_done() {
    let mut troubles = Vec::new();
    for file in files("", &[".rs", ".mjs", ".css", ".html"]) {
        for (number, line) in file.lines() {
            let unfinished = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
            let left = unfinished
                .iter()
                .find(|it| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == **it));
            if let Some(word) = left {
                troubles.push(format!("{}: {word}", file.at(number)));
            }
        }
    }
    for file in files("", &[".rs"]).iter().filter(|it| it.path.contains("/src/")) {
        let mut seen = |word: &str, line: usize| {
            if ["dbg", "todo", "unimplemented"].contains(&word) {
                troubles.push(format!("{}: `{word}!`", file.at(line)));
            }
        };
        words(tokens(file), &mut seen);
    }
    none("nothing waits to be done", troubles);
}

/// The file's tokens: no comments, and strings that are not taken apart.
pub(crate) fn tokens(file: &Source) -> TokenStream {
    file.text.parse().unwrap_or_else(|e| panic!("{}: {e}", file.path))
}

/// Calls `seen` with each word of the code and its line.
pub(crate) fn words(tokens: TokenStream, seen: &mut impl FnMut(&str, usize)) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => words(group.stream(), seen),
            TokenTree::Ident(word) => seen(&word.to_string(), word.span().start().line),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
