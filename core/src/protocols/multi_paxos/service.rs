//! The words of notes about clients and their operations.

use super::MultiPaxos;
use super::note::Note;
use super::reasons::{COMMANDS, SLOTS, line};
use crate::kv::told;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl MultiPaxos {
    /// A note about a client in words.
    pub(super) fn service_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::InProgress { client, serial } => line(
                format!("{it} is not done with operation {serial} of {}.", self.name(*client)),
                String::from("It is proposed or waits for a slot, and will be answered once done."),
                COMMANDS,
            ),
            Note::AnswersAgain { client, serial } => line(
                format!("{it} answers operation {serial} of {} again.", self.name(*client)),
                String::from(
                    "It has run before: the session remembers the serial number and the \
                     answer, so nothing runs twice.",
                ),
                COMMANDS,
            ),
            Note::Answers { client, op, slot } => line(
                format!("{it} answers {}: {op} is done.", self.name(*client)),
                format!("It is chosen in slot {slot} and applied, so nothing can undo it."),
                SLOTS,
            ),
            Note::RunsOnce { client, serial, slot } => line(
                format!("{it} does not run operation {serial} of {} again.", self.name(*client)),
                format!(
                    "Slot {slot} repeats it: two leaders proposed it, or the client asked twice. \
                     The session says that it has run."
                ),
                COMMANDS,
            ),
            Note::Redirects { client, leader: Some(leader) } => line(
                format!("{it} sends {} to {}.", self.name(*client), self.name(*leader)),
                String::from("Only the leader serves clients; it heard from that one last."),
                SLOTS,
            ),
            Note::Redirects { client, .. } => line(
                format!("{it} cannot help {}.", self.name(*client)),
                String::from("Only the leader serves clients, and it knows of none."),
                SLOTS,
            ),
            _ => self.client_reason(it, note),
        }
    }

    fn client_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Asks { server, op, serial } => line(
                format!("{it} asks {} for {op}.", self.name(*server)),
                format!("Its number {serial} is on disk first, so that it never names two things."),
                COMMANDS,
            ),
            Note::Queues { op, open } => line(
                format!("{it} will ask for {op} later."),
                format!("Its operation {open} is open, and a client has one at a time."),
                COMMANDS,
            ),
            Note::Retries { server, op, serial, tries } => line(
                format!("{it} asks {} for {op}, try {tries}.", self.name(*server)),
                format!(
                    "No answer came in time; the operation may have happened or not. It keeps its \
                     number {serial}, by which a retry is recognised."
                ),
                COMMANDS,
            ),
            Note::Turns { server, serial } => line(
                format!("{it} turns to {}.", self.name(*server)),
                format!("It was told who leads, and asks there with the same number {serial}."),
                SLOTS,
            ),
            Note::Waits { server } => line(
                format!("{it} waits: {} knows no leader.", self.name(*server)),
                String::from("It asks another server when its patience ends."),
                SLOTS,
            ),
            Note::IsAnswered { server, op, answer, tries } => line(
                format!("{it} hears from {} that {}.", self.name(*server), told(op, answer)),
                match tries {
                    1 => String::from(
                        "Its first request was answered, so it is done with this operation.",
                    ),
                    tries => format!("It took {tries} tries, all with one serial number."),
                },
                COMMANDS,
            ),
            Note::ClientRecovered { serial } => line(
                format!("{it} is back and has forgotten what it asked for."),
                format!(
                    "Its disk kept the number {serial}, which it will not use again. What it \
                     waited for may have happened or not."
                ),
                COMMANDS,
            ),
            _ => Line::default(),
        }
    }
}
