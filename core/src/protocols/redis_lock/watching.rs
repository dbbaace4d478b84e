//! The words of replicas and sentinels.

use super::RedisLock;
use super::message::{Change, Link, Watch};
use super::note::{Linked, Watches};
use super::state::Conf;
use crate::protocol::NodeId;
use crate::view::{Field, MessageKind, Tone, field};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl RedisLock {
    /// What masters and replicas do, and why.
    pub(super) fn linked_words(&self, linked: Linked) -> (String, &'static str) {
        match linked {
            Linked::Links(master) => (
                format!("asks {} for all that it holds", self.name(master)),
                "It does not ask for what it has missed alone: it begins anew.",
            ),
            Linked::Feeds(replica) => (
                format!("copies its keys to {}, and tells it of all changes", self.name(replica)),
                "Replication is asynchronous: clients are answered first.",
            ),
            Linked::Copies { loses: Some(lock) } => (
                format!("has its master's keys, and not the lock of {} any more", self.entry(lock)),
                "What it held is replaced. Whoever was told of it is told nothing now.",
            ),
            Linked::Copies { loses: None } => {
                (String::from("has its master's keys"), "From now on it hears of every change.")
            }
            Linked::Follows(offset) => (
                format!("does what its master did, up to offset {offset}"),
                "It repeats every change, even the end of a lock: it drops none by itself.",
            ),
            Linked::Holds(1) => (
                String::from("holds its answer until a replica has what it says"),
                "The client waits for that: WAIT.",
            ),
            Linked::Holds(many) => (
                format!("holds its answer until {many} replicas have what it says"),
                "The client waits for that: WAIT.",
            ),
            Linked::IsKept(entry) => (
                format!("answers {}: enough replicas have it", self.entry(entry)),
                "Another replica may be the one that takes over.",
            ),
            Linked::Loses(peer) => (
                format!("finds its stream to {} broken", self.name(peer)),
                "What was on its way may not have arrived.",
            ),
            Linked::IsPromoted(Some(lock)) => (
                format!("is the master now, with the lock of {}", self.entry(lock)),
                "It knows what the old master had told it, and nothing more.",
            ),
            Linked::IsPromoted(None) => (
                String::from("is the master now, without a lock"),
                "It knows what the old master had told it, and nothing more.",
            ),
            Linked::IsDemoted(master) => (
                format!("becomes a replica of {}", self.name(master)),
                "Its own keys will be replaced.",
            ),
        }
    }

    /// What a sentinel does, and why.
    pub(super) fn watching_words(&self, watches: Watches) -> (String, &'static str) {
        match watches {
            Watches::Pings => (String::from("looks after all instances"), ""),
            Watches::FindsDown(master) => (
                format!("finds {} down", self.name(master)),
                "It had no answer for too long. That is its own view: subjectively down.",
            ),
            Watches::FindsUp(master) => {
                (format!("hears of {} again", self.name(master)), "It was not down, or is back.")
            }
            Watches::Stands(epoch) => (
                format!("begins a failover, and asks for votes in epoch {epoch}"),
                "As many sentinels as the quorum says find the master down: objectively down.",
            ),
            Watches::Votes { sentinel, epoch } => (
                format!("votes for {} in epoch {epoch}", self.name(sentinel)),
                "It has not voted in that epoch. Its vote is in its file before it says so.",
            ),
            Watches::HasVoted(sentinel) => (
                format!("does not vote for {}", self.name(sentinel)),
                "It has voted in that epoch, or knows a newer one.",
            ),
            Watches::Leads(epoch) => (
                format!("is elected in epoch {epoch}"),
                "Most sentinels have voted for it, and each votes once.",
            ),
            Watches::Picks { replica, offset } => (
                format!("makes {} the master: it is at offset {offset}", self.name(replica)),
                "Of those that it can reach, this one has heard most.",
            ),
            Watches::FindsNone => (
                String::from("finds no replica that could take over"),
                "None answers. It will try again.",
            ),
            Watches::Abandons => (
                String::from("gives up this failover"),
                "It took too long: votes were split, or the replica does not answer.",
            ),
            Watches::Switches(master) => (
                format!("sees that {} is the master", self.name(master)),
                "It tells the other sentinels, and has the other instances follow.",
            ),
            Watches::Learns(master) => (
                format!("hears that {} is the master", self.name(master)),
                "The failover of a newer epoch counts.",
            ),
            Watches::Corrects(id) => (
                format!("tells {} to follow the master", self.name(id)),
                "It was away, and takes itself for something else.",
            ),
        }
    }

    /// A few letters for what instances say to each other, and a few more.
    pub(super) fn link_label(&self, link: Link) -> (&'static str, String) {
        match link {
            Link::Psync => ("PSYNC", String::new()),
            Link::Full(keys) => ("FULLRESYNC", format!("at {}", keys.offset)),
            Link::Change { change: Change::Set(lock, _), .. } => ("SET", self.entry(lock.owner)),
            Link::Change { change: Change::Expire(_), .. } => ("PEXPIREAT", String::new()),
            Link::Change { change: Change::Delete, .. } => ("DEL", String::new()),
            Link::Ack(offset) => ("ACK", offset.to_string()),
        }
    }

    /// A few letters for what is said to a sentinel or by it, and a few more.
    pub(super) fn watch_label(&self, watch: Watch) -> (&'static str, String) {
        match watch {
            Watch::Ping => ("PING", String::new()),
            Watch::Pong { of: None, .. } => ("PONG", String::from("master")),
            Watch::Pong { .. } => ("PONG", String::from("replica")),
            Watch::ReplicaOf(None) => ("REPLICAOF", String::from("no one")),
            Watch::ReplicaOf(Some(master)) => ("REPLICAOF", self.name(master)),
            Watch::IsDown { elects: false, .. } => ("down?", String::new()),
            Watch::IsDown { epoch, .. } => ("vote?", format!("epoch {epoch}")),
            Watch::Verdict { down, .. } => (if down { "down" } else { "not down" }, String::new()),
            Watch::Hello(_) => ("hello", String::new()),
            Watch::WhoIs => ("master?", String::new()),
            Watch::Master(master) => ("master", self.name(master)),
        }
    }

    /// What instances say to each other.
    pub(super) fn link_fields(&self, link: Link) -> Vec<Field> {
        match link {
            Link::Psync => Vec::new(),
            Link::Full(keys) => self.keys(&keys),
            Link::Change { offset, .. } | Link::Ack(offset) => {
                Vec::from([field("offset", offset.to_string())])
            }
        }
    }

    /// What is said to a sentinel or by it.
    pub(super) fn watch_fields(&self, watch: Watch) -> Vec<Field> {
        match watch {
            Watch::Ping | Watch::WhoIs | Watch::ReplicaOf(_) | Watch::Master(_) => Vec::new(),
            Watch::Pong { offset, .. } => Vec::from([field("offset", offset.to_string())]),
            Watch::IsDown { epoch, .. } => Vec::from([field("epoch", epoch.to_string())]),
            Watch::Verdict { vote, .. } => Vec::from([field("vote", self.vote(vote))]),
            Watch::Hello(conf) => self.conf_fields(&conf),
        }
    }

    /// What a sentinel keeps.
    pub(super) fn conf_fields(&self, conf: &Conf) -> Vec<Field> {
        Vec::from([
            field("master", self.name(conf.master)),
            field("since epoch", conf.since.to_string()),
            field("newest epoch", conf.epoch.to_string()),
            field("last vote", self.vote(conf.vote)),
        ])
    }

    fn vote(&self, vote: Option<(u64, NodeId)>) -> String {
        vote.map_or_else(
            || String::from("none"),
            |(epoch, id)| format!("{} in epoch {epoch}", self.name(id)),
        )
    }
}

/// What a message between servers is for.
pub(super) fn link_stance(link: Link) -> (MessageKind, Tone) {
    match link {
        Link::Psync => (MessageKind::Request, Tone::Waiting),
        Link::Full(_) | Link::Change { .. } => (MessageKind::Request, Tone::Active),
        Link::Ack(_) => (MessageKind::Grant, Tone::Success),
    }
}

/// What a message to a sentinel or from it is for.
pub(super) fn watch_stance(watch: Watch) -> (MessageKind, Tone) {
    match watch {
        Watch::Ping | Watch::WhoIs | Watch::Hello(_) => (MessageKind::Request, Tone::Idle),
        Watch::Pong { .. } | Watch::Master(_) => (MessageKind::Grant, Tone::Idle),
        Watch::ReplicaOf(_) => (MessageKind::Request, Tone::Leading),
        Watch::IsDown { .. } => (MessageKind::Request, Tone::Waiting),
        Watch::Verdict { down: true, .. } => (MessageKind::Grant, Tone::Waiting),
        Watch::Verdict { .. } => (MessageKind::Refusal, Tone::Waiting),
    }
}
