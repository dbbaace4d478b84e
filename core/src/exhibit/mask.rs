//! A room with its types hidden, so that the engine is compiled once for all rooms and not once
//! for each: a room costs the page its own code and little more.

use super::playable::{Findings, Playable};
use super::thing::Thing;
use crate::check::{Change, Claim, Fault, Part, Permutation, Scribe};
use crate::narrate::{Card, Lang, Weight};
use crate::protocol::{
    Channel, Context, Effect, EffectRef, Input, InputRef, Micros, NodeId, NodeMut, NodeRef,
    Protocol, Role, Seen,
};
use crate::scenario::vocabulary::{Reject, Words};
use crate::view::history::History;
use crate::view::{Layout, Line, MessageKind, MessageView, NodeView, Overview, Panel, Shape, Tone};
use crate::world::{Life, Sight};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;

/// A configured room with its types hidden. It plays exactly as the room does, bit by bit.
#[derive(Clone)]
pub struct Masked {
    config: Thing,
    face: &'static dyn Face,
}

impl Masked {
    /// Hides a room's types.
    pub fn new<P: Playable>(protocol: P) -> Self {
        Self { config: Thing::new(protocol), face: &Behind::<P>(PhantomData) }
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.config.fmt(f)
    }
}

impl PartialEq for Masked {
    fn eq(&self, other: &Self) -> bool {
        self.config == other.config
    }
}

impl Eq for Masked {}

impl PartialOrd for Masked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Masked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.config.cmp(&other.config)
    }
}

impl Hash for Masked {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.config.hash(state);
    }
}

/// What a mask asks of the room behind it; `p` is the room's configuration.
trait Face: Sync {
    fn cast(&self, p: &Thing) -> Vec<Role>;
    fn channel(&self, p: &Thing, from: NodeId, to: NodeId) -> Channel;
    fn boot(&self, p: &Thing, disk: &mut Thing, ctx: &mut Context<'_, Masked>) -> Thing;
    fn step(&self, p: &Thing, node: Hands<'_>, input: Input<Masked>, ctx: &mut Context<'_, Masked>);
    fn witness(&self, p: &Thing, witness: &mut Thing, seen: &Seen<'_, Masked>);
    fn blank_disk(&self, p: &Thing) -> Thing;
    fn first_disk(&self, p: &Thing, node: NodeId) -> Thing;
    fn blank_witness(&self, p: &Thing) -> Thing;

    fn card(&self, p: &Thing, lang: Lang) -> Card;
    fn layout(&self, p: &Thing) -> Layout;
    fn words(&self, p: &Thing) -> Words;
    fn tolerates(&self, p: &Thing) -> &'static [Fault];
    fn delay_bound(&self, p: &Thing) -> Option<Micros>;
    fn claim(&self, p: &Thing, invariant: usize) -> Option<Claim>;
    fn judge(&self, p: &Thing, change: &Change<'_, Masked>, settled: &[usize]) -> Findings;
    fn telling(&self, p: &Thing) -> Option<&'static str>;
    fn scribe(&self, p: &Thing) -> Option<Box<dyn Scribe<Masked>>>;
    fn interchangeable(&self, p: &Thing) -> Vec<NodeId>;
    fn relabel(&self, p: &Thing, part: Part<Masked>, names: &Permutation) -> Part<Masked>;
    fn uncount(&self, p: &Thing, witness: &mut Thing);
    fn uncount_memory(&self, p: &Thing, memory: &mut Thing);
    fn counts(&self, p: &Thing, predicate: &Thing) -> bool;
    fn gauge(&self, p: &Thing, measure: usize) -> Option<(&'static str, &'static str)>;
    fn measure(&self, p: &Thing, measure: usize, world: World<'_>) -> u64;

    fn node(&self, p: &Thing, id: NodeId, node: Eyes<'_>, lang: Lang) -> NodeView;
    fn counted(&self, p: &Thing, id: NodeId, witness: &Thing, lang: Lang) -> Vec<Panel>;
    fn overview(&self, p: &Thing, world: World<'_>, lang: Lang) -> Overview;
    fn pose(&self, p: &Thing, id: NodeId, node: Eyes<'_>) -> (Tone, Shape);
    fn message(&self, p: &Thing, message: &Thing, lang: Lang) -> MessageView;
    fn stance(&self, p: &Thing, message: &Thing) -> (MessageKind, Tone);
    fn timer(&self, p: &Thing, timer: &Thing, lang: Lang) -> String;
    fn request(&self, p: &Thing, request: &Thing) -> String;
    fn response(&self, p: &Thing, response: &Thing, lang: Lang) -> String;
    fn note(&self, p: &Thing, me: NodeId, note: &Thing, lang: Lang) -> Line;
    fn weight(&self, p: &Thing, note: &Thing) -> Weight;
    fn theme(&self, p: &Thing, note: &Thing) -> u64;

    fn parse_request(&self, p: &Thing, words: &[&str]) -> Result<Thing, Reject>;
    fn parse_predicate(&self, p: &Thing, words: &[&str]) -> Result<Thing, Reject>;
    fn parse_disk(&self, p: &Thing, node: NodeId, words: &[&str]) -> Result<Thing, Reject>;
    fn holds(&self, p: &Thing, it: &Thing, now: World<'_>, then: World<'_>) -> bool;
    fn select(&self, p: &Thing, selector: usize, world: World<'_>) -> Vec<NodeId>;
    fn sample(&self, p: &Thing, luck: u64) -> Thing;
    fn message_kind(&self, p: &Thing, message: &Thing) -> usize;
    fn timer_kind(&self, p: &Thing, timer: &Thing) -> usize;
    fn message_field(&self, p: &Thing, message: &Thing, field: usize) -> String;
}

type Hands<'a> = NodeMut<'a, Masked>;
type Eyes<'a> = NodeRef<'a, Masked>;
type World<'a> = &'a dyn Sight<Masked>;

/// Asks the face; the configuration comes along.
macro_rules! ask {
    ($(fn $name:ident($($arg:ident: $kind:ty),*) -> $out:ty;)*) => {
        $(fn $name(&self, $($arg: $kind),*) -> $out {
            self.face.$name(&self.config, $($arg),*)
        })*
    };
}

impl Protocol for Masked {
    type Disk = Thing;
    type Memory = Thing;
    type Message = Thing;
    type Timer = Thing;
    type Request = Thing;
    type Response = Thing;
    type Note = Thing;
    type Witness = Thing;

    ask! {
        fn cast() -> Vec<Role>;
        fn channel(from: NodeId, to: NodeId) -> Channel;
        fn boot(disk: &mut Thing, ctx: &mut Context<'_, Self>) -> Thing;
        fn step(node: Hands<'_>, input: Input<Self>, ctx: &mut Context<'_, Self>) -> ();
        fn witness(witness: &mut Thing, seen: &Seen<'_, Self>) -> ();
        fn blank_disk() -> Thing;
        fn first_disk(node: NodeId) -> Thing;
        fn blank_witness() -> Thing;
    }
}

impl Playable for Masked {
    type Predicate = Thing;

    ask! {
        fn card(lang: Lang) -> Card;
        fn layout() -> Layout;
        fn words() -> Words;
        fn tolerates() -> &'static [Fault];
        fn delay_bound() -> Option<Micros>;
        fn claim(invariant: usize) -> Option<Claim>;
        fn judge(change: &Change<'_, Self>, settled: &[usize]) -> Findings;
        fn telling() -> Option<&'static str>;
        fn scribe() -> Option<Box<dyn Scribe<Self>>>;
        fn interchangeable() -> Vec<NodeId>;
        fn relabel(part: Part<Self>, names: &Permutation) -> Part<Self>;
        fn uncount(witness: &mut Thing) -> ();
        fn uncount_memory(memory: &mut Thing) -> ();
        fn counts(predicate: &Thing) -> bool;
        fn gauge(measure: usize) -> Option<(&'static str, &'static str)>;
        fn measure(measure: usize, world: World<'_>) -> u64;
        fn node(id: NodeId, node: Eyes<'_>, lang: Lang) -> NodeView;
        fn counted(id: NodeId, witness: &Thing, lang: Lang) -> Vec<Panel>;
        fn overview(world: World<'_>, lang: Lang) -> Overview;
        fn pose(id: NodeId, node: Eyes<'_>) -> (Tone, Shape);
        fn message(message: &Thing, lang: Lang) -> MessageView;
        fn stance(message: &Thing) -> (MessageKind, Tone);
        fn timer(timer: &Thing, lang: Lang) -> String;
        fn request(request: &Thing) -> String;
        fn response(response: &Thing, lang: Lang) -> String;
        fn note(me: NodeId, note: &Thing, lang: Lang) -> Line;
        fn weight(note: &Thing) -> Weight;
        fn theme(note: &Thing) -> u64;
        fn parse_request(words: &[&str]) -> Result<Thing, Reject>;
        fn parse_predicate(words: &[&str]) -> Result<Thing, Reject>;
        fn parse_disk(node: NodeId, words: &[&str]) -> Result<Thing, Reject>;
        fn holds(it: &Thing, now: World<'_>, then: World<'_>) -> bool;
        fn select(selector: usize, world: World<'_>) -> Vec<NodeId>;
        fn sample(luck: u64) -> Thing;
        fn message_kind(message: &Thing) -> usize;
        fn timer_kind(timer: &Thing) -> usize;
        fn message_field(message: &Thing, field: usize) -> String;
    }
}

/// The room behind a mask.
struct Behind<P>(PhantomData<fn() -> P>);

/// Hands a question on to the room, with what is hidden uncovered.
macro_rules! uncover {
    ($(
        fn $name:ident($($arg:ident: $kind:ty $(as $with:expr)?),*) -> $out:ty $(=> $then:expr)?;
    )*) => {
        $(fn $name(&self, p: &Thing, $($arg: $kind),*) -> $out {
            let answer = p.get::<P>().$name($(uncover!(@ $arg $(, $with)?)),*);
            uncover!(@ answer $(, $then)?)
        })*
    };
    (@ $arg:ident) => { $arg };
    (@ $arg:ident, $with:expr) => { ($with)($arg) };
}

impl<P: Playable> Face for Behind<P> {
    uncover! {
        fn cast() -> Vec<Role>;
        fn channel(from: NodeId, to: NodeId) -> Channel;
        fn blank_disk() -> Thing => Thing::new;
        fn first_disk(node: NodeId) -> Thing => Thing::new;
        fn blank_witness() -> Thing => Thing::new;

        fn card(lang: Lang) -> Card;
        fn layout() -> Layout;
        fn words() -> Words;
        fn tolerates() -> &'static [Fault];
        fn delay_bound() -> Option<Micros>;
        fn claim(invariant: usize) -> Option<Claim>;
        fn interchangeable() -> Vec<NodeId>;
        fn counts(predicate: &Thing as Thing::get) -> bool;
        fn telling() -> Option<&'static str>;
        fn gauge(measure: usize) -> Option<(&'static str, &'static str)>;

        fn node(id: NodeId, node: Eyes<'_> as eyes, lang: Lang) -> NodeView;
        fn counted(id: NodeId, witness: &Thing as Thing::get, lang: Lang) -> Vec<Panel>;
        fn pose(id: NodeId, node: Eyes<'_> as eyes) -> (Tone, Shape);
        fn message(message: &Thing as Thing::get, lang: Lang) -> MessageView;
        fn stance(message: &Thing as Thing::get) -> (MessageKind, Tone);
        fn timer(timer: &Thing as Thing::get, lang: Lang) -> String;
        fn request(request: &Thing as Thing::get) -> String;
        fn response(response: &Thing as Thing::get, lang: Lang) -> String;
        fn note(me: NodeId, note: &Thing as Thing::get, lang: Lang) -> Line;
        fn weight(note: &Thing as Thing::get) -> Weight;
        fn theme(note: &Thing as Thing::get) -> u64;

        fn parse_request(words: &[&str]) -> Result<Thing, Reject> => hide;
        fn parse_predicate(words: &[&str]) -> Result<Thing, Reject> => hide;
        fn parse_disk(node: NodeId, words: &[&str]) -> Result<Thing, Reject> => hide;
        fn sample(luck: u64) -> Thing => Thing::new;
        fn message_kind(message: &Thing as Thing::get) -> usize;
        fn timer_kind(timer: &Thing as Thing::get) -> usize;
        fn message_field(message: &Thing as Thing::get, field: usize) -> String;
    }

    fn overview(&self, p: &Thing, world: World<'_>, lang: Lang) -> Overview {
        p.get::<P>().overview(&Through(world), lang)
    }

    fn relabel(&self, p: &Thing, part: Part<Masked>, names: &Permutation) -> Part<Masked> {
        // Most rooms change nothing, and need not weigh what it takes to find that out.
        if !p.get::<P>().is_symmetric() {
            return part;
        }
        let own = match part {
            Part::Disk(it) => Part::Disk(it.take()),
            Part::Memory(it) => Part::Memory(it.take()),
            Part::Message(it) => Part::Message(it.take()),
            Part::Timer(it) => Part::Timer(it.take()),
            Part::Witness(it) => Part::Witness(it.take()),
        };
        match p.get::<P>().relabel(own, names) {
            Part::Disk(it) => Part::Disk(Thing::new(it)),
            Part::Memory(it) => Part::Memory(Thing::new(it)),
            Part::Message(it) => Part::Message(Thing::new(it)),
            Part::Timer(it) => Part::Timer(Thing::new(it)),
            Part::Witness(it) => Part::Witness(Thing::new(it)),
        }
    }

    fn measure(&self, p: &Thing, measure: usize, world: World<'_>) -> u64 {
        p.get::<P>().measure(measure, &Through(world))
    }

    fn holds(&self, p: &Thing, it: &Thing, now: World<'_>, then: World<'_>) -> bool {
        p.get::<P>().holds(it.get(), &Through(now), &Through(then))
    }

    fn select(&self, p: &Thing, selector: usize, world: World<'_>) -> Vec<NodeId> {
        p.get::<P>().select(selector, &Through(world))
    }

    fn boot(&self, p: &Thing, disk: &mut Thing, ctx: &mut Context<'_, Masked>) -> Thing {
        let mut effects = Vec::new();
        let disk = disk.edit();
        let memory = ctx.lend(&mut effects, |ctx| p.get::<P>().boot(disk, ctx));
        cover(effects, ctx);
        Thing::new(memory)
    }

    fn step(
        &self,
        p: &Thing,
        node: Hands<'_>,
        input: Input<Masked>,
        ctx: &mut Context<'_, Masked>,
    ) {
        let mut effects = Vec::new();
        let node = NodeMut { disk: node.disk.edit(), memory: node.memory.edit() };
        let input = match input {
            Input::Deliver { from, message } => Input::Deliver { from, message: message.take() },
            Input::Fire(timer) => Input::Fire(timer.take()),
            Input::Ask(request) => Input::Ask(request.take()),
            Input::Closed { peer } => Input::Closed { peer },
        };
        ctx.lend(&mut effects, |ctx| p.get::<P>().step(node, input, ctx));
        cover(effects, ctx);
    }

    fn witness(&self, p: &Thing, witness: &mut Thing, seen: &Seen<'_, Masked>) {
        p.get::<P>().witness(witness.edit(), &uncovered(seen));
    }

    fn uncount(&self, p: &Thing, witness: &mut Thing) {
        p.get::<P>().uncount(witness.edit());
    }

    fn uncount_memory(&self, p: &Thing, memory: &mut Thing) {
        p.get::<P>().uncount_memory(memory.edit());
    }

    fn judge(&self, p: &Thing, change: &Change<'_, Masked>, settled: &[usize]) -> Findings {
        let seen = change.seen.map(uncovered);
        let world = &Through(change.world);
        let witness_before = change.witness_before.get();
        p.get::<P>().judge(&Change { world, seen: seen.as_ref(), witness_before }, settled)
    }

    fn scribe(&self, p: &Thing) -> Option<Box<dyn Scribe<Masked>>> {
        Some(Box::new(Veiled(p.get::<P>().scribe()?)))
    }
}

/// A scribe to whom the room's types are shown.
struct Veiled<P: Protocol>(Box<dyn Scribe<P>>);

impl<P: Protocol> Scribe<Masked> for Veiled<P> {
    fn see(&mut self, at: Micros, seen: &Seen<'_, Masked>, before: &Thing) {
        self.0.see(at, &uncovered(seen), before.get());
    }

    fn show(&self) -> Option<History> {
        self.0.show()
    }
}

fn hide<T: crate::protocol::Datum>(parsed: Result<T, Reject>) -> Result<Thing, Reject> {
    parsed.map(Thing::new)
}

fn eyes<P: Protocol>(node: Eyes<'_>) -> NodeRef<'_, P> {
    NodeRef { disk: node.disk.get(), memory: node.memory.get() }
}

/// Hands over what a step of the room did.
fn cover<P: Protocol>(effects: Vec<Effect<P>>, ctx: &mut Context<'_, Masked>) {
    for effect in effects {
        match effect {
            Effect::Send { to, message } => ctx.send(to, Thing::new(message)),
            Effect::SetTimer { timer, after } => ctx.set_timer(Thing::new(timer), after),
            Effect::CancelTimer(timer) => ctx.cancel_timer(Thing::new(timer)),
            Effect::Respond(response) => ctx.respond(Thing::new(response)),
            Effect::Note(note) => ctx.note(Thing::remark(note)),
        }
    }
}

fn uncovered<'a, P: Protocol>(seen: &Seen<'a, Masked>) -> Seen<'a, P> {
    let input = seen.input.as_ref().map(|input| match input {
        InputRef::Deliver { from, message } => {
            InputRef::Deliver { from: *from, message: message.get() }
        }
        InputRef::Fire(timer) => InputRef::Fire(timer.get()),
        InputRef::Ask(request) => InputRef::Ask(request.get()),
        InputRef::Closed { peer } => InputRef::Closed { peer: *peer },
    });
    let effect = |effect: &EffectRef<'a, Masked>| match effect {
        EffectRef::Send { to, message } => EffectRef::Send { to: *to, message: message.get() },
        EffectRef::SetTimer { timer, after } => {
            EffectRef::SetTimer { timer: timer.get(), after: *after }
        }
        EffectRef::CancelTimer(timer) => EffectRef::CancelTimer(timer.get()),
        EffectRef::Respond(response) => EffectRef::Respond(response.get()),
        EffectRef::Note(note) => EffectRef::Note(note.get()),
    };
    Seen {
        by: seen.by,
        input,
        before: seen.before.map(eyes),
        after: eyes(seen.after),
        effects: seen.effects.iter().map(effect).collect(),
    }
}

/// A world of hidden things, seen through by the room that they belong to.
struct Through<'a>(World<'a>);

impl<P: Protocol> Sight<P> for Through<'_> {
    fn size(&self) -> usize {
        self.0.size()
    }

    fn life(&self, id: NodeId) -> Life {
        self.0.life(id)
    }

    fn node(&self, id: NodeId) -> NodeRef<'_, P> {
        eyes(self.0.node(id))
    }

    fn witness(&self) -> &P::Witness {
        self.0.witness().get()
    }
}
