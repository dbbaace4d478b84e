//! Random histories: both searches find what trying every order finds.

use crate::brute::{self, explains};
use crate::registers::{Answer, Both, Call, Registers};
use clusterscope::check::linear::{Object, Verdict};
use clusterscope::protocol::NodeId;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What one client does next, by numbers.
type Move = (u16, u8, u8, u8);

/// Plays moves: clients call, are answered, or give up. Operations take effect at their call or
/// just before their answer; now and then an answer is made up. `seen` sees every answer before it
/// is given.
fn play(moves: &[Move], lies: u8, mut seen: impl FnMut(&Both, u16, Answer)) -> Both {
    let mut both = Both::default();
    let mut states: BTreeMap<char, u8> = BTreeMap::new();
    let mut open: BTreeMap<u16, (Call, Option<Answer>)> = BTreeMap::new();
    for &(client, what, key, value) in moves {
        let key = ['x', 'y'][usize::from(key % 4 / 3)];
        let mut take = |call: &Call| {
            let state = states.entry(Registers.key(call)).or_insert(0);
            Registers.apply(state, call)
        };
        if let Some((call, taken)) = open.get(&client).filter(|_| !what.is_multiple_of(6)) {
            let truth = taken.unwrap_or_else(|| take(call));
            let answer = match (truth, what % 100 < lies) {
                (Answer::Is(_), true) => Answer::Is(value % 3),
                (Answer::Swapped(swaps), true) => Answer::Swapped(!swaps),
                (truth, _) => truth,
            };
            seen(&both, client, answer);
            both.answer(client, answer);
            open.remove(&client);
            continue;
        }
        let call = match what / 6 % 9 {
            0..3 => Call::Read(key),
            3..5 => Call::Write(key, value % 3),
            5 => Call::Add(key, value % 3),
            6 if open.is_empty() || value > 128 => {
                let call = Call::Add(key, value % 3);
                take(&call);
                both.strike(call);
                continue;
            }
            _ => Call::Swap(key, value % 3, value / 3 % 3),
        };
        let taken = (value > 128).then(|| take(&call));
        both.call(client, call.clone());
        open.insert(client, (call, taken));
    }
    both
}

fn moves(clients: u16, most: usize) -> impl Strategy<Value = Vec<Move>> {
    let one = (0..clients, any::<u8>(), any::<u8>(), any::<u8>());
    prop::collection::vec(one, 0..most)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Every answer that any operation could have.
fn answers() -> impl Iterator<Item = Answer> {
    let is = (0..=16).map(Answer::Is);
    is.chain([Answer::Done, Answer::Swapped(true), Answer::Swapped(false)])
}

proptest! {
    #![proptest_config(config(6_000))]

    #[test]
    fn both_searches_find_what_trying_every_order_finds(
        moves in moves(4, 13), lies in 0..60u8,
    ) {
        let both = play(&moves, lies, |_, _, _| {});
        prop_assume!(both.history.operations().len() <= 7);
        let truth = brute::is_linearizable(&both.history);
        prop_assert_eq!(!both.is_violated(), truth);
        match both.history.judge(&Registers, usize::MAX) {
            Verdict::Linearizable(points) => {
                prop_assert!(truth);
                let operations = both.history.operations();
                let order: Vec<_> = points.iter().map(|it| &operations[it.operation]).collect();
                prop_assert!(explains(&order), "{order:?}");
                let due = operations.iter().filter(|it| it.is_done());
                prop_assert!(due.count() <= order.len());
            }
            Verdict::Violated(_) => prop_assert!(!truth),
            Verdict::Unknown => prop_assert!(false, "it was not stopped"),
        }
    }

    #[test]
    fn at_every_answer_exactly_the_right_ones_are_possible(moves in moves(3, 11)) {
        let mut wrong = None;
        play(&moves, 0, |both, client, _| {
            if both.history.operations().len() > 6 || both.is_violated() {
                return;
            }
            let possible = both.live.possible(&Registers, NodeId(client));
            for answer in answers() {
                let mut next = both.clone();
                next.answer(client, answer);
                let fits = brute::is_linearizable(&next.history);
                if fits != possible.contains(&answer) || fits == next.is_violated() {
                    wrong = Some((client, answer, both.history.operations().to_vec()));
                }
            }
        });
        prop_assert_eq!(wrong, None);
    }

    #[test]
    fn the_blamed_answer_is_the_first_that_cannot_be_explained(
        moves in moves(4, 40), lies in 1..20u8,
    ) {
        // What was judged sound, and the answer after it.
        let mut sound = None;
        let both = play(&moves, lies, |both, client, answer| {
            if !both.is_violated() {
                sound = Some((both.clone(), client, answer));
            }
        });
        match both.history.judge(&Registers, usize::MAX) {
            Verdict::Violated(found) => {
                prop_assert!(both.live.is_violated(&found.key));
                let (mut last, client, answer) = sound.clone().expect("an answer");
                last.answer(client, answer);
                let blamed = &both.history.operations()[found.blamed];
                prop_assert_eq!(blamed.ended(), Some(last.history.len() - 1));
                prop_assert_eq!((blamed.client, blamed.answer()), (NodeId(client), Some(&answer)));
                let (last, ..) = sound.as_ref().expect("an answer");
                let possible = last.live.possible(&Registers, NodeId(client));
                prop_assert!(possible.iter().eq(found.prefixes.iter().map(|it| &it.answer)));
            }
            verdict => prop_assert!(!both.is_violated(), "{verdict:?}"),
        }
    }
}

#[test]
fn many_random_histories_are_judged_alike_by_both_searches() {
    let mut luck = 1u64;
    let mut draw = move || {
        luck = luck.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (luck >> 33) as u32
    };
    let (mut sound, mut broken) = (0, 0);
    for round in 0..20_000u32 {
        let len = 10 + draw() % 60;
        let some = (0..len).map(|_| {
            let [client, what, key, value] = core::array::from_fn(|_| draw());
            ((client % 5) as u16, what as u8, key as u8, value as u8)
        });
        let moves: Vec<Move> = some.collect();
        let both = play(&moves, (round % 7) as u8, |_, _, _| {});
        assert!(!['x', 'y'].iter().any(|key| both.live.is_lost(key)), "{moves:?}");
        match both.history.judge(&Registers, 1_000_000) {
            Verdict::Linearizable(_) => {
                assert!(!both.is_violated(), "{moves:?}");
                sound += 1;
            }
            Verdict::Violated(found) => {
                assert!(both.live.is_violated(&found.key), "{moves:?}");
                broken += 1;
            }
            Verdict::Unknown => panic!("{moves:?}"),
        }
    }
    println!("{sound} linearizable, {broken} not");
    assert!(sound > 5_000 && broken > 2_000, "{sound} and {broken}");
}
