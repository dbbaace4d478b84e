//! What is written here is read here.

use crate::{ends, field, read, troubles};
use alloc::collections::BTreeSet;
use clusterscope::exhibit::{Stage, open_path};
use clusterscope::narrate::Lang;
use clusterscope::view::Body;
use clusterscope_trace::{Format, Options, export};

fn written(path: &str, format: Format, to: u64) -> (Box<dyn Stage>, String) {
    let mut stage = open_path(path, Lang::En).unwrap_or_else(|why| panic!("{path}: {why}"));
    let text = export(&mut *stage, format, &Options { to, ..Options::default() });
    stage.seek_time(to);
    (stage, text)
}

/// Arrows that a clock can tell: what arrives is the first that its receiver hears of the event
/// that sent it, and no third has told it.
fn telling(stage: &dyn Stage, last: usize) -> BTreeSet<(usize, usize)> {
    let arrows = stage.diagram(0, u64::MAX, usize::MAX).arrows;
    let arrived: BTreeSet<(usize, usize)> = arrows
        .iter()
        .filter_map(|it| Some((it.cause, it.end?)))
        .filter(|it| it.1 <= last)
        .collect();
    let ends = arrived.iter().filter(|(cause, end)| {
        // Without this very arrow, was the cause known before?
        let before = arrived.iter().filter(|(_, other)| other == end);
        let mut others = before.map(|(cause, _)| *cause).filter(|other| other != cause);
        let (past, _) = stage.causes(*end, 0, u64::MAX);
        let own = past.iter().rev().find(|event| same_node(stage, **event, *end));
        let knows =
            |event: usize| event == *cause || stage.causes(event, 0, u64::MAX).0.contains(cause);
        !(own.is_some_and(|own| knows(*own)) || others.any(knows))
    });
    ends.copied().collect()
}

fn same_node(stage: &dyn Stage, a: usize, b: usize) -> bool {
    let node = |event: usize| {
        let diagram = stage.diagram(0, u64::MAX, usize::MAX);
        let mark = diagram.marks.iter().find(|mark| mark.event == event).map(|mark| mark.node);
        mark.or(diagram.arrows.iter().find(|it| it.end == Some(event)).map(|it| it.to))
    };
    node(a).is_some() && node(a) == node(b)
}

/// A field's name as TLA+ takes it.
fn variable(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

#[test]
fn a_shiviz_log_of_a_run_has_the_same_events_and_arrows() {
    let (stage, log) = written("raft/leader-crash", Format::ShiViz, 420_000);
    let last = stage.position().event;
    let imported = read(&log);
    assert_eq!(troubles(&imported), [""; 0]);
    let again = imported.stage(Lang::En);
    assert_eq!(again.extent().events, last);
    let mut walked = open_path("raft/leader-crash", Lang::En).expect("it opens");
    for (event, sentence) in again.story(0, usize::MAX).iter().enumerate() {
        walked.seek_event(event + 1);
        let lines = walked.told().expect("an event").lines;
        let told: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
        assert!(sentence.lines[0].text.ends_with(&told.join(" ")), "{sentence:?}");
        assert_eq!(sentence.at, walked.position().now);
    }
    let found: BTreeSet<(usize, usize)> =
        ends(&*again).into_iter().filter_map(|(_, _, cause, end)| Some((cause, end?))).collect();
    assert_eq!(found, telling(&*stage, last));
    assert!(found.len() > 30, "{}", found.len());
}

#[test]
fn an_itf_trace_of_a_run_has_the_same_states() {
    for path in ["raft/leader-crash", "two-phase-commit/lost-vote"] {
        let (mut stage, trace) = written(path, Format::Itf, 420_000);
        let last = stage.position().event;
        let imported = read(&trace);
        assert_eq!(troubles(&imported), [""; 0], "{path}");
        let mut again = imported.stage(Lang::En);
        assert_eq!(again.extent().events, last + 1, "{path}: the first state is one");
        for event in 0..=last {
            stage.seek_event(event);
            again.seek_event(event + 1);
            let (frame, read) = (stage.frame(), again.frame());
            for node in &frame.nodes {
                assert_eq!(field(&read, &node.name, "role").as_ref(), Some(&node.view.role));
                for panel in node.view.panels.iter().filter(|panel| panel.title.is_empty()) {
                    let Body::Fields(fields) = &panel.body else { continue };
                    for it in fields {
                        let shown = field(&read, &node.name, &variable(&it.name));
                        assert_eq!(shown.as_ref(), Some(&it.value), "{path}: {event}: {}", it.name);
                    }
                }
            }
        }
        // Each message that arrives does so in both.
        let arrives = |stage: &dyn Stage, first: usize| -> BTreeSet<(u16, u16, usize, usize)> {
            let arrows = stage.diagram(0, 420_000, usize::MAX).arrows;
            let arrived = arrows.iter().filter(|it| !it.lost).filter_map(|it| {
                let end = it.end.filter(|end| *end <= last + first)?;
                Some((it.from.0, it.to.0, it.cause - first, end - first))
            });
            arrived.collect()
        };
        assert_eq!(arrives(&*again, 1), arrives(&*stage, 0), "{path}");
    }
}

#[test]
fn a_trace_that_was_read_is_exported_as_any_run_is() {
    let log = include_str!("../samples/store.shiviz");
    let mut stage = read(log).stage(Lang::En);
    let text = export(&mut *stage, Format::Mermaid, &Options::default());
    assert!(text.contains("participant node1 as left"), "{text}");
    assert_eq!(text.matches("->>").count(), 4, "{text}");
    let text = export(&mut *stage, Format::Transcript, &Options::default());
    assert!(text.contains("front has heard from left"), "{text}");
}
