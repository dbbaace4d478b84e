//! From data to text: the one way in which the formatter writes a scenario.

mod checks;
mod command;
mod header;

pub use self::checks::{print_query, print_time};
pub use self::command::{print_act, print_command, print_expect, print_measure};

use self::header::Headers;
use super::quantity::{moment_text, span_text};
use super::syntax::{
    Act, Comment, Cue, Expect, HEADERS, Lexicon, Part, Place, Plan, Scenario, What, When,
};
use alloc::string::String;
use alloc::vec::Vec;

/// The width of the column of keywords.
const KEYWORDS: usize = 10;
/// The least width of the column of moments, and the width up to which it grows.
const MOMENTS: (usize, usize) = (22, 42);

/// Writes a scenario, without the user's acts.
pub fn print(scenario: &Scenario) -> String {
    write(scenario, &[])
}

/// Writes a scenario with the user's acts as lines of the script, each in its own run.
pub fn print_with_acts(scenario: &Scenario) -> String {
    write(scenario, &scenario.acts)
}

fn write(scenario: &Scenario, acts: &[Act]) -> String {
    let lexicon = scenario.room.lexicon(&scenario.plan.setup);
    let mut printer =
        Printer { out: String::new(), block: 0, indented: false, comments: &scenario.comments };
    printer.headers(&header::of_main(scenario, &lexicon));
    printer.script(&with_acts(&scenario.plan.lines, acts, 0), &lexicon);
    for (place, fork) in scenario.forks.iter().enumerate() {
        let head = ["fork ", &fork.name, " at ", &span_text(fork.at)].concat();
        printer.open(&head);
        let run = 1 + scenario.variants.len() + place;
        printer.script(&with_acts(&fork.lines, acts, run), &lexicon);
        printer.close();
    }
    for (place, variant) in scenario.variants.iter().enumerate() {
        let own = variant.room.lexicon(&variant.plan.setup);
        printer.open(&["variant ", &variant.name].concat());
        printer.headers(&header::of_variant(variant, scenario, &own, &lexicon));
        let lines = own_lines(&variant.plan, &own, &scenario.plan, &lexicon);
        printer.script(&with_acts(&lines, acts, 1 + place), &own);
        printer.close();
    }
    printer.block += 1;
    printer.ending();
    printer.out
}

/// The lines of a script, then the acts in that run.
fn with_acts(lines: &[Cue], acts: &[Act], run: usize) -> Vec<Cue> {
    let acts = acts.iter().filter(|act| usize::from(act.run) == run).map(|act| Cue {
        when: When::At(act.at, act.nth),
        what: What::Command(act.command.clone()),
        says: Vec::new(),
        line: 0,
    });
    lines.iter().cloned().chain(acts).collect()
}

/// The lines of a variant that are not the main run's. Where it has expectations of its own, it
/// has none of the main run's; nor measures, where it has some of its own.
fn own_lines(plan: &Plan, lexicon: &Lexicon, main: &Plan, theirs: &Lexicon) -> Vec<Cue> {
    let looks: [fn(&Cue) -> bool; 2] = [Cue::expects, Cue::measures];
    let left = [[false, false], [true, false], [false, true], [true, true]];
    let inherited = left.iter().find_map(|left| {
        let stays = |cue: &&Cue| !looks.iter().zip(left).any(|(looks, left)| *left && looks(cue));
        let common: Vec<&Cue> = main.lines.iter().filter(stays).collect();
        let same = |(own, main): (&Cue, &&Cue)| {
            cue_text(own, lexicon) == cue_text(main, theirs) && own.says == main.says
        };
        let begins = plan.lines.len() >= common.len() && plan.lines.iter().zip(&common).all(same);
        let rest = plan.lines.get(common.len()..)?;
        // Read again, the rest must take the place of just what is left out here.
        let fits = looks
            .iter()
            .zip(left)
            .all(|(looks, left)| !main.lines.iter().any(looks) || rest.iter().any(looks) == *left);
        (begins && fits).then_some(common.len())
    });
    match inherited {
        Some(common) => plan.lines[common..].to_vec(),
        None => plan.lines.iter().filter(|cue| cue.looks_on()).cloned().collect(),
    }
}

/// Writes one line of a script, without its caption and without columns.
pub fn cue_text(cue: &Cue, lexicon: &Lexicon) -> String {
    let (when, what) = halves(cue, lexicon);
    if when.is_empty() { what } else { [&when, "  ", &what].concat() }
}

/// When, and what.
fn halves(cue: &Cue, lexicon: &Lexicon) -> (String, String) {
    let when = match &cue.when {
        When::At(at, nth) => ["at ", &moment_text(*at, *nth)].concat(),
        When::After(span) => ["after ", &span_text(*span)].concat(),
        When::Holds(words) => ["when ", &words.join(" ")].concat(),
        When::Expected => String::new(),
    };
    let what = match &cue.what {
        What::Command(command) => print_command(command, lexicon),
        What::Say => ["say ", &cue.says.first().map(header::text).unwrap_or_default()].concat(),
        What::Expect(expect) => ["expect ", &print_expect(expect, lexicon)].concat(),
        What::Measure(measure) => ["measure ", &print_measure(measure, lexicon)].concat(),
    };
    (when, what)
}

struct Printer<'s> {
    out: String,
    block: usize,
    indented: bool,
    /// Those that are still to be written.
    comments: &'s [Comment],
}

impl Printer<'_> {
    fn line(&mut self, text: &str) {
        if self.indented {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("{\n") {
            self.out.push('\n');
        }
    }

    /// Writes the comments up to a part of the block.
    fn comments(&mut self, part: Part) {
        let place = Place { block: self.block, part };
        while let Some((comment, rest)) = self.comments.split_first()
            && comment.above <= place
        {
            self.line(["# ", &comment.text].concat().trim_end());
            self.comments = rest;
        }
    }

    fn headers(&mut self, headers: &Headers) {
        for (place, (keyword, lines)) in HEADERS.iter().zip(headers).enumerate() {
            self.comments(Part::Header(place));
            for text in lines {
                self.line(&[&padded(keyword, KEYWORDS), text.as_str()].concat());
            }
        }
    }

    fn script(&mut self, cues: &[Cue], lexicon: &Lexicon) {
        let halves: Vec<(String, String)> = cues.iter().map(|cue| halves(cue, lexicon)).collect();
        let widths = halves.iter().map(|(when, _)| when.chars().count() + 2);
        let column = widths.filter(|width| *width <= MOMENTS.1).fold(MOMENTS.0, usize::max);
        let last = cues.iter().rposition(counts_from_above).map_or(0, |last| last + 1);
        for (place, (cue, (when, what))) in cues.iter().zip(&halves).enumerate() {
            if self.block == 0 && (place == 0 || place == last) {
                self.blank();
            }
            self.comments(Part::Cue(place));
            let when = if when.is_empty() { String::new() } else { padded(when, column) };
            self.line(&[&when, what.as_str()].concat());
            for say in cue.says.iter().skip(usize::from(matches!(cue.what, What::Say))) {
                self.line(&["  say  ", &header::text(say)].concat());
            }
        }
    }

    fn open(&mut self, head: &str) {
        self.blank();
        self.block += 1;
        self.comments(Part::Open);
        self.line(&[head, " {"].concat());
        self.indented = true;
    }

    /// Writes the comments at the end of the file.
    fn ending(&mut self) {
        if self.out.ends_with("}\n") && !self.comments.is_empty() {
            self.blank();
        }
        self.comments(Part::Close);
    }

    fn close(&mut self) {
        self.comments(Part::Close);
        self.indented = false;
        self.line("}");
    }
}

/// Whether the line belongs to the one above, as opposed to the expectations about the whole run
/// that stand apart at the end.
fn counts_from_above(cue: &Cue) -> bool {
    !cue.expects() || matches!(cue.what, What::Expect(Expect::Within(..) | Expect::Stays(..)))
}

/// A text with spaces behind it up to a width, and two at least.
fn padded(text: &str, width: usize) -> String {
    let mut out = String::from(text);
    let spaces = width.saturating_sub(text.chars().count()).max(2);
    out.extend(core::iter::repeat_n(' ', spaces));
    out
}
