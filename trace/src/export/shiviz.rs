//! A log for ShiViz: one event in two lines, with a vector clock derived from happened-before.

use super::gather::Stretch;
use crate::json;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

/// How ShiViz reads the log: its first line.
pub(super) const PATTERN: &str = r"(?<event>.*)\n(?<host>\S*) (?<clock>\{.*\}) (?<time>\S*)";

/// The host of what no process does: losses, cuts, and what the user does to the network.
const NETWORK: &str = "network";

/// The log. Its second line would be the delimiter between executions: there is one execution.
pub(super) fn write(stretch: &Stretch) -> String {
    let names = hosts(&stretch.names);
    let mut clocks = Clocks::new(names.len());
    let mut sent = Sent::new(stretch);
    let mut out = String::from(PATTERN);
    out.push_str("\n\n\n");
    for event in &stretch.events {
        let who = if event.is_step() { event.told.what.node.index() } else { names.len() - 1 };
        for &place in &event.ended {
            sent.ended(stretch.messages[place].cause, &mut clocks.rows[who]);
        }
        clocks.rows[who][who] += 1;
        sent.sends(event.position, &clocks.rows[who]);
        let known = names.iter().zip(&clocks.rows[who]).filter(|(_, count)| **count > 0);
        let clock = json::object(known.map(|(name, count)| (name, count.to_string())));
        let (name, sentence) = (&names[who], one_line(&event.sentence()));
        let time = (event.at / 1_000, event.at % 1_000);
        let _ = writeln!(out, "{sentence}\n{name} {clock} {}.{:03}ms", time.0, time.1);
    }
    out
}

/// The clocks that messages carry, each kept until the last message with it has ended.
struct Sent {
    clocks: BTreeMap<usize, Vec<u64>>,
    pending: BTreeMap<usize, usize>,
}

impl Sent {
    fn new(stretch: &Stretch) -> Self {
        let mut pending = BTreeMap::new();
        for message in stretch.messages.iter().filter(|message| message.end.is_some()) {
            *pending.entry(message.cause).or_insert(0) += 1;
        }
        Self { clocks: BTreeMap::new(), pending }
    }

    /// An event happened: what it sent carries this clock.
    fn sends(&mut self, cause: usize, clock: &[u64]) {
        if self.pending.contains_key(&cause) {
            self.clocks.insert(cause, clock.to_vec());
        }
    }

    /// A message of an event ended, and its clock is learned.
    fn ended(&mut self, cause: usize, mine: &mut [u64]) {
        for (mine, theirs) in mine.iter_mut().zip(self.clocks.get(&cause).into_iter().flatten()) {
            *mine = (*mine).max(*theirs);
        }
        let Some(pending) = self.pending.get_mut(&cause) else { return };
        *pending -= 1;
        if *pending == 0 {
            self.clocks.remove(&cause);
        }
    }
}

/// One vector clock for each host.
struct Clocks {
    rows: Vec<Vec<u64>>,
}

impl Clocks {
    fn new(hosts: usize) -> Self {
        Self { rows: alloc::vec![alloc::vec![0; hosts]; hosts] }
    }
}

/// The hosts' names, each another one, and the network's after them.
fn hosts(names: &[String]) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::with_capacity(names.len() + 1);
    for name in names.iter().map(String::as_str).chain([NETWORK]) {
        let mut name = host(name);
        while hosts.contains(&name) {
            name.push('_');
        }
        hosts.push(name);
    }
    hosts
}

/// A host's name as the log's pattern takes it: without white space.
fn host(name: &str) -> String {
    let name: String =
        name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect();
    if name.is_empty() { String::from("_") } else { name }
}

/// A text on one line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
