//! Commands, predicates and their parts as text.

use crate::scenario::parse::ASK;
use crate::scenario::quantity::{drift_text, moment_text, range_text, share_text};
use crate::scenario::quantity::{shift_text, span_text};
use crate::scenario::syntax::{
    Act, CLOSED, Command, Expect, Lexicon, Measure, NEWS, Pattern, StepKind, Survival, Target,
    Tweak, Verb, Way, Which,
};
use alloc::string::{String, ToString};

/// Writes a command as the command box reads it.
pub fn print_command(command: &Command, lexicon: &Lexicon) -> String {
    let one = |verb: &str, who: &Target| [verb, " ", target(*who, lexicon)].concat();
    let more = |verb: &str, who: &Target, rest: &str| [&one(verb, who), " ", rest].concat();
    match command {
        Command::Ask(who, words) => more("client", who, &words.join(" ")),
        Command::Load(rate) => ["load ", &rate.to_string(), "/s"].concat(),
        Command::Chaos(rate) => ["chaos ", &rate.to_string(), "/s"].concat(),
        Command::Crash { node, disk: Survival::Luck } => one("crash", node),
        Command::Crash { node, disk: Survival::Nothing } => more("crash", node, "lose disk"),
        Command::Crash { node, disk: Survival::Writes(writes) } => {
            more("crash", node, &["keeping ", &writes.to_string()].concat())
        }
        Command::CrashDuring { node, step, sends } => {
            let rest = ["during ", step_name(*step, lexicon), " sends ", &sends.to_string()];
            more("crash", node, &rest.concat())
        }
        Command::Restart(node) => one("restart", node),
        Command::Pause(node, None) => one("pause", node),
        Command::Pause(node, Some(span)) => more("pause", node, &span_text(*span)),
        Command::Resume(node) => one("resume", node),
        Command::Skew(node, shift) => more("skew", node, &shift_text(*shift)),
        Command::Drift(node, drift) => more("drift", node, &drift_text(*drift)),
        Command::Cut(way) => ["cut ", &way_text(way, lexicon)].concat(),
        Command::Heal(None) => String::from("heal"),
        Command::Heal(Some(way)) => ["heal ", &way_text(way, lexicon)].concat(),
        Command::Split(groups) => {
            let mut out = String::from("split");
            for (place, group) in groups.iter().enumerate() {
                out.push_str(if place == 0 { " " } else { " | " });
                out.push_str(&targets(group, lexicon));
            }
            out
        }
        Command::Network(tweaks) => ["network ", &tweaks_text(tweaks)].concat(),
        Command::Link(way, tweaks) => {
            ["link ", &way_text(way, lexicon), " ", &tweaks_text(tweaks)].concat()
        }
        Command::Message(verb, pattern) => message(*verb, pattern, lexicon),
        Command::Timeout(node, timer, nth) => {
            let name = timer.map(|timer| [" ", step_name(StepKind::Timer(timer), lexicon)]);
            let nth = if *nth > 1 { [" #", &nth.to_string()].concat() } else { String::new() };
            [&one("timeout", node), &*name.map(|it| it.concat()).unwrap_or_default(), &nth].concat()
        }
        Command::Align(who) => ["align timers ", &targets(who, lexicon)].concat(),
        Command::Spread(who) => ["spread timers ", &targets(who, lexicon)].concat(),
        Command::Extend(span) => ["extend ", &span_text(*span)].concat(),
    }
}

/// Writes what the user did: `at 412.345ms#2 crash n1`.
pub fn print_act(act: &Act, lexicon: &Lexicon) -> String {
    let moment = moment_text(act.at, act.nth);
    ["at ", &moment, " ", &print_command(&act.command, lexicon)].concat()
}

/// Writes an expectation without its `expect`.
pub fn print_expect(expect: &Expect, lexicon: &Lexicon) -> String {
    match expect {
        Expect::Within(span, words) => with(&["within ", &span_text(*span), ":"].concat(), words),
        Expect::Stays(words, span) => with(&["stays for ", &span_text(*span), ":"].concat(), words),
        Expect::Finally(words) => with("finally:", words),
        Expect::AtQuiescence(words) => with("at quiescence:", words),
        Expect::Always(words) => with("always:", words),
        Expect::Never(words) => with("never:", words),
        Expect::Invariants => String::from("always: invariants"),
        Expect::Breaks(place) => {
            ["breaks ", lexicon.invariants.get(*place).copied().unwrap_or("?")].concat()
        }
    }
}

/// A predicate behind what is said of it.
fn with(head: &str, words: &[String]) -> String {
    [head, " ", &words.join(" ")].concat()
}

/// Writes a measure, without the word `measure`.
pub fn print_measure(measure: &Measure, lexicon: &Lexicon) -> String {
    match measure {
        Measure::Until(words) => with("until:", words),
        Measure::While(words) => with("while:", words),
        Measure::Times(words) => with("times:", words),
        Measure::Messages(None) => String::from("messages"),
        Measure::Messages(Some(kind)) => {
            let kind = lexicon.words.messages.get(usize::from(*kind));
            ["messages ", kind.map_or("?", |kind| kind.name)].concat()
        }
        Measure::Answers => String::from("answers"),
    }
}

fn target(target: Target, lexicon: &Lexicon) -> &str {
    let name = match target {
        Target::Any => Some("*"),
        Target::Node(node) => lexicon.nodes.get(node.index()).map(String::as_str),
        Target::Selector(place) => {
            lexicon.words.selectors.get(usize::from(place)).map(|form| form.word)
        }
    };
    name.unwrap_or("?")
}

fn targets(list: &[Target], lexicon: &Lexicon) -> String {
    let names: alloc::vec::Vec<&str> = list.iter().map(|who| target(*who, lexicon)).collect();
    names.join(" ")
}

fn way_text(way: &Way, lexicon: &Lexicon) -> String {
    let arrow = if way.both { " - " } else { " -> " };
    [&targets(&way.from, lexicon), arrow, &targets(&way.to, lexicon)].concat()
}

fn step_name(step: StepKind, lexicon: &Lexicon) -> &'static str {
    let kind = match step {
        StepKind::Message(CLOSED) => return NEWS,
        StepKind::Message(place) => lexicon.words.messages.get(usize::from(place)),
        StepKind::Timer(place) => lexicon.words.timers.get(usize::from(place)),
        StepKind::Ask => return ASK,
    };
    kind.map_or("?", |kind| kind.name)
}

/// Writes changes to links: `latency 20..60ms loss 2%`.
pub(crate) fn tweaks_text(tweaks: &[Tweak]) -> String {
    let mut out = String::new();
    for tweak in tweaks {
        let (name, value) = match *tweak {
            Tweak::Latency(range) => ("latency ", range_text(range)),
            Tweak::Jitter(span) => ("jitter ", span_text(span)),
            Tweak::Loss(share) => ("loss ", share_text(share)),
            Tweak::Duplicate(share) => ("duplicate ", share_text(share)),
            Tweak::Reorder(share) => ("reorder ", share_text(share)),
        };
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(name);
        out.push_str(&value);
    }
    out
}

fn message(verb: Verb, pattern: &Pattern, lexicon: &Lexicon) -> String {
    let mut out = match verb {
        Verb::Hold => String::from("hold "),
        Verb::Release => String::from("release "),
        Verb::Drop => String::from("drop "),
        Verb::Duplicate => String::from("dup "),
        Verb::Delay(span) => ["delay ", &span_text(span), " "].concat(),
        Verb::Deliver => String::from("deliver "),
    };
    let kind = pattern.kind.and_then(|place| lexicon.words.messages.get(usize::from(place)));
    let other = if pattern.kind == Some(CLOSED) { NEWS } else { "any" };
    out.push_str(kind.map_or(other, |kind| kind.name));
    out.push(' ');
    out.push_str(&way_text(&pattern.way, lexicon));
    for (place, value) in &pattern.fields {
        let name = kind.and_then(|kind| kind.fields.get(usize::from(*place)));
        out.push_str(&[" ", name.unwrap_or(&"?"), "=", value].concat());
    }
    match pattern.which {
        Which::InFlight => {}
        Which::Nth(number) => out.push_str(&[" #", &number.to_string()].concat()),
        Which::Next(number) => out.push_str(&[" next ", &number.to_string()].concat()),
        Which::UntilRelease => out.push_str(" until release"),
    }
    out
}
