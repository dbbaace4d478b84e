//! What hash rings add to the scenario language.

use super::HashRing;
use super::message::{Message, Timer, Wish};
use super::predicates::Predicate;
use super::settings;
use super::spec::{Change, Key};
use super::state::Disk;
use super::table::Scheme;
use super::words::{MESSAGES, PREDICATES, REQUESTS, SELECTORS, kind};
use crate::kv::{Op, no_more, parse_int, reject};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Knob, Reject, Vocabulary, Words};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Vocabulary for HashRing {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: &REQUESTS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: None,
        messages: MESSAGES,
        timers: &[kind("alive", &[]), kind("resend", &[]), kind("watch", &[]), kind("retry", &[])],
    };
    const KNOBS: &'static [Knob] = settings::KNOBS;

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn refuse(&self) -> Option<String> {
        self.misfit()
    }

    fn parse_request(&self, words: &[&str]) -> Result<Wish, Reject> {
        let key = |at: usize| {
            // The same rules as for any operation's key.
            let words = ["get", words.get(at).copied().unwrap_or_default()];
            let parsed = Op::parse(&words).map_err(|why| Reject { word: at, ..why })?;
            Ok(Key::from(parsed.key()))
        };
        let (change, used) = match words.first() {
            Some(&"join") => (Change::Join(self.node_at(words, 1)?, 1), 2),
            Some(&"weight") => {
                let weight: u32 = parse_int(words, 2)?;
                if !(1..=100).contains(&weight) {
                    return reject(2, format!("`{weight}` is no weight from 1 to 100"), &[]);
                }
                (Change::Join(self.node_at(words, 1)?, weight), 3)
            }
            Some(&"leave") => (Change::Leave(self.node_at(words, 1)?), 2),
            Some(&"split") => (Change::Split(key(1)?, self.node_at(words, 2)?), 3),
            Some(&"merge") => (Change::Merge(key(1)?), 2),
            Some(&"give") => (Change::Give(key(1)?, self.node_at(words, 2)?), 3),
            _ => {
                let expected = REQUESTS.iter().map(|form| form.word).collect();
                let parsed = Op::parse(words).map(Wish::Op);
                return parsed.map_err(|why| match why.word {
                    0 => Reject { expected, ..why },
                    _ => why,
                });
            }
        };
        no_more(words, used)?;
        Ok(Wish::Change(change))
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        self.understand(words)
    }

    fn parse_disk(&self, _: NodeId, _: &[&str]) -> Result<Disk, Reject> {
        reject(0, String::from("a starting disk cannot be given here"), &[])
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        self.is_so(predicate, now)
    }

    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let authority = world.node(self.authority()).disk.authority();
        let member = |id: NodeId| authority.is_some_and(|it| it.config.has(id));
        let fits = |id: NodeId| match selector {
            0 => member(id),
            1 => self.is_storage(id) && !member(id),
            _ => self.is_client(id),
        };
        world.up().map(|(id, _)| id).filter(|id| fits(*id)).collect()
    }

    fn sample(&self, luck: u64) -> Wish {
        let node =
            NodeId(self.first().0 + ((luck >> 24) % u64::from(self.nodes + self.spares)) as u16);
        match luck % 12 {
            0 => Wish::Change(Change::Join(node, 1)),
            1 => Wish::Change(Change::Leave(node)),
            2 if self.scheme == Scheme::Range => {
                Wish::Change(Change::Split(self.key((luck >> 40) as u32 % 64), node))
            }
            3 if self.keys > 0 => {
                let key = self.key((luck >> 40) as u32 % u32::from(self.keys));
                Wish::Op(Op::Get { key: String::from(&*key) })
            }
            _ => Wish::Op(Op::sample(luck >> 4)),
        }
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Request { .. } => 0,
            Message::Change { .. } => 1,
            Message::Reply { .. } => 2,
            Message::Redirect { .. } => 3,
            Message::Route { .. } => 4,
            Message::Done { .. } => 5,
            Message::NotOwner { .. } => 6,
            Message::Replicate { .. } => 7,
            Message::Stored { .. } => 8,
            Message::Move { .. } => 9,
            Message::Moved { .. } => 10,
            Message::Fetch { .. } => 11,
            Message::Fetched { .. } => 12,
            Message::Alive { .. } => 13,
            Message::Blank { .. } => 14,
            Message::Challenge { .. } => 15,
            Message::Welcome { .. } => 16,
            Message::Map { .. } => 17,
            Message::AskMap => 18,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        match field {
            0 => message.key().map(String::from).unwrap_or_default(),
            _ => message.epoch().map_or_else(String::new, |epoch| epoch.to_string()),
        }
    }
}
