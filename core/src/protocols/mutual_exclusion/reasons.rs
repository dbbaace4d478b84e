//! The words of notes: what happened, why, and where the rule is published. Those of the algorithms
//! are in `rules`.

use super::note::Note;
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
