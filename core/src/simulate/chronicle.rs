//! A run as it was recorded: a few bytes for each event and message, and whole snapshots now and
//! then. It knows no protocol.

use super::moment::Telling;
use crate::exhibit::{EventKind, MarkerKind, Status, Violation};
use crate::protocol::{Micros, NodeId};
use crate::view::{MessageKind, Shape, Tone};
use alloc::string::String;
use alloc::vec::Vec;

/// One event, in few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Record {
    /// When.
    pub at: Micros,
    /// The number of the first message that it sent.
    pub first_sent: u32,
    /// The message that ended; `u32::MAX` for none.
    pub ended: u32,
    /// The event that caused it; 0 for none.
    pub cause: u32,
    /// To whom it happened.
    pub node: NodeId,
    /// What kind of thing.
    pub kind: EventKind,
    /// Where it stands in the story.
    pub telling: Telling,
}

/// One message, in few bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sent {
    /// The event that sent it.
    pub cause: u32,
    /// The event that ended it; 0 while it is in flight.
    pub end: u32,
    /// Who sent it.
    pub from: NodeId,
    /// Whom it was for.
    pub to: NodeId,
    /// Whether it was lost.
    pub lost: bool,
    /// What it was for.
    pub kind: MessageKind,
    /// What its colour means, squeezed.
    tone: u16,
}

impl Sent {
    /// A message that was just sent.
    pub fn new(cause: u32, from: NodeId, to: NodeId, kind: MessageKind, tone: Tone) -> Self {
        Self { cause, end: 0, from, to, lost: false, kind, tone: squeeze(tone) }
    }

    /// What its colour means.
    pub fn tone(&self) -> Tone {
        stretch(self.tone)
    }
}

const TONES: [Tone; 6] =
    [Tone::Idle, Tone::Active, Tone::Leading, Tone::Waiting, Tone::Success, Tone::Danger];

fn squeeze(tone: Tone) -> u16 {
    match tone {
        Tone::Series(n) => n.saturating_add(TONES.len() as u32).min(u32::from(u16::MAX)) as u16,
        plain => TONES.iter().position(|&t| t == plain).unwrap_or(0) as u16,
    }
}

fn stretch(tone: u16) -> Tone {
    let place = usize::from(tone);
    let series = || Tone::Series(u32::from(tone) - TONES.len() as u32);
    TONES.get(place).copied().unwrap_or_else(series)
}

/// From one event on, what a node was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pose {
    /// Whose.
    pub node: NodeId,
    /// From when.
    pub at: Micros,
    /// The event that changed it.
    pub event: u32,
    /// Whether it ran.
    pub status: Status,
    /// What its colour meant.
    pub tone: Tone,
    /// Its outline.
    pub shape: Shape,
}

/// Something worth jumping to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// The position just after the event.
    pub event: u32,
    /// What it is.
    pub kind: MarkerKind,
    /// A few words, where an author wrote some.
    pub label: String,
}

/// A run as it was recorded.
#[derive(Clone, Debug, Default)]
pub struct Chronicle {
    /// The events, in order.
    pub records: Vec<Record>,
    /// The messages, by number.
    pub sent: Vec<Sent>,
    /// The events that begin a sentence.
    pub sentences: Vec<u32>,
    /// Changes of what nodes were.
    pub poses: Vec<Pose>,
    /// By node, the place of its last pose.
    posed: Vec<Option<u32>>,
    /// What is worth jumping to.
    pub bookmarks: Vec<Bookmark>,
    /// For each invariant that was broken, its place and the first violation.
    pub broken: Vec<(usize, Violation)>,
}

impl Chronicle {
    /// How many events are recorded.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// How many events happened up to and including a moment.
    pub fn events_until(&self, at: Micros) -> usize {
        self.records.partition_point(|record| record.at <= at)
    }

    /// How many events happened before a moment.
    pub fn events_before(&self, at: Micros) -> usize {
        self.records.partition_point(|record| record.at < at)
    }

    /// The number of the sentence that a position stands in, from 1; 0 before the first.
    pub fn sentence_at(&self, event: usize) -> usize {
        self.sentences.partition_point(|&first| first as usize <= event)
    }

    /// The first and last position of a sentence.
    pub fn sentence(&self, index: usize) -> (usize, usize) {
        let first = self.sentences[index - 1] as usize;
        let last = self.sentences.get(index).map_or(self.records.len(), |&next| next as usize - 1);
        (first, last)
    }

    /// What a node was last.
    pub fn last_pose(&self, node: NodeId) -> Option<&Pose> {
        let place = self.posed.get(node.index()).copied().flatten()?;
        self.poses.get(place as usize)
    }

    /// Adds what a node is from an event on.
    pub fn strike(&mut self, pose: Pose) {
        let place = pose.node.index();
        if self.posed.len() <= place {
            self.posed.resize(place + 1, None);
        }
        self.posed[place] = Some(self.poses.len() as u32);
        self.poses.push(pose);
    }

    /// When an event happened.
    pub fn at(&self, event: usize) -> Micros {
        event.checked_sub(1).map_or(0, |i| self.records[i].at)
    }

    /// The number of the first message that was sent after a position.
    pub fn sent_until(&self, event: usize) -> usize {
        self.records.get(event).map_or(self.sent.len(), |next| next.first_sent as usize)
    }

    /// How many events fall into each of so many equal parts of the time up to `end`.
    pub fn density(&self, buckets: usize, end: Micros) -> Vec<u32> {
        let mut counts = alloc::vec![0; buckets];
        for record in &self.records {
            let bucket = record.at.saturating_mul(buckets as u64) / end.max(1);
            if let Some(count) = counts.get_mut((bucket as usize).min(buckets.max(1) - 1)) {
                *count += 1;
            }
        }
        counts
    }

    /// Forgets everything after a position.
    pub fn truncate(&mut self, event: usize) {
        let sent = self.sent_until(event);
        self.records.truncate(event);
        self.sent.truncate(sent);
        self.records.shrink_to(event + event / 8);
        self.sent.shrink_to(sent + sent / 8);
        let last = event as u32;
        for message in &mut self.sent {
            if message.end > last {
                (message.end, message.lost) = (0, false);
            }
        }
        self.sentences.retain(|&first| first <= last);
        let poses = core::mem::take(&mut self.poses);
        self.posed.clear();
        poses.into_iter().filter(|pose| pose.event <= last).for_each(|pose| self.strike(pose));
        self.bookmarks.retain(|bookmark| bookmark.event <= last);
        self.broken.retain(|(_, violation)| violation.event <= event);
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        fn held<T>(items: &Vec<T>) -> usize {
            items.capacity() * size_of::<T>()
        }
        held(&self.records)
            + held(&self.sent)
            + held(&self.sentences)
            + held(&self.poses)
            + held(&self.bookmarks)
    }

    /// Makes room for one more event at a pace that wastes little: doubling a large list would
    /// hold twice what is needed.
    pub fn grow(&mut self) {
        fn room<T>(items: &mut Vec<T>) {
            if items.len() == items.capacity() {
                items.reserve_exact((items.len() / 8).max(256));
            }
        }
        room(&mut self.records);
        room(&mut self.sent);
        room(&mut self.sentences);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_survive_being_squeezed() {
        for tone in TONES.into_iter().chain([Tone::Series(0), Tone::Series(41)]) {
            assert_eq!(stretch(squeeze(tone)), tone);
        }
    }

    #[test]
    fn a_record_is_small() {
        assert!(size_of::<Record>() <= 24, "{}", size_of::<Record>());
        assert!(size_of::<Sent>() <= 16, "{}", size_of::<Sent>());
    }
}
