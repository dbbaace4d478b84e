//! Properties of parser, printer and link: nothing panics, and nothing is lost on the way.

mod common;
#[path = "common/inquiries.rs"]
mod inquiries;
#[path = "common/looks.rs"]
mod looks;
#[path = "common/networks.rs"]
mod networks;

use clusterscope::protocol::{Micros, NodeId};
use clusterscope::scenario::inquiry::Inquiry;
use clusterscope::scenario::link::{decode, encode};
use clusterscope::scenario::syntax::*;
use clusterscope::scenario::{complete, parse, parse_command, print, print_command, with_setting};
use common::{ECHO, TWIN, WHOLE, find};
use inquiries::{inquiry, survival};
use looks::{SECOND, expect, measure, predicate, span, words};
use networks::{network, tweaks};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Servers and clients of the room with `nodes=5`.
const NODES: u16 = 7;
const END: Micros = 20 * SECOND;

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        4 => (0..NODES).prop_map(|id| Target::Node(NodeId(id))),
        1 => (0..2u16).prop_map(Target::Selector),
        1 => Just(Target::Any),
    ]
}

fn targets() -> impl Strategy<Value = Vec<Target>> {
    prop::collection::vec(target(), 1..4)
}

fn way() -> impl Strategy<Value = Way> {
    (targets(), targets(), any::<bool>())
        .prop_filter("ends differ", |(from, to, _)| from != to)
        .prop_map(|(from, to, both)| Way { from, to, both })
}

fn request() -> impl Strategy<Value = Vec<String>> {
    words(&["ping", "sing"])
}

fn groups() -> impl Strategy<Value = Vec<Vec<Target>>> {
    Just((0..NODES).collect::<Vec<_>>()).prop_shuffle().prop_flat_map(|ids| {
        (1..3usize, 3..6usize).prop_map(move |(a, b)| {
            let group = |ids: &[u16]| ids.iter().map(|id| Target::Node(NodeId(*id))).collect();
            vec![group(&ids[..a]), group(&ids[a..b]), group(&ids[b..])]
        })
    })
}

fn message() -> impl Strategy<Value = Command> {
    let verb = prop_oneof![
        Just(Verb::Hold),
        Just(Verb::Release),
        Just(Verb::Drop),
        Just(Verb::Duplicate),
        span().prop_map(Verb::Delay),
        Just(Verb::Deliver),
    ];
    let which = prop_oneof![
        Just(Which::InFlight),
        (1..100u32).prop_map(Which::Nth),
        (1..100u32).prop_map(Which::Next),
        Just(Which::UntilRelease),
    ];
    let kind = prop::option::of(prop_oneof![4 => 0..2u16, 1 => Just(CLOSED)]);
    (verb, kind, way(), prop::option::of("[a-z0-9=#>-]{1,4}"), which).prop_map(
        |(verb, kind, way, field, which)| {
            let present = matches!(verb, Verb::Release | Verb::Deliver);
            let future = matches!(which, Which::Next(_) | Which::UntilRelease);
            let kind = kind.filter(|it| present || *it != CLOSED);
            let which = if present && future { Which::InFlight } else { which };
            let fields =
                field.filter(|_| kind.is_some_and(|it| it != CLOSED)).map(|value| (0, value));
            let fields = fields.into_iter().collect();
            Command::Message(verb, Pattern { kind, way, fields, which })
        },
    )
}

fn node_command() -> impl Strategy<Value = Command> {
    let step = prop_oneof![
        (0..2u16).prop_map(StepKind::Message),
        Just(StepKind::Message(CLOSED)),
        (0..2u16).prop_map(StepKind::Timer),
        Just(StepKind::Ask),
    ];
    prop_oneof![
        (target(), survival()).prop_map(|(node, disk)| Command::Crash { node, disk }),
        (target(), step, any::<u16>()).prop_map(|(node, step, sends)| Command::CrashDuring {
            node,
            step,
            sends
        }),
        target().prop_map(Command::Restart),
        (target(), prop::option::of(span())).prop_map(|(who, span)| Command::Pause(who, span)),
        target().prop_map(Command::Resume),
        (target(), -5_000_000..5_000_000i64).prop_map(|(who, by)| Command::Skew(who, by)),
        (target(), -500_000..=500_000i32).prop_map(|(who, by)| Command::Drift(who, by)),
        target().prop_map(|who| Command::Timeout(who, None, 1)),
        (target(), 0..2u16, 1..4u16).prop_map(|(who, kind, nth)| Command::Timeout(
            who,
            Some(kind),
            nth
        )),
    ]
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        (NODES - 2..NODES, request())
            .prop_map(|(id, words)| Command::Ask(Target::Node(NodeId(id)), words)),
        (0..=100_000u32).prop_map(Command::Load),
        (0..=100_000u32).prop_map(Command::Chaos),
        node_command(),
        way().prop_map(Command::Cut),
        prop::option::of(way()).prop_map(Command::Heal),
        groups().prop_map(Command::Split),
        tweaks().prop_map(Command::Network),
        (way(), tweaks()).prop_map(|(way, tweaks)| Command::Link(way, tweaks)),
        message(),
        targets().prop_map(Command::Align),
        targets().prop_map(Command::Spread),
        span().prop_map(Command::Extend),
    ]
}

fn text() -> impl Strategy<Value = Text> {
    let lang = select(&["", "", "zh", "fr"][..]);
    (lang, "\\PC{0,20}", select(&["", "en", "zh", "#"][..])).prop_map(|(lang, text, first)| {
        let text = format!("{first} {}", text.trim()).trim().to_string();
        Text { lang: lang.into(), text: if text.is_empty() { "-".into() } else { text } }
    })
}

fn cue(from: Micros) -> impl Strategy<Value = Cue> {
    let when = prop_oneof![
        (from..from + SECOND, 0..3u32).prop_map(|(at, nth)| When::At(at, nth)),
        (0..SECOND / 10).prop_map(When::After),
        predicate().prop_map(When::Holds),
    ];
    let done = (when, prop::option::of(command()), text(), prop::collection::vec(text(), 0..2));
    prop_oneof![
        3 => done.prop_map(|(when, command, say, mut says)| {
            let what = command.map_or(What::Say, What::Command);
            if what == What::Say {
                says.insert(0, say);
            }
            Cue { when, what, says, line: 0 }
        }),
        1 => (measure(), prop::collection::vec(text(), 0..2)).prop_map(|(measure, says)| Cue {
            when: When::Expected,
            what: What::Measure(measure),
            says,
            line: 0,
        }),
        1 => expect().prop_map(|expect| Cue {
            when: When::Expected,
            what: What::Expect(expect),
            says: Vec::new(),
            line: 0,
        }),
    ]
}

fn cues(from: Micros) -> impl Strategy<Value = Vec<Cue>> {
    prop::collection::vec(cue(from), 0..8)
}

fn setup() -> impl Strategy<Value = Setup> {
    let knobs = (Just(5u64), 0..2u64, 1_000..5_000_000u64, 0..3u64);
    (knobs, any::<bool>(), any::<bool>())
        .prop_map(|((a, b, c, d), e, f)| Setup { knobs: vec![a, b, c, d], flaws: vec![e, f] })
}

fn plan() -> impl Strategy<Value = Plan> {
    let disks = prop::collection::btree_map(0..NODES, words(&["count"]), 0..3);
    let some = prop::collection::vec(any::<u32>(), 1..4);
    let picks = prop::collection::btree_map((0..NODES).prop_map(NodeId), some, 0..3);
    let told = (disks, picks);
    (setup(), network(NODES), any::<u64>(), any::<bool>(), told, inquiry(), cues(0)).prop_map(
        |(setup, network, seed, manual, (disks, picks), inquiry, lines)| Plan {
            setup,
            network,
            seed,
            end: END,
            manual,
            disks: disks.into_iter().map(|(id, words)| (NodeId(id), words)).collect(),
            picks: picks.into_iter().collect(),
            inquiry,
            lines,
        },
    )
}

/// A variant: other settings, perhaps another room, and perhaps more lines or other expectations.
fn variant(main: &Plan, name: String, other: Plan, own: Vec<Cue>, twin: bool) -> Variant {
    let mut plan = main.clone();
    if twin {
        plan.disks.clear();
        plan.picks.clear();
        plan.inquiry = Inquiry::default();
    }
    for (bound, most) in other.inquiry.bounds {
        plan.inquiry.bounds.retain(|(it, _)| *it != bound);
        plan.inquiry.bounds.push((bound, most));
    }
    plan.inquiry.bounds.sort();
    plan.inquiry.time = other.inquiry.time.or(plan.inquiry.time);
    if !other.inquiry.queries.is_empty() {
        plan.inquiry.queries = other.inquiry.queries;
    }
    plan.setup = other.setup;
    plan.seed = main.seed.wrapping_add(1);
    for ((from, to), link) in other.network.links.iter() {
        plan.network.links.insert((*from, *to), *link);
    }
    put_over(&mut plan.disks, other.disks);
    put_over(&mut plan.picks, other.picks);
    if own.iter().any(Cue::expects) {
        plan.lines.retain(|cue| !cue.expects());
    }
    if own.iter().any(Cue::measures) {
        plan.lines.retain(|cue| !cue.measures());
    }
    plan.lines.extend(own);
    let room = if twin { TWIN } else { ECHO };
    let written = if twin { written(&plan) } else { Vec::new() };
    Variant { name, room, plan, written }
}

/// What is said of a node takes the place of what was said of it before.
fn put_over<T: Ord>(all: &mut Vec<(NodeId, T)>, own: Vec<(NodeId, T)>) {
    all.retain(|(node, _)| own.iter().all(|(other, _)| other != node));
    all.extend(own);
    all.sort();
}

/// The knobs that the printer names.
fn written(plan: &Plan) -> Vec<usize> {
    (0..4).filter(|knob| ECHO.defaults().knobs[*knob] != plan.setup.knobs[*knob]).collect()
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let fork = (0..10 * SECOND)
        .prop_flat_map(|at| cues(at).prop_map(move |lines| (at, lines)))
        .prop_map(|(at, lines)| Fork { name: String::new(), at, lines });
    let forks = prop::collection::vec(fork, 0..3);
    let variants = prop::collection::vec((plan(), cues(0), any::<bool>()), 0..3);
    let acts = prop::collection::vec((any::<Index>(), 0..END, 0..3u32, command()), 0..6);
    let texts = (prop::option::of(text()), prop::collection::vec(text(), 0..3));
    (texts, plan(), forks, variants, acts).prop_map(|(texts, plan, forks, others, acts)| {
        let name = |kind: &str, place: usize| format!("{kind}-{place}");
        let runs = 1 + forks.len() + others.len();
        let acts = acts.into_iter().map(|(run, at, nth, command)| Act {
            run: run.index(runs) as u16,
            at,
            nth,
            command,
        });
        Scenario {
            title: texts.0.into_iter().collect(),
            teaches: texts.1,
            room: ECHO,
            forks: (forks.into_iter().enumerate())
                .map(|(place, fork)| Fork { name: name("fork", place), ..fork })
                .collect(),
            variants: (others.into_iter().enumerate())
                .map(|(place, (other, own, twin))| {
                    variant(&plan, name("variant", place), other, own, twin)
                })
                .collect(),
            written: written(&plan),
            plan,
            acts: acts.collect(),
            comments: Vec::new(),
        }
    })
}

/// The scenario without the numbers of lines.
fn unnumbered(mut scenario: Scenario) -> Scenario {
    let plans = scenario.variants.iter_mut().map(|it| &mut it.plan.lines);
    let forks = scenario.forks.iter_mut().map(|it| &mut it.lines);
    let all = [&mut scenario.plan.lines].into_iter().chain(plans).chain(forks);
    all.flatten().for_each(|cue| cue.line = 0);
    scenario
}

/// A valid text with a few words moved, doubled, dropped or spoiled.
fn mutated() -> impl Strategy<Value = String> {
    let change = (any::<Index>(), any::<Index>(), 0..5u8, "\\PC{0,3}");
    prop::collection::vec(change, 1..4).prop_map(|changes| {
        let mut words: Vec<String> = WHOLE.split_inclusive([' ', '\n']).map(String::from).collect();
        for (a, b, kind, noise) in changes {
            let (a, b) = (a.index(words.len()), b.index(words.len()));
            match kind {
                0 => drop(words.remove(a)),
                1 => words.swap(a, b),
                2 => words.insert(a, words[b].clone()),
                3 => words[a].push_str(&noise),
                _ => words[a] = noise,
            }
        }
        words.concat()
    })
}

fn lexicon() -> Lexicon {
    ECHO.lexicon(&Setup { knobs: vec![5, 1, 200_000, 0], flaws: vec![false, false] })
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_printed_reads_as_what_it_was(scenario in scenario()) {
        let text = print(&scenario);
        let read = parse(&text, &find);
        let read = read.map_err(|told| TestCaseError::fail(format!("{told}\n\n{text}")))?;
        let expected = Scenario { acts: Vec::new(), ..scenario };
        prop_assert_eq!(unnumbered(read.clone()), expected, "{}", text);
        prop_assert_eq!(print(&read), text);
    }

    #[test]
    fn what_is_linked_opens_as_what_it_was(scenario in scenario()) {
        let link = encode(&scenario);
        let opened = decode(&link, &find);
        let opened = opened.map_err(|told| TestCaseError::fail(told.to_string()))?;
        prop_assert_eq!(unnumbered(opened.scenario), scenario);
        prop_assert_eq!(opened.notice, None);
    }

    #[test]
    fn a_command_prints_as_it_reads(command in command()) {
        let lexicon = lexicon();
        let text = print_command(&command, &lexicon);
        let read = parse_command(&text, &lexicon);
        let read = read.map_err(|told| TestCaseError::fail(told.to_string()))?;
        prop_assert_eq!(read, command);
    }

    #[test]
    fn a_spoiled_text_is_read_or_refused_at_a_place_in_it(text in mutated()) {
        match parse(&text, &find) {
            Ok(read) => {
                let printed = print(&read);
                let again = parse(&printed, &find);
                prop_assert!(again.is_ok(), "{:?}\n{}", again, printed);
                let again = again.expect("it was checked");
                prop_assert_eq!(print(&again), printed);
            }
            Err(told) => check_place(&told, &text)?,
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(\\PC|\n|\t){0,200}") {
        let _ = parse(&text, &find);
        let _ = parse(&format!("protocol echo\nend at 5s\n{text}"), &find);
        let _ = parse_command(&text, &lexicon());
        let _ = complete(&text, &lexicon());
        let _ = decode(&text, &find);
        let _ = decode(&format!("v1.{text}"), &find);
    }

    #[test]
    fn any_command_begun_can_be_completed(command in command(), cut in any::<Index>()) {
        let lexicon = lexicon();
        let text = print_command(&command, &lexicon);
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let cut = ends[cut.index(ends.len())];
        let _ = complete(&text[..cut], &lexicon);
        let _ = parse_command(&text[..cut], &lexicon);
    }

    #[test]
    fn any_setting_is_set_or_refused(scenario in scenario(), value in "[a-z0-9.%]{0,6}") {
        for name in ["nodes", "retry", "flaw doubles", "flaw x", "seed", "latency", "loss", ""] {
            if let Ok(changed) = with_setting(&scenario, name, &value) {
                prop_assert!(parse(&print(&changed), &find).is_ok());
            }
        }
    }

    #[test]
    fn a_damaged_link_is_opened_or_refused(at in any::<Index>(), byte in "[A-Za-z0-9_-]") {
        let scenario = parse(WHOLE, &find).expect("a scenario");
        let mut link = encode(&scenario);
        let at = at.index(link.len());
        link.replace_range(at..=at, &byte);
        let _ = decode(&link, &find);
        let _ = decode(&link[..at], &find);
    }
}

fn check_place(told: &clusterscope::scenario::Complaint, text: &str) -> Result<(), TestCaseError> {
    let shown = told.to_string();
    prop_assert!(!told.message.is_empty());
    if told.line > 0 {
        let line = text.lines().nth(told.line as usize - 1);
        prop_assert_eq!(line.map(|line| line.trim_start_matches('\u{feff}')), Some(&*told.source));
        let width = told.source.chars().count() as u32;
        prop_assert!(told.column >= 1 && told.column <= width + 2, "{}", shown);
    }
    Ok(())
}
