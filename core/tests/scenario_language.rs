//! What the scenario language means, and what it says about texts that mean nothing.

mod common;

use clusterscope::protocol::{Delay, NodeId};
use clusterscope::scenario::inquiry::{Bound, Query};
use clusterscope::scenario::syntax::{Command, Expect, Scenario, Target, What, When};
use clusterscope::scenario::{Complaint, print_command};
use clusterscope::scenario::{complete, parse, parse_check, parse_command, print, with_setting};
use common::{ECHO, WHOLE, find};

fn read(text: &str) -> Scenario {
    parse(text, &find).unwrap_or_else(|complaint| panic!("{complaint}"))
}

fn complaint(text: &str) -> Complaint {
    parse(text, &find).expect_err("a complaint was expected")
}

/// A scenario with this script.
fn scripted(script: &str) -> String {
    format!("protocol echo\nend at 5s\n{script}\n")
}

/// What is said about a script: `line:column+width message (suggestion)`.
fn about(text: &str) -> String {
    let it = complaint(text);
    let near = it.suggestion.map(|near| format!(" ({near})")).unwrap_or_default();
    format!("{}:{}+{} {}{near}", it.line, it.column, it.width, it.message)
}

#[test]
fn the_whole_language_is_printed_as_it_was_read() {
    assert_eq!(print(&read(WHOLE)), WHOLE);
}

#[test]
fn a_formatter_aligns_and_sorts_and_loses_no_comment() {
    let text = "# a\nend   at 1000ms\n#b\nseed 3\nprotocol   echo\n# c\nat  400000us heal\n\
                say  so\n# d\nexpect   finally: answered   1\n#";
    let tidy = ["protocol  echo", "network   latency 20..60ms", "# b", "seed      3", "# a"];
    let tidy = tidy.join("\n") + "\nend       at 1s\n\n# c\nat 400ms              heal\n";
    let tidy = tidy + "  say  so\n\n# d\nexpect finally: answered 1\n#\n";
    assert_eq!(print(&read(text)), tidy);
    assert_eq!(print(&read(&tidy)), tidy);
}

#[test]
fn a_when_line_ends_its_predicate_where_a_command_begins() {
    let aligned = read(&scripted("when answered 1   crash n1"));
    let single = read(&scripted("when answered 1 crash n1"));
    let verb = read(&scripted("when crash 1 crash n1"));
    assert_eq!(aligned.plan.lines, single.plan.lines);
    let words = vec!["crash".to_string(), "1".to_string()];
    assert_eq!(verb.plan.lines[0].when, When::Holds(words));
}

#[test]
fn a_variant_speaks_of_nodes_by_their_own_names() {
    let text = scripted("at 1s client c1 ping 1\nvariant big {\nprotocol echo nodes=5\n}");
    let it = read(&text);
    let who = |lines: &[clusterscope::scenario::syntax::Cue]| match &lines[0].what {
        What::Command(Command::Ask(Target::Node(node), _)) => *node,
        other => panic!("{other:?}"),
    };
    assert_eq!(who(&it.plan.lines), NodeId(3));
    assert_eq!(who(&it.variants[0].plan.lines), NodeId(5));
}

#[test]
fn a_variant_replaces_expectations_only_where_it_has_its_own() {
    let it = read(WHOLE);
    let expects = |lines: &[clusterscope::scenario::syntax::Cue]| {
        lines.iter().filter(|cue| matches!(cue.what, What::Expect(_))).count()
    };
    assert_eq!(expects(&it.plan.lines), 9);
    assert_eq!(expects(&it.variants[0].plan.lines), 2);
    assert_eq!(expects(&it.variants[1].plan.lines), 9);
    let mut lines = it.variants[0].plan.lines.iter();
    let last = lines.rfind(|cue| cue.expects()).expect("a line");
    assert_eq!(last.what, What::Expect(Expect::Invariants));
    let measures = |lines: &[clusterscope::scenario::syntax::Cue]| {
        lines.iter().filter(|cue| cue.measures()).count()
    };
    assert_eq!(measures(&it.plan.lines), 6);
    assert_eq!(measures(&it.variants[0].plan.lines), 1);
    assert_eq!(measures(&it.variants[1].plan.lines), 6);
}

#[test]
fn lines_of_a_variant_come_after_those_of_the_main_run() {
    let text = scripted("at 1s heal\nexpect always: invariants\nvariant a {\nat 2s crash n1\n}");
    let it = read(&text);
    assert_eq!(it.variants[0].plan.lines.len(), 3);
    assert_eq!(unnumbered(read(&print(&it))), unnumbered(it));
}

#[test]
fn acts_become_lines_of_their_own_run() {
    use clusterscope::scenario::print_with_acts;
    use clusterscope::scenario::syntax::Act;
    let fork = "fork f at 2s {\n}\nvariant v {\nprotocol echo nodes=5\n}";
    let mut it = read(&scripted(&format!("at 1s heal\n{fork}")));
    let act = |run, node| {
        let command = Command::Restart(Target::Node(NodeId(node)));
        Act { run, at: 3_000_000, nth: 1, command }
    };
    it.acts = vec![act(0, 3), act(1, 5), act(2, 3)];
    let text = print_with_acts(&it);
    let line = "at 3s#1               restart c1\n";
    let fork = format!("fork f at 2s {{\n  {line}}}\n");
    let variant = format!("variant v {{\n  protocol  echo nodes=5\n  {line}}}\n");
    assert!(text.contains(&fork) && text.contains(&variant) && text.contains(&format!("\n{line}")));
    assert!(parse(&text, &find).is_ok());
}

/// The scenario without the numbers of lines.
fn unnumbered(mut scenario: Scenario) -> Scenario {
    let variants = scenario.variants.iter_mut().flat_map(|it| &mut it.plan.lines);
    scenario.plan.lines.iter_mut().chain(variants).for_each(|cue| cue.line = 0);
    scenario
}

#[test]
fn a_link_of_a_variant_keeps_what_its_own_line_names_and_takes_the_rest_from_the_network() {
    let it = read(WHOLE);
    let link = it.variants[0].plan.network.link(NodeId(0), NodeId(2));
    assert_eq!(link.latency, Delay::between(100_000, 200_000));
    assert_eq!(link.loss, 100_000);
    assert_eq!(link.jitter, 1_000);
}

/// Scripts and what is said about them; the suggestion may be left out.
const FAULTY_COMMANDS: &[(&str, &str)] = &[
    ("at 1s crash n4", "3:13+2 `n4` is no node"),
    ("at 1s crahs n1", "3:7+5 `crahs` is no command (crash)"),
    ("at 1s crash busyest", "3:13+7 `busyest` is no node (busiest)"),
    ("at 1s drop Pung n1 -> n2", "3:12+4 `Pung` is no kind of message (Ping)"),
    ("at 1s drop Ping n1 -> n2 numer=1", "3:26+7 Ping has no field `numer` (number)"),
    ("at 1s drop any n1 -> n2 number=1", "3:25+8 only messages of one kind have fields to compare"),
    ("at 1s drop closed n1 -> n2", "3:12+6 `closed` is no kind of message"),
    (
        "at 1s deliver closed n1 -> n2 n=1",
        "3:31+3 only messages of one kind have fields to compare",
    ),
    ("at 1s client c1 pin 1", "3:17+3 `pin` is unknown (ping)"),
    ("at 1s client c1 ping x", "3:22+1 `x` is not a number"),
    ("at 1s client c1 ping", "3:22+1 a number is missing here"),
    ("at 1s client n1 ping 1", "3:14+2 `n1` is no client"),
    ("at 6s heal", "3:4+2 this is past the end of the run at 5s"),
    ("at 1x heal", "3:4+2 `1x` needs a unit: `us`, `ms`, `s` or `m`"),
    ("at heal", "3:4+4 `heal` is not a span of time such as `400ms` or `2s`"),
    ("at 1s", "3:7+1 a command is missing here"),
    ("at 1s heal n1 -> n1", "3:18+2 a link needs two different ends"),
    ("at 1s split n1 n2", "3:19+1 a second group is missing here: `| n2 n3`"),
    ("at 1s split n1 | n1", "3:18+2 a node cannot be in two groups"),
    ("at 1s network loss 101%", "3:20+4 `101%` is more than everything"),
    ("at 1s network loss 1% loss 2%", "3:23+4 this was set before on this line"),
    ("at 1s drift n1 +80%", "3:16+4 `+80%` is out of range: at most 50% either way"),
    ("at 1s timeout n1 patients", "3:18+8 `patients` is no timer (patience)"),
    ("at 1s hold Ping n1 -> n2 until relase", "3:32+6 `relase` is no `release` (release)"),
    ("at 1s release Ping n1 -> n2 next 1", "3:29+4 `next` is no node"),
    ("when answered x  crash n1", "3:15+1 `x` is not a number"),
    ("when answered 1", "3:17+1 a command is missing here"),
    ("when answered 1  crsh n1", "3:18+4 `crsh` is no command (crash)"),
    ("crash n1", "3:1+5 a moment must stand before the command: `at 1s crash`"),
    ("ta 1s crash n1", "3:1+2 no line begins with `ta` (at)"),
];

/// The same for lines that are no commands.
const FAULTY_LINES: &[(&str, &str)] = &[
    ("say hello", "3:1+3 no line stands above to say this about"),
    ("at 1s heal\nsay", "4:5+1 say needs a text"),
    ("expect", "3:8+1 an expectation is missing here"),
    ("expect finaly: answered 1", "3:8+7 `finaly:` is no expectation (finally:)"),
    ("expect finally:", "3:17+1 a predicate is missing here"),
    ("expect within 2s answered 1", "3:15+2 a colon must stand behind the span: `2s:`"),
    ("expect within 9s: answered 1", "3:15+3 this is past the end of the run at 5s"),
    ("expect breaks one-pongs", "3:15+9 `one-pongs` is no invariant (one-pong)"),
    ("expect finally: answerd 1", "3:17+7 `answerd` is unknown (answered)"),
    (
        "at 1s heal\nseed 4",
        "4:1+6 settings stand above the script; to change links in a \
                                run, say `at TIME` first",
    ),
    ("fork a at 6s {\n}", "3:11+2 the run ends at 5s already"),
    ("fork a at 2s {\nat 1s heal\n}", "4:4+2 this fork begins at 2s"),
    ("fork a at 2s\n}", "3:14+1 `{` is missing here"),
    ("fork a at 2s {", "3:1+14 this brace is never closed"),
    ("}", "3:1+1 this brace closes nothing"),
    ("variant a {\n}", "3:1+11 nothing in this variant differs from the main run"),
    (
        "variant a {\nseed 2\n}\nvariant a {\nseed 3\n}",
        "6:1+11 another fork or variant has \
                                                            this name",
    ),
    (
        "at 1s crash n3\nvariant a {\nprotocol echo nodes=2\n}",
        "3:13+2 `n3` is no node (in \
                                                                   variant `a`)",
    ),
];

#[test]
fn complaints_name_the_place_and_what_was_meant() {
    for (script, expected) in FAULTY_COMMANDS.iter().chain(FAULTY_LINES) {
        let told = about(&scripted(script));
        // A case may leave the suggestion out.
        let told = if told.starts_with(expected) { *expected } else { &told };
        assert_eq!(told, *expected, "{script}");
    }
}

#[test]
fn complaints_about_headers_name_the_range() {
    let cases = [
        ("end at 5s", "0:1+1 a line such as `protocol raft` is missing"),
        ("protocol echo", "0:1+1 a line such as `end at 5s` is missing"),
        ("protocol echo node=5", "1:15+6 `node` is no setting (nodes)"),
        ("protocol echo nodes=0", "1:15+7 `nodes` must be from 1 to 9"),
        ("protocol echo patience=9s", "1:15+11 `patience` must be from 1ms to 5s"),
        ("protocol echo retry=of", "1:15+8 `retry` is one of `off`, `on`, not `of` (off)"),
        ("protocol echo nodes=3 nodes=4", "1:23+7 this was set before on this line"),
        ("protocol echo nodes", "1:15+5 a setting is written `name=value`"),
        ("protocol echo nodes=1 order=random", "1:1+34 one node has no random order"),
        ("flaw doubles\nprotocol echo", "1:1+12 `flaw` must stand below `protocol`"),
        ("protocol echo\nflaw double", "2:6+6 `double` is no flaw (doubles)"),
        ("protocol echo\nflaw doubles\nflaw doubles", "3:6+7 this flaw was named before"),
        ("protocol echo\nseed 1\nseed 2", "3:1+6 seed was given before, in line 2"),
        ("protocol echo\nseed x", "2:6+1 `x` is not a number"),
        ("protocol echo\nend at 0s", "2:8+2 a run cannot end when it starts"),
        ("protocol echo\nend at 5s\ndisk n1 count x", "3:15+1 `x` is not a number"),
        ("protocol echo\nend at 5s\npicks n1", "3:10+1 a number is missing here"),
        (
            "protocol echo\nend at 5s\npicks n1 2 x",
            "3:12+1 `x` is no whole number below 4294967296",
        ),
        (
            "protocol echo\nend at 5s\npicks n1 5000000000",
            "3:10+10 `5000000000` is no whole number below 4294967296",
        ),
        (
            "protocol echo\nend at 5s\npicks n1 1\npicks n1 2",
            "4:7+2 this node's picks were given before",
        ),
        ("picks n1 1\nprotocol echo\nend at 5s", "1:1+10 `picks` must stand below `protocol`"),
        ("protocol echo\nend at 5s\nlink n1 -> n9 loss 1%", "3:12+2 `n9` is no node (n1)"),
        (
            "protocol echo\nnetwork latency 60..20ms",
            "2:17+8 `60..20ms` has its ends the wrong way round",
        ),
        ("protocol echo\ntitle", "0:1+1 a line such as `end at 5s` is missing"),
        ("protocol echo\nend at 5s\ntitle", "3:7+1 title needs a text"),
    ];
    for (text, expected) in cases {
        assert_eq!(about(text), expected, "{text}");
    }
}

#[test]
fn a_complaint_shows_the_line_and_a_caret_below_the_word() {
    let told = complaint(&scripted("at 1s crahs n1")).to_string();
    let expected = "line 3, column 7: `crahs` is no command\n  at 1s crahs n1\n        ^^^^^\n  \
                    did you mean `crash`?";
    assert_eq!(told, expected);
}

#[test]
fn a_line_that_asks_a_search_is_told_from_commands() {
    let lexicon = ECHO.lexicon(&ECHO.defaults());
    assert_eq!(parse_check("crash n1", &lexicon), None);
    let inquiry = parse_check("check bounds crashes 2 losses any", &lexicon).expect("it asks");
    let bounds = inquiry.expect("nothing is wrong");
    assert_eq!((bounds.bounds.len(), bounds.queries.len()), (2, 0));
    let asked = parse_check("check invariants", &lexicon).expect("it asks").expect("it is right");
    assert_eq!(asked.queries, [Query::Invariants]);
    let fewer = parse_check("check bounds crashes 0", &lexicon).expect("it bounds").expect("so");
    let both = fewer.over(&bounds.over(&asked));
    assert_eq!(both.queries, asked.queries);
    assert_eq!(both.bounds, [(Bound::common("crashes"), Some(0)), (Bound::common("losses"), None)]);
    let told = |line| parse_check(line, &lexicon).expect("it asks").expect_err("it is wrong");
    assert_eq!(told("check invariants twice").message, "`twice` is not understood here");
    assert_eq!(told("check bounds crashes 251").message, "this is more than can be counted");
    assert_eq!(told("check").message, "a question is missing here");
}

#[test]
fn the_command_box_completes_words() {
    let lexicon = ECHO.lexicon(&ECHO.defaults());
    let cases: [(&str, &[&str]); 13] = [
        ("cr", &["crash"]),
        ("crash ", &["n1", "n2", "n3", "c1", "c2", "busiest", "idle", "*"]),
        ("crash n1 ", &["during", "lose", "keeping"]),
        ("crash n1 l", &["lose"]),
        ("client ", &["c1", "c2"]),
        ("client c1 p", &["ping"]),
        ("drop ", &["Ping", "Pong", "any"]),
        ("deliver ", &["Ping", "Pong", "any", "closed"]),
        ("drop Ping n1 -> n2 n", &["next", "n1", "n2", "n3"]),
        ("timeout n1 ", &["patience", "beat"]),
        ("ch", &["check", "chaos"]),
        ("check n", &["never:"]),
        ("check breaks ", &ECHO.claims().iter().map(|claim| claim.name).collect::<Vec<_>>()),
    ];
    for (prefix, expected) in cases {
        assert_eq!(complete(prefix, &lexicon), expected, "{prefix:?}");
    }
    assert_eq!(complete("", &lexicon).len(), 24);
    assert_eq!(complete("hold Ping n1 ", &lexicon)[..2], ["->", "-"]);
}

#[test]
fn a_command_box_line_is_a_command() {
    let lexicon = ECHO.lexicon(&ECHO.defaults());
    let command = parse_command("  cut n1->n2 ", &lexicon).expect("a command");
    assert_eq!(print_command(&command, &lexicon), "cut n1 -> n2");
    let complaint = parse_command("cut n1->n9", &lexicon).expect_err("a complaint");
    assert_eq!((complaint.line, complaint.column, complaint.width), (1, 9, 2));
}

#[test]
fn a_setting_changes_and_names_keep_their_meaning() {
    let it = read(&scripted("at 1s client c1 ping 1\nvariant big {\nprotocol echo nodes=5\n}"));
    let change = |it: &Scenario, name, value| with_setting(it, name, value);
    let four = change(&it, "nodes", "4").expect("a scenario");
    assert!(print(&four).starts_with("protocol  echo nodes=4\n"));
    assert_eq!(four.variants.len(), 1);
    assert!(change(&it, "nodes", "5").expect("a scenario").variants.is_empty());
    let flawed = change(&it, "flaw doubles", "on").expect("a scenario");
    assert_eq!(flawed.plan.setup.flaws, [true, false]);
    let again = change(&flawed, "flaw doubles", "off").expect("a scenario");
    assert_eq!(print(&again), print(&it));
    let lossy = change(&it, "loss", "3%").expect("a scenario");
    assert_eq!(lossy.plan.network.all.loss, 30_000);
    assert_eq!(change(&lossy, "loss", "0%").expect("a scenario").plan.network.all.loss, 0);
    assert_eq!(change(&it, "seed", "9").expect("a scenario").plan.seed, 9);
    let slow = change(&it, "latency", "1..2s").expect("a scenario");
    assert_eq!(slow.plan.network.all.latency, Delay::between(1_000_000, 2_000_000));
    let told = change(&it, "nodes", "99").expect_err("a complaint");
    assert_eq!(told.message, "`nodes` must be from 1 to 9");
    let told = change(&it, "sed", "99").expect_err("a complaint");
    assert_eq!(told.suggestion.as_deref(), Some("seed"));
}

#[test]
fn limits_hold() {
    let long = format!("title {}", "x".repeat(3000));
    assert_eq!(complaint(&long).message, "this line is too long");
    let many = "#\n".repeat(3000);
    assert_eq!(complaint(&many).message, "this text has more than 2000 lines");
    let large = "x".repeat(70_000);
    assert_eq!(complaint(&large).message, "this text is longer than 64 KiB");
    let blocks: String =
        (0..65).map(|i| format!("variant v{i} {{\nseed {}\n}}\n", i + 2)).collect();
    let told = complaint(&scripted(&blocks)).message;
    assert_eq!(told, "there are more than 64 forks and variants");
    let huge = "at 99999999999999999999s heal";
    assert_eq!(about(&scripted(huge)), "3:4+21 `99999999999999999999s` is too large");
}
