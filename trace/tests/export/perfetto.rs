//! The Trace Event Format, by its published rules: slices of a track nest, an arrow has two ends,
//! each within a slice.

use crate::{open, some_of_every_room};
use alloc::collections::BTreeMap;
use clusterscope_trace::{Format, Options, export};
use serde_json::Value;

fn events(path: &str) -> Vec<Value> {
    let text = export(&mut *open(path), Format::Perfetto, &Options::default());
    let trace: Value = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{path}: {why}"));
    trace["traceEvents"].as_array().expect("a list").clone()
}

fn number(event: &Value, key: &str) -> u64 {
    event[key].as_u64().unwrap_or_else(|| panic!("{key} of {event} is no number"))
}

#[test]
fn every_entry_has_what_its_phase_asks_for() {
    for path in some_of_every_room() {
        for event in events(&path) {
            for key in ["pid", "tid", "ts"] {
                number(&event, key);
            }
            assert!(event["name"].is_string(), "{path}: {event}");
            match event["ph"].as_str() {
                Some("X") => assert_eq!(number(&event, "dur"), 1),
                Some("s") => assert!(event["cat"].is_string() && event["id"].is_u64()),
                Some("f") => assert_eq!(event["bp"], "e"),
                Some("M") => assert!(event["args"].is_object()),
                Some("B" | "E") => {}
                other => panic!("{path}: {other:?}"),
            }
        }
    }
}

#[test]
fn slices_nest_and_arrows_have_two_ends_within_slices() {
    for path in some_of_every_room() {
        let (mut open, mut starts) = (BTreeMap::<u64, Vec<String>>::new(), BTreeMap::new());
        let (mut slices, mut arrows) = (BTreeMap::new(), 0);
        let (mut last, mut complete) = (0, 0);
        for event in events(&path).iter().filter(|event| event["ph"] != "M") {
            let (at, track) = (number(event, "ts"), number(event, "tid"));
            assert!(at >= last, "{path}: {event} goes back in time");
            last = at;
            let name = event["name"].as_str().unwrap_or_default().to_owned();
            match event["ph"].as_str().unwrap_or_default() {
                "B" => open.entry(track).or_default().push(name),
                "E" => assert_eq!(open.entry(track).or_default().pop(), Some(name), "{path}"),
                "X" => {
                    complete += 1;
                    slices.insert((track, at), name);
                }
                phase => {
                    assert!(slices.contains_key(&(track, at)), "{path}: {event} in no slice");
                    let id = number(event, "id");
                    if phase == "s" {
                        assert_eq!(starts.insert(id, at), None, "{path}: {event} begins twice");
                    } else {
                        arrows += 1;
                        assert!(starts.remove(&id).is_some(), "{path}: {event} ends nothing");
                    }
                }
            }
        }
        assert!(open.values().all(Vec::is_empty), "{path}: {open:?} is never left");
        assert!(starts.is_empty(), "{path}: {starts:?} never end");
        assert!(complete > 0 && arrows > 0, "{path}: there is something to see");
    }
}
