//! Links: what was released opens for ever, what is broken says so.

mod common;

use clusterscope::protocol::NodeId;
use clusterscope::scenario::link::{decode, encode, fragment};
use clusterscope::scenario::syntax::{Act, Command, Pattern, Survival, Target, Verb, Way, Which};
use clusterscope::scenario::{parse, print};
use common::{WHOLE, find};
use std::path::PathBuf;

/// The example of the language's reference, with a link's usual load of text.
const TYPICAL: &str = "\
title     A leader crashes
teaches   An election replaces a crashed leader; committed entries survive.
protocol  echo nodes=5 retry=off
network   latency 20..60ms loss 1%
seed      7
end       at 30s

at 400ms              client c1 ping 1
when answered 1       crash busiest
  say  The busiest is gone. The others notice when their timers run out.
after 2s              restart n1
  say  It comes back with the disk that it had, and learns what it missed.

expect within 2s: answered 1
expect finally: answered 1
expect always: invariants
";

/// Fifty acts of a restless user, at moments without a pattern.
fn acts() -> Vec<Act> {
    let mut luck = 12_345u64;
    let mut draw = |below: u64| {
        luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (luck >> 33) % below
    };
    let mut at = 0;
    let mut act = || {
        at += draw(900_000);
        let (a, b) = (draw(5) as u16, draw(5) as u16);
        let one = Target::Node(NodeId(a));
        let b = if a == b { (b + 1) % 5 } else { b };
        let way = Way { from: vec![one], to: vec![Target::Node(NodeId(b))], both: false };
        let command = match draw(8) {
            0 => Command::Crash { node: one, disk: Survival::Luck },
            1 => Command::Restart(one),
            2 => Command::Cut(way),
            3 => Command::Heal(None),
            4 => {
                Command::Ask(Target::Node(NodeId(5)), vec!["ping".into(), draw(1_000).to_string()])
            }
            5 => Command::Timeout(one, None, 1),
            6 => Command::Pause(one, Some(draw(3_000) * 1_000)),
            _ => {
                let which = Which::Nth(draw(60) as u32 + 1);
                let pattern = Pattern { kind: Some(0), way, fields: Vec::new(), which };
                Command::Message(Verb::Drop, pattern)
            }
        };
        Act { run: 0, at, nth: draw(2) as u32, command }
    };
    (0..50).map(|_| act()).collect()
}

#[test]
fn fifty_acts_stay_below_two_thousand_characters() {
    let mut scenario = parse(TYPICAL, &find).expect("a scenario");
    scenario.acts = acts();
    let link = encode(&scenario);
    println!("a link with fifty acts: {} characters", link.len());
    assert!(link.len() < 2_000, "{} characters", link.len());
    assert_eq!(decode(&link, &find).expect("a run").scenario.acts, scenario.acts);
}

#[test]
fn fifty_acts_on_any_shipped_scenario_stay_below_two_thousand_characters() {
    for room in clusterscope::protocols::ALL {
        for example in room.scenarios() {
            let mut scenario = parse(example.text, &find).expect("a scenario");
            let lexicon = room.lexicon(&scenario.plan.setup);
            let nodes = lexicon.nodes.len() as u16;
            let client = lexicon.clients.iter().position(|client| *client);
            scenario.acts = acts();
            for act in &mut scenario.acts {
                fit(&mut act.command, nodes, client.map(|place| NodeId(place as u16)));
            }
            let link = encode(&scenario);
            println!("{}: {} characters", example.slug, link.len());
            assert!(link.len() < 2_000, "{}: {} characters", example.slug, link.len());
        }
    }
}

/// Makes a command of the echo room one of another room: other nodes, other requests.
fn fit(command: &mut Command, nodes: u16, client: Option<NodeId>) {
    let node = |target: &mut Target| {
        if let Target::Node(node) = target {
            node.0 %= nodes;
        }
    };
    match (command, client) {
        (Command::Ask(who, words), Some(client)) => {
            *who = Target::Node(client);
            *words = vec!["put".into(), format!("x={}", words[1])];
        }
        (command @ Command::Ask(..), None) => *command = Command::Heal(None),
        (Command::Crash { node: who, .. }, _)
        | (Command::Restart(who) | Command::Timeout(who, ..) | Command::Pause(who, _), _) => {
            node(who);
        }
        _ => {}
    }
}

#[test]
fn a_link_may_begin_with_a_hash_sign() {
    let scenario = parse(WHOLE, &find).expect("a scenario");
    let link = ["#", &encode(&scenario)].concat();
    assert_eq!(print(&decode(&link, &find).expect("a run").scenario), WHOLE);
}

/// What is said about a fragment.
fn told(fragment: &str) -> String {
    decode(fragment, &find).expect_err("a complaint").to_string()
}

#[test]
fn broken_and_hostile_links_say_what_is_wrong() {
    let damaged = "this link is damaged: a part of it may be missing";
    let none = "this is not a link to a run: it begins with no `v1.`";
    for fragment in ["", "#", "v.", "v1", "w1.abc", "panel=raft", "v-1.x", "v+1.x", "v01x"] {
        assert_eq!(told(fragment), none, "{fragment}");
    }
    for fragment in ["v2.abc", "#v10.", "v999999999.x"] {
        assert_eq!(told(fragment), "this link needs a newer version of Clusterscope");
    }
    let link = encode(&parse(WHOLE, &find).expect("a scenario"));
    for end in 3..link.len() - 1 {
        assert_eq!(told(&link[..end]), damaged, "{end}");
    }
    assert_eq!(told("v1.&&&&"), damaged);
    assert_eq!(told(&["v1.", &"A".repeat(70_000)].concat()), "this link is too long");
}

#[test]
fn a_link_that_unpacks_to_nonsense_says_so() {
    let damaged = "this link is damaged: a part of it may be missing";
    assert_eq!(told(&fragment(&" ".repeat(300_000))), damaged);
    assert_eq!(told(&fragment("no revision")), damaged);
    let cases = [
        (
            "protocol raftt\n",
            "this link cannot be opened: `raftt` is no protocol, in `protocol raftt`",
        ),
        (
            "protocol echo\nend at 5s\nacts\nat 1s crash n9\n",
            "this link cannot be opened: `n9` is no node, in `at 1s crash n9`",
        ),
        (
            "protocol echo\nend at 5s\nacts\nhello\n",
            "this link cannot be opened: `hello` is no `at`, in `hello`",
        ),
    ];
    for (text, expected) in cases {
        let told = told(&fragment(&format!("revision 3\n{text}")));
        assert!(told.starts_with(expected), "{told}");
    }
    let many = "at 1s heal\n".repeat(10_001);
    let text = format!("revision 3\nprotocol echo\nend at 5s\nacts\n{many}");
    assert_eq!(told(&fragment(&text)), "this link holds more than 10000 acts");
}

#[test]
fn the_dearest_texts_are_still_read_fast() {
    let dear = [
        format!("when {}\n", "crash ".repeat(320)),
        format!("when {}\n", "crash  ".repeat(280)),
        format!("at 1s hold any {} -> n1 until release\n", "* ".repeat(900)),
        "when crash 1 crash n1\n".to_string(),
    ];
    for line in dear {
        let lines = (60_000 / line.len()).min(1_800);
        let mut text = format!("protocol echo\nend at 5s\n{}", line.repeat(lines));
        for seed in 2..63 {
            text.push_str(&format!("variant v{seed} {{\nseed {seed}\n}}\n"));
        }
        let link = fragment(&format!("revision 3\n{text}"));
        let before = std::time::Instant::now();
        let _ = decode(&link, &find);
        println!("{:?} for {} bytes of {:?}", before.elapsed(), text.len(), &line[..20]);
        assert!(before.elapsed().as_secs() < 5);
    }
}

#[test]
fn a_link_for_another_revision_opens_with_a_notice() {
    let opened = decode(&fragment("revision 2\nprotocol echo\nend at 5s\n"), &find).expect("a run");
    let notice = opened.notice.expect("a notice");
    assert!(notice.contains("revision 2 of Echo, which is now at revision 3"), "{notice}");
}

#[test]
fn a_link_carries_the_revision_of_each_room() {
    let text = "protocol echo\nend at 5s\nvariant v {\nprotocol twin\n}\n";
    let link = encode(&parse(text, &find).expect("a scenario"));
    assert_eq!(decode(&link, &find).expect("a run").notice, None);
    let notice = |head: &str| {
        let opened = decode(&fragment(&format!("revision {head}\n{text}")), &find);
        opened.map(|it| it.notice.unwrap_or_default()).map_err(|told| told.to_string())
    };
    assert_eq!(notice("3 twin 8"), Ok(String::new()));
    let twin = notice("3 twin 7").expect("a run");
    assert!(twin.contains("revision 7 of Twin, which is now at revision 8"), "{twin}");
    assert!(!twin.contains("Echo"), "{twin}");
    let both = notice("2 twin 7").expect("a run");
    assert!(both.contains("revision 2 of Echo") && both.contains("revision 7 of Twin"), "{both}");
    // A room that the link says nothing about cannot be told apart.
    assert_eq!(notice("3"), Ok(String::new()));
    for head in ["", "x", "3 twin", "3 twin x", "3  8", "3 twin -8"] {
        let damaged = "this link is damaged: a part of it may be missing";
        let told = notice(head);
        assert!(
            told == Err(damaged.into()) || (head == "3  8" && told.is_ok()),
            "{head}: {told:?}"
        );
    }
}

#[test]
fn acts_in_a_variant_of_another_room_are_in_its_words() {
    let text = "protocol raft\nend at 5s\nat 1ms heal\nvariant v {\nprotocol two-phase-commit\n}\n";
    let mut scenario = parse(text, &find).expect("a scenario");
    let command = Command::Crash { node: Target::Node(NodeId(0)), disk: Survival::Luck };
    scenario.acts = vec![Act { run: 1, at: 7_000, nth: 0, command }];
    let opened = decode(&encode(&scenario), &find).expect("a run");
    assert_eq!((opened.run, &opened.scenario.acts), (1, &scenario.acts));
}

/// Every link ever released, one a line after `slug:`, opens. Lines are added, never changed.
#[test]
fn released_links_open_for_ever() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/links");
    let mut opened = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder of links") {
        let path = entry.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (name, link) = line.split_once(": ").expect("`name: link`");
            let run = decode(link, &find);
            let run = run.unwrap_or_else(|told| panic!("{}: {name}: {told}", path.display()));
            let again = decode(&encode(&run.scenario), &find).expect("a run");
            assert_eq!(print(&again.scenario), print(&run.scenario), "{name}");
            assert_eq!(again.scenario.acts, run.scenario.acts, "{name}");
            opened += 1;
        }
    }
    assert!(opened > 0, "no link was tried");
}

#[test]
#[ignore = "prints the links of the echo room, for the corpus of released ones"]
fn print_links() {
    let whole = parse(WHOLE, &find).expect("a scenario");
    let mut typical = parse(TYPICAL, &find).expect("a scenario");
    println!("whole: {}", encode(&whole));
    println!("typical: {}", encode(&typical));
    typical.acts = acts();
    println!("fifty-acts: {}", encode(&typical));
}
