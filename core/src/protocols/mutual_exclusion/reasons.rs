//! The words of notes: what happened, why, and where the rule is published.

use super::note::{Note, Waits, Why};
use super::state::Stamp;
use super::{Algorithm, MutualExclusion};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// What is of no paper: what the peers share, and what they do with it.
pub(super) const SETTING: &str = "The setting of this room";

impl MutualExclusion {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let (text, why) = match note {
            Note::Acknowledges { .. } | Note::IsAcknowledged { .. } | Note::Removes { .. } => {
                self.lamport_words(note)
            }
            Note::Replies { .. }
            | Note::Defers { .. }
            | Note::CountsReply { .. }
            | Note::RepliesAfterAll { .. } => self.ricart_agrawala_words(note),
            Note::StartsWithToken
            | Note::Records { .. }
            | Note::NeedNotAsk
            | Note::GetsToken { .. }
            | Note::HandsOn { .. }
            | Note::KeepsToken { .. } => self.suzuki_kasami_words(note),
            _ => self.common_words(note),
        };
        let text = format!("{} {text}.", self.name(me));
        Line { text, why, source: self.source(note) }
    }

    fn source(&self, note: &Note) -> &'static str {
        if let Note::Queues { .. } | Note::Adds { .. } | Note::Tells { .. } | Note::Stores { .. } =
            note
        {
            return SETTING;
        }
        if self.algorithm != Algorithm::Lamport {
            return self.algorithm.source();
        }
        match note {
            Note::Asks { .. } => "Lamport 1978, rule 1",
            Note::Acknowledges { .. } => "Lamport 1978, rule 2",
            Note::Leaves { .. } => "Lamport 1978, rule 3",
            Note::Removes { .. } => "Lamport 1978, rule 4",
            Note::Enters { .. } | Note::IsAcknowledged { .. } => "Lamport 1978, rule 5",
            _ => self.algorithm.source(),
        }
    }

    fn request(&self, it: Stamp) -> String {
        format!("request {} of {}", it.time, self.name(it.peer))
    }

    fn lamport_words(&self, note: &Note) -> (String, String) {
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

    fn ricart_agrawala_words(&self, note: &Note) -> (String, String) {
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

    fn suzuki_kasami_words(&self, note: &Note) -> (String, String) {
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

    fn common_words(&self, note: &Note) -> (String, String) {
        let why = |why: &str| String::from(why);
        match note {
            Note::Queues { add } => (
                format!("is to add {add} as well"),
                why("It does one thing after the other: a peer has one request at a time."),
            ),
            Note::Asks { number } => (
                format!("asks all others to be let in, with number {number}"),
                why(match self.algorithm {
                    Algorithm::Lamport => "Its clock says which of two requests came first.",
                    Algorithm::RicartAgrawala => "That is one more than the highest it has seen.",
                    Algorithm::SuzukiKasami => "It does not know where the token is.",
                }),
            ),
            Note::Enters { unheard: 0, .. } => (String::from("enters and reads"), self.may_enter()),
            Note::Enters { unheard, .. } => (
                String::from("enters and reads"),
                format!("Its request heads its queue; {unheard} peers have not been heard."),
            ),
            Note::Adds { value, add } => (
                format!("adds {add} to {value} and writes the sum"),
                why("That is safe only while nobody else is inside."),
            ),
            Note::Leaves { value, messages } => (
                format!("leaves after {messages} messages among peers; the number is {value}"),
                self.compared(*messages),
            ),
            Note::Tells { to, value } => (
                format!("tells {} that it holds {value}", self.name(*to)),
                why("It answers whoever asks, and checks nothing."),
            ),
            Note::Stores { from, value } => (
                format!("stores {value} for {}", self.name(*from)),
                why("What it held before is overwritten, whatever that was."),
            ),
            Note::LosesTouch { with } => (
                format!("loses touch with {}", self.name(*with)),
                why("The rules have no answer: they assume that nobody stops."),
            ),
            Note::Ignores { from } => (
                format!("has no use for a message of {}", self.name(*from)),
                why("It comes too late, or twice."),
            ),
            _ => Default::default(),
        }
    }

    fn may_enter(&self) -> String {
        String::from(match self.algorithm {
            Algorithm::Lamport => {
                "Its request heads its queue, and all others have sent something later."
            }
            Algorithm::RicartAgrawala => "All others have replied.",
            Algorithm::SuzukiKasami => "It has the token.",
        })
    }

    /// A number of messages next to the published one.
    fn compared(&self, messages: u64) -> String {
        let published = self.published();
        match (self.algorithm, messages) {
            (Algorithm::Lamport, spent) if spent < published => {
                format!("Some acknowledgements are not here yet: 3(N-1) is {published}.")
            }
            (Algorithm::Lamport, _) => {
                format!("3(N-1) is {published}: requests, acknowledgements and releases.")
            }
            (Algorithm::RicartAgrawala, _) => {
                format!("2(N-1) is {published}: requests and replies.")
            }
            (Algorithm::SuzukiKasami, 0) => String::from("The token was here: that costs nothing."),
            (Algorithm::SuzukiKasami, _) => {
                format!("N is {published}: N-1 requests and the token.")
            }
        }
    }
}
