//! The words of notes about clients and their operations.

use super::Zab;
use super::note::Note;
use super::reasons::{CLIENTS, line};
use crate::kv::told;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl Zab {
    /// A note about a client in words.
    pub(super) fn service_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Forwards { client, op, leader } => line(
                format!("{it} hands {op} of {} on to {}.", self.name(*client), self.name(*leader)),
                String::from("Only the leader broadcasts. Its client is answered from here."),
                CLIENTS,
            ),
            Note::InProgress { client, serial } => line(
                format!("{it} has broadcast operation {serial} of {} before.", self.name(*client)),
                String::from("Who delivers it for that client will answer."),
                CLIENTS,
            ),
            Note::AnswersAgain { client, serial } => line(
                format!("{it} answers operation {serial} of {} again.", self.name(*client)),
                String::from("It has run before; the session remembers the answer."),
                CLIENTS,
            ),
            Note::Answers { client, op, zxid } => line(
                format!("{it} answers {}: {op} is done.", self.name(*client)),
                format!("{zxid} is committed and delivered here."),
                CLIENTS,
            ),
            _ => self.reading_reason(it, note),
        }
    }

    /// A note about reads, and who may not read, in words.
    fn reading_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::ReadsLocally { client, op, zxid, synced: false } => line(
                format!("{it} answers {}: {op}, as of {zxid}.", self.name(*client)),
                String::from(
                    "A read is answered from the state at hand. Elsewhere more may be committed.",
                ),
                CLIENTS,
            ),
            Note::ReadsLocally { client, op, zxid, .. } => line(
                format!("{it} answers {}: {op}, as of {zxid}.", self.name(*client)),
                String::from("All that was committed when the leader answered is delivered here."),
                CLIENTS,
            ),
            Note::AsksSync { client, leader } => line(
                format!("{it} asks {} for a sync.", self.name(*leader)),
                format!(
                    "It answers {} once all is here that is committed now.",
                    self.name(*client)
                ),
                CLIENTS,
            ),
            Note::AnswersSync { server, client } => line(
                format!("{it} tells {} that it is synced.", self.name(*server)),
                format!(
                    "All that was proposed before is committed and on its way, ahead of this. {} \
                     may read.",
                    self.name(*client)
                ),
                CLIENTS,
            ),
            Note::HoldsSync { server, after } => line(
                format!("{it} lets the sync of {} wait.", self.name(*server)),
                format!("{after} was proposed before, and is not committed yet."),
                CLIENTS,
            ),
            Note::ServesNobody { client } => line(
                format!("{it} turns {} away.", self.name(*client)),
                String::from("It serves nobody while it has no leader."),
                CLIENTS,
            ),
            Note::IsBehind { client, seen, mine } => line(
                format!("{it} turns {} away.", self.name(*client)),
                format!("That client has seen {seen}, and here the last is {mine}."),
                CLIENTS,
            ),
            _ => self.client_reason(it, note),
        }
    }

    fn client_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Asks { server, op, serial } => line(
                format!("{it} asks {} for {op}.", self.name(*server)),
                format!("Its number {serial} is on disk first, so that it never names two things."),
                CLIENTS,
            ),
            Note::Queues { op, open } => line(
                format!("{it} will ask for {op} later."),
                format!("Its operation {open} is open, and a client has one at a time."),
                CLIENTS,
            ),
            Note::Retries { server, op, serial, tries } => line(
                format!("{it} asks {} for {op}, try {tries}.", self.name(*server)),
                format!(
                    "It has no answer, so the operation may have happened or not. It keeps its \
                     number {serial}, by which a retry is recognised."
                ),
                CLIENTS,
            ),
            Note::LosesServer { server } => line(
                format!("{it} has lost its connection with {}.", self.name(*server)),
                String::from("It turns to another server."),
                CLIENTS,
            ),
            Note::Waits { server } => line(
                format!("{it} is turned away by {}.", self.name(*server)),
                String::from("It asks another server when its patience ends."),
                CLIENTS,
            ),
            Note::IsAnswered { server, op, answer, tries } => line(
                format!("{it} hears from {} that {}.", self.name(*server), told(op, answer)),
                match tries {
                    1 => String::from("Its first request was answered."),
                    tries => format!("It took {tries} tries, all with one serial number."),
                },
                CLIENTS,
            ),
            Note::ClientRecovered { serial } => line(
                format!("{it} is back and has forgotten what it asked for."),
                format!(
                    "Its disk kept the number {serial}, which it will not use again. What it \
                     waited for may have happened or not."
                ),
                CLIENTS,
            ),
            _ => Line::default(),
        }
    }
}
