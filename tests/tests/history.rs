//! What clients asked and were told until an answer could not be explained, as data and as a
//! picture.

use clusterscope::exhibit::{Stage, open_path, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope::sweep::Course;
use clusterscope::view::history::{Fate, History, Operation};
use clusterscope_picture::{Options, Theme, history};
use clusterscope_tests::{record, shipped};
use roxmltree::Document;

const RULE: &str = "linearizability";

fn open(path: &str) -> Box<dyn Stage> {
    let mut stage = open_path(path, Lang::En).unwrap_or_else(|why| panic!("{path}: {why}"));
    record(&mut *stage);
    stage
}

/// Holds a history to what every one must keep, and returns its blamed operation.
#[track_caller]
fn sound<'a>(history: &'a History, name: &str) -> &'a Operation {
    let columns = history.columns.len();
    assert!(history.columns.is_sorted(), "{name}: {:?}", history.columns);
    assert!(history.operations.is_sorted_by_key(|it| it.called), "{name}");
    let mut used: Vec<usize> = Vec::new();
    let mut ranks: Vec<(usize, usize)> = Vec::new();
    for it in &history.operations {
        used.push(it.called);
        used.extend(it.ended);
        ranks.extend(it.effect.map(|(column, rank)| (rank, column)));
        let end = it.ended.unwrap_or(columns);
        assert!(it.called < end && end <= columns, "{name}: {it:?}");
        // It takes effect between its call and its end.
        assert!(it.effect.is_none_or(|(at, _)| it.called <= at && at < end), "{name}: {it:?}");
        let told = matches!(it.fate, Fate::Fits | Fate::Blamed(_)) && it.client.is_some();
        assert_eq!(told, !it.answer.is_empty(), "{name}: {it:?}");
        assert!(!matches!(it.fate, Fate::Fits) || it.effect.is_some(), "{name}: {it:?}");
    }
    used.sort_unstable();
    assert_eq!(used, (0..columns).collect::<Vec<_>>(), "{name}: a column for each");
    ranks.sort_unstable();
    assert!(ranks.iter().map(|it| it.0).eq(1..=ranks.len()), "{name}: {ranks:?}");
    assert!(ranks.is_sorted_by_key(|it| it.1), "{name}: {ranks:?}");
    let mut blamed = history.operations.iter().filter(|it| matches!(it.fate, Fate::Blamed(_)));
    let found = blamed.next().expect("one is blamed");
    assert!(blamed.next().is_none(), "{name}");
    assert_eq!(found.ended, Some(columns - 1), "{name}: it is the last answer");
    found
}

#[test]
fn a_stale_read_is_shown_after_the_writes_that_it_should_have_seen() {
    let stage = open("raft/stale-read/reads-locally");
    let rules = stage.verdict();
    let rule = rules.iter().find(|rule| rule.history).expect("one has a history");
    assert_eq!(rule.name, RULE);
    let history = stage.history(rule.name).expect("it is broken");
    let blamed = sound(&history, "stale-read");
    assert_eq!((&*blamed.call, &*blamed.answer), ("get x", "1"));
    assert_eq!(blamed.fate, Fate::Blamed(vec![String::from("2")]));
    let all: Vec<_> = history.operations.iter().map(|it| (&*it.call, &*it.answer)).collect();
    assert_eq!(all, [("put x=1", "stored"), ("put x=2", "stored"), ("get x", "1")]);
    assert_eq!((&*history.about, history.earlier), ("x", 0));
    let violation = rule.broken.as_ref().expect("it is broken");
    assert_eq!(history.columns.last(), Some(&violation.at));
    assert!(violation.facts[0].text.contains("c2 read x=1 after c1 had been told x=2"));
}

#[test]
fn only_rules_about_answers_to_clients_have_a_history() {
    let mut some = 0;
    for scenario in shipped() {
        let mut stage = scenario.open();
        for run in 0..stage.runs().len() {
            stage.select_run(run);
            record(&mut *stage);
            for rule in stage.verdict() {
                let told = stage.history(rule.name);
                assert_eq!(told.is_some(), rule.history, "{}: {}", scenario.path(), rule.name);
                assert_eq!(rule.history, rule.name == RULE && rule.broken.is_some());
                if let Some(history) = told {
                    sound(&history, &scenario.path());
                    some += 1;
                }
            }
        }
    }
    assert!(some >= 3, "only {some} runs show a history");
}

/// Runs of a busy cluster in which a flaw shows at a client.
fn busy() -> impl Iterator<Item = (String, Box<dyn Stage>)> {
    let rooms = ALL.iter().filter(|room| room.claims().iter().any(|claim| claim.name == RULE));
    let flaws = rooms.flat_map(|room| {
        let breaks = room.flaws().iter().filter(|flaw| flaw.breaks.contains(&RULE));
        breaks.map(|flaw| (*room, flaw.name))
    });
    let seeds = |(room, flaw)| (0..12).map(move |seed| (room, flaw, seed));
    flaws.flat_map(seeds).filter_map(|(room, flaw, seed)| {
        let course = Course { flaws: vec![flaw.into()], ..Course::of(room, 4_000) };
        let text =
            course.text(seed).replace("clients=2", "clients=4").replace("load 20", "load 60");
        let mut stage = open_text(&text, Lang::En).unwrap_or_else(|why| panic!("{why}"));
        stage.record(4_000);
        stage.history(RULE)?;
        Some((format!("{} {flaw} {seed}", room.card(Lang::En).slug), stage))
    })
}

#[test]
fn what_a_busy_cluster_told_wrong_is_shown_and_drawn() {
    let (mut some, mut open, mut earlier) = (0, 0, 0);
    for (name, stage) in busy() {
        let told = stage.history(RULE).expect("it is there");
        sound(&told, &name);
        some += 1;
        open += told.operations.iter().filter(|it| it.fate == Fate::Open).count();
        earlier += told.earlier;
        for size in [(784.0, 520.0), (360.0, 640.0)] {
            let options = Options { size, ..Options::default() };
            drawn(&history(&*stage, RULE, &options).expect("it can be drawn"), &told, &name);
        }
    }
    assert!(some > 30 && open > 30 && earlier > 100, "{some}, {open} open, {earlier} left out");
}

/// Holds a picture to its history: everything is in it, and no words lie over others.
#[track_caller]
fn drawn(svg: &str, history: &History, name: &str) {
    let document = Document::parse(svg).unwrap_or_else(|why| panic!("{name}: {why}"));
    let number = |node: &roxmltree::Node, of| {
        node.attribute(of).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default()
    };
    let root = document.root_element();
    let wide = number(&root, "width");
    let bars = document.descendants().filter(|it| {
        it.attribute("class").is_some_and(|class| class.split(' ').next() == Some("told-bar"))
    });
    let mut words: Vec<(f64, f64, f64)> = Vec::new();
    let mut count = 0;
    for (one, it) in bars.zip(&history.operations) {
        count += 1;
        let mut children = one.children().filter(|it| it.is_element());
        let bar = children.next().expect("a bar");
        let text = children.next().expect("words");
        assert!(number(&bar, "width") >= 12.0, "{name}: {it:?}");
        let said = text.text().unwrap_or_default();
        assert!(said.starts_with(&it.call) && said.contains(&it.answer), "{name}: {said}");
        let x = number(&text, "x");
        words.push((number(&text, "y"), x, x + 6.2 * said.chars().count() as f64));
        assert_eq!(children.next().is_some(), it.effect.is_some(), "{name}: {it:?}");
    }
    assert_eq!(count, history.operations.len(), "{name}");
    words.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    for pair in words.windows(2) {
        assert!(pair[0].0 < pair[1].0 || pair[0].2 < pair[1].1, "{name}: {pair:?}");
    }
    assert!(words.iter().all(|it| it.2 <= wide), "{name}: {words:?} of {wide}");
}

#[test]
fn a_run_whose_clients_were_told_the_truth_has_no_picture() {
    let stage = open("raft/stale-read");
    assert_eq!(stage.history(RULE), None);
    assert_eq!(history(&*stage, RULE, &Options::default()), None);
    let stage = open("raft/one-vote/forgets-vote");
    assert_eq!(history(&*stage, "election-safety", &Options::default()), None);
}

#[test]
fn the_picture_of_a_stale_read_is_the_golden_one() {
    let stage = open("raft/stale-read/reads-locally");
    let options = Options { theme: Theme::Auto, ..Options::default() };
    let svg = history(&*stage, RULE, &options).expect("it can be drawn");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/golden/pictures/raft-stale-read-history.svg");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, &svg).expect("the golden file can be written");
    }
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    assert!(golden == svg, "{path} differs; if this is meant, run with UPDATE_GOLDEN=1:\n{svg}");
    let moved = open("raft/stale-read/reads-locally@10ms");
    assert_eq!(history(&*moved, RULE, &options).as_deref(), Some(&*svg), "wherever one stands");
}
