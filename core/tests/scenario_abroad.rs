//! Variants that name another protocol: what they take along, and what is said where they cannot.

mod common;

use clusterscope::protocol::{Delay, NodeId};
use clusterscope::scenario::syntax::{Act, Command, Plan, Scenario, Target, What};
use clusterscope::scenario::{Complaint, parse, print, with_setting, with_setting_of};
use common::{ECHO, TWIN, find};

fn read(text: &str) -> Scenario {
    parse(text, &find).unwrap_or_else(|complaint| panic!("{complaint}"))
}

fn complaint(text: &str) -> Complaint {
    parse(text, &find).expect_err("a complaint was expected")
}

/// What is said about a text: `line:column+width message (suggestion)`.
fn about(text: &str) -> String {
    let it = complaint(text);
    let near = it.suggestion.map(|near| format!(" ({near})")).unwrap_or_default();
    format!("{}:{}+{} {}{near}", it.line, it.column, it.width, it.message)
}

/// A variant in another room, as the formatter writes it.
const ABROAD: &str = "\
protocol  echo nodes=4
flaw      doubles
network   latency 10..20ms
link      n1 -> n2 loss 5%
seed      3
end       at 5s
disk      n1 count 4

at 1s                 client c1 ping 1
  say  Asked.
when answered 1       crash n2

expect breaks one-pong

variant other {
  protocol  twin nodes=3
  expect finally: answered 1
}

variant plain {
  protocol  twin
  flaw      forgets
  seed      4
  at 2s                 restart n2
}
";

#[test]
fn a_variant_in_another_room_takes_the_script_and_the_network_and_nothing_else() {
    let it = read(ABROAD);
    let other = &it.variants[0];
    assert_eq!((it.room, other.room), (ECHO, TWIN));
    assert_eq!((other.plan.setup.knobs[0], it.variants[1].plan.setup.knobs[0]), (3, 3));
    assert_eq!(other.plan.setup.flaws, [false, false]);
    assert_eq!(it.variants[1].plan.setup.flaws, [false, true]);
    assert_eq!(other.plan.disks, []);
    let link = other.plan.network.link(NodeId(0), NodeId(1));
    assert_eq!((link.loss, link.latency), (50_000, Delay::between(10_000, 20_000)));
    assert_eq!((other.plan.seed, other.plan.end), (3, 5_000_000));
    let asked = |plan: &Plan| match &plan.lines[0].what {
        What::Command(Command::Ask(Target::Node(node), _)) => node.index(),
        other => panic!("{other:?}"),
    };
    assert_eq!((asked(&it.plan), asked(&other.plan)), (4, 3));
    let expects = other.plan.lines.iter().filter(|cue| cue.expects());
    assert_eq!(expects.count(), 1);
    assert_eq!(print(&it), ABROAD);
    assert_eq!(it.rooms(), [ECHO, TWIN]);
}

#[test]
fn a_variant_in_another_room_that_changes_nothing_else_is_a_variant() {
    let it = read("protocol echo\nend at 5s\nat 1s heal\nvariant a {\nprotocol twin\n}");
    assert_eq!(it.variants.len(), 1);
}

#[test]
fn complaints_about_a_variant_in_another_room_name_the_line_the_word_and_the_room() {
    let abroad = "(in variant `v`, whose protocol is";
    let cases = [
        ("at 1s crash n1", "multi-paxos", "client c1 puut", "6:17+4 `puut` is no operation"),
        ("at 1s crash n4", "twin", "crash n1", "3:13+2 `n4` is no node"),
        ("when committed x=1  heal", "paxos", "heal", "3:6+9 "),
        ("at 1s drop AppendEntries n1 -> n2", "multi-paxos", "heal", "3:12+13 `AppendEntries`"),
        ("at 1s crash n1", "two-phase-commit", "heal", "3:13+2 `n1` is no node"),
    ];
    for (main, room, own, expected) in cases {
        let variant = format!("variant v {{\nprotocol {room}\nat 2s {own}\n}}");
        let text = format!("protocol raft nodes=5\nend at 5s\n{main}\n{variant}");
        let told = complaint(&text);
        let place = about(&text);
        assert!(place.starts_with(expected), "{text}: {place}");
        assert!(told.message.contains(&format!("{abroad} {room})")), "{place}");
    }
    let own = "protocol echo\nend at 5s\nvariant v {\nprotocol twn\n}";
    assert_eq!(about(own), "4:10+3 `twn` is no protocol");
    let flaw = "protocol echo\nend at 5s\nvariant v {\nprotocol raft\nflaw doubles\n}";
    let told = format!("5:6+7 `doubles` is no flaw {abroad} raft)");
    assert_eq!(about(flaw), told);
}

#[test]
fn links_to_nodes_that_a_variant_has_not_are_left_out_there() {
    let head = "protocol echo nodes=5\nlink * -> n1 loss 5%\nlink n5 n2 - n3 loss 1%\nend at 5s";
    let it = read(&format!("{head}\nvariant v {{\nprotocol twin\n}}"));
    let network = &it.variants[0].plan.network;
    assert_eq!(network.link(NodeId(3), NodeId(0)).loss, 50_000, "c1 -> n1");
    assert_eq!(network.link(NodeId(1), NodeId(2)).loss, 10_000, "n2 -> n3");
    assert_eq!(network.links.len(), 6);
    let printed = print(&it);
    assert_eq!(print(&read(&printed)), printed);
    assert_eq!(read(&printed).variants[0].plan.network, *network);
    let own = "protocol echo\nend at 5s\nvariant v {\nprotocol twin\nlink n4 -> n1 loss 1%\n}";
    assert!(about(own).starts_with("5:6+2 `n4` is no node"));
}

#[test]
fn expectations_in_words_of_the_main_room_alone_may_be_replaced_by_own_ones() {
    let head =
        "protocol raft\nend at 5s\nat 400ms client c1 put x=1\nexpect finally: committed x=1";
    let own = "variant v {\nprotocol multi-paxos\nexpect finally: value x=1\n}";
    let it = read(&format!("{head}\nexpect breaks election-safety\n{own}"));
    assert_eq!(it.variants[0].plan.lines.len(), 2);
    assert_eq!(print(&read(&print(&it))), print(&it));
}

#[test]
fn a_setting_of_a_variant_in_another_room_changes_where_it_stands() {
    let mut it = read(ABROAD);
    let command = Command::Restart(Target::Node(NodeId(3)));
    it.acts = vec![Act { run: 1, at: 3_000_000, nth: 0, command }];
    let changed = with_setting_of(&it, 0, "nodes", "5").expect("a scenario");
    let line = "variant other {\n  protocol  twin nodes=5\n  expect finally: answered 1\n}";
    assert!(print(&changed).contains(line), "{}", print(&changed));
    // The client is another node where there are more servers.
    let restarted = Command::Restart(Target::Node(NodeId(5)));
    assert_eq!((changed.acts[0].run, &changed.acts[0].command), (1, &restarted));
    for (name, value, line) in [
        ("flaw doubles", "on", "flaw      doubles"),
        ("seed", "9", "seed      9"),
        ("loss", "3%", "network   loss 3%"),
        ("patience", "100ms", "protocol  twin nodes=3 patience=100ms"),
    ] {
        let changed = with_setting_of(&it, 0, name, value).expect("a scenario");
        let text = print(&changed);
        let block = text.split("variant other {").nth(1).expect("a variant");
        assert!(block.split('}').next().is_some_and(|it| it.contains(line)), "{text}");
        assert_eq!(changed.plan, it.plan, "{name}");
        assert_eq!(print(&read(&text)), text);
    }
    assert!(with_setting_of(&it, 0, "nodes", "99").is_err());
    // The main run's settings are its own, and the network is shared.
    let lossy = with_setting(&it, "loss", "7%").expect("a scenario");
    assert_eq!(lossy.variants[0].plan.network.all.loss, 70_000);
    let more = with_setting(&it, "nodes", "7").expect("a scenario");
    assert_eq!(more.variants[0].plan.setup.knobs[0], 3);
}
