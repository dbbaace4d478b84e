//! ITF as the reader of its authors takes it.

use crate::{open, some_of_every_room};
use alloc::collections::BTreeMap;
use clusterscope_trace::{Format, Options, export};
use itf::{Trace, Value, trace_from_str};
use serde::Deserialize;

#[test]
fn the_authors_reader_takes_every_trace() {
    for path in some_of_every_room() {
        let mut stage = open(&path);
        let options = Options { to: 1_500_000, ..Options::default() };
        let text = export(&mut *stage, Format::Itf, &options);
        let trace: Trace<Value> =
            serde_json::from_str(&text).unwrap_or_else(|why| panic!("{path}: {why}"));
        stage.seek_time(1_500_000);
        assert_eq!(trace.states.len(), stage.position().event + 1, "{path}: a state too many");
        for (place, state) in trace.states.iter().enumerate() {
            assert_eq!(state.meta.index, Some(place as u64));
            let Value::Record(record) = &state.value else { panic!("{path}: {state:?}") };
            let (known, vars): (Vec<_>, Vec<_>) =
                (record.iter().map(|(name, _)| name).collect(), trace.vars.iter().collect());
            let all = vars.iter().all(|var| known.contains(var));
            assert!(all && known.len() == vars.len(), "{path}: {known:?} and {vars:?}");
        }
    }
}

/// What a Rust test that is driven by such a trace would ask for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Servers {
    current_term: BTreeMap<String, i64>,
    voted_for: BTreeMap<String, String>,
    role: BTreeMap<String, String>,
    log: BTreeMap<String, Vec<Cell>>,
    #[serde(rename = "mbt::actionTaken")]
    action: String,
}

#[derive(Debug, Deserialize)]
struct Cell {
    text: String,
    settled: bool,
}

#[test]
fn a_state_is_what_the_panels_show() {
    let mut stage = open("raft/leader-crash");
    let text = export(&mut *stage, Format::Itf, &Options { to: 300_000, ..Options::default() });
    let trace: Trace<Servers> = trace_from_str(&text).expect("the reader takes it");
    stage.seek_time(300_000);
    let last = &trace.states.last().expect("states").value;
    for node in stage.frame().nodes.iter() {
        assert_eq!(last.role[&node.name], node.view.role);
    }
    for name in ["n1", "n2", "n3", "n4", "n5"] {
        assert_eq!((last.current_term[name], &*last.voted_for[name]), (1, "n1"));
        assert_eq!((&*last.log[name][0].text, last.log[name][0].settled), ("1", true));
    }
    assert_eq!(trace.states[0].value.action, "init");
    assert_eq!(last.action, "deliver");
}
