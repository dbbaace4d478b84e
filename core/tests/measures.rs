//! Measures: what a run comes to, and what becomes of them in variants and forks.

use clusterscope::exhibit::{Amount, Reading, Stage, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocol::MS;

const HEAD: &str = "protocol  two-phase-commit participants=3 clients=1\n\
                    network   latency 10ms\nend       at 1s\n";

fn open(rest: &str) -> Box<dyn Stage> {
    let text = format!("{HEAD}\n{rest}");
    open_text(&text, Lang::En).unwrap_or_else(|why| panic!("{why}"))
}

fn readings(stage: &mut dyn Stage, run: usize) -> Vec<Reading> {
    while stage.measure(run, 5).is_none() {}
    stage.measure(run, 0).expect("the run is over")
}

fn amounts(stage: &mut dyn Stage, run: usize) -> Vec<Option<Amount>> {
    readings(stage, run).into_iter().map(|it| it.amount).collect()
}

const fn span(ms: u64) -> Option<Amount> {
    Some(Amount::Span(ms * MS))
}

const fn count(count: u64) -> Option<Amount> {
    Some(Amount::Count(count))
}

#[test]
fn spans_and_counts_are_taken_from_the_line_above() {
    // Requests, votes and decisions take 10 ms each: the decision falls after 30 ms.
    let script = "measure messages\nmeasure until: decided T1\n\
                  at 100ms client c1 begin x\n\
                  measure messages\nmeasure messages Vote\nmeasure answers\n\
                  measure until: decided T1\nmeasure until: answered c1\n\
                  measure while: voting T1\nmeasure times: in doubt p1\n\
                  measure until: aborted T1\nmeasure while: decided T1\n\
                  after 35ms say So far.\nmeasure messages\nmeasure until: decided T1\n\
                  measure times: decided T1\nmeasure while: decided T1";
    let mut stage = open(script);
    let expected = [
        count(14),
        span(130),
        count(14),
        count(3),
        count(1),
        span(30),
        span(40),
        span(20),
        count(1),
        None,
        span(870),
        count(3),
        span(0),
        count(0),
        span(865),
    ];
    assert_eq!(amounts(stage.as_mut(), 0), expected);
}

#[test]
fn a_measure_is_called_by_its_caption_in_the_language_of_the_viewer() {
    let mut stage = open(
        "at 1ms client c1 begin x\nmeasure messages Vote\n\
                          measure until: answered c1\n  say Waiting\n  say zh 等待",
    );
    let names: Vec<String> = readings(stage.as_mut(), 0).into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["measure messages Vote", "Waiting"]);
}

#[test]
fn what_waits_for_a_line_that_never_fires_is_never() {
    let mut stage = open(
        "at 1ms client c1 begin x\n\
                          when aborted T1  say It is aborted.\nmeasure messages",
    );
    assert_eq!(amounts(stage.as_mut(), 0), [None]);
}

#[test]
fn variants_and_forks_have_the_main_measures_or_their_own() {
    let mut stage = open(
        "at 1ms client c1 begin x\nmeasure messages\n  say All\n\
         variant no {\n at 500ms client c1 begin y no p1\n}\n\
         variant own {\n network latency 20ms\n measure until: answered c1\n}\n\
         fork cut at 25ms {\n at 26ms cut p1 - co\n}\n\
         fork other at 25ms {\n at 26ms say So.\n measure answers\n}",
    );
    assert_eq!(amounts(stage.as_mut(), 0), [count(14)]);
    assert!(amounts(stage.as_mut(), 1)[0] > count(14));
    assert_eq!(amounts(stage.as_mut(), 2), [span(80)]);
    assert_eq!(readings(stage.as_mut(), 3)[0].name, "All");
    assert_eq!(amounts(stage.as_mut(), 4), [count(1)]);
}

#[test]
fn a_run_is_not_measured_before_it_is_over() {
    let mut stage = open("at 1ms client c1 begin x\nmeasure messages");
    assert_eq!(stage.measure(0, 1), None);
    assert_eq!(
        stage.measure(0, 100),
        Some(vec![Reading { name: "measure messages".into(), amount: count(14) }])
    );
    let mut plain = open("at 1ms client c1 begin x");
    assert_eq!(plain.measure(0, 0), Some(Vec::new()));
    assert_eq!(plain.measure(7, 0), None);
}

#[test]
fn what_is_wrong_with_a_measure_is_said() {
    let about = |line: &str| {
        let text = format!("{HEAD}\nat 1ms client c1 begin x\n{line}");
        open_text(&text, Lang::En).map(drop).expect_err("it is wrong").to_string()
    };
    for (line, says) in [
        ("measure", "a measure"),
        ("measure mesages", "messages"),
        ("measure messages Vot", "Vote"),
        ("measure messages Vote Ack", "Ack"),
        ("measure until decided T1", "until:"),
        ("measure until: decide T1", "decided"),
    ] {
        assert!(about(line).contains(says), "{line}: {}", about(line));
    }
}
