//! The words of notes about disks, operations and clients.

use super::HashRing;
use super::message::Wish;
use super::note::Note;
use super::reasons::{CLIENTS, COPIES, EPOCHS, MAPS, RING, line, many};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl HashRing {
    /// A note about disks and starts in words.
    pub(super) fn disk_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Recovered { epoch, keys } => line(
                format!("{it} is back with epoch {epoch} and {}.", many(*keys)),
                String::from("It may be out of date: it asks the authority."),
                MAPS,
            ),
            Note::FindsBlank => line(
                format!("{it} finds its disk blank."),
                String::from(
                    "It must not pass for the member that it was: it asks to be taken in.",
                ),
                MAPS,
            ),
            Note::Challenges { node } => line(
                format!("{it} hands {} a number to ask with.", self.name(*node)),
                String::from("So no old message can pass for a disk that was lost just now."),
                MAPS,
            ),
            Note::TakesIn { node, born } => line(
                format!("{it} takes {} in, with disk number {born}.", self.name(*node)),
                String::from("What it held before is gone, and others must send it anew."),
                MAPS,
            ),
            Note::IsTakenIn { born } => line(
                format!("{it} has disk number {born}."),
                String::from("By that number it can tell whether a membership means this disk."),
                MAPS,
            ),
            Note::AuthorityRecovered { epoch } => line(
                format!("{it} goes on at epoch {epoch}."),
                String::from("All that it knows is on its disk, which is never lost."),
                MAPS,
            ),
            _ => self.key_reason(it, note),
        }
    }

    fn key_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Routes { op, owner, epoch } => line(
                format!("{it} looks {} up: {} owns it.", op.key(), self.name(*owner)),
                format!("It takes no asking around: all compute the same owner for epoch {epoch}."),
                RING,
            ),
            Note::RoutesAnew { op, from, owner, epoch } => line(
                format!("{it} passes {op} on to {} instead.", self.name(*owner)),
                format!("{} does not own the key by epoch {epoch}.", self.name(*from)),
                EPOCHS,
            ),
            Note::PassesOn { client, from } => line(
                format!("{it} passes {}'s answer on to {}.", self.name(*from), self.name(*client)),
                String::from("It remembers nothing of it."),
                MAPS,
            ),
            Note::KnowsNoOwner => line(
                format!("{it} knows nobody who could answer."),
                String::from("It lacks a membership; the client will ask again."),
                MAPS,
            ),
            Note::RefusesKey { key, owner, epoch } => line(
                format!("{it} does not own {key}; {} does.", self.name(*owner)),
                format!("So it is by epoch {epoch}, which it sends along."),
                EPOCHS,
            ),
            Note::ServesAnyway { key, epoch } => line(
                format!("{it} serves {key} as if epoch {epoch} went on."),
                String::from("A flaw: it owns the key no more, and others write it meanwhile."),
                EPOCHS,
            ),
            _ => self.fetching_reason(it, note),
        }
    }

    fn fetching_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Fetches { key, from, epoch } => line(
                format!("{it} asks {} for {key}.", self.name(*from)),
                format!(
                    "It owns the key since epoch {epoch}, and the key is still on its way. Who \
                     answers it confirms nothing for the owner before any more."
                ),
                EPOCHS,
            ),
            Note::WaitsForEnd { key, epoch } => line(
                format!("{it} cannot answer for {key} yet."),
                format!("Only when the move of epoch {epoch} ends is it sure to have all of it."),
                EPOCHS,
            ),
            Note::Hands { key, to } => line(
                format!("{it} sends {} what it has of {key}.", self.name(*to)),
                String::from("It goes by the new epoch now, and answers for the old one no more."),
                EPOCHS,
            ),
            Note::HasFetched { key, from } => line(
                format!("{it} has from {} what there was of {key}.", self.name(*from)),
                String::from("The newer of two copies is kept."),
                EPOCHS,
            ),
            _ => self.copying_reason(it, note),
        }
    }

    fn copying_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Writes { key, version, copies, needed } => line(
                format!("{it} writes {key}, version {version}, and has it copied."),
                format!("Of {copies} copies {needed} must be on disk before it answers."),
                COPIES,
            ),
            Note::Reads { key, needed: 1 } => {
                line(format!("{it} reads {key}."), String::from("It has the only copy."), COPIES)
            }
            Note::Reads { key, .. } => line(
                format!("{it} reads {key} and has it confirmed."),
                String::from("Another holder must confirm it, which none does for a past owner."),
                EPOCHS,
            ),
            Note::RunsOnce { client, serial } => line(
                format!("{it} does not run operation {serial} of {} again.", self.name(*client)),
                String::from("The answer to it moved along with the key."),
                CLIENTS,
            ),
            Note::Copies { key, owner, version } => line(
                format!("{it} has {key} of {} on disk.", self.name(*owner)),
                format!("Version {version}, or a newer one."),
                COPIES,
            ),
            Note::CountsCopy { key, by } => line(
                format!("{it} hears that {} has {key}.", self.name(*by)),
                String::from("One copy more."),
                COPIES,
            ),
            Note::Answers { client, key, copies } => line(
                format!("{it} answers {} for {key}.", self.name(*client)),
                format!("{copies} disks have it, so one may be lost."),
                COPIES,
            ),
            Note::AnswersEarly { client, key } => line(
                format!("{it} answers {} for {key} at once.", self.name(*client)),
                String::from("A flaw: if its disk is lost now, so is the write."),
                COPIES,
            ),
            Note::IsAhead { of, epoch } => line(
                format!("{it} tells {} that epoch {epoch} is over.", self.name(*of)),
                String::from("It goes by a newer one, and confirms nothing of an older."),
                EPOCHS,
            ),
            _ => self.client_reason(it, note),
        }
    }

    fn client_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Asks { to, wish, serial } => line(
                format!("{it} asks {} for `{}`.", self.name(*to), wish.told(self)),
                match **wish {
                    Wish::Op(_) => format!("Its number {serial} tells a retry from a new wish."),
                    Wish::Change(_) => String::from("Only the authority numbers memberships."),
                },
                CLIENTS,
            ),
            Note::Queues { wish, open } => line(
                format!("{it} will ask for `{}` later.", wish.told(self)),
                format!("Its operation {open} is open, and a client has one at a time."),
                CLIENTS,
            ),
            Note::Retries { to, wish, serial, tries } => line(
                format!("{it} asks {} for `{}`, try {tries}.", self.name(*to), wish.told(self)),
                format!("No answer came in time. It keeps its number {serial}."),
                CLIENTS,
            ),
            Note::Turns { to, serial } => line(
                format!("{it} turns to {}.", self.name(*to)),
                format!("It was told who owns the key, and keeps its number {serial}."),
                RING,
            ),
            Note::Waits { from } => line(
                format!("{it} waits: {} knows no owner.", self.name(*from)),
                String::from("It asks again when its patience ends."),
                CLIENTS,
            ),
            Note::IsAnswered { from, wish, outcome, tries } => line(
                format!(
                    "{it} hears from {} about `{}`: {}.",
                    self.name(*from),
                    wish.told(self),
                    self.result(outcome)
                ),
                match tries {
                    1 => String::from("Its first request was answered."),
                    tries => format!("It took {tries} tries, all with one number."),
                },
                CLIENTS,
            ),
            Note::ClientRecovered { serial } => line(
                format!("{it} is back and has forgotten what it asked for."),
                format!("Its disk kept the number {serial}, which it will not use again."),
                CLIENTS,
            ),
            _ => Line::default(),
        }
    }
}
