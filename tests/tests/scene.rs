//! A picture that someone else plays: what moves is what is marked, and it goes where it should.

use clusterscope::exhibit::{Stage, open_path};
use clusterscope::narrate::Lang;
use clusterscope_picture::pick::{self, Pick};
use clusterscope_picture::{Scene, View, scene};
use clusterscope_tests::{record, shipped};
use roxmltree::{Document, Node};

fn open(path: &str) -> Box<dyn Stage> {
    let mut stage = open_path(path, Lang::En).unwrap_or_else(|why| panic!("{path}: {why}"));
    record(&mut *stage);
    stage
}

/// The markup as it stands within its element.
fn whole(markup: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{markup}</svg>")
}

/// The elements that have an attribute, in order.
fn with<'a>(document: &'a Document, name: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|it| it.has_attribute(name)).collect()
}

fn class<'a>(node: &Node<'a, '_>) -> &'a str {
    node.attribute("class").and_then(|all| all.split(' ').next()).unwrap_or_default()
}

#[test]
fn all_that_is_marked_moves_and_nothing_else() {
    for scenario in shipped() {
        let mut stage = scenario.open();
        record(&mut *stage);
        let events = stage.extent().events;
        for view in [View::Stage, View::SpaceTime, View::Both] {
            let mut scene = Scene::new(view, Lang::En);
            for event in [0, events / 3, events / 2, events] {
                stage.seek_event(event);
                let text = whole(&scene.markup(&*stage, (640.0, 400.0)));
                let document = Document::parse(&text).unwrap_or_else(|why| panic!("{why}"));
                let now = stage.position().now;
                let mut movers = Vec::new();
                scene.movers(now, &mut movers);
                let name = format!("{} event {event} {view:?}", scenario.path());
                assert_eq!(movers.len(), 3 * with(&document, "data-m").len(), "{name}");
                assert!(movers.iter().all(|value| value.is_finite()), "{name}");
                let words = scene.tellings(now);
                let told: Vec<String> = with(&document, "data-w")
                    .iter()
                    .map(|it| it.text().unwrap_or_default().to_owned())
                    .collect();
                assert_eq!(words, told, "{name}");
                let known = ["token", "tail", "ring", "now", "flag"];
                for node in with(&document, "data-m") {
                    assert!(known.contains(&class(&node)), "{name}: {}", class(&node));
                }
            }
        }
    }
}

#[test]
fn what_moves_is_drawn_where_it_is_and_goes_where_it_should() {
    let mut stage = open("raft/leader-crash");
    stage.seek_time(420_000);
    let mut scene = Scene::new(View::Both, Lang::En);
    let text = whole(&scene.markup(&*stage, (784.0, 640.0)));
    let document = Document::parse(&text).expect("it is XML");
    let marked = with(&document, "data-m");
    let now = stage.position().now;
    let at = |now| {
        let mut movers = Vec::new();
        scene.movers(now, &mut movers);
        movers
    };
    let (here, later) = (at(now), at(now + 2_000));
    let mut flew = 0;
    for (i, node) in marked.iter().enumerate() {
        if ["token", "now", "flag"].contains(&class(node)) {
            let said = node.attribute("transform").expect("it has a place");
            let inside = said.strip_prefix("translate(").and_then(|it| it.strip_suffix(')'));
            let (x, y) = inside.and_then(|it| it.split_once(' ')).expect("two numbers");
            let near = |text: &str, value: f32| {
                (text.parse::<f32>().expect("a number") - value).abs() < 0.06
            };
            assert!(near(x, here[3 * i]) && near(y, here[3 * i + 1]), "{said}");
        }
        if class(node) == "token" && here[3 * i..3 * i + 2] != later[3 * i..3 * i + 2] {
            flew += 1;
        }
    }
    assert!(flew >= 4, "{flew} tokens moved");
}

#[test]
fn a_lost_message_and_a_late_timer_are_flagged() {
    let mut stage = open("raft/leader-crash");
    let (mut gone, mut late, mut tight) = (false, false, false);
    for event in 0..stage.extent().events {
        stage.seek_event(event);
        let mut scene = Scene::new(View::Stage, Lang::En);
        scene.markup(&*stage, (640.0, 360.0));
        scene.settle(stage.position().now);
        let mut movers = Vec::new();
        scene.movers(stage.position().now, &mut movers);
        for flags in movers.chunks(3).map(|three| three[2] as u8) {
            gone |= flags & scene::GONE as u8 != 0;
            tight |= flags & scene::TIGHT as u8 != 0;
            late |= flags & scene::LATE as u8 != 0;
        }
    }
    assert!(gone && late && tight, "gone {gone}, late {late}, tight {tight}");
}

#[test]
fn what_can_be_pointed_at_has_a_name_and_says_what_it_is() {
    let mut stage = open("raft/leader-crash");
    stage.seek_time(420_000);
    let frame = stage.frame();
    let mut scene = Scene::new(View::Both, Lang::En);
    scene.links = true;
    let text = whole(&scene.markup(&*stage, (784.0, 640.0)));
    let document = Document::parse(&text).expect("it is XML");
    let picks: Vec<Pick> = with(&document, "data-pick")
        .iter()
        .map(|it| pick::decode(it.attribute("data-pick").unwrap_or_default()).expect("a pick"))
        .collect();
    for node in &frame.nodes {
        let count = picks.iter().filter(|it| **it == Pick::Node(node.id)).count();
        assert_eq!(count, 2, "{} on the stage, and its lane", node.name);
    }
    for message in &frame.messages {
        assert!(picks.contains(&Pick::Message(message.id)));
    }
    assert!(picks.iter().any(|it| matches!(it, Pick::Link(..))));
    let buttons: Vec<Node> =
        document.descendants().filter(|it| it.attribute("role") == Some("button")).collect();
    let named = |name: &str| buttons.iter().any(|it| it.attribute("aria-label") == Some(name));
    assert!(named("n1, Leader, term 1") && named("Lane n1") && named("Link n1 to n2"));
    assert!(buttons.iter().all(|it| it.attribute("aria-label").is_some_and(|name| name.len() > 3)));
}
