//! Whatever bytes come, nothing panics or hangs, and what could be read is kept.

use clusterscope::exhibit::Stage;
use clusterscope::narrate::Lang;
use clusterscope_trace::{Format, ImportOptions, Imported, Options, Source, export, import};
use proptest::prelude::*;
use std::time::Instant;

const SAMPLES: [&str; 5] = [
    include_str!("samples/store.shiviz"),
    include_str!("samples/bare.log"),
    include_str!("samples/lock.itf.json"),
    include_str!("samples/ring.tlc.txt"),
    LINES,
];

const LINES: &str = r#"{"trace":"t"}
{"host":"a","event":"one","time":1.5,"send":{"id":"m","to":"b","label":"x"},"clock":{"a":1}}
{"host":"b","event":"two","time":2,"receive":"m","fields":{"role":"leader"},"kind":"crash"}
"#;

fn read(bytes: &[u8], source: Option<Source>) -> Option<Imported> {
    import(bytes, &ImportOptions { source, ..ImportOptions::default() }).ok()
}

/// Reads bytes as whatever they may be, and looks at all that comes of it.
fn look(bytes: &[u8]) {
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    for source in Source::ALL.iter().copied().map(Some).chain([None]) {
        let Some(imported) = read(bytes, source) else { continue };
        for trouble in &imported.troubles {
            assert!(trouble.line as usize <= lines, "{trouble} of {lines} lines");
            assert!(!trouble.reason.is_empty());
        }
        let mut stage = imported.stage(Lang::En);
        for run in 0..stage.runs().len() {
            stage.select_run(run);
            play(&mut *stage);
        }
        for &format in Format::ALL {
            let text = export(&mut *stage, format, &Options::default());
            let shown = format != Format::Transcript && format != Format::ShiViz;
            assert!(!shown || !text.contains("<script"), "{}: {text}", format.name());
            assert!(!text.contains('\u{1b}'), "{}: {text}", format.name());
        }
    }
}

fn play(stage: &mut dyn Stage) {
    let extent = stage.extent();
    for event in [0, 1, extent.events / 2, extent.events, extent.events + 9] {
        stage.seek_event(event);
        let frame = stage.frame();
        assert_eq!(frame.event, event.min(extent.events));
        let hosts = frame.nodes.len();
        let known = |id: usize| id < hosts;
        let flying = frame.messages.iter().chain(&frame.lost);
        assert!(flying.into_iter().all(|it| known(it.from.index()) && known(it.to.index())));
        stage.story(3, 3);
        stage.causes(event, 0, extent.end);
    }
    let diagram = stage.diagram(0, extent.end, usize::MAX);
    assert!(diagram.arrows.iter().all(|it| it.end.is_none_or(|end| end > it.cause)));
    assert_eq!(stage.density(7).iter().sum::<u32>() as usize, extent.events);
    stage.markers();
    while stage.step() {}
    while stage.step_back() {}
    assert_eq!(stage.position().event, 0);
}

/// A sample with some of its bytes changed, left out or said again.
fn torn() -> impl Strategy<Value = Vec<u8>> {
    let change = (0..4u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>());
    let changes = prop::collection::vec(change, 1..8);
    (0..SAMPLES.len(), changes).prop_map(|(sample, changes)| {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        for (what, from, to, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
            let (from, to) = (from.min(to), from.max(to));
            match what {
                0 => bytes[from] = byte,
                1 => drop(bytes.drain(from..to)),
                2 => bytes.truncate(to),
                _ => {
                    let again = bytes[from..to].to_vec();
                    bytes.splice(to..to, again);
                }
            }
        }
        bytes
    })
}

/// Text of the marks that the forms are made of.
fn marks() -> impl Strategy<Value = Vec<u8>> {
    let mark = prop::sample::select(
        &[
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "<<",
            ">>",
            "\"",
            ":",
            ",",
            "\n",
            " ",
            "/\\ x = ",
            "|->",
            ":>",
            "@@",
            "State 1: <A>\n",
            "(?<clock>{.*})",
            "(?<host>\\S*)",
            "(?<event>.*)",
            "{\"a\":1}",
            "a ",
            "#map",
            "#set",
            "#bigint",
            "\"states\"",
            "\"host\"",
            "\"clock\"",
            "9999999999999999999999",
            "-1",
            "1e999",
            "null",
            "<script>alert(1)</script>",
            "\u{1b}[2J",
            "\u{202e}",
            "é",
            "\\",
        ][..],
    );
    prop::collection::vec(mark, 0..60).prop_map(|marks| marks.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        look(&bytes);
    }

    #[test]
    fn torn_files_do_no_harm(bytes in torn()) {
        look(&bytes);
    }

    #[test]
    fn marks_in_any_order_do_no_harm(bytes in marks()) {
        look(&bytes);
    }

    #[test]
    fn a_line_of_nonsense_costs_no_event(
        nonsense in "[^\n\r{}]{0,30}",
        place in 0usize..4,
    ) {
        let mut lines: Vec<&str> = LINES.lines().collect();
        lines.insert(place, &nonsense);
        let text = lines.join("\n");
        let imported = read(text.as_bytes(), Some(Source::JsonLines)).expect("it is read");
        prop_assert_eq!(imported.trace.events(), 2);
        let log = SAMPLES[0].replace("=== a replica", &format!("=== {nonsense}\n=== a replica"));
        let imported = read(log.as_bytes(), Some(Source::ShiViz)).expect("it is read");
        prop_assert!(imported.trace.events() >= 8);
    }

    #[test]
    fn whole_states_before_the_end_are_kept(cut in any::<prop::sample::Index>()) {
        for (sample, begins, source) in [
            (SAMPLES[2], "\n    {\n", Source::Itf),
            (SAMPLES[3], "State ", Source::Tlc),
        ] {
            let places: Vec<usize> = sample.match_indices(begins).map(|(place, _)| place).collect();
            let mut cut = cut.index(sample.len());
            while !sample.is_char_boundary(cut) {
                cut -= 1;
            }
            // A state is whole where the next has begun.
            let whole = places.iter().filter(|place| **place < cut).count().saturating_sub(1);
            let imported = read(&sample.as_bytes()[..cut], Some(source));
            let events = imported.map_or(0, |imported| imported.trace.events());
            prop_assert!(events >= whole, "{} of {} in {:?} at {}", events, whole, source, cut);
        }
    }
}

#[test]
fn large_and_deep_input_is_read_in_a_moment() {
    let long = 400_000;
    let deep =
        ["[", "{", "(", "<<", "{\"a\":", "[a |-> ", "((", "(1 :> "].map(|it| it.repeat(long));
    let states = deep.clone().map(|it| format!("State 1: <A>\n/\\ x = {it}"));
    let many = [
        "a {\"a\":1}\nx\n".repeat(long / 4),
        format!("x\na {{{}}}\n", "\"a\":1,".repeat(long)),
        "State 1: <A>\n/\\ x = 1\n".repeat(long / 4),
        format!("State 1: <A>\n/\\ x = <<{}", "a, ".repeat(long)),
        format!("State 1: <A>\n{}", "/\\ x = \n".repeat(long)),
        "{\"host\":\"a\",\"receive\":1,\"send\":1}\n".repeat(long / 8),
        (0..long / 8).map(|i| format!("{{\"host\":\"h{i}\",\"f{i}\":{i}}}\n")).collect(),
        format!("{{\"vars\":[],\"states\":[{}", "{\"x\":1},".repeat(long / 4)),
        format!("(?<event>(a|b)*c|a)(?<host>)(?<clock>)\n\n{}", "ab".repeat(long)),
        format!("(?<event>.*)\\n(?<host>.*)\\n(?<clock>.*)x\n\n{}", "\n".repeat(long)),
    ];
    for text in deep.into_iter().chain(states).chain(many) {
        let start = Instant::now();
        for source in Source::ALL.iter().copied().map(Some).chain([None]) {
            read(text.as_bytes(), source);
        }
        let head: String = text.chars().take(60).collect();
        let took = start.elapsed().as_secs();
        assert!(took < 20, "{took} s for {} bytes of {head}", text.len());
    }
}

#[test]
fn what_is_no_utf_8_is_told_and_the_rest_is_kept() {
    let mut bytes = b"{\"host\":\"a\",\"event\":\"one\"}\n{\"host\":\"a\",\"event\":\"tw".to_vec();
    bytes.extend([0xFF, 0xC3, b'"', b'}', b'\n']);
    let imported = read(&bytes, None).expect("it is read");
    assert_eq!(imported.trace.events(), 2);
    assert!(imported.troubles[0].to_string().starts_with("line 2: from here on there are bytes"));
    let utf_16: Vec<u8> = "\u{FEFF}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let refused =
        import(&utf_16, &ImportOptions { source: Some(Source::JsonLines), ..Default::default() });
    assert!(refused.expect_err("it is refused").reason.contains("UTF-16"));
}

#[test]
fn more_events_than_are_shown_are_told() {
    let text = "{\"host\":\"a\"}\n".repeat(500_001);
    let imported = read(text.as_bytes(), None).expect("it is read");
    assert_eq!(imported.trace.events(), 500_000);
    let told = imported.troubles[0].to_string();
    assert_eq!(told, "line 500001: only the first 500000 events are shown");
}
