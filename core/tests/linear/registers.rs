//! Registers that can be read, written, added to and swapped, and histories of them as text.

use clusterscope::check::linear::{History, Live, Object};
use clusterscope::protocol::NodeId;

/// Registers by their names; each is 0 at first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Registers;

/// What can be called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Call {
    Read(char),
    Write(char, u8),
    Add(char, u8),
    Swap(char, u8, u8),
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Answer {
    Is(u8),
    Done,
    Swapped(bool),
}

impl Object for Registers {
    type Key = char;
    type State = u8;
    type Call = Call;
    type Answer = Answer;

    fn key(&self, call: &Call) -> char {
        match *call {
            Call::Read(key) | Call::Write(key, _) | Call::Add(key, _) | Call::Swap(key, ..) => key,
        }
    }

    fn start(&self, _: &char) -> u8 {
        0
    }

    fn apply(&self, state: &mut u8, call: &Call) -> Answer {
        match *call {
            Call::Read(_) => {}
            Call::Write(_, value) => {
                *state = value;
                return Answer::Done;
            }
            Call::Add(_, by) => *state = state.wrapping_add(by),
            Call::Swap(_, old, new) => {
                let swaps = *state == old;
                *state = if swaps { new } else { *state };
                return Answer::Swapped(swaps);
            }
        }
        Answer::Is(*state)
    }

    fn reads(&self, call: &Call) -> bool {
        matches!(call, Call::Read(_))
    }
}

/// A history, and the same as it is judged while it grows.
#[derive(Clone, Default)]
pub(crate) struct Both {
    pub(crate) history: History<Registers>,
    pub(crate) live: Live<Registers>,
}

impl Both {
    pub(crate) fn call(&mut self, client: u16, call: Call) {
        self.history.call(NodeId(client), call.clone());
        self.live.call(&Registers, NodeId(client), call);
    }

    pub(crate) fn answer(&mut self, client: u16, answer: Answer) {
        self.history.answer(NodeId(client), answer);
        self.live.answer(&Registers, NodeId(client), &answer);
    }

    pub(crate) fn strike(&mut self, call: Call) {
        self.live.strike(&Registers, &call);
        self.history.strike(call);
    }

    /// Whether the live judge has found something.
    pub(crate) fn is_violated(&self) -> bool {
        ['x', 'y', 'z'].iter().any(|key| self.live.is_violated(key))
    }
}

/// Reads a history: a letter is a client, `a x=1` calls a write, `a x` a read, `a x+1` an
/// addition, `a x:1:2` a swap; `a ok`, `a 1`, `a yes` and `a no` are answers. What `-` does, no
/// client called.
pub(crate) fn read(text: &str) -> Both {
    let mut both = Both::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (client, what) = line.split_once(' ').expect("who and what");
        if client == "-" {
            both.strike(call(what));
            continue;
        }
        let client = u16::from(client.as_bytes()[0]);
        match what {
            "ok" => both.answer(client, Answer::Done),
            "yes" | "no" => both.answer(client, Answer::Swapped(what == "yes")),
            _ => match what.parse() {
                Ok(value) => both.answer(client, Answer::Is(value)),
                Err(_) => both.call(client, call(what)),
            },
        }
    }
    both
}

fn call(what: &str) -> Call {
    let key = what.chars().next().expect("a key");
    let number = |text: &str| text.parse().expect("a number");
    match (what.as_bytes().get(1), what.get(2..)) {
        (Some(b'='), Some(value)) => Call::Write(key, number(value)),
        (Some(b'+'), Some(by)) => Call::Add(key, number(by)),
        (Some(b':'), Some(rest)) => {
            let (old, new) = rest.split_once(':').expect("old and new");
            Call::Swap(key, number(old), number(new))
        }
        _ => Call::Read(key),
    }
}
