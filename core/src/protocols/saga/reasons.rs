//! The words of notes: what happened, why, and where the rule is published. Those of services are
//! in `deeds`.

use super::Saga;
use super::invariants::{BEYOND, PATTERNS, SAGAS};
use super::message::{Call, Outcome, Verdict};
use super::note::Note;
use super::state::{Order, Step};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// A line from its three parts. Never inline: there are many calls.
#[inline(never)]
pub(super) fn line(text: String, why: &str, source: &'static str) -> Line {
    Line { text, why: String::from(why), source }
}

impl Saga {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Buys { .. }
            | Note::Queues
            | Note::Retries { .. }
            | Note::IsTold { .. }
            | Note::Forgets { .. }
            | Note::Ignores { .. } => self.client_reason(&it, note),
            Note::Logs { .. }
            | Note::TellsEarly { .. }
            | Note::IsAtIt { .. }
            | Note::AnswersAgain { .. }
            | Note::Commands { .. }
            | Note::Hears { .. }
            | Note::IsPutOff { .. }
            | Note::TakesBack { .. }
            | Note::Ends { .. } => self.orders_reason(&it, note),
            Note::Resumes { .. }
            | Note::SendsAgain { .. }
            | Note::IsBack { .. }
            | Note::IsHeard { .. } => self.resending_reason(&it, note),
            _ => self.service_reason(&it, note),
        }
    }

    fn client_reason(&self, it: &str, note: &Note) -> Line {
        let name = |order: &Order| self.saga_name(order);
        match note {
            Note::Buys { order } => {
                let place = if order.abroad { ", for a parcel abroad" } else { "" };
                let why = "The name of the saga, client and number, is on disk before it leaves.";
                line(format!("{it} buys: {}{place}.", name(order)), why, BEYOND)
            }
            Note::Retries { order } => line(
                format!("{it} asks again about {}.", name(order)),
                "Under the same name, so that it is no second purchase.",
                BEYOND,
            ),
            Note::IsTold { order, outcome } => {
                let text = format!("{it} hears that {} {}.", name(order), outcome.told());
                line(text, "The saga is over.", SAGAS)
            }
            Note::Forgets { number } => line(
                format!("{it} is back, and has forgotten what it waited for."),
                &format!("Its disk keeps that {number} was its last number."),
                BEYOND,
            ),
            Note::Ignores { from } => line(
                format!("{it} ignores what {} says.", self.name(*from)),
                "It is of no use any more.",
                BEYOND,
            ),
            _ => line(format!("{it} will buy that later."), "One at a time.", BEYOND),
        }
    }

    fn orders_reason(&self, it: &str, note: &Note) -> Line {
        let name = |order: &Order| self.saga_name(order);
        match note {
            Note::Logs { order } => line(
                format!("{it} writes {} into its log.", name(order)),
                "Written before anything of it is sent: a saga that has begun is known after a \
                 crash.",
                SAGAS,
            ),
            Note::TellsEarly { order } => line(
                format!("{it} tells {} that it has bought.", self.name(order.client)),
                "The order has come in, and no step is done yet.",
                PATTERNS,
            ),
            Note::IsAtIt { order } => {
                line(format!("{it} has {} under way already.", name(order)), "It knows it.", BEYOND)
            }
            Note::AnswersAgain { order, outcome } => line(
                format!("{it} answers again that {} {}.", name(order), outcome.told()),
                "Its log knows how that saga ended.",
                BEYOND,
            ),
            Note::Commands { order, call } => self.command_reason(it, order, *call),
            Note::Hears { order, call, verdict } => {
                let what = if *verdict == Verdict::Done { "is done" } else { "is refused" };
                let text = format!("{it} logs that {} of {} {what}.", call.word(), name(order));
                line(text, "What comes next follows from the log.", SAGAS)
            }
            Note::IsPutOff { order, call } => line(
                format!("{it} hears that {} of {} cannot be done yet.", call.word(), name(order)),
                "It will ask again, as often as it takes.",
                PATTERNS,
            ),
            Note::TakesBack { order } => line(
                format!("{it} decides to take {} back.", name(order)),
                "A step is refused: what is done has to be compensated.",
                SAGAS,
            ),
            Note::Ends { order, outcome } => {
                let why = match outcome {
                    Outcome::Bought => "All of its steps are done.",
                    Outcome::Refused => "Nothing of it stands any more.",
                };
                line(format!("{it} logs that {} {}.", name(order), outcome.told()), why, SAGAS)
            }
            _ => Line::default(),
        }
    }

    fn command_reason(&self, it: &str, order: &Order, call: Call) -> Line {
        let (name, service) = (self.saga_name(order), self.name(call.step().service()));
        let why = match call {
            Call::Do(Step::Pay) if self.pivot => "From here on there is only forward.",
            Call::Do(_) => "The steps before it are done.",
            Call::Undo(_) => "Its step is done, and has to be made good for.",
            Call::Confirm => "All steps are done, and the semantic lock can go.",
        };
        line(format!("{it} tells {service} to {}, for {name}.", call.word()), why, SAGAS)
    }

    fn resending_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Resumes { open } => line(
                format!("{it} is back, and finds {open} open in its log."),
                "It goes on where the log says; services know by the key what they did.",
                SAGAS,
            ),
            Note::SendsAgain { count } => line(
                format!("{it} sends again what is not dealt with: {count}."),
                "Lost or done, the key tells them apart.",
                BEYOND,
            ),
            Note::IsBack { events } => line(
                format!("{it} is back; it has to tell of {events}."),
                "What it did, and the events that tell of it, were one disk write.",
                PATTERNS,
            ),
            Note::IsHeard { from, order, fact } => line(
                format!(
                    "{it} knows that {} has dealt with {} of {}.",
                    self.name(*from),
                    fact.word(),
                    self.saga_name(order)
                ),
                "It need not tell of it again.",
                PATTERNS,
            ),
            _ => Line::default(),
        }
    }
}
