//! What the simulator and the stage ask of a protocol.
//!
//! A room describes itself by constants and by traits of its own types. The engine asks for the
//! same through methods alone, so that a protocol whose types are hidden ([`super::mask`]) can
//! answer as well.

use super::Exhibited;
use crate::check::{Change, Claim, Fact, Fault, Invariant, Invariants, Part, Permutation, Scribe};
use crate::digest::Digest;
use crate::narrate::{Card, Lang, Narrate, Weight};
use crate::protocol::{Datum, Micros, NodeId, NodeRef, Protocol};
use crate::scenario::vocabulary::{Reject, Vocabulary, Words};
use crate::view::{Layout, Line, MessageKind, MessageView, NodeView, Overview, Panel, Shape, Tone};
use crate::world::Sight;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem::discriminant;

/// What [`Playable::judge`] finds: the places of invariants, and the guilty facts.
pub type Findings = Vec<(usize, Vec<Fact>)>;

/// A protocol that can be played; every room is.
pub trait Playable: Protocol {
    /// What `when` and `expect` wait for, understood.
    type Predicate: Datum;

    /// The label on its door.
    fn card(&self, lang: Lang) -> Card;
    /// Where its nodes stand.
    fn layout(&self) -> Layout;
    /// Its words.
    fn words(&self) -> Words;
    /// The faults under which its rules hold.
    fn tolerates(&self) -> &'static [Fault];
    /// See [`Invariants::delay_bound`].
    fn delay_bound(&self) -> Option<Micros>;
    /// What the invariant with this place says of itself; `None` behind the last.
    fn claim(&self, invariant: usize) -> Option<Claim>;
    /// The invariants that an event broke, but for those with a place in `settled`.
    fn judge(&self, change: &Change<'_, Self>, settled: &[usize]) -> Findings;

    /// Whether there can be interchangeable nodes.
    fn is_symmetric(&self) -> bool {
        true
    }
    /// The nodes that only their names tell apart; see [`crate::check::Symmetry`].
    fn interchangeable(&self) -> Vec<NodeId>;
    /// A part of a state with the names of interchangeable nodes changed.
    fn relabel(&self, part: Part<Self>, names: &Permutation) -> Part<Self>;
    /// The rule that is about answers to clients; see [`crate::check::Telling`].
    fn telling(&self) -> Option<&'static str>;
    /// Who can show how answers to clients came to break that rule.
    fn scribe(&self) -> Option<Box<dyn Scribe<Self>>>;

    /// See [`Invariants::uncount`].
    fn uncount(&self, witness: &mut Self::Witness);
    /// See [`Invariants::uncount_memory`].
    fn uncount_memory(&self, memory: &mut Self::Memory);
    /// See [`Vocabulary::counts`].
    fn counts(&self, predicate: &Self::Predicate) -> bool;

    /// The name and meaning of the measure with this place; `None` behind the last.
    fn gauge(&self, measure: usize) -> Option<(&'static str, &'static str)>;
    /// How large the measure with this place is.
    fn measure(&self, measure: usize, world: &dyn Sight<Self>) -> u64;

    /// See [`Narrate::node`].
    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView;
    /// See [`Narrate::counted`].
    fn counted(&self, id: NodeId, witness: &Self::Witness, lang: Lang) -> Vec<Panel>;
    /// See [`Narrate::overview`].
    fn overview(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview;
    /// See [`Narrate::pose`].
    fn pose(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape);
    /// See [`Narrate::message`].
    fn message(&self, message: &Self::Message, lang: Lang) -> MessageView;
    /// See [`Narrate::stance`].
    fn stance(&self, message: &Self::Message) -> (MessageKind, Tone);
    /// See [`Narrate::timer`].
    fn timer(&self, timer: &Self::Timer, lang: Lang) -> String;
    /// See [`Narrate::request`].
    fn request(&self, request: &Self::Request) -> String;
    /// See [`Narrate::response`].
    fn response(&self, response: &Self::Response, lang: Lang) -> String;
    /// See [`Narrate::note`].
    fn note(&self, me: NodeId, note: &Self::Note, lang: Lang) -> Line;
    /// See [`Narrate::weight`].
    fn weight(&self, note: &Self::Note) -> Weight;
    /// A number for the kind of a note, whatever it says in detail.
    fn theme(&self, note: &Self::Note) -> u64;

    /// See [`Vocabulary::parse_request`].
    fn parse_request(&self, words: &[&str]) -> Result<Self::Request, Reject>;
    /// See [`Vocabulary::parse_predicate`].
    fn parse_predicate(&self, words: &[&str]) -> Result<Self::Predicate, Reject>;
    /// See [`Vocabulary::parse_disk`].
    fn parse_disk(&self, node: NodeId, words: &[&str]) -> Result<Self::Disk, Reject>;
    /// See [`Vocabulary::holds`].
    fn holds(
        &self,
        predicate: &Self::Predicate,
        now: &dyn Sight<Self>,
        then: &dyn Sight<Self>,
    ) -> bool;
    /// See [`Vocabulary::select`].
    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId>;
    /// See [`Vocabulary::sample`].
    fn sample(&self, luck: u64) -> Self::Request;
    /// See [`Vocabulary::message_kind`].
    fn message_kind(&self, message: &Self::Message) -> usize;
    /// See [`Vocabulary::timer_kind`].
    fn timer_kind(&self, timer: &Self::Timer) -> usize;
    /// See [`Vocabulary::message_field`].
    fn message_field(&self, message: &Self::Message, field: usize) -> String;
}

/// Hands questions on to the trait that a room answers them in.
macro_rules! hand_on {
    ($room:ident: $(fn $name:ident($($arg:ident: $kind:ty),*) -> $out:ty;)*) => {
        $(fn $name(&self, $($arg: $kind),*) -> $out {
            $room::$name(self, $($arg),*)
        })*
    };
}

impl<P: Exhibited> Playable for P {
    type Predicate = <P as Vocabulary>::Predicate;

    fn card(&self, lang: Lang) -> Card {
        <P as Narrate>::card(lang)
    }

    fn words(&self) -> Words {
        P::WORDS
    }

    fn tolerates(&self) -> &'static [Fault] {
        P::TOLERATES
    }

    fn delay_bound(&self) -> Option<Micros> {
        Invariants::delay_bound(self)
    }

    fn claim(&self, invariant: usize) -> Option<Claim> {
        P::INVARIANTS.get(invariant).map(Invariant::claim)
    }

    fn judge(&self, change: &Change<'_, Self>, settled: &[usize]) -> Findings {
        let open = P::INVARIANTS.iter().enumerate().filter(|(place, _)| !settled.contains(place));
        let judged = open.map(|(place, invariant)| (place, (invariant.check)(self, change)));
        judged.filter(|(_, facts)| !facts.is_empty()).collect()
    }

    fn is_symmetric(&self) -> bool {
        P::SYMMETRY.is_some()
    }

    fn interchangeable(&self) -> Vec<NodeId> {
        P::SYMMETRY.map_or_else(Vec::new, |it| (it.among)(self))
    }

    fn relabel(&self, part: Part<Self>, names: &Permutation) -> Part<Self> {
        match P::SYMMETRY {
            Some(it) => (it.relabel)(&part, names),
            None => part,
        }
    }

    fn telling(&self) -> Option<&'static str> {
        P::TELLING.map(|it| it.rule)
    }

    fn scribe(&self) -> Option<Box<dyn Scribe<Self>>> {
        P::TELLING.map(|it| (it.scribe)(self))
    }

    fn uncount(&self, witness: &mut Self::Witness) {
        Invariants::uncount(self, witness);
    }

    fn uncount_memory(&self, memory: &mut Self::Memory) {
        Invariants::uncount_memory(self, memory);
    }

    fn counts(&self, predicate: &Self::Predicate) -> bool {
        Vocabulary::counts(self, predicate)
    }

    fn gauge(&self, measure: usize) -> Option<(&'static str, &'static str)> {
        P::MEASURES.get(measure).map(|it| (it.name, it.help))
    }

    fn measure(&self, measure: usize, world: &dyn Sight<Self>) -> u64 {
        P::MEASURES.get(measure).map_or(0, |it| (it.count)(self, world))
    }

    fn theme(&self, note: &Self::Note) -> u64 {
        Digest::of(&discriminant(note))
    }

    hand_on! { Narrate:
        fn layout() -> Layout;
        fn node(id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView;
        fn counted(id: NodeId, witness: &Self::Witness, lang: Lang) -> Vec<Panel>;
        fn overview(world: &dyn Sight<Self>, lang: Lang) -> Overview;
        fn pose(id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape);
        fn message(message: &Self::Message, lang: Lang) -> MessageView;
        fn stance(message: &Self::Message) -> (MessageKind, Tone);
        fn timer(timer: &Self::Timer, lang: Lang) -> String;
        fn request(request: &Self::Request) -> String;
        fn response(response: &Self::Response, lang: Lang) -> String;
        fn note(me: NodeId, note: &Self::Note, lang: Lang) -> Line;
        fn weight(note: &Self::Note) -> Weight;
    }

    hand_on! { Vocabulary:
        fn parse_request(words: &[&str]) -> Result<Self::Request, Reject>;
        fn parse_predicate(words: &[&str]) -> Result<<P as Vocabulary>::Predicate, Reject>;
        fn parse_disk(node: NodeId, words: &[&str]) -> Result<Self::Disk, Reject>;
        fn holds(
            predicate: &<P as Vocabulary>::Predicate,
            now: &dyn Sight<Self>,
            then: &dyn Sight<Self>
        ) -> bool;
        fn select(selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId>;
        fn sample(luck: u64) -> Self::Request;
        fn message_kind(message: &Self::Message) -> usize;
        fn timer_kind(timer: &Self::Timer) -> usize;
        fn message_field(message: &Self::Message, field: usize) -> String;
    }
}
