//! A trace on the stage, as a viewer finds it.

use crate::{open, read};
use clusterscope::narrate::Lang;
use clusterscope_trace::Recorded;

/// A ring of hosts that pass a token on, for so many events.
fn ring(hosts: usize, events: usize) -> String {
    let mut text = String::new();
    for i in 0..events {
        let (host, id) = (i % hosts, i);
        let receive = if i > 0 { format!(",\"receive\":{}", i - 1) } else { String::new() };
        text.push_str(&format!(
            "{{\"host\":\"n{host}\",\"event\":\"passes token {i}\",\"send\":{id}{receive},\
             \"round\":{}}}\n",
            i / hosts
        ));
    }
    text
}

#[test]
fn step_and_step_back_are_inverse_and_a_seek_is_as_good_as_steps() {
    let text = ring(5, 60);
    let (mut walked, mut jumped) = (open(&text), open(&text));
    let mut frames = Vec::from([walked.frame()]);
    while walked.step() {
        frames.push(walked.frame());
    }
    assert_eq!(frames.len(), 61);
    for (event, frame) in frames.iter().enumerate().rev() {
        jumped.seek_event(event);
        assert_eq!(jumped.frame(), *frame);
        assert_eq!(walked.frame(), *frame);
        assert_eq!(walked.step_back(), event > 0);
    }
    jumped.seek_time(10_500);
    assert_eq!((jumped.position().event, jumped.position().now), (10, 10_500));
    assert!(jumped.frame().messages.iter().all(|it| it.sent <= 10_500 && it.due > 10_000));
}

#[test]
fn a_stretch_of_the_diagram_holds_what_crosses_it() {
    let stage = open(&ring(4, 100));
    let whole = stage.diagram(0, u64::MAX, usize::MAX);
    assert_eq!(whole.arrows.len(), 99);
    let part = stage.diagram(20_000, 30_000, usize::MAX);
    let crosses = |it: &&clusterscope::exhibit::Arrow| it.ended >= 20_000 && it.sent <= 30_000;
    let expected: Vec<_> = whole.arrows.iter().filter(crosses).copied().collect();
    assert_eq!(part.arrows, expected);
    assert!(part.spans.iter().all(|span| span.from >= 20_000 && span.to <= 30_000));
    let few = stage.diagram(0, u64::MAX, 10);
    assert!(few.truncated && few.arrows.len() == 10);
}

#[test]
fn causes_are_those_of_happened_before() {
    let text = r#"{"host":"a","send":1}
{"host":"c"}
{"host":"b","receive":1,"send":2}
{"host":"a"}
{"host":"c","receive":2}
"#;
    let stage = open(text);
    assert_eq!(stage.causes(3, 0, u64::MAX), (vec![1], vec![5]));
    assert_eq!(stage.causes(5, 0, u64::MAX), (vec![1, 2, 3], vec![]));
    assert_eq!(stage.causes(1, 0, u64::MAX), (vec![], vec![3, 4, 5]));
}

#[test]
fn a_trace_cannot_be_changed_and_has_no_link() {
    let mut stage = open(&ring(3, 9));
    let refused = stage.act("crash n1").expect_err("it is refused");
    assert_eq!(refused.message, "this is a recorded trace; it cannot be changed");
    assert!(stage.with_setting("seed", "3").is_err());
    assert!(!stage.undo() && !stage.redo());
    assert_eq!(stage.link(), "");
    assert_eq!(stage.futures().len(), 1);
    assert_eq!(stage.find("n2").map(|node| node.0), Some(2));
}

#[test]
fn events_are_found_by_text_host_and_field() {
    let imported = read(&ring(5, 1_000));
    let stage = Recorded::new(imported.trace.clone(), Lang::En);
    assert_eq!(stage.filter("token 77"), stage.filter("TOKEN  77"));
    assert_eq!(stage.filter("\"token 77\""), {
        let mut found: Vec<usize> = (770..=779).map(|i| i + 1).collect();
        found.insert(0, 78);
        found
    });
    assert_eq!(stage.filter("host:n3 round=7"), [39]);
    assert_eq!(stage.filter("host:n3 round=7 nothing"), [0; 0]);
    assert_eq!(stage.filter("").len(), 1_000);
}

#[test]
fn a_trace_written_as_json_lines_is_the_same_trace() {
    let text = ring(5, 50);
    let stage = open(&text);
    let again = open(&stage.text());
    assert_eq!(crate::sentences(&*again), crate::sentences(&*stage));
    assert_eq!(crate::ends(&*again), crate::ends(&*stage));
    assert_eq!(again.text(), stage.text());
}
