//! The one object-safe door for a viewer: a run with its protocol forgotten.

use super::frame::*;
#[cfg(feature = "audit")]
use crate::digest::Digest;
use crate::narrate::Lang;
use crate::protocol::{Micros, NodeId};
use crate::scenario::Complaint;
use crate::scenario::inquiry::Inquiry;
use crate::view::history::History;
#[cfg(feature = "audit")]
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A scenario that has been opened: one or more runs (the main one, its variants and forks), each
/// with a recorded history that can be walked both ways, and the acts of a user on top.
///
/// One run is current; all methods that name no run mean that one. Positions are counted in
/// events: position 0 is before the first event, position `k` just after the `k`th.
pub trait Stage {
    /// What was opened, as the current run has it.
    fn about(&self) -> &About;
    /// The same as another run, or another future of the current one, has it.
    fn about_of(&self, other: Other) -> &About;

    /// How much of the current run is recorded, and what it costs.
    fn extent(&self) -> Extent;
    /// Records at most `events` more events; false once the run is complete (or memory is full).
    fn record(&mut self, events: usize) -> bool;

    /// The position and the moment in model time.
    fn position(&self) -> Position;
    /// Goes to a position, recording what is missing; past the end it stops at the end.
    fn seek_event(&mut self, event: usize);
    /// Goes to a moment: after all events up to and including `at`.
    fn seek_time(&mut self, at: Micros);
    /// Goes to the first event of the next sentence; false at the end.
    fn step(&mut self) -> bool;
    /// The exact inverse of `step`.
    fn step_back(&mut self) -> bool;

    /// The picture at the present position.
    fn frame(&self) -> Frame;
    /// What the last event was, and why, told by itself; `None` before the first event.
    fn told(&self) -> Option<Told>;
    /// The sentences around the present one: at most `before` earlier ones, the present one, and
    /// at most `after` later ones that are recorded.
    fn story(&self, before: usize, after: usize) -> Vec<Sentence>;
    /// The rules, and for each the first event that broke it, if one did so up to here.
    fn verdict(&self) -> Vec<Rule>;
    /// What clients asked and were told until a rule was broken, where that is what the rule is
    /// about.
    fn history(&self, _rule: &str) -> Option<History> {
        None
    }
    /// Lanes, arrows and marks between two moments; `limit` bounds the arrows and marks.
    fn diagram(&self, from: Micros, to: Micros, limit: usize) -> Diagram;
    /// How many events fall into each of `buckets` equal parts of the run.
    fn density(&self, buckets: usize) -> Vec<u32>;
    /// What is worth jumping to, in order: faults, captions, turning points, violations.
    fn markers(&self) -> Vec<Marker>;
    /// The events that may have caused `event` and those that it may have caused (Lamport's
    /// happened-before), among events between two moments, ascending.
    fn causes(&self, event: usize, from: Micros, to: Micros) -> (Vec<usize>, Vec<usize>);
    /// The steps of nodes between two moments with logical clocks, by ascending event; none where
    /// they are not known.
    fn clocks(&self, _from: Micros, _to: Micros) -> Vec<Tick> {
        Vec::new()
    }
    /// The expectations of the current run and what has become of them up to the recorded end.
    fn expectations(&self) -> Vec<Expectation>;

    /// Does at the present position what a line of the scenario language says (`crash n1`). In
    /// the past this starts another future.
    fn act(&mut self, line: &str) -> Result<(), Complaint>;
    /// Takes back the last act; false if there is none.
    fn undo(&mut self) -> bool;
    /// Does again what was taken back; false if there is nothing.
    fn redo(&mut self) -> bool;
    /// Whether there is something to take back, and something to do again.
    fn undoable(&self) -> (bool, bool);
    /// All futures that acts have opened, as a tree in preorder; the first is the run without
    /// acts.
    fn futures(&self) -> Vec<Future>;
    /// Takes up another future.
    fn select_future(&mut self, id: usize);
    /// The runs of the scenario: main, variants, forks.
    fn runs(&self) -> Vec<Run>;
    /// Makes another run current, at the same moment.
    fn select_run(&mut self, run: usize);
    /// The picture of another run, or of another future of the current one, at the present
    /// moment, for a view side by side.
    fn compare(&mut self, with: Other) -> Frame;

    /// Goes on with a run, by its place, for at most so many events, and says what its measures
    /// come to once it is complete, or memory is full; `None` before that.
    fn measure(&mut self, _run: usize, _events: usize) -> Option<Vec<Reading>> {
        Some(Vec::new())
    }

    /// The room's knobs and flaws and the network, as set.
    fn settings(&self) -> Settings;
    /// The scenario text with one setting changed: open it for the change to take place. A variant
    /// becomes the main run; one of another room is changed where it stands.
    /// Errors when the value does not fit.
    fn with_setting(&self, name: &str, value: &str) -> Result<String, Complaint>;
    /// Asks something else of a search of the current run: its `check` lines, which text and link
    /// then have. What is recorded stays, and so do acts; a trace has no such lines.
    fn inquire(&mut self, _: Inquiry) {}
    /// The scenario as text, with the user's acts as lines of the script.
    fn text(&self) -> String;
    /// The link's fragment without `#`: `v1.…`.
    fn link(&self) -> String;
    #[cfg(feature = "audit")]
    /// The readable transcript of the current run: [`super::transcript`].
    fn transcript(&mut self) -> String {
        super::transcript(self, 0, Micros::MAX)
    }
    #[cfg(feature = "audit")]
    /// A digest of all that happened in the current run, the same on every target; of what is
    /// told, where nothing else is known.
    fn digest(&mut self) -> u64 {
        Digest::of(&self.transcript())
    }
    #[cfg(feature = "audit")]
    /// A digest of the world at the present position, the machines under it and the moment; of
    /// the picture, where nothing else is known.
    fn fingerprint(&self) -> u64 {
        Digest::of(&format!("{:?}", self.frame()))
    }
    #[cfg(feature = "audit")]
    /// The reasons given in the current run, by the names that [`crate::narrate::Narrate::NOTES`]
    /// lists, each once and sorted; a reason without a source is followed by ` unsourced`.
    fn reasons(&mut self) -> Vec<String> {
        Vec::new()
    }
    /// Caps the memory that history may take, in bytes.
    fn set_memory_cap(&mut self, bytes: usize);
    /// Chooses the language of all texts.
    fn set_lang(&mut self, lang: Lang);
    /// What can be typed next after `prefix` in the command box.
    fn complete(&self, prefix: &str) -> Vec<String>;
    /// The node with this name, or that a selector stands for now.
    fn find(&self, name: &str) -> Option<NodeId>;
    /// How many faults there were and how many operations were answered, in all that is recorded.
    fn tally(&self) -> Tally;
}
