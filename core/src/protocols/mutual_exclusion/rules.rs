//! The words of what each algorithm does: what happened, and why.

use super::MutualExclusion;
use super::note::{Note, Waits, Why};
use super::state::Stamp;
use alloc::format;
use alloc::string::String;

impl MutualExclusion {
    pub(super) fn lamport_words(&self, note: &Note) -> (String, String) {
        match *note {
            Note::Acknowledges { of, time } => (
                format!("queues {} and acknowledges it at {time}", self.request(of)),
                String::from(
                    "Its clock is beyond the request now: whatever it asks for later comes later.",
                ),
            ),
            Note::IsAcknowledged { by, time, waits } => {
                let why = match waits {
                    Some(Waits { unheard, .. }) if unheard > 0 => {
                        format!(
                            "It has to hear something later than its request from {unheard} more."
                        )
                    }
                    Some(Waits { ahead: Some(ahead), .. }) => {
                        format!("It has heard from all, and waits for {}.", self.request(ahead))
                    }
                    _ => String::from("Nothing is missing for it to enter."),
                };
                (format!("hears from {} at {time}", self.name(by)), why)
            }
            Note::Removes { of } => (
                format!("takes the request of {} out of its queue", self.name(of)),
                String::from("That peer is done."),
            ),
            _ => Default::default(),
        }
    }

    pub(super) fn ricart_agrawala_words(&self, note: &Note) -> (String, String) {
        match note {
            Note::Replies { to, why } => {
                let why = match why {
                    Why::Idle => "It does not want to enter.",
                    Why::Older => "That request comes before its own.",
                    Why::AtOnce => "Its own request comes first, and it replies all the same.",
                    Why::Tie => "Both have the same number, and it does not look at the ids.",
                };
                (format!("replies to {}", self.request(*to)), String::from(why))
            }
            Note::Defers { to, own } => {
                let why = match own.time == to.time {
                    true => format!(
                        "Its own request has the same number, {}, and a lower id.",
                        own.time
                    ),
                    false => format!("Its own request {} comes first.", own.time),
                };
                (format!("defers its reply to {}", self.request(*to)), why)
            }
            Note::CountsReply { from, missing } => {
                let why = match missing {
                    0 => String::from("That was the last that was missing."),
                    missing => format!("{missing} more are missing."),
                };
                (format!("has the reply of {}", self.name(*from)), why)
            }
            Note::RepliesAfterAll { to } => (
                format!("sends the replies that it deferred, to {}", self.names(to)),
                String::from(
                    "One message says at once that it has the request and that it is done.",
                ),
            ),
            _ => Default::default(),
        }
    }

    pub(super) fn suzuki_kasami_words(&self, note: &Note) -> (String, String) {
        let (text, why) = match note {
            Note::StartsWithToken => {
                (String::from("starts with the token"), "There is one, and somebody has to begin.")
            }
            Note::Records { from, number, token } => (
                format!("writes down request {number} of {}", self.name(*from)),
                match token {
                    true => "The token is in use here, or has granted that request.",
                    false => "The token is not here; whoever has it hears the same.",
                },
            ),
            Note::NeedNotAsk => (
                String::from("has the token, and asks nobody"),
                "Whoever has it may enter, and nobody else has it.",
            ),
            Note::GetsToken { from } => {
                (format!("gets the token from {}", self.name(*from)), "Whoever has it may enter.")
            }
            Note::HandsOn { to, copy: true, .. } => (
                format!("hands the token on to {}, and keeps a copy", self.name(*to)),
                "Now there are two.",
            ),
            Note::HandsOn { to, idle: true, .. } => (
                format!("hands the token on to {}", self.name(*to)),
                "It lay idle, and that request is the next to be granted.",
            ),
            Note::HandsOn { to, queue, .. } => {
                let rest = match queue.is_empty() {
                    true => String::new(),
                    false => format!("; {} is next", self.names(queue)),
                };
                (
                    format!("hands the token on to {}{rest}", self.name(*to)),
                    "All whose requests are one ahead of their last grant are in its queue.",
                )
            }
            Note::KeepsToken { asked } if asked.is_empty() => {
                (String::from("keeps the token"), "Nobody has asked for it.")
            }
            Note::KeepsToken { asked } => (
                format!("keeps the token, although it is asked for by {}", self.names(asked)),
                "As long as it does not ask itself, nobody enters.",
            ),
            _ => Default::default(),
        };
        (text, String::from(why))
    }

    fn request(&self, it: Stamp) -> String {
        format!("request {} of {}", it.time, self.name(it.peer))
    }
}
