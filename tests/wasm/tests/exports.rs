//! What is exported, and what is read of a trace, is the same to the last byte on every target: the
//! golden files of `trace/` are compared as wasm, too.

use clusterscope::exhibit::{Stage, open_path};
use clusterscope::narrate::Lang;
use clusterscope_trace::{Format, ImportOptions, Options, export, import};

/// A golden file of `trace/`.
macro_rules! golden {
    ($name:literal) => {
        include_str!(concat!("../../../trace/tests/golden/", $name))
    };
}

/// The first line that differs, so that a message is short.
fn compare(what: &str, golden: &str, now: &str) {
    let (a, b) = (golden.lines(), now.lines());
    if let Some((line, _)) = a.zip(b).enumerate().find(|(_, (a, b))| a != b) {
        panic!("{what} differs from the golden file in line {}", line + 1);
    }
    assert_eq!(golden.len(), now.len(), "{what}");
}

fn write(stage: &mut dyn Stage, format: Format, to: u64) -> String {
    export(stage, format, &Options { to, ..Options::default() })
}

#[cfg_attr(not(target_family = "wasm"), test)]
#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
fn exports_are_the_golden_ones() {
    let golden = [
        (Format::Mermaid, golden!("raft-first-election.mmd")),
        (Format::PlantUml, golden!("raft-first-election.puml")),
        (Format::ShiViz, golden!("raft-first-election.shiviz")),
        (Format::Itf, golden!("raft-first-election.itf.json")),
        (Format::Perfetto, golden!("raft-first-election.perfetto.json")),
        (Format::Transcript, golden!("raft-first-election.txt")),
    ];
    assert_eq!(golden.len(), Format::ALL.len());
    let mut stage = open_path("raft/first-election", Lang::En).expect("it ships");
    for (format, golden) in golden {
        compare(format.name(), golden, &write(&mut *stage, format, 320_000));
    }
}

#[cfg_attr(not(target_family = "wasm"), test)]
#[cfg_attr(target_family = "wasm", wasm_bindgen_test::wasm_bindgen_test)]
fn traces_are_read_as_the_golden_ones_say() {
    let store = include_bytes!("../../../trace/tests/samples/store.shiviz");
    let ring = include_bytes!("../../../trace/tests/samples/ring.tlc.txt");
    for (name, bytes, golden) in [
        ("store", &store[..], golden!("sample-store.perfetto.json")),
        ("ring", &ring[..], golden!("sample-ring.perfetto.json")),
    ] {
        let imported = import(bytes, &ImportOptions::default()).expect("it is read");
        let now = write(&mut *imported.stage(Lang::En), Format::Perfetto, u64::MAX);
        compare(name, golden, &now);
    }
}
