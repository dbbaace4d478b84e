//! What transactions cost: as in the table of Mohan et al. 1986 where all commit, and as follows
//! from the rules of the variants where they abort. Costs are records forced, records lazy, and
//! messages to the coordinator or participants.

use super::super::Story;
use super::*;

/// Plays one transaction to its end; the cost of the coordinator and of each participant.
fn play(presumption: Presumption, n: u16, text: &str) -> ([u32; 3], Vec<[u32; 3]>) {
    let mut lab = Lab::new(TwoPhaseCommit { presumption, ..room(n) });
    lab.ask(1, text);
    lab.settle();
    assert!(lab.holds("settled") && lab.holds("answered c1"));
    lab.all_is_well();
    (lab.cost(CO, T1), (1..=n).map(|number| lab.cost(p(number), T1)).collect())
}

/// What the inspector of a node shows as published.
fn shown(presumption: Presumption, n: u16, id: NodeId) -> [u32; 3] {
    let story = Story { members: (1..=n).map(NodeId).collect(), ..Story::default() };
    let Cost { forced, lazy, messages } = presumption.published(id, &story);
    [forced, lazy, messages]
}

/// The published table, for transactions that update at all participants: records, of these
/// forced, and messages; the coordinator's to each participant, and each participant's.
#[test]
fn a_commit_costs_what_the_published_table_says() {
    let table = [
        (Presumption::Nothing, [2, 1, 2], [2, 2, 2]),
        (Presumption::Abort, [2, 1, 2], [2, 2, 2]),
        (Presumption::Commit, [2, 2, 2], [2, 1, 1]),
    ];
    for (presumption, coordinator, participant) in table {
        for n in 2..=6 {
            let (mine, theirs) = play(presumption, n, "begin x");
            let [forced, lazy, messages] = mine;
            let each = messages / u32::from(n);
            assert_eq!([forced + lazy, forced, each], coordinator, "{presumption:?}, {n}");
            assert_eq!(messages % u32::from(n), 0);
            assert_eq!(mine, shown(presumption, n, CO), "what people are shown is the table");
            assert_eq!(theirs[0], shown(presumption, n, p(1)), "{presumption:?}, {n}");
            for [forced, lazy, messages] in theirs {
                assert_eq!([forced + lazy, forced, messages], participant, "{presumption:?}, {n}");
            }
        }
    }
}

/// One participant votes no and the others are prepared: who said no is not told, the others are.
#[test]
fn an_abort_costs_what_the_rules_say() {
    let table = [
        (Presumption::Nothing, [1, 1], [2, 0, 2], [1, 0, 1]),
        (Presumption::Abort, [0, 1], [1, 1, 1], [0, 1, 1]),
        (Presumption::Commit, [1, 2], [2, 0, 2], [1, 0, 1]),
    ];
    for (presumption, coordinator, prepared, unwilling) in table {
        for n in 2..=6 {
            let (mine, theirs) = play(presumption, n, "begin x no p1");
            let [forced, lazy] = coordinator;
            assert_eq!(mine, [forced, lazy, 2 * u32::from(n) - 1], "{presumption:?}, {n}");
            assert_eq!(theirs[0], unwilling, "one abort record and a no");
            for cost in &theirs[1..] {
                assert_eq!(*cost, prepared, "{presumption:?}, {n}");
            }
        }
    }
}

/// All are prepared and a vote is lost: all have to be told.
#[test]
fn an_abort_for_want_of_a_vote_costs_what_the_rules_say() {
    let table = [
        (Presumption::Nothing, [1, 1], [2, 0, 2]),
        (Presumption::Abort, [0, 1], [1, 1, 1]),
        (Presumption::Commit, [1, 2], [2, 0, 2]),
    ];
    for (presumption, coordinator, participant) in table {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x");
        lab.vote(&[1, 2]);
        lab.deliver(CO, p(3));
        lab.lose_all();
        lab.fire(CO, Timer::Votes(T1));
        lab.settle();
        let [forced, lazy] = coordinator;
        assert_eq!(lab.cost(CO, T1), [forced, lazy, 6], "{presumption:?}");
        for number in 1..=3 {
            assert_eq!(lab.cost(p(number), T1), participant, "{presumption:?}");
        }
        lab.all_is_well();
    }
}

/// What counts is when a record is on disk, so logs and counts must tell the same.
#[test]
fn costs_agree_with_the_logs() {
    for (presumption, co, p1) in [
        (Presumption::Nothing, "Ce", "PC"),
        (Presumption::Abort, "Ce", "PC"),
        (Presumption::Commit, "BC", "Pc"),
    ] {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x");
        lab.settle();
        assert_eq!((lab.log(CO).as_str(), lab.log(p(1)).as_str()), (co, p1), "{presumption:?}");
    }
    for (presumption, co, p1) in [
        (Presumption::Nothing, "Ae", "PA"),
        (Presumption::Abort, "a", "Pa"),
        (Presumption::Commit, "Bae", "PA"),
    ] {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x no p2");
        lab.settle();
        assert_eq!((lab.log(CO).as_str(), lab.log(p(1)).as_str()), (co, p1), "{presumption:?}");
    }
}

/// A lazy write is one that the engine may lose, a forced one is not.
#[test]
fn what_counts_as_lazy_is_what_a_crash_may_lose() {
    for presumption in ALL {
        let mut lab = Lab::new(presuming(presumption));
        for text in ["begin x", "begin y no p2"] {
            lab.ask(1, text);
            lab.settle();
        }
        for node in [CO, p(1), p(2), p(3)] {
            let log = lab.log(node);
            let lazy = log.chars().rev().take_while(|letter| letter.is_lowercase());
            let unforced = &lab.world.slots[node.index()].unforced;
            let versions = unforced.iter().map(|disk| disk.log().map_or(0, super::super::Log::len));
            let lost = versions.min().map_or(0, |least| log.len() - least);
            assert_eq!(lost, lazy.count(), "{presumption:?}, {}", lab.room.name(node));
        }
    }
}

#[test]
fn the_inspector_shows_what_was_counted() {
    use crate::narrate::{Lang, Narrate};
    use crate::view::Body;
    let mut lab = Lab::new(room(3));
    lab.ask(1, "begin x");
    lab.settle();
    let panels = lab.room.counted(CO, &lab.world.witness, Lang::En);
    let Body::Table { rows, .. } = &panels[0].body else { panic!("a table is expected") };
    assert_eq!(rows[0], ["T1", "committed", "1", "1", "6", "1 1 6"], "as published");
    assert!(lab.room.counted(lab.client(1), &lab.world.witness, Lang::En).is_empty());
}
