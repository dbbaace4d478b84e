//! Logs with vector clocks.

use crate::{ends, field, open, read, sentences, troubles};
use clusterscope::narrate::Lang;
use clusterscope_trace::{ImportOptions, Source, import, recognise};

const STORE: &str = include_str!("../samples/store.shiviz");
const BARE: &str = include_str!("../samples/bare.log");

#[test]
fn a_log_is_read_by_the_expression_that_it_brings() {
    let imported = read(STORE);
    assert_eq!(imported.trace.source, "ShiViz log");
    let mut stage = imported.stage(Lang::En);
    let runs: Vec<String> = stage.runs().into_iter().map(|run| run.name).collect();
    assert_eq!(runs, ["first try", "a replica is away"]);
    assert_eq!(sentences(&*stage)[3], "front has heard from left");
    // front 0, left 1, right 2
    let arrows = [(0, 1, 1, Some(2)), (0, 2, 1, Some(3)), (1, 0, 2, Some(4)), (2, 0, 3, Some(5))];
    assert_eq!(ends(&*stage), arrows);
    stage.seek_event(2);
    assert_eq!(field(&stage.frame(), "left", "date").as_deref(), Some("09:00:02"));
    assert_eq!(field(&stage.frame(), "right", "date"), None);
    stage.select_run(1);
    assert_eq!(sentences(&*stage).len(), 3);
}

#[test]
fn what_cannot_be_read_is_told_by_line_and_the_rest_is_kept() {
    assert_eq!(
        troubles(&read(STORE)),
        [
            "line 18: the regular expression finds no event here: `this line is torn`",
            "line 21: the regular expression finds no event here: `09:10:09 front gives up`",
        ]
    );
    let imported = read("a {\"a\":1}\nstarts\na {\"a\":2, \"b\":x}\ngoes on\nb {\"c\":1}\nends\n");
    let told = troubles(&imported);
    assert!(told[0].starts_with("line 3: `{\"a\":2, \"b\":x}` is no vector clock: "), "{told:?}");
    assert_eq!(told[1], "line 5: the clock of b does not count b itself");
    assert_eq!(imported.trace.events(), 3);
}

#[test]
fn a_log_that_brings_none_is_read_as_logs_usually_are() {
    assert_eq!(recognise(BARE.as_bytes()), Some(Source::ShiViz));
    let stage = open(BARE);
    // Each host's events in the order of its clock, causes before effects.
    assert_eq!(
        sentences(&*stage),
        [
            "queue: offers job 7",
            "worker: waits for a job",
            "worker: takes job 7",
            "queue: sees that job 7 is taken"
        ]
    );
    assert_eq!(ends(&*stage), [(1, 0, 1, Some(3)), (0, 1, 3, Some(4))]);
    let before = "offers\nqueue {\"queue\":1}\ntakes\nworker {\"worker\":1, \"queue\":1}\n";
    assert_eq!(sentences(&*open(before)), ["queue: offers", "worker: takes"]);
}

#[test]
fn an_expression_of_the_users_own_finds_events_and_executions() {
    let log = "-- one\n[a] (1;0) {\"a\":1} hello\n-- two\n[b] (0;1) {\"b\":1} bye\n";
    let options = ImportOptions {
        pattern: Some(r"\[(?<host>\w)\] \S+ (?<clock>{[^}]*}) (?<event>.*)".into()),
        delimiter: Some(r"^-- (?<trace>\w+)$".into()),
        ..ImportOptions::default()
    };
    let imported = import(log.as_bytes(), &options).expect("it is read");
    assert_eq!(troubles(&imported), [""; 0]);
    let stage = imported.stage(Lang::En);
    let runs: Vec<String> = stage.runs().into_iter().map(|run| run.name).collect();
    assert_eq!(runs, ["one", "two"]);
}

#[test]
fn an_expression_that_cannot_be_used_says_why() {
    for (pattern, why) in [
        ("(?<event>.*", "unclosed group"),
        ("(?<event>.*) (?<host>a)", "no group named `clock`"),
        ("(?<event>(?=a).*) (?<host>a) (?<clock>a)", "looks around"),
    ] {
        let options = ImportOptions { pattern: Some(pattern.into()), ..ImportOptions::default() };
        let error = import(BARE.as_bytes(), &options).expect_err(pattern);
        assert!(error.reason.contains(why), "{pattern}: {error}");
    }
}

#[test]
fn a_message_is_not_drawn_twice_when_a_third_passes_it_on() {
    let log = r#"a sends
a {"a":1}
b passes on
b {"a":1, "b":1}
c hears
c {"a":1, "b":1, "c":1}
"#;
    assert_eq!(ends(&*open(log)), [(0, 1, 1, Some(2)), (1, 2, 2, Some(3))]);
}

#[test]
fn clocks_that_contradict_each_other_are_told_and_shown_all_the_same() {
    let log = "x\na {\"a\":1, \"b\":1}\ny\nb {\"a\":1, \"b\":1}\nz\na {\"a\":1}\n";
    let imported = read(log);
    let told = troubles(&imported).join("\n");
    assert!(told.contains("a counts 1 twice in its own clock"), "{told}");
    assert_eq!(imported.trace.events(), 3);
}
