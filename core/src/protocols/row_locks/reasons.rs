//! The words of notes.

use super::RowLocks;
use super::invariants::{LOCKING, OPTIMISTIC};
use super::message::{Reason, Request};
use super::note::Note;
use super::settings::Method;
use crate::protocol::MS;
use crate::scenario::quantity::span_text;
use alloc::format;
use alloc::string::String;

impl RowLocks {
    /// What happened, told of the node, why, and where that is published.
    pub(super) fn words(&self, note: &Note) -> (String, &'static str, &'static str) {
        let (text, why) = match note {
            Note::Begins(_)
            | Note::Queues(_)
            | Note::Computes(_)
            | Note::Commits
            | Note::IsDone { .. }
            | Note::IsShort(_)
            | Note::Asks(_)
            | Note::HasPart(_)
            | Note::Knows(_)
            | Note::Cannot => self.client_words(note),
            Note::StartsAgain(_)
            | Note::WasOvertaken
            | Note::Pauses(_)
            | Note::IsCutOff
            | Note::AsksAgain
            | Note::Forgets(_)
            | Note::Ignores(_) => self.trouble_words(note),
            Note::Locks { .. }
            | Note::Waits { .. }
            | Note::ClosesCircle(_)
            | Note::TimesOut(_)
            | Note::RollsBack(_) => self.lock_words(note),
            _ => self.server_words(note),
        };
        let optimistic =
            matches!(note, Note::Conflicts { .. } | Note::WasOvertaken | Note::Shows(_));
        (text, why, if optimistic { OPTIMISTIC } else { LOCKING })
    }

    fn client_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Begins(txn) if txn.attempt > 1 => (
                format!("begins attempt {} at its wish", txn.attempt),
                "Its number stays the same, so that the wish is done once.",
            ),
            Note::Begins(txn) => (
                format!("begins {}", self.txn(*txn)),
                "The number was never used before, and is on disk.",
            ),
            Note::Queues(request) => {
                let what = match request {
                    Request::Add(amount) => format!("add {amount}"),
                    Request::Move { amount, .. } => format!("move {amount}"),
                    Request::Read => String::from("read"),
                };
                (format!("will {what} later"), "It does one thing at a time.")
            }
            Note::Computes(read) => (
                format!("has read {read}, and computes what to write"),
                match self.method {
                    Method::Version => "Nobody is kept from writing meanwhile.",
                    _ => "It keeps the lock for as long as that takes.",
                },
            ),
            Note::Commits => (
                String::from("asks to write and to end its transaction"),
                "All of it is done, or nothing.",
            ),
            Note::IsDone { value, .. } => (format!("hears that it is done: x is {value}"), ""),
            Note::IsShort(there) => (
                format!("finds {there}, which is too little, and writes nothing"),
                "It has looked within its transaction, so nobody takes it meanwhile.",
            ),
            Note::Asks(server) => (
                format!("asks {} to add", self.name(*server)),
                match self.method {
                    Method::Owner => "Whoever does not own the number hands the wish on.",
                    _ => "Each has a part of the number, and adds to that alone.",
                },
            ),
            Note::HasPart(value) => {
                (format!("has a part, {value}, and waits for the others"), "All parts are summed.")
            }
            Note::Knows(sum) => (
                format!("knows that there is {sum} in all"),
                match self.method {
                    Method::Sharded => "The parts were read one after the other.",
                    _ => "It was read in one step.",
                },
            ),
            _ => (
                String::from("cannot do that"),
                "Without transactions there is no way to write two rows at once.",
            ),
        }
    }

    fn trouble_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::StartsAgain(Reason::Circle) => (
                String::from("hears that it was rolled back, to end a deadlock"),
                "The others go on. It starts again from nothing.",
            ),
            Note::StartsAgain(Reason::Timeout) => (
                String::from("hears that it has waited for too long, and was rolled back"),
                "It may have been a deadlock, or just a long wait.",
            ),
            Note::StartsAgain(Reason::Unknown) => (
                String::from("hears that its transaction is gone"),
                "Its connection broke, or the server crashed: its locks went with it.",
            ),
            Note::WasOvertaken => (
                String::from("hears that somebody wrote before it"),
                "What it computed is of no use any more: it has to read again.",
            ),
            Note::Pauses(least) => (
                format!("pauses for {} or more", span_text(least / MS * MS)),
                "The time is random and doubles, so that those who met do not meet again.",
            ),
            Note::IsCutOff => (
                String::from("finds its connection broken"),
                "Its wish may be done or not. It asks again, under the same number.",
            ),
            Note::AsksAgain => {
                (String::from("had no answer, and asks again"), "To ask twice does no harm.")
            }
            Note::Forgets(last) => (
                format!("is back, and has forgotten its wish {last}"),
                "Whether it was done, its user does not learn.",
            ),
            Note::Ignores(from) => (
                format!("has no use for what {} says", self.name(*from)),
                "It is for an attempt that is over.",
            ),
            _ => (String::new(), ""),
        }
    }

    fn lock_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Locks { row, txn } => (
                format!("locks {} for {}", row.text(), self.txn(*txn)),
                "Nobody else can lock it until that transaction is over.",
            ),
            Note::Waits { txn, row, holder } => (
                format!(
                    "lets {} wait for {}, which {} has",
                    self.txn(*txn),
                    row.text(),
                    self.txn(*holder)
                ),
                "Who waits is an arrow to whom it waits for: the wait-for graph.",
            ),
            Note::ClosesCircle(txn) => (
                format!("rolls {} back: it would wait for itself", self.txn(*txn)),
                "The arrows form a circle. Without one of them the others can go on.",
            ),
            Note::TimesOut(txn) => (
                format!("rolls {} back: it has waited for too long", self.txn(*txn)),
                "A deadlock never ends by itself; a long wait might have.",
            ),
            Note::RollsBack(txn) => (
                format!("ends {} without a write", self.txn(*txn)),
                "Its locks go to those who wait.",
            ),
            _ => (String::new(), ""),
        }
    }

    fn server_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Shows(row) => (
                format!("tells what {} holds, and its version", row.text()),
                "No lock is taken: others may write it at once.",
            ),
            Note::Writes { txn, row, read, over, value } if read == over => (
                format!("writes {value} over {over} in {}, for {}", row.text(), self.txn(*txn)),
                "That is what was read, so nothing gets lost.",
            ),
            Note::Writes { txn, row, read, over, value } => (
                format!("writes {value} over {over} in {}, for {}", row.text(), self.txn(*txn)),
                match read < over {
                    true => "It had read less than is there: what came between is lost.",
                    false => "It had read more than is there: what was taken away is back.",
                },
            ),
            Note::Applies { txn, .. } => (
                format!("has done {}", self.txn(*txn)),
                "That it is done is written in one step with the row.",
            ),
            Note::Repeats(txn) => (
                format!("has done {} before, and says so", self.txn(*txn)),
                "The number says that it is the same wish.",
            ),
            Note::Conflicts { txn, row } => (
                format!("refuses {}: {} has another version now", self.txn(*txn), row.text()),
                "Somebody wrote it after it was read.",
            ),
            Note::HandsOn(txn) => (
                format!("hands {} on to {}", self.txn(*txn), self.name(super::FIRST)),
                "One node owns the number: what it adds comes one after the other.",
            ),
            Note::HandsBack(txn) => {
                (format!("hands the answer to {} back", self.txn(*txn)), "It came this way.")
            }
            _ => (
                String::from("is back, with what was committed"),
                "What was under way is rolled back: it was in memory alone.",
            ),
        }
    }
}
