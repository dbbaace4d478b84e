//! What a search is to find out can be changed while a run is open.

use crate::room::find;
use crate::run::{reopened, stage};
use clusterscope::exhibit::Stage;
use clusterscope::scenario::inquiry::{Bound, Inquiry, Query};
use clusterscope::scenario::parse;

const RAFT: &str = "title t\nprotocol raft nodes=3 clients=1\nseed 4\nend at 1s\n\
    check bounds restarts 0\nat 400ms client c1 put x=1\n\
    variant flawed {\nflaw forgets-vote\n}\nvariant wide {\ncheck bounds crashes 3\n}\n";

fn asked() -> Inquiry {
    let bounds = vec![(Bound::common("crashes"), Some(2)), (Bound::common("losses"), None)];
    let queries = vec![Query::Invariants, Query::Never(vec!["leader".into()])];
    Inquiry { bounds, queries, ..Inquiry::default() }
}

#[test]
fn text_and_link_have_what_is_asked_and_nothing_that_was_recorded_changes() {
    let mut stage = stage(RAFT);
    stage.seek_event(20);
    stage.act("crash n2").expect("n2 is up");
    let (digest, position) = (stage.digest(), stage.position());
    stage.inquire(asked());
    assert_eq!((stage.digest(), stage.position()), (digest, position));
    for line in ["bounds crashes 2 losses any", "invariants", "never: leader"] {
        let line = format!("check     {line}\n");
        assert!(stage.text().contains(&line), "no {line} in\n{}", stage.text());
    }
    assert!(!stage.text().contains("check     bounds restarts 0"), "{}", stage.text());
    let again = reopened(&*stage);
    assert_eq!((again.text(), again.link()), (stage.text(), stage.link()));
    assert!(stage.undo(), "acts are still there");
}

/// How many crashes each run's search is allowed.
fn crashes(stage: &dyn Stage) -> [Option<u32>; 3] {
    let scenario = parse(&stage.text(), &find).expect("a scenario");
    [0, 1, 2].map(|run| {
        let bounds = &scenario.run(run).1.inquiry.bounds;
        bounds.iter().find(|(bound, _)| *bound == Bound::common("crashes")).and_then(|it| it.1)
    })
}

#[test]
fn variants_follow_the_main_run_where_they_asked_the_same() {
    let mut stage = stage(RAFT);
    stage.inquire(asked());
    assert_eq!(crashes(&*stage), [Some(2), Some(2), Some(3)]);
    stage.select_run(1);
    stage.inquire(Inquiry { bounds: vec![(Bound::common("crashes"), Some(4))], ..asked() });
    assert_eq!(crashes(&*stage), [Some(2), Some(4), Some(3)]);
    let flawless = stage.with_setting("flaw forgets-vote", "off").expect("it can be switched off");
    assert!(flawless.contains("crashes 4"), "a setting keeps what is asked:\n{flawless}");
}
