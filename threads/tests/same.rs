//! The same outcome with any number of threads.

use clusterscope::check::worlds::{Aims, Bounds, Worlds};
use clusterscope::check::{End, Limits, Progress, Search};
use clusterscope::exhibit::{Masked, Playable, room};
use clusterscope::protocol::NodeId;
use clusterscope_threads::{Go, run};

/// Raft with three servers, an election or two and a request.
fn search(flaw: bool, limits: Limits) -> Search<Worlds<Masked>> {
    let room = room("raft").expect("Raft");
    let mut setup = room.defaults();
    let knob = |name| room.knobs().iter().position(|knob| knob.name == name).expect("a knob");
    setup.knobs[knob("nodes")] = 3;
    setup.knobs[knob("no-op")] = 0;
    setup.flaws[0] = flaw;
    assert_eq!(room.flaws()[0].name, "forgets-vote");
    let protocol = room.masked(&setup);
    let request = protocol.parse_request(&["put", "x=1"]).expect("a request");
    let elections = if flaw { 2 } else { 1 };
    let bounds = Bounds {
        crashes: 1,
        restarts: 1,
        fires: vec![Some(elections), Some(1), Some(0)],
        requests: vec![(NodeId(3), request)],
        ..Bounds::default()
    };
    let invariants = (0..).take_while(|it| protocol.claim(*it).is_some()).collect();
    let aims = Aims { invariants, goals: Vec::new() };
    Search::new(Worlds::new(protocol, Vec::new(), bounds, aims), limits)
}

/// All that a search tells, but for bytes: how much is set aside differs.
fn told(search: &Search<Worlds<Masked>>) -> (Option<End>, Progress, String) {
    let progress = Progress { bytes: 0, ..search.progress() };
    let trace: Vec<_> = search.trace().into_iter().map(|(choice, _)| choice.actions).collect();
    (search.end(), progress, format!("{trace:?}"))
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let cases = [
        (false, Limits::default()),
        (true, Limits::default()),
        (false, Limits { states: 20_000, ..Limits::default() }),
        (false, Limits { states: 200_001, ..Limits::default() }),
        (false, Limits { depth: 9, ..Limits::default() }),
    ];
    for (flaw, limits) in cases {
        let mut alone = search(flaw, limits);
        alone.run();
        let wanted = told(&alone);
        assert!(wanted.1.states > 10_000 || flaw, "{wanted:?}");
        for threads in [2, 3, 7] {
            let mut search = search(flaw, limits);
            assert_eq!(run(&mut search, threads, |_| Go::On), wanted.0);
            assert_eq!(told(&search), wanted, "{threads} threads");
        }
    }
}

#[test]
fn any_number_of_threads_stops_where_memory_ends() {
    let bytes = 20_000_000;
    for threads in [0, 1, 2, 7] {
        let mut search = search(false, Limits { bytes, ..Limits::default() });
        assert_eq!(run(&mut search, threads, |_| Go::On), Some(End::Memory), "{threads} threads");
        let taken = search.progress().bytes;
        assert!((bytes..2 * bytes).contains(&taken), "{threads} threads: {taken}");
    }
}

#[test]
fn a_search_is_left_when_told_to_and_goes_on_from_there() {
    let mut alone = search(false, Limits::default());
    alone.run();
    let mut search = search(false, Limits::default());
    assert_eq!(run(&mut search, 2, |_| Go::Stop), None);
    assert_eq!(search.end(), None);
    let mut rounds = 0;
    while run(&mut search, 2, |_| Go::Stop).is_none() && search.end().is_none() {
        rounds += 1;
    }
    assert!(rounds > 10, "{rounds}");
    assert_eq!(told(&search), told(&alone));
}
