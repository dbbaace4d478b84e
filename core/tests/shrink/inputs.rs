//! Whatever a failing run came from: a file, what a user did, a link, a variant, a fork.

use super::{is_least, read, shrink_run};
use clusterscope::exhibit::{Stage, open_link, open_text, room};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope::scenario::link;

#[test]
fn every_shipped_run_that_breaks_a_rule_shrinks() {
    let mut count = 0;
    for example in ALL.iter().flat_map(|room| room.scenarios()) {
        let scenario = read(example.text);
        let mut stage = open_text(example.text, Lang::En).expect("it ships");
        for run in 0..stage.runs().len() {
            stage.select_run(run);
            while stage.record(4_096) {}
            let broken: Vec<_> =
                stage.verdict().into_iter().filter(|it| it.broken.is_some()).collect();
            if broken.is_empty() {
                continue;
            }
            let shrunk = shrink_run(&scenario, run as u16);
            let shrunk = shrunk.unwrap_or_else(|why| panic!("{} {run}: {why}", example.slug));
            let name = stage.about().card.slug;
            assert_eq!(shrunk.scenario.room.card(Lang::En).slug, name);
            assert!(broken.iter().any(|it| it.name == shrunk.invariant));
            is_least(&shrunk);
            count += 1;
        }
    }
    assert!(count > 30, "only {count} shipped runs break a rule");
}

const CALM: &str = "protocol raft\nflaw votes-twice\nseed 7\nend at 2s\nat 1.5s crash n5\n";

fn acted() -> Box<dyn Stage> {
    let mut stage = open_text(CALM, Lang::En).expect("it parses");
    for (at, line) in [
        (20_000, "client c1 put x=1"),
        (60_000, "pause n5 100ms"),
        (80_000, "timeout n1"),
        (81_000, "timeout n2"),
        (90_000, "crash n4"),
    ] {
        stage.seek_time(at);
        stage.act(line).unwrap_or_else(|why| panic!("{why}"));
    }
    stage
}

#[test]
fn what_a_user_did_shrinks_from_the_text_and_from_the_link_alike() {
    let stage = acted();
    let from_text = shrink_run(&read(&stage.text()), 0).expect("it shrinks");
    let decoded = link::decode(&stage.link(), &room).expect("it is a link");
    let from_link = shrink_run(&decoded.scenario, decoded.run).expect("it shrinks");
    assert_eq!(from_text.text, from_link.text);
    assert_eq!(from_text.invariant, "election-safety");
    assert!(from_text.lines < 5 && from_text.text.contains("timeout"), "{}", from_text.text);
    is_least(&from_text);
    let stage = open_link(&from_text.link, Lang::En).expect("the link opens");
    assert_eq!(stage.about().title, "Election safety is broken");
}

#[test]
fn an_untolerated_fault_is_named() {
    let raft = ALL.iter().flat_map(|room| room.scenarios()).find(|it| it.slug == "lost-disk");
    let text = raft.expect("it ships").text;
    assert!(text.contains("protocol  raft"));
    let shrunk = shrink_run(&read(text), 0).expect("it shrinks");
    assert!(shrunk.violation.outside.is_some());
    assert!(shrunk.text.contains("outside what Raft promises: lost disk"), "{}", shrunk.text);
    assert!(shrunk.text.contains("crash n3 lose disk"), "{}", shrunk.text);
    println!("{}", shrunk.text);
    is_least(&shrunk);
}
