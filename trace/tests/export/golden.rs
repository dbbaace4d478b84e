//! Small exports as a reviewer last saw them; `UPDATE_GOLDEN=1` rewrites them.

use crate::open;
use clusterscope::narrate::Lang;
use clusterscope_trace::{Format, ImportOptions, Options, export, import};
use std::fs;
use std::path::PathBuf;

/// A run of each kind that is short enough to read.
const SMALL: &[(&str, u64)] =
    &[("raft/first-election", 320_000), ("two-phase-commit/lost-vote", u64::MAX)];

/// Traces of elsewhere, written again.
const SAMPLES: &[(&str, &str)] = &[
    ("sample-store", include_str!("../samples/store.shiviz")),
    ("sample-ring", include_str!("../samples/ring.tlc.txt")),
];

/// Compares a text with its golden file, or rewrites that.
fn check(name: &str, text: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return fs::write(&file, text).expect("the golden file can be written");
    }
    let golden = fs::read_to_string(&file).unwrap_or_default();
    let same = golden.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
    let lines = (golden.lines().nth(same), text.lines().nth(same));
    assert!(golden == text, "{}, line {}; golden, now: {lines:?}", file.display(), same + 1);
}

#[test]
fn small_exports_are_the_golden_ones() {
    for &(path, to) in SMALL {
        for &format in Format::ALL {
            let mut stage = open(path);
            let text = export(&mut *stage, format, &Options { to, ..Options::default() });
            check(&format!("{}.{}", path.replace('/', "-"), format.extension()), &text);
        }
    }
}

#[test]
fn what_was_read_is_written_as_the_golden_files_say() {
    for &(name, text) in SAMPLES {
        let imported = import(text.as_bytes(), &ImportOptions::default()).expect("it is read");
        let mut stage = imported.stage(Lang::En);
        let text = export(&mut *stage, Format::Perfetto, &Options::default());
        check(&format!("{name}.perfetto.json"), &text);
    }
}
