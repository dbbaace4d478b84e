//! The words of notes about histories: synchronization and broadcast.

use super::Zab;
use super::note::Note;
use super::reasons::{BROADCAST, SYNCHRONIZATION, line, transactions};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl Zab {
    /// A note about synchronization in words.
    pub(super) fn history_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::SendsDiff { to, last, count } => line(
                format!("{it} sends {} a DIFF of {}.", self.name(*to), transactions(*count)),
                format!("{last} is in its own history: only what is behind it is lacking."),
                SYNCHRONIZATION,
            ),
            Note::SendsTrunc { to, last, keep } => line(
                format!("{it} has {} go back to {keep}: TRUNC.", self.name(*to)),
                format!("{last} is later than all that is committed, and is not in its history."),
                SYNCHRONIZATION,
            ),
            Note::SendsSnap { to, last, far: true } => line(
                format!("{it} sends {} a snapshot: SNAP.", self.name(*to)),
                format!("Behind {last} too much is lacking for a DIFF."),
                SYNCHRONIZATION,
            ),
            Note::SendsSnap { to, last, .. } => line(
                format!("{it} sends {} a snapshot: SNAP.", self.name(*to)),
                format!(
                    "{last} is not in its history, though later transactions are. Where the two \
                     histories part is an earlier epoch, and TRUNC does not go back that far."
                ),
                SYNCHRONIZATION,
            ),
            Note::TakesDiff { .. } | Note::TakesTrunc { .. } | Note::TakesSnap { .. } => {
                self.taking_reason(it, note)
            }
            _ => self.epoch_reason(it, note),
        }
    }

    /// A note about what a follower gets in words.
    fn taking_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::TakesDiff { leader, count: 0 } => line(
                format!("{it} lacks nothing that {} has.", self.name(*leader)),
                String::from("The DIFF is empty."),
                SYNCHRONIZATION,
            ),
            Note::TakesDiff { leader, count } => line(
                format!("{it} gets {} of {}.", transactions(*count), self.name(*leader)),
                String::from("They go to disk together with the new epoch."),
                SYNCHRONIZATION,
            ),
            Note::TakesTrunc { leader, keep, cut } => line(
                format!("{it} cuts off {} behind {keep}.", transactions(*cut)),
                format!(
                    "{} does not have them, so they were never committed and nobody delivered \
                     them.",
                    self.name(*leader)
                ),
                SYNCHRONIZATION,
            ),
            Note::TakesSnap { leader, last } => line(
                format!("{it} takes over the state of {}, up to {last}.", self.name(*leader)),
                String::from("Its own goes: what it had and that one has not was never committed."),
                SYNCHRONIZATION,
            ),
            _ => Line::default(),
        }
    }

    /// A note about an epoch that begins in words.
    fn epoch_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::IsSynced { leader, epoch, last, written: true } => line(
                format!("{it} is in epoch {epoch}, up to {last}."),
                format!(
                    "The history of {} and the epoch are on its disk before it says so.",
                    self.name(*leader)
                ),
                SYNCHRONIZATION,
            ),
            Note::IsSynced { leader, epoch, .. } => line(
                format!("{it} is in epoch {epoch}."),
                format!(
                    "The epoch is on its disk, the history of {} is not yet: a flaw.",
                    self.name(*leader)
                ),
                "ZOOKEEPER-4643",
            ),
            Note::CountsSynced { from, have, needed } => line(
                format!("{it} counts {have} of {needed} with its history."),
                format!("{} has it now.", self.name(*from)),
                SYNCHRONIZATION,
            ),
            Note::Renumbers { zxid, count } => line(
                format!("{it} gives {} new numbers, up to {zxid}.", transactions(*count)),
                String::from("Another primary broadcast them under other numbers: a flaw."),
                SYNCHRONIZATION,
            ),
            Note::Leads { epoch, have, len } => line(
                format!("{it} leads epoch {epoch}."),
                match *have >= self.majority() {
                    true => format!(
                        "{have} of {} have its history of {}, so all of that is committed.",
                        self.nodes,
                        transactions(*len)
                    ),
                    false => format!(
                        "Only {have} of {} is known to have its history: a flaw.",
                        self.nodes
                    ),
                },
                SYNCHRONIZATION,
            ),
            Note::LetsServe { to } => line(
                format!("{it} lets {} serve.", self.name(*to)),
                String::from("That one has the history, and the epoch is established."),
                SYNCHRONIZATION,
            ),
            Note::Serves { leader, epoch } => line(
                format!("{it} serves clients in epoch {epoch}."),
                format!(
                    "{} is established: all that it was sent before is committed.",
                    self.name(*leader)
                ),
                SYNCHRONIZATION,
            ),
            _ => Line::default(),
        }
    }

    /// A note about broadcast in words.
    pub(super) fn broadcast_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Proposes { zxid, op, client } => line(
                format!("{it} proposes {op} of {} as {zxid}.", self.name(*client)),
                String::from("It logs it, and sends it to all followers in this order."),
                BROADCAST,
            ),
            Note::Logs { leader, zxid, written: true } => line(
                format!("{it} logs {zxid} of {}.", self.name(*leader)),
                String::from("It is on disk before the acknowledgement leaves."),
                BROADCAST,
            ),
            Note::Logs { leader, zxid, .. } => line(
                format!("{it} acknowledges {zxid} of {}.", self.name(*leader)),
                String::from("It is not on disk yet: a flaw."),
                BROADCAST,
            ),
            Note::CountsAck { from, zxid } => line(
                format!("{it} hears that {} has {zxid}.", self.name(*from)),
                String::from("That commits nothing new."),
                BROADCAST,
            ),
            Note::Commits { zxid, have } => line(
                format!("{it} commits {zxid}."),
                format!(
                    "{have} of {} have it on disk, and all before it is committed. It delivers \
                     it and tells the others.",
                    self.nodes
                ),
                BROADCAST,
            ),
            _ => self.hearing_reason(it, note),
        }
    }

    /// A note about what a follower hears in words.
    fn hearing_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::LearnsCommit { zxid, waits: false, .. } => line(
                format!("{it} delivers up to {zxid}."),
                String::from("Commits come in the order of the proposals."),
                BROADCAST,
            ),
            Note::LearnsCommit { zxid, .. } => line(
                format!("{it} learns that {zxid} is committed."),
                String::from("It delivers that once it may serve."),
                BROADCAST,
            ),
            Note::LacksCommitted { leader, zxid } => line(
                format!("{it} does not have {zxid}, which {} commits.", self.name(*leader)),
                String::from("It was never sent to it: a flaw."),
                BROADCAST,
            ),
            Note::IsInformed { leader, zxid } => line(
                format!("{it} gets {zxid} of {}.", self.name(*leader)),
                String::from("An observer is told what is committed; its disk does not count."),
                "Apache ZooKeeper, observers",
            ),
            Note::Hears { from } => line(
                format!("{it} hears that {} is there.", self.name(*from)),
                String::from("Leader and follower give up when they hear nothing for too long."),
                "Zab1.0, phase 3",
            ),
            Note::LosesFollower { peer } => line(
                format!("{it} has lost {}.", self.name(*peer)),
                String::from("It needs a quorum, not all."),
                "Zab1.0, phase 3",
            ),
            _ => Line::default(),
        }
    }
}
