//! A recorded trace: hosts, events, messages and fields, indexed so that no picture looks at
//! everything.

use alloc::borrow::Cow;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{EventKind, Status};
use clusterscope::protocol::Micros;
use clusterscope::view::{Shape, Tone};

/// A trace that was read: one or more executions.
#[derive(Debug)]
pub struct Trace {
    /// What it is called.
    pub title: String,
    /// Where it comes from, in a few words: `ShiViz log`.
    pub source: &'static str,
    /// Its executions; a stage shows them as runs.
    pub(crate) executions: Vec<Execution>,
}

impl Trace {
    /// How many events it has, in all executions.
    pub fn events(&self) -> usize {
        self.executions.iter().map(|it| it.events.len()).sum()
    }
}

/// One execution.
#[derive(Debug, Default)]
pub(crate) struct Execution {
    /// Its name; may be empty.
    pub(crate) name: String,
    /// The hosts' names.
    pub(crate) hosts: Vec<String>,
    /// The events, in an order in which causes come first.
    pub(crate) events: Vec<Event>,
    /// The messages, in the order of their sending.
    pub(crate) messages: Vec<Message>,
    /// The messages that arrive, in the order of their arrival.
    pub(crate) arrivals: Vec<u32>,
    /// The messages that never arrive, in the order of their loss.
    pub(crate) losses: Vec<u32>,
    /// The names of fields.
    pub(crate) names: Vec<Rc<str>>,
    /// What events say of fields, in order.
    pub(crate) updates: Vec<Update>,
    /// By host, the fields that are shown.
    pub(crate) columns: Vec<Vec<Column>>,
    /// By host, what it was from which event on.
    pub(crate) poses: Vec<Vec<Pose>>,
    /// For each pair, four, eight of messages the last position at which one of them is on its way.
    pub(crate) reach: Reach,
    /// The positions that are worth jumping to.
    pub(crate) marked: Vec<u32>,
    /// When it ends.
    pub(crate) end: Micros,
}

/// One event.
#[derive(Debug)]
pub(crate) struct Event {
    /// When; where the trace has no times, a millisecond for each event.
    pub(crate) at: Micros,
    /// To whom it happened, by place.
    pub(crate) host: u16,
    /// What kind of event.
    pub(crate) kind: EventKind,
    /// What happened.
    pub(crate) text: String,
    /// Why.
    pub(crate) why: String,
    /// Why it is worth jumping to; empty if it is not.
    pub(crate) mark: String,
    /// Whether a rule was broken.
    pub(crate) broken: bool,
    /// The place of its first update, message, arrival; the next event's is the end of them.
    pub(crate) update: u32,
    pub(crate) message: u32,
    pub(crate) arrival: u32,
}

/// One message.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    /// Who sent it.
    pub(crate) from: u16,
    /// Whom it is for.
    pub(crate) to: u16,
    /// What it says, in a few letters.
    pub(crate) label: String,
    /// The position just after the event that sent it.
    pub(crate) cause: u32,
    /// The position just after the event that received it; 0 if nobody did.
    pub(crate) end: u32,
}

/// What an event says of a field.
#[derive(Debug)]
pub(crate) struct Update {
    /// The position just after the event.
    pub(crate) event: u32,
    /// Of which host.
    pub(crate) host: u16,
    /// Which field, by the place of its name.
    pub(crate) name: u32,
    /// Its value from now on.
    pub(crate) value: String,
}

/// A field of a host, and the places of what is said of it.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: u32,
    pub(crate) updates: Vec<u32>,
}

/// What a host is from an event on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pose {
    pub(crate) event: u32,
    pub(crate) at: Micros,
    pub(crate) status: Status,
    pub(crate) tone: Tone,
    pub(crate) shape: Shape,
}

/// How many positions are worth jumping to.
pub(crate) const MARKED: usize = 4_096;
/// How many fields of a host are shown.
const FIELDS: usize = 64;
/// How long a text may be before it is shortened, in characters.
const TEXT: usize = 2_000;
/// A field with one of these names says what part a host plays.
const ROLES: &[&str] = &["role", "state", "status", "pc", "phase"];

impl Execution {
    /// The position up to and including a moment.
    pub(crate) fn events_until(&self, at: Micros) -> usize {
        self.events.partition_point(|event| event.at <= at)
    }

    /// How many events happened before a moment.
    pub(crate) fn events_before(&self, at: Micros) -> usize {
        self.events.partition_point(|event| event.at < at)
    }

    /// The moment of a position.
    pub(crate) fn at(&self, position: usize) -> Micros {
        position.checked_sub(1).and_then(|i| self.events.get(i)).map_or(0, |event| event.at)
    }

    /// The messages that an event sends.
    pub(crate) fn sent(&self, position: usize) -> core::ops::Range<usize> {
        let of =
            |i: usize| self.events.get(i).map_or(self.messages.len(), |it| it.message as usize);
        position.checked_sub(1).map_or(0..0, |i| of(i)..of(i + 1))
    }

    /// The messages that an event receives.
    pub(crate) fn received(&self, position: usize) -> &[u32] {
        let of =
            |i: usize| self.events.get(i).map_or(self.arrivals.len(), |it| it.arrival as usize);
        position.checked_sub(1).map_or(&[], |i| &self.arrivals[of(i)..of(i + 1)])
    }

    /// What an event says of fields.
    pub(crate) fn updates(&self, position: usize) -> &[Update] {
        let of = |i: usize| self.events.get(i).map_or(self.updates.len(), |it| it.update as usize);
        position.checked_sub(1).map_or(&[], |i| &self.updates[of(i)..of(i + 1)])
    }

    /// What a column holds at a position.
    pub(crate) fn value(&self, column: &Column, position: usize) -> Option<&Update> {
        let of = |place: &u32| self.updates[*place as usize].event as usize <= position;
        let place = column.updates.partition_point(of).checked_sub(1)?;
        Some(&self.updates[column.updates[place] as usize])
    }

    /// What a host is at a position.
    pub(crate) fn pose(&self, host: usize, position: usize) -> Option<&Pose> {
        let poses = self.poses.get(host)?;
        let place = poses.partition_point(|pose| pose.event as usize <= position).checked_sub(1)?;
        poses.get(place)
    }

    /// What part a host plays, in a word.
    pub(crate) fn role(&self, host: usize, position: usize) -> String {
        let role = |column: &&Column| ROLES.contains(&&*self.names[column.name as usize]);
        let column = self.columns.get(host).and_then(|columns| columns.iter().find(role));
        let value = column.and_then(|column| self.value(column, position));
        value.map(|update| shorten(&update.value, 24)).unwrap_or_default()
    }

    /// When a message that never arrives is drawn as lost: after as long as messages take.
    pub(crate) fn lost_at(&self, message: &Message) -> Micros {
        self.at(message.cause as usize) + self.reach.takes
    }
}

/// A text of at most so many characters.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => String::from(text),
        Some((end, _)) => {
            let mut short = String::from(&text[..end]);
            short.push('…');
            short
        }
    }
}

/// A text of at most so many characters, on one line, that does nothing to a terminal and reads
/// the way in which it is written.
pub(crate) fn plain(text: &str, most: usize) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let odd = |c: char| c.is_control() || turns(c);
    // Most texts are short and of plain letters.
    let letters = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if text.len() <= most && (letters || !text.contains(odd)) {
        return Cow::Borrowed(text);
    }
    let short = shorten(text, most);
    Cow::Owned(short.chars().map(|c| if odd(c) { ' ' } else { c }).collect())
}

/// What is kept of a text; true if something was left out.
pub(crate) fn keep(text: &mut String) -> bool {
    let long = text.len() > TEXT && text.char_indices().nth(TEXT).is_some();
    if let Cow::Owned(plain) = plain(text, TEXT) {
        *text = plain;
    }
    text.shrink_to_fit();
    long
}

/// Whether a host may show one field more.
pub(crate) fn has_room(columns: &[Column]) -> bool {
    columns.len() < FIELDS
}

/// Whether a field says what part a host plays.
pub(crate) fn is_role(name: &str) -> bool {
    ROLES.contains(&name)
}

/// The messages that are on their way at a position, found without looking at all: a tree of the
/// last positions, over messages in the order of their sending.
#[derive(Debug, Default)]
pub(crate) struct Reach {
    /// The tree, its leaves last; a leaf is the position at which a message ends.
    tree: Vec<u32>,
    leaves: usize,
    /// How long messages take, on average.
    pub(crate) takes: Micros,
}

impl Reach {
    /// The tree over where messages end.
    pub(crate) fn new(ends: &[u32], takes: Micros) -> Self {
        let leaves = ends.len().next_power_of_two();
        let mut tree = alloc::vec![0; 2 * leaves];
        tree[leaves..leaves + ends.len()].copy_from_slice(ends);
        for i in (1..leaves).rev() {
            tree[i] = tree[2 * i].max(tree[2 * i + 1]);
        }
        Self { tree, leaves, takes }
    }

    /// The last message before `until` that ends at `position` or later.
    pub(crate) fn last_reaching(&self, until: usize, position: u32) -> Option<usize> {
        let mut node = match until >= self.leaves {
            true => 1,
            // Up the tree: whatever stands left of the way is a block before `until`.
            false => {
                let mut node = self.leaves + until;
                while node > 1 && (node & 1 == 0 || self.tree[node - 1] < position) {
                    node >>= 1;
                }
                node.checked_sub(1)?
            }
        };
        if self.tree.get(node).is_none_or(|end| *end < position) || node == 0 {
            return None;
        }
        while node < self.leaves {
            node = if self.tree[2 * node + 1] >= position { 2 * node + 1 } else { 2 * node };
        }
        Some(node - self.leaves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_finds_what_a_walk_through_all_finds() {
        let ends = [5, 2, 9, 0, 3, 3, 7, 1, 4, 8, 6];
        for count in 0..=ends.len() {
            let reach = Reach::new(&ends[..count], 1);
            for until in 0..=count + 3 {
                for position in 1..11 {
                    let walked = ends[..until.min(count)].iter().rposition(|end| *end >= position);
                    assert_eq!(reach.last_reaching(until, position), walked);
                }
            }
        }
    }

    #[test]
    fn a_text_is_shortened_between_characters() {
        assert_eq!(shorten("größer", 3), "grö…");
        assert_eq!(shorten("größer", 6), "größer");
        let mut text = "ü".repeat(3_000);
        assert!(keep(&mut text));
        assert_eq!(text.chars().count(), 2_001);
    }
}
