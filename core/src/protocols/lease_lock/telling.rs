//! The words of a client's notes.

use super::LeaseLock;
use super::note::Note;
use super::reasons::millis;
use super::settings::System;
use alloc::format;
use alloc::string::String;

impl LeaseLock {
    pub(super) fn lease_words(&self, note: &Note) -> (String, &'static str) {
        let word = self.lease_word();
        match note {
            Note::Opens => {
                (format!("asks for a {word}"), "Its lock will last no longer than that.")
            }
            Note::HasLease(lease) => (
                format!("has {word} {lease}"),
                "It counts from when it asked; the server counts from later.",
            ),
            Note::Keeps => (String::from("says that it is there"), ""),
            Note::Extends(left) => (
                format!("may count on another {}", millis(*left)),
                "It counts from when it said that it is there.",
            ),
            Note::HasLost if self.system == System::Row => (
                String::from("hears that its row is gone"),
                "It was over, and was deleted. Somebody else may have the lock.",
            ),
            Note::HasLost => (
                format!("hears that its {word} is over"),
                "Nothing was heard of it for too long. Its keys are gone, too.",
            ),
            Note::IsCutOff => (
                String::from("finds its connection broken, and will connect again"),
                "What it asked may have been done or not. Its lock may last.",
            ),
            Note::Forgets(last) => (
                format!("is back, and has forgotten attempt {last}"),
                "Whatever it held goes when it is over.",
            ),
            Note::Ignores(from) => {
                let text = format!("has no use for what {} says", self.name(*from));
                (text, "It came too late, or for an attempt that is over.")
            }
            _ => (String::new(), ""),
        }
    }

    pub(super) fn queue_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Asks(entry) => {
                let why = match self.system {
                    System::Etcd => "It puts a key of its own, unless it is there already.",
                    System::Consul => "The key is taken if no session has it.",
                    System::Row => "The key is unique: there is one row or none.",
                };
                (format!("asks for the lock as {}", self.entry(*entry)), why)
            }
            Note::Queues(request) => {
                (format!("will add {} later", request.add), "It does one thing at a time.")
            }
            Note::Looks(revision) => (
                format!("has revision {revision}, and is not the first"),
                "Who has the lowest create revision has the lock.",
            ),
            Note::Watches(on) if self.system == System::Consul => (
                format!("waits until the key of {on} changes"),
                "A blocking query is answered when there is something new.",
            ),
            Note::Watches(on) => (
                format!("watches the key at {on}"),
                "It is the one before its own: nobody else is woken when it goes.",
            ),
            Note::WillBeTold(on) => (format!("will hear of the end of {on}"), ""),
            Note::Wakes(on) => (
                format!("hears that {on} is gone, and looks again"),
                "That one is gone does not say that nobody is before it.",
            ),
            Note::Jumps(own) => (
                format!("takes the lock with its key at {own}"),
                "The one before is gone. It has not looked who else is before it.",
            ),
            Note::FindsNothing(entry) => (
                format!("finds no key of {}", self.entry(*entry)),
                "Its lease must have ended meanwhile: it joins the queue again.",
            ),
            _ => (
                String::from("finds the lock busy, and will ask again"),
                "Nobody will tell it when the lock is free.",
            ),
        }
    }

    pub(super) fn owner_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Enters { revision, token } if revision == token => (
                format!("has the lock, with token {token}"),
                "Its token is the revision at which the lock was granted: it only grows.",
            ),
            Note::Enters { token, .. } => (
                format!("has the lock, and takes its lease's number, {token}, for a token"),
                "Who has the older lease need not have the older lock.",
            ),
            Note::Leaves => (
                String::from("finds the lock busy, and leaves it at that"),
                "It was told to try once.",
            ),
            Note::GivesUp => (
                String::from("has waited long enough, and gives up"),
                "Who asks for a lock says how long that may take.",
            ),
            Note::Releases(entry) => (
                format!("frees what {} has", self.entry(*entry)),
                "Whoever is next need not wait for its end.",
            ),
            _ => (String::from("is done with the lock"), ""),
        }
    }
}
