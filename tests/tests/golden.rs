//! The transcript of every run of every scenario, as a reviewer last saw it. To rewrite them
//! after a change that is meant, run with `UPDATE_GOLDEN=1` and look at the diff.

use clusterscope_tests::shipped;
use std::fs;
use std::path::PathBuf;

#[test]
fn every_transcript_is_the_golden_one() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/transcripts");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    for scenario in shipped() {
        let mut stage = scenario.open();
        let mut text = String::new();
        for place in 0..stage.runs().len() {
            stage.select_run(place);
            text.push_str(&stage.transcript());
            for it in stage.measure(place, 0).expect("a transcript is of the whole run") {
                text.push_str(&format!("measured {:?}  {}\n", it.amount, it.name));
            }
        }
        let file = folder.join(format!("{}.txt", scenario.path()));
        if update {
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder can be made");
            fs::write(&file, &text).expect("the golden file can be written");
            continue;
        }
        let golden = fs::read_to_string(&file).unwrap_or_default();
        let same = golden.lines().zip(text.lines()).take_while(|(a, b)| a == b).count();
        assert!(
            golden == text,
            "{} differs from line {}:\n  golden: {}\n  now:    {}",
            file.display(),
            same + 1,
            golden.lines().nth(same).unwrap_or("(the end)"),
            text.lines().nth(same).unwrap_or("(the end)")
        );
    }
}
