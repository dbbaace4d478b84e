//! One test for each rule about logs.

use super::super::log::Spot;
use super::*;

#[test]
fn entries_are_removed_only_when_they_conflict() {
    let mut lab = Lab::new(servers(3));
    lab.elect(1, &[2]);
    for number in 1..=3 {
        lab.ask(&alloc::format!("put x={number}"));
        lab.deliver(lab.client(1), n(1));
        lab.deliver(n(1), lab.client(1));
        lab.heartbeat(1);
        lab.settle(&[n(1), n(2), lab.client(1)]);
    }
    let len = lab.disk(2).log.len();
    assert!(len >= 3);
    let entries = lab.disk(1).log.slice(1, 1);
    let old = Message::AppendEntries { term: 1, prev: Spot::default(), entries, commit: 0 };
    lab.slip_in(n(1), n(2), old);
    assert_eq!(lab.disk(2).log.len(), len, "an old message does not shorten the log");
    lab.all_is_well();
}

#[test]
fn figure_7_is_repaired_with_the_hint_in_three_messages_and_without_in_eight() {
    for (hint, expected) in [(true, 3), (false, 8)] {
        let mut lab = figure_7(Raft { conflict_hint: hint, ..figures(7) });
        lab.timeout(1);
        lab.settle_all();
        assert!(lab.leads(1));
        let checks = lab.notes.iter().filter(|(by, note)| {
            *by == n(7) && matches!(note, Note::RefusesEntries { .. } | Note::Truncates { .. })
        });
        assert_eq!(checks.count(), expected, "with the hint: {hint}");
        lab.ask("put x=1");
        lab.heartbeat(1);
        lab.settle_all();
        lab.heartbeat(1);
        lab.settle_all();
        assert!(lab.holds("logs equal") && lab.holds("log n7 1 1 1 4 4 5 5 6 6 6 8"));
        lab.all_is_well();
    }
}

fn figure_7(raft: Raft) -> Lab {
    Lab::with_disks(
        raft,
        &[
            (1, "term 7 log 1 1 1 4 4 5 5 6 6 6"),
            (2, "term 7 log 1 1 1 4 4 5 5 6 6"),
            (3, "term 7 log 1 1 1 4"),
            (4, "term 7 log 1 1 1 4 4 5 5 6 6 6 6"),
            (5, "term 7 log 1 1 1 4 4 5 5 6 6 6 7 7"),
            (6, "term 7 log 1 1 1 4 4 4 4"),
            (7, "term 7 log 1 1 1 2 2 2 3 3 3 3 3"),
        ],
    )
}

/// Up to (c) of Figure 8: n1 leads term 4 and has spread its entry of term 2 to a majority.
pub(super) fn figure_8(raft: Raft) -> Lab {
    let mut lab = Lab::with_disks(
        raft,
        &[
            (1, "term 3 log 1 2"),
            (2, "term 3 log 1 2"),
            (3, "term 3 log 1"),
            (4, "term 3 log 1"),
            (5, "term 3 log 1 3"),
        ],
    );
    lab.timeout(1);
    for voter in [2, 3] {
        lab.deliver(n(1), n(voter));
        lab.deliver(n(voter), n(1));
    }
    assert!(lab.leads(1) && lab.holds("term n1 4"));
    lab.settle(&[n(1), n(2), n(3)]);
    assert_eq!(lab.terms(3), [1, 2]);
    lab
}

/// n5 stands twice: its first term is one that the others have seen.
fn n1_crashes_and_n5_stands(lab: &mut Lab) {
    lab.lose_all();
    lab.crash(1);
    lab.timeout(5);
    lab.settle(&[n(2), n(3), n(4), n(5)]);
    lab.timeout(5);
    lab.settle(&[n(2), n(3), n(4), n(5)]);
}

#[test]
fn figure_8_an_entry_of_an_old_term_is_not_committed_by_counting() {
    let mut lab = figure_8(figures(5));
    assert_eq!(lab.memory(1).commit, 0);
    assert!(lab.notes.iter().any(|(_, note)| matches!(note, Note::MayNotCommit { .. })));
    n1_crashes_and_n5_stands(&mut lab);
    assert!(lab.leads(5), "(d): n5 may still win and replace it");
    lab.heartbeat(5);
    lab.settle(&[n(2), n(3), n(4), n(5)]);
    assert_eq!(lab.terms(2), [1, 3]);
    lab.all_is_well();
}

#[test]
fn figure_8_an_entry_of_the_leaders_term_commits_what_is_before_it() {
    let mut lab = figure_8(figures(5));
    lab.ask("put x=1");
    lab.settle(&[n(1), n(2), n(3), lab.client(1)]);
    assert_eq!(lab.memory(1).commit, 3);
    n1_crashes_and_n5_stands(&mut lab);
    assert!(!lab.leads(5), "(e): n5 cannot win any more");
    lab.all_is_well();
}

#[test]
fn late_and_doubled_replies_do_no_harm() {
    let mut lab = Lab::new(servers(3));
    lab.elect(1, &[2]);
    lab.heartbeat(1);
    lab.settle(&[n(1), n(2)]);
    let Role::Leader { peers, .. } = &lab.memory(1).role else { panic!() };
    let before = peers[1];
    assert_eq!((before.next, before.matched), (2, 1));
    let ok =
        |matched| Message::Appended { term: 1, success: true, prev: 0, matched, conflict: None };
    lab.slip_in(n(2), n(1), ok(0));
    let no = Message::Appended { term: 1, success: false, prev: 1, matched: 0, conflict: None };
    lab.slip_in(n(2), n(1), no);
    let Role::Leader { peers, .. } = &lab.memory(1).role else { panic!() };
    assert_eq!(peers[1], before, "neither lowers what is known to match");
}
