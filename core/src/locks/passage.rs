//! How a client's steps through a critical section become messages, timers and notes of its room.

use super::{
    Access, Answer, Customer, End, Fencing, Inside, Kept, Known, Response, STORAGE, Said, Section,
    Served, Step, Storage, Story, Wish,
};
use crate::protocol::{Context, Delay, Input, MS, Micros, NodeId, Protocol};
use alloc::string::String;

/// How long it takes to go on after the check: another step, and a pause can fall between.
const MOMENT: Delay = Delay::exactly(MS);

/// A room whose clients pass through critical sections.
pub trait Host: Protocol<Response = Response, Message: Said, Disk: Kept, Memory: Known> {
    /// The timer of a client's work.
    const WORK: Self::Timer;
    /// The timer of the moment between check and write.
    const USE: Self::Timer;
    /// The timer of a client's patience.
    const PATIENCE: Self::Timer;

    /// What the storage holds to fencing tokens.
    fn fencing(&self) -> Fencing;
    /// How long clients work.
    fn work(&self) -> Micros;
    /// How long clients wait for an answer.
    fn patience(&self) -> Micros;
    /// How long before the end of its lease a client no longer uses it; `None` if it does not look
    /// at its lease at all.
    fn margin(&self) -> Option<Micros>;

    /// Says what the storage did.
    fn serves(served: Served) -> Self::Note;
    /// Says why.
    fn inside(inside: Inside) -> Self::Note;
    /// Says that what came from this node is of no use.
    fn ignores(from: NodeId) -> Self::Note;

    /// What the storage did, if a note says that.
    fn served(note: &Self::Note) -> Option<Served>;
    /// The accesses that the storage accepted.
    fn story(witness: &Self::Witness) -> &Story;
    /// The name of a node.
    fn called(&self, id: NodeId) -> String;
}

/// The storage's step.
pub fn serve<R: Host>(room: &R, disk: &mut Storage, input: Input<R>, ctx: &mut Context<'_, R>) {
    let Input::Deliver { from, message } = input else { return };
    let Some(access) = message.asked() else { return ctx.note(R::ignores(from)) };
    let (access, answer, served) = disk.answer(room.fencing(), access);
    ctx.note(R::serves(served));
    ctx.send(from, R::Message::answer(access, answer));
}

/// What a client has waited for in its passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The end of its work.
    Worked,
    /// The moment after its check.
    Checked,
    /// An answer of the storage, in vain.
    Silence,
}

/// What comes of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The passage goes on.
    Stays,
    /// It goes on, but the inner one of two sections is over.
    LeavesInner,
    /// It is over.
    Leaves,
}

/// A client has the lock: it asks the storage for the number. One that counts by itself how often
/// it holds the lock takes it once more before that, if it is to.
pub fn begin<R: Host>(room: &R, section: &mut Section, nested: bool, ctx: &mut Context<'_, R>) {
    if nested {
        return nest(room, section, ctx);
    }
    follow(room, Step::Ask(section.read()), ctx);
}

/// A client has the lock once more.
pub fn nest<R: Host>(room: &R, section: &mut Section, ctx: &mut Context<'_, R>) {
    ctx.note(R::inside(Inside::TakesAgain));
    follow(room, Step::Ask(section.nest()), ctx);
}

/// Its lease has ended before it could do anything.
pub fn abandon<R: Host>(room: &R, ctx: &mut Context<'_, R>) {
    ctx.note(R::inside(Inside::IsLate));
    follow(room, Step::Leave(End::LeaseEnded), ctx);
}

/// The storage answers.
pub fn hear<R: Host>(
    room: &R,
    client: &mut impl Customer,
    (access, answer): (Access, Answer),
    ctx: &mut Context<'_, R>,
) -> Heard {
    let section = client.section_mut().filter(|section| section.entry == access.entry);
    let Some(section) = section else {
        ctx.note(R::ignores(STORAGE));
        return Heard::Stays;
    };
    let before = section.nested;
    let step = section.hear(access.token, answer);
    match step {
        Step::Work => {
            if let Answer::Value(read) = answer {
                ctx.note(R::inside(Inside::Works(read)));
            }
        }
        Step::Stale => ctx.note(R::ignores(STORAGE)),
        _ => {}
    }
    let left = section.nested != before;
    if left {
        ctx.note(R::inside(Inside::LeavesInner));
    }
    match follow(room, step, ctx) {
        true => Heard::Leaves,
        false if left => Heard::LeavesInner,
        false => Heard::Stays,
    }
}

/// A timer of the critical section runs out; true if the passage is over.
pub fn pass<R: Host>(
    room: &R,
    client: &mut impl Customer,
    moment: Moment,
    ctx: &mut Context<'_, R>,
) -> bool {
    let Some(section) = client.section_mut() else { return false };
    let (now, margin) = looks(room, ctx);
    let (step, why) = match moment {
        Moment::Worked => section.worked(now, margin),
        Moment::Checked => (section.go(), None),
        Moment::Silence => section.silence(now, margin),
    };
    why.into_iter().for_each(|why| ctx.note(R::inside(why)));
    match (moment, step) {
        (Moment::Checked, Step::Ask(Access { wish: Wish::Write(sum), .. })) => {
            ctx.note(R::inside(Inside::Writes(sum)));
        }
        (Moment::Silence, Step::Ask(_)) => ctx.note(R::inside(Inside::AsksAgain)),
        _ => {}
    }
    follow(room, step, ctx)
}

fn looks<R: Host>(room: &R, ctx: &Context<'_, R>) -> (Option<Micros>, Micros) {
    let margin = room.margin();
    (margin.map(|_| ctx.monotonic()), margin.unwrap_or_default())
}

fn follow<R: Host>(room: &R, step: Step, ctx: &mut Context<'_, R>) -> bool {
    match step {
        Step::Stale => {}
        Step::Work => {
            ctx.cancel_timer(R::PATIENCE);
            ctx.set_timer(R::WORK, Delay::exactly(room.work()));
        }
        Step::Use => ctx.set_timer(R::USE, MOMENT),
        Step::Ask(access) => {
            ctx.send(STORAGE, R::Message::access(access));
            ctx.set_timer(R::PATIENCE, Delay::exactly(room.patience()));
        }
        Step::Leave(end) => {
            ctx.note(R::inside(Inside::Leaves(end)));
            ctx.respond(Response::Ended(end));
            ctx.cancel_timer(R::WORK);
            ctx.cancel_timer(R::USE);
            ctx.cancel_timer(R::PATIENCE);
            return true;
        }
    }
    false
}
