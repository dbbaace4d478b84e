//! How a client's steps through a critical section become messages, timers and notes of its room.

use super::{
    Access, Answer, Fencing, Inside, Response, STORAGE, Section, Served, Step, Storage, Story,
};
use crate::protocol::{Context, Delay, Input, MS, Micros, NodeId, Protocol};
use alloc::string::String;

/// How long it takes to go on after the check: another step, and a pause can fall between.
const MOMENT: Delay = Delay::exactly(MS);

/// A room whose clients pass through critical sections.
pub trait Host: Protocol<Response = Response> {
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

    /// Says an access.
    fn access(access: Access) -> Self::Message;
    /// What is asked of the storage, if a message does that.
    fn asked(message: &Self::Message) -> Option<Access>;
    /// Says what the storage answers.
    fn answer(access: Access, answer: Answer) -> Self::Message;
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
    /// What the storage keeps, if it is its disk.
    fn stored(disk: &Self::Disk) -> Option<&Storage>;
    /// The critical section that a client is in.
    fn section(memory: &Self::Memory) -> Option<&Section>;
    /// Whether it is a client that has something to do.
    fn is_busy(memory: &Self::Memory) -> bool;
    /// The name of a node.
    fn called(&self, id: NodeId) -> String;
}

/// The storage's step.
pub fn serve<R: Host>(room: &R, disk: &mut Storage, input: Input<R>, ctx: &mut Context<'_, R>) {
    let Input::Deliver { from, message } = input else { return };
    let Some(access) = R::asked(&message) else { return ctx.note(R::ignores(from)) };
    let (answer, served) = disk.answer(room.fencing(), access);
    ctx.note(R::serves(served));
    ctx.send(from, R::answer(access, answer));
}

/// The storage answers; true if the passage is over.
pub fn hear<R: Host>(
    room: &R,
    section: &mut Section,
    answer: Answer,
    ctx: &mut Context<'_, R>,
) -> bool {
    let step = section.hear(answer);
    match step {
        Step::Work => {
            if let Answer::Value(read) = answer {
                ctx.note(R::inside(Inside::Works(read)));
            }
        }
        Step::Stale => ctx.note(R::ignores(STORAGE)),
        _ => {}
    }
    follow(room, step, ctx)
}

/// The work is done; true if the passage is over.
pub fn check<R: Host>(room: &R, section: &mut Section, ctx: &mut Context<'_, R>) -> bool {
    let (now, margin) = looks(room, ctx);
    let (step, why) = section.worked(now, margin);
    why.into_iter().for_each(|why| ctx.note(R::inside(why)));
    follow(room, step, ctx)
}

/// It goes on after its check; true if the passage is over.
pub fn fire<R: Host>(room: &R, section: &mut Section, ctx: &mut Context<'_, R>) -> bool {
    let step = section.go();
    if let Step::Ask(Access { wish: super::Wish::Write(sum), .. }) = step {
        ctx.note(R::inside(Inside::Writes(sum)));
    }
    follow(room, step, ctx)
}

/// Its patience with the storage has ended; true if the passage is over.
pub fn hush<R: Host>(room: &R, section: &mut Section, ctx: &mut Context<'_, R>) -> bool {
    let (now, margin) = looks(room, ctx);
    let (step, why) = section.silence(now, margin);
    why.into_iter().for_each(|why| ctx.note(R::inside(why)));
    if matches!(step, Step::Ask(_)) {
        ctx.note(R::inside(Inside::AsksAgain));
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
            ctx.send(STORAGE, R::access(access));
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
