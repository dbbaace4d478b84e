//! The words of notes: what happened, why, and where the rule is published. Those about clients,
//! operations and disks are in `tidings`.

use super::HashRing;
use super::narration::refusal;
use super::note::{Ignored, Note};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Where the ring is published.
pub(super) const RING: &str = "Karger et al., 1997";
/// Where copies on distinct nodes are.
pub(super) const COPIES: &str = "Dynamo §4.3";
/// Where numbered memberships of a store are.
pub(super) const MAPS: &str = "RADOS, 2007";
/// Where owners that change with the epoch are.
pub(super) const EPOCHS: &str = "Vertical Paxos, 2009";
/// Where what clients may rely on is.
pub(super) const CLIENTS: &str = "Herlihy and Wing, 1990";

pub(super) fn line(text: String, why: String, source: &'static str) -> Line {
    Line { text, why, source }
}

/// `1 key`, `2 keys`.
pub(super) fn many(keys: u64) -> String {
    if keys == 1 { String::from("1 key") } else { format!("{keys} keys") }
}

impl HashRing {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Numbers { .. }
            | Note::Settles { .. }
            | Note::CountsHanded { .. }
            | Note::DeclaresDead { .. }
            | Note::HearsAgain { .. }
            | Note::ChangeWaits { .. }
            | Note::ChangesNothing { .. }
            | Note::RefusesChange { .. } => self.authority_reason(&it, note),
            Note::Ignores { from, what } => line(
                format!("{it} ignores {}.", self.name(*from)),
                String::from(match what {
                    Ignored::Old => "It is of an epoch that is over, or of a disk that is gone.",
                    Ignored::Reply => "It answers something that is no longer open.",
                    Ignored::Request => "It has been answered, and the client has gone on.",
                    Ignored::Foreign => "It is not for such a node.",
                }),
                MAPS,
            ),
            _ => self.moving_reason(&it, note),
        }
    }

    fn names(&self, ids: &[NodeId]) -> String {
        ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>().join(", ")
    }

    fn authority_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Numbers { epoch, members, joins, leaves } => line(
                match (joins.is_empty(), leaves.is_empty()) {
                    (false, true) => format!("Epoch {epoch}: {} joins.", self.names(joins)),
                    (true, false) => format!("Epoch {epoch}: {} is out.", self.names(leaves)),
                    (false, false) => {
                        format!("Epoch {epoch}: {} for {}.", self.names(joins), self.names(leaves))
                    }
                    (true, true) => format!("Epoch {epoch}: the same members, placed anew."),
                },
                format!(
                    "{it} numbers the membership of {members} and tells all whom it concerns. It \
                     never fails; a real one would be a replicated log."
                ),
                MAPS,
            ),
            Note::Settles { epoch, missing } => line(
                format!("All keys are where epoch {epoch} wants them."),
                match missing {
                    0 => String::from("All who held keys have handed them over. Old copies go."),
                    _ => format!(
                        "{missing} who held keys did not answer. Each write had two copies, so \
                         the others had them all."
                    ),
                },
                EPOCHS,
            ),
            Note::CountsHanded { node, handed, holders } => line(
                format!("{it} hears that {} has handed over all.", self.name(*node)),
                format!("{handed} of {holders} have."),
                MAPS,
            ),
            Note::DeclaresDead { node } => line(
                format!("{it} takes {} for dead.", self.name(*node)),
                String::from("It has missed too many heartbeats. Perhaps it is only slow."),
                MAPS,
            ),
            Note::HearsAgain { node } => line(
                format!("{it} hears from {} again.", self.name(*node)),
                String::from("It was taken for dead, and may join again with what it still has."),
                MAPS,
            ),
            _ => self.change_reason(it, note),
        }
    }

    fn change_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::ChangeWaits { change, epoch } => line(
                format!("{it} will do `{}` later.", change.told(self)),
                format!("Keys of epoch {epoch} are on their way, and it changes one at a time."),
                EPOCHS,
            ),
            Note::ChangesNothing { change } => line(
                format!("{it} has nothing to do for `{}`.", change.told(self)),
                String::from("It is so already."),
                MAPS,
            ),
            Note::RefusesChange { change, why } => line(
                format!("{it} refuses `{}`.", change.told(self)),
                format!("It cannot be: {}.", refusal(*why)),
                RING,
            ),
            _ => Line::default(),
        }
    }

    fn moving_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Adopts { epoch, owed: 0, .. } => line(
                format!("{it} goes by epoch {epoch}."),
                String::from("It has nothing that others are to have from it."),
                EPOCHS,
            ),
            Note::Adopts { epoch, owed, to } => line(
                format!("{it} goes by epoch {epoch} and has {} to send.", many(*owed)),
                format!(
                    "It owned them and answers for them no more, or a holder is new: {to} in all. \
                     All other keys stay."
                ),
                RING,
            ),
            Note::ForgetsHandover { epoch } => line(
                format!("{it} forgets to hand over for epoch {epoch}."),
                String::from("A flaw: whoever owns its keys now has not got them."),
                RING,
            ),
            Note::Learns { epoch } => line(
                format!("{it} looks keys up by epoch {epoch}."),
                String::from("It only needs the members to find the owner of any key."),
                RING,
            ),
            Note::KeepsOldRing { epoch, known } => line(
                format!("{it} hears of epoch {epoch} and goes by epoch {known}."),
                String::from("A flaw: who routes by an old ring finds owners of the past."),
                EPOCHS,
            ),
            _ => self.sending_reason(it, note),
        }
    }

    fn sending_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Moves { to, keys, left } => line(
                format!("{it} moves {} to {}.", many(*keys), self.name(*to)),
                match left {
                    0 => String::from("It keeps its own copies until all keys are in place."),
                    _ => format!("{} more follow once these are confirmed.", many(*left)),
                },
                RING,
            ),
            Note::TakesKeys { from, keys, new } => line(
                format!("{it} takes {} from {}.", many(*keys), self.name(*from)),
                format!("{new} of them are news. They are on its disk before it says so."),
                MAPS,
            ),
            Note::IsConfirmed { by, keys, left } => line(
                format!("{it} hears that {} has {}.", self.name(*by), many(*keys)),
                format!("{left} are left to be confirmed."),
                MAPS,
            ),
            Note::DropsEarly { keys } => line(
                format!("{it} drops {} that it has only just sent.", many(*keys)),
                String::from("A flaw: if the message is lost, so are they."),
                COPIES,
            ),
            Note::Drops { epoch, keys } => line(
                format!("{it} drops {}.", many(*keys)),
                format!("By epoch {epoch} they belong elsewhere, and all are in place there."),
                COPIES,
            ),
            Note::SendsAgain { to } => line(
                format!("{it} sends again to {}.", self.name(*to)),
                String::from("Nothing came back in time. What arrives twice does no harm."),
                MAPS,
            ),
            _ => self.disk_reason(it, note),
        }
    }
}
