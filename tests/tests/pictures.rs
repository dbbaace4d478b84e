//! Pictures of every scenario, read by a parser of XML that knows nothing of how they were drawn.
//! To rewrite the golden ones after a change that is meant, run with `UPDATE_GOLDEN=1`, and look at
//! them.

use clusterscope::exhibit::{Stage, open_path, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocol::Micros;
use clusterscope_picture::{Options, Theme, View, animated, still};
use clusterscope_tests::{record, shipped};
use roxmltree::{Document, Node};
use std::fs;
use std::path::PathBuf;

const VIEWS: [View; 3] = [View::Stage, View::SpaceTime, View::Both];

fn open(path: &str) -> Box<dyn Stage> {
    let mut stage = open_path(path, Lang::En).unwrap_or_else(|why| panic!("{path}: {why}"));
    record(&mut *stage);
    stage
}

/// Parses a picture, and holds it to what every one must keep.
#[track_caller]
fn sound<'a>(svg: &'a str, name: &str) -> Document<'a> {
    let document = Document::parse(svg).unwrap_or_else(|why| panic!("{name}: {why}"));
    let root = document.root_element();
    assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")), "{name}");
    assert_eq!(root.attribute("role"), Some("img"), "{name}");
    let title =
        root.children().find(|it| it.has_tag_name("title") || it.tag_name().name() == "title");
    assert!(title.and_then(|it| it.text()).is_some_and(|text| !text.is_empty()), "{name}: title");
    for node in root.descendants().filter(Node::is_element) {
        let tag = node.tag_name().name();
        assert!(
            !["script", "image", "foreignObject", "use", "a"].contains(&tag),
            "{name}: <{tag}>"
        );
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            assert!(!key.starts_with("on") && key != "href" && key != "style", "{name}: {key}");
            let local = !value.contains("url(") || value.starts_with("url(#");
            assert!(local, "{name}: {key}={value}");
            assert!(!value.contains("NaN") && !value.contains("inf"), "{name}: {key}={value}");
        }
    }
    let style = root.children().find(|it| it.tag_name().name() == "style");
    plain(style.and_then(|it| it.text()).expect("it has a style"), name);
    document
}

/// Nothing in a style needs anything from elsewhere, or a clever reader.
#[track_caller]
fn plain(style: &str, name: &str) {
    for clever in ["var(", "light-dark", "color-mix", "url(", "@import", "@font-face", "&", "<"] {
        assert!(!style.contains(clever), "{name}: the style says {clever}");
    }
    for (at, _) in style.match_indices('#') {
        let digits = style[at + 1..].bytes().take_while(u8::is_ascii_hexdigit).count();
        assert_eq!(digits, 6, "{name}: {}", &style[at..at + 8]);
    }
    assert_eq!(style.matches('{').count(), style.matches('}').count(), "{name}");
}

/// How far an element is moved by what it stands in; nothing if it is turned or scaled as well.
fn moved(node: &Node) -> Option<(f64, f64)> {
    let mut at = (0.0, 0.0);
    for one in node.ancestors().filter(Node::is_element) {
        let number = |name| one.attribute(name).and_then(|text| text.parse().ok()).unwrap_or(0.0);
        if one.tag_name().name() == "svg" {
            at = (at.0 + number("x"), at.1 + number("y"));
        }
        if let Some(transform) = one.attribute("transform") {
            let inside = transform.strip_prefix("translate(")?.strip_suffix(')')?;
            let (x, y) = inside.split_once(' ')?;
            at = (at.0 + x.parse::<f64>().ok()?, at.1 + y.parse::<f64>().ok()?);
        }
    }
    Some(at)
}

/// Words stay within the picture: judged by a width that no letter but the thinnest goes below.
#[track_caller]
fn words_stay_within(document: &Document, name: &str) {
    let side = |name| document.root_element().attribute(name).unwrap_or("0").parse::<f64>();
    let (wide, tall) = (side("width").expect("a width"), side("height").expect("a height"));
    for node in document.descendants().filter(|it| it.tag_name().name() == "text") {
        let Some((dx, dy)) = moved(&node) else { continue };
        let number = |name| node.attribute(name).and_then(|text| text.parse().ok()).unwrap_or(0.0);
        let (x, y): (f64, f64) = (dx + number("x"), dy + number("y"));
        let parts = node.descendants().filter(Node::is_text);
        let text: String = parts.filter_map(|it| it.text()).collect();
        let least = 4.6 * text.chars().count() as f64;
        let (from, to) = match node.attribute("text-anchor") {
            Some("end") => (x - least, x),
            Some("middle") => (x - least / 2.0, x + least / 2.0),
            _ => (x, x + least),
        };
        assert!(
            from >= -12.0 && to <= wide + 12.0,
            "{name}: `{text}` from {from} to {to} of {wide}"
        );
        assert!(y >= 0.0 && y <= tall, "{name}: `{text}` at {y} of {tall}");
    }
}

#[test]
fn every_scenario_can_be_drawn_at_its_start_its_middle_and_its_end() {
    let sizes = [(784.0, 520.0), (640.0, 400.0), (360.0, 520.0)];
    for scenario in shipped() {
        let mut stage = scenario.open();
        for run in 0..stage.runs().len() {
            stage.select_run(run);
            record(&mut *stage);
            let events = stage.extent().events;
            for (event, size) in [0, events / 2, events].into_iter().zip(sizes) {
                stage.seek_event(event);
                for view in VIEWS {
                    let name = format!("{} run {run} event {event} {view:?}", scenario.path());
                    let svg = still(&*stage, &Options { view, size, ..Options::default() });
                    words_stay_within(&sound(&svg, &name), &name);
                }
            }
        }
    }
}

#[test]
fn every_scenario_can_be_played() {
    for scenario in shipped() {
        let mut stage = scenario.open();
        record(&mut *stage);
        let end = stage.extent().end;
        let (from, to) = (end / 3, (end / 3 + 120_000).min(end));
        let options = Options { view: View::Both, ..Options::default() };
        let svg = animated(&mut *stage, from, to, &options);
        let document = sound(&svg, &scenario.path());
        let style = document.descendants().find(|it| it.tag_name().name() == "style");
        let style = style.and_then(|it| it.text()).unwrap_or_default();
        assert!(style.contains("@keyframes") && style.contains("prefers-reduced-motion"));
        assert_eq!(stage.position().now, to, "{}", scenario.path());
    }
}

#[test]
fn a_whole_run_that_plays_is_no_larger_than_a_photograph() {
    let mut stage = open("raft/leader-crash");
    let end = stage.extent().end;
    let svg = animated(&mut *stage, 0, end, &Options::default());
    assert!(svg.len() <= 300_000, "{} bytes", svg.len());
}

#[test]
fn an_empty_stretch_can_be_played() {
    let mut stage = open("raft/leader-crash");
    for (from, to) in [(0, 0), (500_000, 500_000), (0, 1)] {
        sound(&animated(&mut *stage, from, to, &Options::default()), "an empty stretch");
    }
}

#[test]
fn what_a_picture_says_is_what_happens() {
    let mut stage = open("raft/leader-crash");
    stage.seek_time(430_000);
    let svg = still(&*stage, &Options::default());
    let document = sound(&svg, "leader-crash");
    let said: Vec<&str> = document.descendants().filter_map(|it| it.text()).collect();
    let story = stage.story(0, 0);
    let sentence = &story.last().expect("a sentence").lines[0];
    for words in ["A leader crashes", "430 ms", "Leader", "n1", "ok T1", &sentence.text] {
        assert!(said.contains(&words), "{words} is not said");
    }
    assert!(said.iter().any(|text| text.contains(&sentence.why)), "nor why");
    let nodes = stage.frame().nodes.len();
    let drawn = document.descendants().filter(|it| {
        it.attribute("class").is_some_and(|class| class.split(' ').next() == Some("node"))
    });
    assert_eq!(drawn.count(), nodes);
}

#[test]
fn a_broken_rule_is_said_in_words() {
    let mut stage = open("raft/one-vote/forgets-vote");
    let end = stage.extent().end;
    stage.seek_time(end);
    let verdict = stage.verdict();
    let broken = verdict.iter().find(|rule| rule.broken.is_some()).expect("one is broken");
    let svg = still(&*stage, &Options::default());
    assert!(svg.contains(&format!("{} is broken", broken.title)));
}

#[test]
fn hostile_text_stays_text() {
    let long = "very ".repeat(60);
    let title = format!("</text></title><script>alert(1)</script> ]]> & \"'\u{7}\u{202e} {long}");
    let text = format!(
        "title {title}\nprotocol raft nodes=3\nseed 1\nend at 300ms\n\nat 10ms cut n1 - n2\n  say {title}\n"
    );
    let mut stage = open_text(&text, Lang::En).unwrap_or_else(|why| panic!("{why}"));
    record(&mut *stage);
    stage.seek_time(10_000);
    for (view, theme) in VIEWS.into_iter().zip([Theme::Light, Theme::Dark, Theme::Auto]) {
        let options = Options { view, theme, ..Options::default() };
        let svg = still(&*stage, &options);
        let document = sound(&svg, "hostile");
        words_stay_within(&document, "hostile");
        let title = document.descendants().find(|it| it.tag_name().name() == "title");
        let title = title.and_then(|it| it.text()).unwrap_or_default();
        assert!(title.contains("<script>alert(1)</script> ]]> & \"'"), "{title}");
        sound(&animated(&mut *stage, 0, 50_000, &options), "hostile, playing");
        stage.seek_time(10_000);
    }
}

#[test]
fn names_within_pictures_can_be_kept_apart() {
    let mut stage = open("hash-ring/join");
    stage.seek_time(900_000);
    let options = Options { prefix: "one-".into(), view: View::Both, ..Options::default() };
    let svg = still(&*stage, &options);
    let document = sound(&svg, "prefixed");
    let ids: Vec<&str> = document.descendants().filter_map(|it| it.attribute("id")).collect();
    assert!(!ids.is_empty() && ids.iter().all(|id| id.starts_with("one-")), "{ids:?}");
}

/// Compares with a golden file, or writes it.
#[track_caller]
fn golden(file: &str, svg: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(&path, svg).expect("the golden file can be written");
        return;
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    let same = known.bytes().zip(svg.bytes()).take_while(|(a, b)| a == b).count();
    let near =
        |text: &str| text.chars().skip(same.saturating_sub(40)).take(120).collect::<String>();
    assert!(
        known == svg,
        "{} differs at byte {same}; if this is meant, run with UPDATE_GOLDEN=1\n  golden: {}\n  \
         now:    {}",
        path.display(),
        near(&known),
        near(svg)
    );
}

#[test]
fn pictures_are_the_golden_ones() {
    let cases: [(&str, Micros, View, Theme, (f64, f64)); 4] = [
        ("raft/leader-crash", 430_000, View::Stage, Theme::Light, (784.0, 520.0)),
        ("raft/leader-crash", 612_000, View::Both, Theme::Auto, (640.0, 480.0)),
        ("raft/one-vote/forgets-vote", 250_000, View::Both, Theme::Dark, (784.0, 640.0)),
        ("two-phase-commit/decision-first", 100_000, View::SpaceTime, Theme::Light, (360.0, 400.0)),
    ];
    for (path, at, view, theme, size) in cases {
        let mut stage = open(path);
        stage.seek_time(at);
        let svg = still(&*stage, &Options { view, theme, size, ..Options::default() });
        let name = format!("{}-{view:?}", path.replace('/', "-")).to_lowercase();
        golden(&format!("golden/pictures/{name}.svg"), &svg);
    }
}

/// `clusterscope render raft/leader-crash --from 380ms --to 800ms --view both --size 784x640
/// -o docs/shots/leader-crash.svg`
#[test]
fn the_picture_of_the_readme_is_what_is_drawn_now() {
    let mut stage = open("raft/leader-crash");
    let options = Options { view: View::Both, size: (784.0, 640.0), ..Options::default() };
    let svg = animated(&mut *stage, 380_000, 800_000, &options);
    assert!(svg.len() <= 300_000, "{} bytes", svg.len());
    golden("../docs/shots/leader-crash.svg", &svg);
}
