//! A history of ten thousand operations is judged in little work, and what is kept of it while it
//! grows stays small.

use crate::registers::{Answer, Both, Call, Registers};
use clusterscope::check::linear::{Object, Verdict};
use std::collections::BTreeMap;

/// Ten thousand operations of eight clients over ten keys; what is open takes effect when it is
/// answered. `after` sees the history after every answer.
fn busy(mut after: impl FnMut(&Both)) -> Both {
    let mut both = Both::default();
    let mut states: BTreeMap<char, u8> = BTreeMap::new();
    let mut open: BTreeMap<u16, Call> = BTreeMap::new();
    let (mut luck, mut called) = (7u64, 0);
    while called < 10_000 || !open.is_empty() {
        luck = luck.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        let draw = |shift: u32, below: u64| (luck >> shift) % below;
        let client = draw(33, 8) as u16;
        if let Some(call) = open.remove(&client) {
            let state = states.entry(Registers.key(&call)).or_insert(0);
            let answer = Registers.apply(state, &call);
            both.answer(client, answer);
            after(&both);
        } else if called < 10_000 {
            let key = (b'a' + draw(36, 10) as u8) as char;
            let value = draw(40, 5) as u8;
            let call = match draw(43, 10) {
                0..4 => Call::Read(key),
                4..7 => Call::Write(key, value),
                7..9 => Call::Add(key, value),
                _ => Call::Swap(key, value, value + 1),
            };
            both.call(client, call.clone());
            open.insert(client, call);
            called += 1;
        }
    }
    both
}

#[test]
fn ten_thousand_operations_are_judged_in_little_work() {
    let mut both = busy(|_| {});
    assert_eq!(both.history.operations().len(), 10_000);
    // Hardly more than one try for each operation.
    let Verdict::Linearizable(points) = both.history.judge(&Registers, 15_000) else {
        panic!("a linearizable history")
    };
    assert_eq!(points.len(), 10_000);
    // One wrong answer at the very end.
    both.call(1, Call::Read('c'));
    both.answer(1, Answer::Is(99));
    let Verdict::Violated(found) = both.history.judge(&Registers, 30_000) else {
        panic!("99 was never there")
    };
    assert_eq!((found.key, found.blamed), ('c', 10_000));
    assert!(both.live.is_violated(&'c'));
}

#[test]
fn what_is_kept_while_a_history_grows_stays_small() {
    let mut most = 0;
    let both = busy(|both| most = most.max(format!("{:?}", both.live).len()));
    assert!(!('a'..='j').any(|key| both.live.is_violated(&key) || both.live.is_lost(&key)));
    // Ten states in words, and what is open of eight clients.
    assert!(most < 20_000, "{most} letters");
}
