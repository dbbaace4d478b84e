//! Histories of which one can see by hand whether they are linearizable.

use crate::brute::{self, explains};
use crate::registers::{Answer, Registers, read};
use clusterscope::check::linear::{Counterexample, End, Verdict};
use clusterscope::protocol::NodeId;

const MOST: usize = 10_000;

/// The order that was found, once it is seen to be right.
#[track_caller]
fn order(text: &str) -> Vec<usize> {
    let both = read(text);
    let verdict = both.history.judge(&Registers, MOST);
    let Verdict::Linearizable(points) = verdict else { panic!("{verdict:?}") };
    let operations = both.history.operations();
    let order: Vec<_> = points.iter().map(|point| &operations[point.operation]).collect();
    assert!(explains(&order), "{order:?}");
    for (point, it) in points.iter().zip(order) {
        assert!(it.called <= point.place && it.ended().is_none_or(|at| point.place < at), "{it:?}");
    }
    assert!(!both.is_violated() && brute::is_linearizable(&both.history));
    points.iter().map(|point| point.operation).collect()
}

#[track_caller]
fn violation(text: &str) -> Counterexample<Registers> {
    let both = read(text);
    let verdict = both.history.judge(&Registers, MOST);
    let Verdict::Violated(found) = verdict else { panic!("{verdict:?}") };
    assert!(both.live.is_violated(&found.key) && !brute::is_linearizable(&both.history));
    let operations = both.history.operations();
    for prefix in &found.prefixes {
        let mut told = operations.to_vec();
        let End::Answered { answer, .. } = &mut told[found.blamed].end else { panic!() };
        *answer = prefix.answer;
        let order: Vec<_> = prefix.order.iter().map(|point| &told[point.operation]).collect();
        assert!(explains(&order), "{order:?}");
    }
    found
}

/// What the blamed operation could have been answered.
fn instead(found: &Counterexample<Registers>) -> Vec<Answer> {
    found.prefixes.iter().map(|prefix| prefix.answer).collect()
}

#[test]
fn one_after_the_other_is_linearizable() {
    assert_eq!(order("a x=1\n a ok\n b x\n b 1\n a x+2\n a 3\n b x:3:5\n b yes"), [0, 1, 2, 3]);
    assert_eq!(order(""), [0; 0]);
}

#[test]
fn what_overlaps_may_come_in_either_order() {
    assert_eq!(order("a x=1\n b x\n b 0\n a ok"), [1, 0]);
    assert_eq!(order("a x=1\n b x\n b 1\n a ok"), [0, 1]);
    assert_eq!(order("a x=1\n b x=2\n a ok\n b ok\n c x\n c 1"), [1, 0, 2]);
}

#[test]
fn a_stale_read_is_none() {
    let found = violation("a x=1\n a ok\n a x=2\n a ok\n b x\n b 1");
    assert_eq!((found.key, found.blamed, instead(&found)), ('x', 2, vec![Answer::Is(2)]));
    assert_eq!(found.prefixes[0].order.len(), 3);
}

#[test]
fn what_one_has_read_others_read_too() {
    let text = "a x=1\n b x\n b 1\n c x\n c 0\n a ok";
    let found = violation(text);
    assert_eq!((found.blamed, instead(&found)), (2, vec![Answer::Is(1)]));
    assert_eq!(order("a x=1\n b x\n c x\n b 1\n c 0\n a ok"), [2, 0, 1], "both are under way");
}

#[test]
fn a_lost_update_is_none() {
    let found = violation("a x+1\n b x+1\n a 1\n b 1");
    assert_eq!((found.blamed, instead(&found)), (1, vec![Answer::Is(2)]));
    violation("a x+1\n a 1\n b x+1\n b 2\n c x=5\n c ok\n c x\n c 2");
    violation("a x:0:1\n b x:0:2\n a yes\n b yes");
    assert_eq!(order("a x:0:1\n b x:0:2\n a no\n b yes"), [1, 0]);
}

#[test]
fn a_read_from_the_future_is_none() {
    let found = violation("a x\n a 1\n b x=1\n b ok");
    assert_eq!((found.blamed, instead(&found)), (0, vec![Answer::Is(0)]));
    assert_eq!(found.prefixes[0].order.len(), 1);
}

#[test]
fn an_open_operation_may_have_taken_effect_or_not_and_only_once() {
    assert_eq!(order("a x=1\n b x\n b 0\n b x\n b 1"), [1, 0, 2]);
    assert_eq!(order("a x+1\n b x\n b 0\n b x\n b 0"), [1, 2], "it never did");
    let found = violation("a x+1\n b x\n b 1\n b x\n b 2");
    assert_eq!((found.blamed, instead(&found)), (2, vec![Answer::Is(1)]));
    violation("a x=1\n b x\n b 1\n b x\n b 0");
}

#[test]
fn what_was_given_up_takes_effect_before_the_next_answer_or_never() {
    // The client calls again: the write may still come.
    assert_eq!(order("a x=1\n a y\n b x\n b 0\n b x\n b 1\n a 0"), [1, 2, 0, 3]);
    assert_eq!(order("a x=1\n a y\n b x\n b 0\n a 0\n b x\n b 0"), [1, 2, 3]);
    // It has an answer, and only then the write shows.
    let found = violation("a x=1\n a y\n a 0\n b x\n b 0\n b x\n b 1");
    assert_eq!((found.key, found.blamed, instead(&found)), ('x', 3, vec![Answer::Is(0)]));
    // Twice given up, and both take effect.
    assert_eq!(order("a x+1\n a x+2\n a x\n a 3\n b x\n b 3"), [0, 1, 2, 3]);
    violation("a x+1\n a x+2\n a x\n a 1\n b x\n b 1\n b x\n b 3");
}

#[test]
fn keys_are_searched_alone_and_the_first_answer_is_blamed() {
    let found = violation("a x=1\n a ok\n b y=1\n b ok\n b y\n b 0\n a x\n a 0");
    assert_eq!((found.key, found.blamed), ('y', 2));
    let found = violation("a x=1\n a ok\n b y=1\n b ok\n a x\n a 0\n b y\n b 0");
    assert_eq!((found.key, found.blamed), ('x', 2));
}

#[test]
fn an_answer_that_another_operation_can_explain_is_not_blamed() {
    // While b's swap is open, that of a may have come after it; then b is told that it did not.
    let found = violation("a x:0:1\n b x:0:1\n a no\n b no");
    assert_eq!((found.blamed, instead(&found)), (1, vec![Answer::Swapped(true)]));
}

#[test]
fn every_way_to_explain_what_came_before_is_told() {
    let found = violation("a x=1\n b x=2\n a ok\n b ok\n c x=3\n d x\n d 4");
    let all = [Answer::Is(1), Answer::Is(2), Answer::Is(3)];
    assert_eq!((found.blamed, instead(&found)), (3, all.to_vec()));
    let both = read("a x=1\n b x=2\n a ok\n b ok\n c x=3\n d x");
    let possible = both.live.possible(&Registers, NodeId(u16::from(b'd')));
    assert!(possible.iter().eq(&all), "{possible:?}");
}

#[test]
fn an_answer_to_nothing_says_nothing() {
    let mut both = read("a 5\n a ok");
    assert!(both.history.is_empty() && !both.is_violated());
    both.call(1, crate::registers::Call::Read('x'));
    both.answer(1, Answer::Is(0));
    both.answer(1, Answer::Is(7));
    assert_eq!((both.history.len(), both.is_violated()), (2, false));
}

#[test]
fn a_search_that_is_stopped_says_that_it_does_not_know() {
    // Six additions at once, and a sum that none of their orders gives.
    let names = ["a", "b", "c", "d", "e", "f"];
    let mut text: String = names.iter().map(|name| format!("{name} x+1\n")).collect();
    text.push_str("h x\n h 9\n");
    let both = read(&text);
    assert_eq!(both.history.judge(&Registers, 20), Verdict::Unknown);
    assert!(matches!(both.history.judge(&Registers, MOST), Verdict::Violated(_)));
    assert!(both.live.is_violated(&'x'));
}

#[test]
fn what_cannot_be_followed_live_is_never_blamed() {
    let mut text: String =
        (0..26u8).map(|it| format!("{} x+{it}\n", (b'a' + it) as char)).collect();
    text.push_str("A x=1\n A ok\n B x\n B 255\n");
    let both = read(&text);
    assert!(both.live.is_lost(&'x') && !both.is_violated());
}

#[test]
fn histories_with_the_same_future_are_the_same_to_the_live_judge() {
    let short = read("a x=1\n a ok");
    let long = read("b x\n b 0\n c x=7\n c ok\n c y\n c 0\n b x:7:1\n b yes\n a x\n a 1");
    assert_eq!(short.live, long.live);
    assert_eq!(read("a x=0\n a ok\n a x\n a 0").live, read("").live);
    // What was given up and has shown is forgotten as soon as it has.
    assert_eq!(read("a x=1\n a y\n b x\n b 1").live, read("a y\n b x=1\n b ok").live);
    assert_eq!(read("a x=1\n b x\n b 1\n a y").live, read("b x=1\n b ok\n a y").live);
    assert_ne!(read("a x=1").live, read("").live);
    assert_ne!(read("a x=1\n a ok").live, read("a x=2\n a ok").live);
}

#[test]
fn what_nobody_called_takes_effect_at_its_moment() {
    assert_eq!(order("a x\n - x=9\n a 9\n b x\n b 9"), [1, 0, 2]);
    assert_eq!(order("a x\n - x=9\n a 0\n b x\n b 9"), [0, 1, 2]);
    let found = violation("a x\n - x=9\n a 9\n b x\n b 0");
    assert_eq!((found.blamed, instead(&found)), (2, vec![Answer::Is(9)]));
}
