//! The template room in docs/template-room, furnished like those of the registry: it compiles as a
//! room does, and passes what they pass. CONTRIBUTING.md walks through it.

extern crate alloc;

// A room names what it uses as `crate::…`: here that is the core.
use clusterscope::{check, exhibit, kv, narrate, protocol, scenario, sorted, view, world};

#[allow(unreachable_pub, unused_imports, reason = "a test's module is reached by nobody else")]
#[path = "../../docs/template-room/mod.rs"]
mod majority_register;

use clusterscope::sweep::{Course, Tallies};
use clusterscope_tests::{record, unmet};
use exhibit::{Door, Room, Stage, open};
use majority_register::MajorityRegister;
use narrate::Lang;
use std::collections::BTreeSet;
use std::fs;

const ROOM: &dyn Room = Door::<MajorityRegister>::OPEN;

/// Finds the template; it is not in the registry.
fn find(slug: &str) -> Option<&'static dyn Room> {
    Some(ROOM).filter(|room| room.card(Lang::En).slug == slug)
}

fn stage(text: &str) -> Box<dyn Stage> {
    let scenario = scenario::parse(text, &find).unwrap_or_else(|why| panic!("{why}\n{text}"));
    open(scenario, None, Lang::En)
}

/// Looks at every run of every scenario, recorded to its end.
fn each_run(mut look: impl FnMut(&str, &mut dyn Stage)) {
    for example in ROOM.scenarios() {
        let mut stage = stage(example.text);
        for (place, run) in stage.runs().iter().enumerate() {
            stage.select_run(place);
            record(&mut *stage);
            look(&format!("{} ({})", example.slug, run.name), &mut *stage);
        }
    }
}

fn broken(stage: &dyn Stage) -> Vec<&'static str> {
    let rules = stage.verdict().into_iter();
    rules.filter(|rule| rule.broken.is_some()).map(|rule| rule.name).collect()
}

#[test]
fn its_expectations_hold_and_its_links_reopen_the_run() {
    each_run(|name, stage| {
        assert_eq!(unmet(stage), [], "{name}");
        let place = stage.runs().iter().position(|run| run.current).unwrap_or(0);
        let opened = scenario::link::decode(&stage.link(), &find);
        let opened = opened.unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(usize::from(opened.run), place, "{name}");
        let mut again = open(opened.scenario, opened.notice, Lang::En);
        again.select_run(place);
        assert_eq!(again.digest(), stage.digest(), "{name}");
    });
}

#[test]
fn its_texts_are_as_the_formatter_writes_them() {
    for example in ROOM.scenarios() {
        let scenario = scenario::parse(example.text, &find).expect("a scenario");
        assert_eq!(scenario::print(&scenario), example.text, "{}", example.slug);
    }
}

#[test]
fn every_note_is_reached_and_has_a_source() {
    let mut reached = BTreeSet::new();
    each_run(|_, stage| reached.extend(stage.reasons()));
    let listed: BTreeSet<String> = ROOM.notes().iter().map(|name| name.to_string()).collect();
    assert_eq!(reached, listed);
}

#[test]
fn every_flaw_turns_what_it_breaks_red_and_nothing_else_does() {
    let mut red = BTreeSet::new();
    each_run(|name, stage| {
        let flaws: Vec<_> = stage.settings().flaws.into_iter().filter(|flaw| flaw.on).collect();
        let turned = broken(stage);
        assert_eq!(flaws.is_empty(), turned.is_empty(), "{name}: {turned:?}");
        red.extend(turned);
    });
    let claims: BTreeSet<_> = ROOM.claims().iter().map(|claim| claim.name).collect();
    assert_eq!(red, claims);
}

#[test]
fn its_famous_failure_opens_before_it_happens() {
    for famous in ROOM.famous() {
        let (run, at) = famous.path.split_once('@').expect("a moment");
        let (slug, variant) = run.split_once('/').expect("a run");
        let example = ROOM.scenarios().iter().find(|example| example.slug == slug);
        let mut stage = stage(example.expect("a scenario").text);
        let place = stage.runs().iter().position(|run| run.name == variant);
        stage.select_run(place.expect("a variant"));
        stage.seek_time(scenario::quantity::span(at).expect("a moment"));
        let here = stage.position().event;
        record(&mut *stage);
        let first = stage.verdict().into_iter().filter_map(|rule| rule.broken).map(|it| it.event);
        assert!(first.min().is_some_and(|first| here > 0 && here < first), "{}", famous.path);
    }
}

#[test]
fn no_seed_breaks_a_rule_under_the_tolerated_faults() {
    let (course, mut tallies) = (Course::of(ROOM, 1_000), Tallies::default());
    for seed in 0..200 {
        let played = course.play(seed).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(played.broken, [], "seed {seed}");
        tallies.join(&played.tallies);
    }
    let missing = tallies.missing(ROOM.tolerates());
    assert!(missing.is_empty() && tallies.answered > 1_000, "{}{missing:?}", tallies.table());
}

#[test]
fn its_furniture_is_that_of_every_room() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(format!("{root}/{folder}")).expect("a folder");
        entries.map(|it| it.expect("an entry").file_name().to_string_lossy().into()).collect()
    };
    let template = names("docs/template-room");
    let paxos = names("core/src/protocols/paxos");
    let alike: Vec<_> = template.difference(&paxos).collect();
    assert!(alike.is_empty(), "no other room has {alike:?}");
}

/// Whether a text stands in a file, wherever its lines are indented to.
fn stands_in(fence: &str, file: &str) -> bool {
    let lines = |text: &str| -> Vec<String> { text.lines().map(|it| it.trim().into()).collect() };
    let (fence, file) = (lines(fence), lines(file));
    file.windows(fence.len()).any(|window| window == fence)
}

#[test]
fn what_the_guide_shows_stands_in_the_template() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut texts = Vec::new();
    for folder in ["docs/template-room", "docs/template-room/scenarios"] {
        for entry in fs::read_dir(format!("{root}/{folder}")).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                texts.push(fs::read_to_string(path).expect("a text"));
            }
        }
    }
    let guide = fs::read_to_string(format!("{root}/CONTRIBUTING.md")).expect("the guide");
    let mut shown = 0;
    for fence in guide.split("\n```").skip(1).step_by(2) {
        let (kind, fence) = fence.split_once('\n').expect("a fence");
        if kind != "rust" && kind != "scope" {
            continue;
        }
        assert!(texts.iter().any(|text| stands_in(fence, text)), "not in the template:\n{fence}");
        shown += 1;
    }
    assert!(shown >= 6, "the guide shows {shown} pieces");
}
