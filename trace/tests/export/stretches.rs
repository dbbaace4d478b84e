//! Parts of a run: what is left out is said, and the playhead stays where it was.

use crate::open;
use clusterscope::exhibit::transcript;
use clusterscope_trace::{Format, Options, export};

#[test]
fn what_a_diagram_leaves_out_is_said() {
    let options = Options { most: 12, ..Options::default() };
    let text = export(&mut *open("raft/leader-crash"), Format::Mermaid, &options);
    assert_eq!(text.matches("->>").count(), 12);
    let note = text.lines().last().expect("a last line");
    assert!(note.contains("The diagram stops at 2"), "{note}");
    assert!(note.contains("messages"), "{note}");
}

#[test]
fn what_is_still_on_its_way_is_said() {
    let options = Options { to: 180_000, ..Options::default() };
    let text = export(&mut *open("raft/leader-crash"), Format::PlantUml, &options);
    assert!(text.contains("4 messages are still on their way."), "{text}");
}

#[test]
fn a_stretch_holds_what_happens_within_it_and_no_more() {
    let options = Options { from: 186_000, to: 189_000, ..Options::default() };
    let text = export(&mut *open("raft/leader-crash"), Format::ShiViz, &options);
    assert_eq!(text.lines().filter(|line| line.contains(" votes for n1")).count(), 3, "{text}");
    assert_eq!(text.lines().count(), 3 + 2 * 3, "{text}");
}

#[test]
fn the_playhead_stays() {
    for &format in Format::ALL {
        let mut stage = open("two-phase-commit/happy-path");
        stage.step();
        stage.step();
        let here = stage.position();
        export(&mut *stage, format, &Options::default());
        assert_eq!(stage.position(), here, "{}", format.name());
        stage.seek_time(here.now + 1);
        let between = stage.position();
        export(&mut *stage, format, &Options::default());
        assert_eq!(stage.position(), between, "{}", format.name());
    }
}

#[test]
fn a_transcript_is_the_stages_own() {
    let mut stage = open("raft/figure-8");
    let whole = transcript(&mut *stage, 0, u64::MAX);
    assert_eq!(export(&mut *stage, Format::Transcript, &Options::default()), whole);
    assert!(whole.lines().count() > 100);
}
