//! How ballots, values and starting disks are written.

use super::message::{Ballot, Proposal, Value};
use super::state::Disk;
use super::{Ballots, Paxos};
use crate::kv::{parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use alloc::format;

impl Paxos {
    /// Understands a starting disk.
    pub(super) fn disk_at(&self, node: NodeId, words: &[&str]) -> Result<Disk, Reject> {
        let mut disk = Disk::default();
        let mut at = 0;
        while let Some(&word) = words.get(at) {
            let (part, plays) = match word {
                "round" => ("proposer", self.proposes(node)),
                _ => ("acceptor", self.accepts(node)),
            };
            if !plays && ["round", "promised", "accepted"].contains(&word) {
                return reject(at, format!("{} is no {part}", self.name(node)), &[]);
            }
            match word {
                "round" => disk.round = parse_int::<u32>(words, at + 1)?.into(),
                "promised" => disk.promised = Some(self.ballot_at(words, at + 1)?),
                "accepted" => {
                    let ballot = self.ballot_at(words, at + 1)?;
                    disk.promised = disk.promised.max(Some(ballot));
                    disk.accepted = Some(Proposal { ballot, value: parse_value(words, at + 2)? });
                    at += 1;
                }
                _ => {
                    let expected = &["round", "promised", "accepted"];
                    return reject(at, format!("`{word}` is unknown"), expected);
                }
            }
            at += 2;
        }
        Ok(disk)
    }

    /// Understands `2.1` at this place, or `2` where ballots are shared.
    pub(super) fn ballot_at(&self, words: &[&str], at: usize) -> Result<Ballot, Reject> {
        let text = word(words, at, "a ballot")?;
        let ballot = match (self.ballots, text.split_once('.')) {
            (Ballots::Shared, None) => text.parse().ok().map(|round: u32| (round, 0)),
            (Ballots::Own, Some((round, proposer))) => {
                let proposer = proposer.parse().ok().filter(|it| (1..=self.proposers).contains(it));
                round.parse().ok().zip(proposer)
            }
            _ => None,
        };
        match ballot {
            Some((round, proposer)) => Ok(Ballot { round: round.into(), proposer }),
            None => reject(
                at,
                format!(
                    "`{text}` is no ballot: `2.1` is round 2 of the first \
                 proposer, and `2` a round without a proposer where ballots are shared"
                ),
                &[],
            ),
        }
    }
}

/// Understands a value at this place.
pub(super) fn parse_value(words: &[&str], at: usize) -> Result<Value, Reject> {
    let text = word(words, at, "a value")?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    match (1..=16).contains(&text.len()) && text.bytes().all(plain) {
        true => Ok(Value::from(text)),
        false => reject(at, format!("`{text}` is no value: 1 to 16 letters, digits, - or _"), &[]),
    }
}
