//! Small exports as a reviewer last saw them; `UPDATE_GOLDEN=1` rewrites them.

use crate::open;
use clusterscope_trace::{Format, Options, export};
use std::fs;
use std::path::PathBuf;

/// A run of each kind that is short enough to read.
const SMALL: &[(&str, u64)] =
    &[("raft/first-election", 320_000), ("two-phase-commit/lost-vote", u64::MAX)];

#[test]
fn small_exports_are_the_golden_ones() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    for &(path, to) in SMALL {
        for &format in Format::ALL {
            let mut stage = open(path);
            let text = export(&mut *stage, format, &Options { to, ..Options::default() });
            let name = format!("{}.{}", path.replace('/', "-"), format.extension());
            let file = folder.join(name);
            if update {
                fs::write(&file, &text).expect("the golden file can be written");
                continue;
            }
            let golden = fs::read_to_string(&file).unwrap_or_default();
            let same = golden.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
            let place =
                (file.display(), same + 1, golden.lines().nth(same), text.lines().nth(same));
            assert!(golden == text, "file, line, golden, now: {place:?}");
        }
    }
}
