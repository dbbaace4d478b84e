//! The style of a picture that stands alone: the page's, with every colour written out.
//!
//! Who reads these pictures includes renderers that know neither custom properties nor nested
//! rules, so a tone sets `color` and what wears it says `currentColor`, and selectors are plain.
//! All of them begin with the picture's own class: a picture may stand within a page.

mod rules;

use crate::Theme;
use crate::palette::{TONES, colour, mix};
use alloc::string::String;
use rules::{Rule, TINTS};

/// The class of a picture, by its theme: two of them may stand on one page.
pub(crate) fn class(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "cs-light",
        Theme::Dark => "cs-dark",
        Theme::Auto => "cs-auto",
    }
}

/// The rules for what is in this markup.
pub(crate) fn sheet(theme: Theme, markup: &str) -> String {
    let mut out = String::new();
    let root = class(theme);
    let dark = theme == Theme::Dark;
    for rule in rules::RULES.iter().filter(|rule| needed(markup, rule.0)) {
        select(&mut out, root, rule);
        out.push_str(rule.1);
        if !rule.1.is_empty() && !rule.2.is_empty() {
            out.push(';');
        }
        fill_in(&mut out, rule.2, dark);
        out.push('}');
    }
    tints(&mut out, root, markup, dark);
    if theme == Theme::Auto {
        out.push_str("@media (prefers-color-scheme:dark){");
        for rule in rules::RULES.iter().filter(|rule| needed(markup, rule.0)) {
            if !rule.2.is_empty() {
                select(&mut out, root, rule);
                fill_in(&mut out, rule.2, true);
                out.push('}');
            }
        }
        tints(&mut out, root, markup, true);
        out.push('}');
    }
    out
}

/// Whether a rule is about something that is there: the last class that it names.
fn needed(markup: &str, selector: &str) -> bool {
    let Some((_, last)) = selector.rsplit_once('.') else { return true };
    let end = last.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(last.len());
    markup.contains(&last[..end])
}

/// Writes the selector up to its brace. A rule for `&` is about the picture itself.
fn select(out: &mut String, root: &str, rule: &Rule) {
    out.push('.');
    out.push_str(root);
    if rule.0 != "&" {
        out.push(' ');
        out.push_str(rule.0);
    }
    out.push('{');
}

/// Writes declarations with the colours for their names.
fn fill_in(out: &mut String, declarations: &str, dark: bool) {
    let mut parts = declarations.split(['{', '}']);
    while let Some(plain) = parts.next() {
        out.push_str(plain);
        if let Some(name) = parts.next() {
            hex(out, colour(name, dark));
        }
    }
}

/// The tones that are there, and what wears a tint of them.
fn tints(out: &mut String, root: &str, markup: &str, dark: bool) {
    let paper = colour("paper", dark);
    for (class, name) in TONES.iter().filter(|(class, _)| markup.contains(class)) {
        let tone = colour(name, dark);
        for part in [".", root, " .", class, "{color:"] {
            out.push_str(part);
        }
        hex(out, tone);
        out.push('}');
        for (wearer, before, after, property, parts) in TINTS {
            if !markup.contains(wearer) {
                continue;
            }
            for part in [".", root, " ", before, ".", class, after, "{", property, ":"] {
                out.push_str(part);
            }
            hex(out, mix(tone, *parts, paper));
            out.push('}');
        }
    }
}

/// Writes a colour.
fn hex(out: &mut String, colour: u32) {
    out.push('#');
    for shift in (0..6).rev() {
        let digit = colour >> (4 * shift) & 0xf;
        out.push(char::from_digit(digit, 16).unwrap_or('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_there_for_what_is_there() {
        assert!(needed("<g class=\"node t-idle\">", ".node"));
        assert!(!needed("<g class=\"node t-idle\">", ".node .body.solid"));
        let css = sheet(Theme::Light, "<g class=\"node t-leading\">");
        assert!(css.contains(".cs-light .t-leading{color:#0064a4}"));
        assert!(!css.contains("t-danger") && !css.contains("@media") && !css.contains("var("));
    }

    #[test]
    fn a_picture_that_follows_its_surroundings_has_both_palettes() {
        let css = sheet(Theme::Auto, "<g class=\"node t-leading\">");
        let (light, dark) = css.split_once("@media").expect("the dark one");
        assert!(light.contains("#0064a4") && dark.contains("#62b5f0"));
    }
}
