//! What scenarios can wait for and expect in all rooms of atomic commitment.

use super::{COORDINATOR, Cost, Crew, Outcome, Tx, Wait, Witness, Work};
use crate::client::Client;
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::{NodeId, Protocol};
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;

/// Something that is so or not, whatever the protocol.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Common {
    /// Somebody, or this participant, has voted yes and has no decision: on anything, or on this.
    InDoubt(Option<NodeId>, Option<Tx>),
    /// All that take part in it are in doubt.
    AllInDoubt(Tx),
    /// Nobody is in doubt about anything.
    NoDoubt,
    /// A transaction waits for locks: anywhere or here, any or this.
    Waits(Option<NodeId>, Option<Tx>),
    /// No transaction waits for locks.
    NoWaits,
    /// Who reads everywhere now, and waits where it is in doubt, finds half of a transaction.
    HalfDone,
    /// The coordinator has decided it, one way or this way.
    Decided(Tx, Option<Outcome>),
    /// It ended so, at all that take part or at this node.
    Ended(Outcome, Option<NodeId>, Tx),
    /// The client, or every client, has asked something and has been told all outcomes.
    Answered(Option<NodeId>),
    /// Clients were told of so many commits or aborts.
    Told(Outcome, u32),
    /// It cost the node so much.
    Costs(NodeId, Tx, Cost),
}

/// A room about whose nodes all this can be said.
pub trait Keeps: Protocol<Witness = Witness> {
    /// Who plays.
    fn who(&self) -> Crew;
    /// What a participant's or the coordinator's log says became of a transaction.
    fn outcome(now: &dyn Sight<Self>, id: NodeId, tx: Tx) -> Option<Outcome>;
    /// Whether a participant, up or down, has voted yes and has no decision: on anything, or on
    /// this.
    fn is_in_doubt(now: &dyn Sight<Self>, id: NodeId, tx: Option<Tx>) -> bool;
    /// The transactions that wait for locks at a participant, as it last was.
    fn waiting(now: &dyn Sight<Self>, id: NodeId) -> &[Wait];
    /// A client, as it last was, and the last serial number on its disk.
    fn client(now: &dyn Sight<Self>, id: NodeId) -> Option<(&Client<Work>, u64)>;
}

impl Common {
    /// Whether it looks at what [`Witness::uncount`] drops.
    pub fn counts(&self) -> bool {
        matches!(self, Self::Costs(..))
    }

    /// Understands a predicate; `None` if it is none of these.
    pub fn parse(crew: Crew, words: &[&str]) -> Result<Option<Self>, Reject> {
        let tx = |at| Tx::parse(words, at);
        let participant = |at| crew.participant_at(words, at);
        let (predicate, used) = match *words {
            ["in", "doubt"] => (Self::InDoubt(None, None), 2),
            ["in", "doubt", "all", ..] => (Self::AllInDoubt(tx(3)?), 4),
            ["in", "doubt", _] => (Self::InDoubt(Some(participant(2)?), None), 3),
            ["in", "doubt", ..] => (Self::InDoubt(Some(participant(2)?), Some(tx(3)?)), 4),
            ["in", ..] => return reject(1, String::from("`in doubt` is meant"), &["doubt"]),
            ["no", "doubt", ..] => (Self::NoDoubt, 2),
            ["no", "waits", ..] => (Self::NoWaits, 2),
            ["no", ..] => return reject(1, String::from("no what?"), &["doubt", "waits"]),
            ["waits"] => (Self::Waits(None, None), 1),
            ["waits", _] => (Self::Waits(Some(participant(1)?), None), 2),
            ["waits", ..] => (Self::Waits(Some(participant(1)?), Some(tx(2)?)), 3),
            ["half-done", ..] => (Self::HalfDone, 1),
            ["decided", _] => (Self::Decided(tx(1)?, None), 2),
            ["decided", ..] => {
                let outcome = outcome_at(words, 2, ["commit", "abort"])?;
                (Self::Decided(tx(1)?, Some(outcome)), 3)
            }
            ["committed" | "aborted", ..] => {
                let outcome = outcome_at(words, 0, ["committed", "aborted"])?;
                match words.len() {
                    2 => (Self::Ended(outcome, None, tx(1)?), 2),
                    _ => (Self::Ended(outcome, Some(crew.keeper_at(words, 1)?), tx(2)?), 3),
                }
            }
            ["answered", "all", ..] => (Self::Answered(None), 2),
            ["answered", ..] => (Self::Answered(Some(crew.client_at(words, 1)?)), 2),
            ["told", ..] => {
                let outcome = outcome_at(words, 2, ["committed", "aborted"])?;
                (Self::Told(outcome, parse_int(words, 1)?), 3)
            }
            ["cost", ..] => {
                let number = |at| parse_int(words, at);
                let (forced, lazy, messages) = (number(3)?, number(4)?, number(5)?);
                let cost = Cost { forced, lazy, messages };
                (Self::Costs(crew.keeper_at(words, 1)?, tx(2)?, cost), 6)
            }
            _ => return Ok(None),
        };
        no_more(words, used)?;
        Ok(Some(predicate))
    }

    /// Whether it is so.
    pub fn holds<R: Keeps>(&self, room: &R, now: &dyn Sight<R>) -> bool {
        let mut everyone = room.who().everyone();
        match self {
            Self::InDoubt(Some(id), tx) => R::is_in_doubt(now, *id, *tx),
            Self::InDoubt(None, tx) => everyone.any(|id| R::is_in_doubt(now, id, *tx)),
            Self::AllInDoubt(tx) => {
                let doubts = |&id: &NodeId| R::is_in_doubt(now, id, Some(*tx));
                now.witness().story(*tx).is_some_and(|story| story.members.iter().all(doubts))
            }
            Self::NoDoubt => !everyone.any(|id| R::is_in_doubt(now, id, None)),
            Self::Waits(Some(id), tx) => waits(now, *id, *tx),
            Self::Waits(None, tx) => everyone.any(|id| waits(now, id, *tx)),
            Self::NoWaits => !everyone.any(|id| waits(now, id, None)),
            Self::HalfDone => now.witness().stories().any(|(tx, story)| {
                let committed = |&id: &NodeId| R::outcome(now, id, tx) == Some(Outcome::Commit);
                let hidden = |&id: &NodeId| R::is_in_doubt(now, id, Some(tx));
                let before = |id: &NodeId| !committed(id) && !hidden(id);
                story.members.iter().any(committed) && story.members.iter().any(before)
            }),
            Self::Decided(tx, outcome) => {
                let story = now.witness().story(*tx);
                let decided = story.and_then(|story| story.decided.get(&COORDINATOR));
                decided.is_some_and(|decided| outcome.is_none_or(|outcome| outcome == *decided))
            }
            Self::Ended(outcome, Some(id), tx) => R::outcome(now, *id, *tx) == Some(*outcome),
            Self::Ended(outcome, None, tx) => has_ended(now, *outcome, *tx),
            Self::Answered(None) => {
                let mut idle = room.who().askers().map(|id| is_idle(now, id));
                idle.all(|idle| idle != Some(false)) && now.witness().told != [0, 0]
            }
            Self::Answered(Some(id)) => is_idle(now, *id) == Some(true),
            Self::Told(outcome, times) => now.witness().told(*outcome) == *times,
            Self::Costs(id, tx, cost) => {
                now.witness().story(*tx).is_some_and(|story| story.costs.get(id) == Some(cost))
            }
        }
    }
}

/// The word at this place, which is one of two.
fn outcome_at(
    words: &[&str],
    at: usize,
    [commit, abort]: [&'static str; 2],
) -> Result<Outcome, Reject> {
    match word(words, at, "an outcome")? {
        word if word == commit => Ok(Outcome::Commit),
        word if word == abort => Ok(Outcome::Abort),
        word => reject(at, format!("`{word}` is no outcome"), &[commit, abort]),
    }
}

fn waits<R: Keeps>(now: &dyn Sight<R>, id: NodeId, tx: Option<Tx>) -> bool {
    let fits = |wait: &Wait| tx.is_none_or(|tx| wait.tx == tx);
    now.is_up(id) && R::waiting(now, id).iter().any(fits)
}

/// Committed: by all that take part. Aborted: by someone, and nobody is still in it.
fn has_ended<R: Keeps>(now: &dyn Sight<R>, outcome: Outcome, tx: Tx) -> bool {
    let Some(story) = now.witness().story(tx) else { return false };
    let ended = |&id: &NodeId| R::outcome(now, id, tx) == Some(outcome);
    let mut members = story.members.iter();
    match outcome {
        Outcome::Commit => members.all(ended),
        Outcome::Abort => {
            let free =
                |&id: &NodeId| !R::is_in_doubt(now, id, Some(tx)) && !waits(now, id, Some(tx));
            story.decided.values().all(|it| *it == outcome)
                && (members.clone().any(ended) || ended(&COORDINATOR))
                && members.all(free)
        }
    }
}

/// Whether nothing is open at a client; `None` if it has never asked anything.
fn is_idle<R: Keeps>(now: &dyn Sight<R>, id: NodeId) -> Option<bool> {
    let (client, _) = R::client(now, id).filter(|(_, serial)| *serial > 0)?;
    Some(client.open.is_none() && client.queue.is_empty())
}
