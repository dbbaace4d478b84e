//! Rules for the page: nothing inline, nothing from elsewhere, and no protocol known by name.

use crate::none;
use crate::rust::{tokens, words};
use crate::sources::{files, folders, read};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[test]
fn the_page_has_nothing_inline() {
    let page = read("index.html");
    let mut troubles = Vec::new();
    for (number, line) in page.lines() {
        let lower = line.to_lowercase();
        let handler = lower
            .split_whitespace()
            .any(|word| word.starts_with("on") && word.contains("=\"") && !word.starts_with("on="));
        for (what, there) in [
            ("a `<style>`", lower.contains("<style")),
            ("a `style` attribute", lower.contains(" style=")),
            ("an inline script", lower.contains("<script") && !lower.contains(" src=")),
            ("an event handler", handler),
            ("a `javascript:` link", lower.contains("javascript:")),
        ] {
            if there {
                troubles.push(format!("{}: {what}", page.at(number)));
            }
        }
    }
    none("index.html has no inline style or script", troubles);
}

#[test]
fn the_page_asks_nobody_else() {
    let mut troubles = Vec::new();
    for file in files("", &["index.html", ".css"]) {
        for (number, line) in file.lines() {
            let absolute =
                ["src=\"/", "href=\"/", "url(/", "url(\"/", "src=\"http", "url(http", "@import"];
            if let Some(found) = absolute.iter().find(|it| line.contains(**it)) {
                troubles.push(format!("{}: `{found}`", file.at(number)));
            }
        }
    }
    none("the page's addresses are relative, and its own", troubles);
}

#[test]
fn components_set_no_style_attribute() {
    let mut troubles = Vec::new();
    for file in files("web/src", &[".rs"]) {
        let mut lines = Vec::new();
        style_attributes(tokens(&file), &mut lines);
        troubles.extend(lines.into_iter().map(|line| format!("{}: `style=`", file.at(line))));
    }
    none("a strict policy blocks `style` attributes", troubles);
}

/// Finds `style={…}` and `style="…"`, as in `html!`.
fn style_attributes(tokens: TokenStream, found: &mut Vec<usize>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    for (i, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            style_attributes(group.stream(), found);
        }
        let TokenTree::Ident(word) = token else { continue };
        let bound =
            matches!(&tokens[..i], [.., TokenTree::Ident(it)] if it == "let" || it == "mut");
        let set = match tokens.get(i + 1..i + 3) {
            Some([TokenTree::Punct(punct), TokenTree::Group(value)]) => {
                punct.as_char() == '=' && value.delimiter() == Delimiter::Brace
            }
            Some([TokenTree::Punct(punct), TokenTree::Literal(_)]) => punct.as_char() == '=',
            _ => false,
        };
        if word == "style" && set && !bound {
            found.push(word.span().start().line);
        }
    }
}

#[test]
fn the_viewer_knows_no_protocol_by_name() {
    let rooms = folders("core/src/protocols");
    let mut troubles = Vec::new();
    for file in ["web/src", "picture/src"].into_iter().flat_map(|it| files(it, &[".rs"])) {
        let mut seen = |word: &str, line: usize| {
            if rooms.iter().any(|room| room == word) {
                troubles.push(format!("{}: `{word}`", file.at(line)));
            }
        };
        words(tokens(&file), &mut seen);
    }
    none("what a protocol means is the protocol's to say", troubles);
}
