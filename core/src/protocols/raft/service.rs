//! The words of notes about clients and their operations.

use super::Raft;
use super::note::{Ignored, Note};
use super::reasons::line;
use crate::kv::told;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl Raft {
    /// A note about a client in words.
    pub(super) fn service_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Takes { client, op, index } => line(
                format!("{it} takes in {op} of {} as entry {index}.", self.name(*client)),
                String::from("The leader writes it to its own log first, then sends it on."),
                "Raft §5.3",
            ),
            Note::InProgress { client, serial, index } => line(
                format!("{it} is not done with operation {serial} of {}.", self.name(*client)),
                format!("It is entry {index} already and will be answered once committed."),
                "Raft §8",
            ),
            Note::AnswersAgain { client, serial } => line(
                format!("{it} answers operation {serial} of {} again.", self.name(*client)),
                String::from(
                    "It has run before: the session remembers the serial number and the \
                     answer, so nothing runs twice.",
                ),
                "Raft §8",
            ),
            Note::Answers { client, op, index, committed: true } => line(
                format!("{it} answers {}: {op} is done.", self.name(*client)),
                format!("Entry {index} is committed and applied, so nothing can undo it."),
                "Raft §5.3",
            ),
            Note::Answers { client, op, index, .. } => line(
                format!("{it} answers {}: {op} is done.", self.name(*client)),
                format!("Entry {index} is not committed: the flaw promises what may be lost."),
                "Raft §5.3",
            ),
            Note::ReadsLocally { client, op } => line(
                format!("{it} answers {}: {op}, as it stands here.", self.name(*client)),
                String::from(
                    "It has not made sure that it still leads: another may have committed \
                     something newer.",
                ),
                "Raft §8",
            ),
            Note::RunsOnce { client, serial, index } => line(
                format!("{it} does not run operation {serial} of {} again.", self.name(*client)),
                format!("Entry {index} repeats what the session says has run."),
                "Raft §8",
            ),
            Note::Redirects { client, leader: Some(leader) } => line(
                format!("{it} sends {} to {}.", self.name(*client), self.name(*leader)),
                String::from("Only the leader serves clients; it heard from that one last."),
                "Raft §8",
            ),
            Note::Redirects { client, .. } => line(
                format!("{it} cannot help {}.", self.name(*client)),
                String::from("Only the leader serves clients, and it knows of none."),
                "Raft §8",
            ),
            Note::Ignores { from, what } => self.ignores(it, self.name(*from), *what),
            _ => self.client_reason(it, note),
        }
    }

    fn ignores(&self, it: &str, from: String, what: Ignored) -> Line {
        let (late, why, source) = match what {
            Ignored::Vote => ("vote", "The election that it belongs to is decided.", "Raft §5.2"),
            Ignored::Appended => {
                ("late reply", "What it replies to has been answered or sent again.", "Raft §5.3")
            }
            Ignored::Request => {
                ("late request", "The client has since asked for something else.", "Raft §8")
            }
            Ignored::Reply => ("late reply", "Nothing waits for it any more.", "Raft §8"),
            Ignored::Foreign => ("message", "Nobody should send it that.", "Raft Fig. 2"),
        };
        line(format!("{it} ignores a {late} of {from}."), String::from(why), source)
    }

    fn client_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Asks { server, op, serial } => line(
                format!("{it} asks {} for {op}.", self.name(*server)),
                format!("Its number {serial} is on disk first, so that it never names two things."),
                "Raft §8",
            ),
            Note::Queues { op, open } => line(
                format!("{it} will ask for {op} later."),
                format!("Its operation {open} is open, and a client has one at a time."),
                "Raft §8",
            ),
            Note::Retries { server, op, serial, tries } => line(
                format!("{it} asks {} for {op}, try {tries}.", self.name(*server)),
                format!(
                    "No answer came in time; the operation may have happened or not. It keeps its \
                     number {serial}, by which a retry is recognised."
                ),
                "Raft §8",
            ),
            Note::Turns { server, serial } => line(
                format!("{it} turns to {}.", self.name(*server)),
                format!("It was told who leads, and asks there with the same number {serial}."),
                "Raft §8",
            ),
            Note::Waits { server } => line(
                format!("{it} waits: {} knows no leader.", self.name(*server)),
                String::from("It asks another server when its patience ends."),
                "Raft §8",
            ),
            Note::IsAnswered { server, op, answer, tries } => line(
                format!("{it} hears from {} that {}.", self.name(*server), told(op, answer)),
                match tries {
                    1 => String::from(
                        "Its first request was answered, so it is done with this operation.",
                    ),
                    tries => format!("It took {tries} tries, all with one serial number."),
                },
                "Raft §8",
            ),
            Note::ClientRecovered { serial } => line(
                format!("{it} is back and has forgotten what it asked for."),
                format!(
                    "Its disk kept the number {serial}, which it will not use again. What it \
                     waited for may have happened or not."
                ),
                "Raft §8",
            ),
            _ => Line::default(),
        }
    }
}
