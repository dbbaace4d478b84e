//! What scenarios can wait for and expect.

use super::Paxos;
use super::message::{Ballot, Value};
use super::spelling::parse_value;
use super::state::Phase;
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// Something, or this value, is chosen: a quorum accepted it in one ballot.
    Chosen(Option<Value>),
    /// Nothing is chosen.
    NothingChosen,
    /// Somebody who is up, or this node, knows that something, or this value, is chosen.
    Learned(Option<NodeId>, Option<Value>),
    /// Something is chosen, and all learners that are up know it.
    LearnedByAll,
    /// The acceptor has accepted this value; `None` if it has accepted nothing.
    Accepted(NodeId, Option<Value>),
    /// The acceptor has promised this ballot.
    Promised(NodeId, Ballot),
    /// Somebody, or this proposer, is in phase 1.
    Preparing(Option<NodeId>),
    /// Somebody, or this proposer, is in phase 2, perhaps with this value.
    Proposing(Option<NodeId>, Option<Value>),
    /// Some proposer has used this round.
    Round(u64),
    /// The user was told at this proposer what is chosen; that it is this; or that nothing was.
    Answered(NodeId, Option<Value>),
    /// The user was told at this proposer that nothing was chosen yet.
    AnsweredNothing(NodeId),
}

impl Paxos {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let value = |at| words.get(at).map(|_| parse_value(words, at)).transpose();
        let (predicate, used) = match *words {
            ["chosen", ..] => (Predicate::Chosen(value(1)?), 2),
            ["nothing", "chosen", ..] => (Predicate::NothingChosen, 2),
            ["nothing", ..] => {
                return reject(1, String::from("`nothing chosen` is meant"), &["chosen"]);
            }
            ["learned", "by", "all", ..] => (Predicate::LearnedByAll, 3),
            ["learned"] => (Predicate::Learned(None, None), 1),
            ["learned", _] => match self.node_at(words, 1) {
                Ok(node) => (Predicate::Learned(Some(node), None), 2),
                Err(_) => (Predicate::Learned(None, value(1)?), 2),
            },
            ["learned", ..] => (Predicate::Learned(Some(self.node_at(words, 1)?), value(2)?), 3),
            ["accepted", _, "nothing", ..] => {
                (Predicate::Accepted(self.acceptor_at(words, 1)?, None), 3)
            }
            ["accepted", ..] => {
                let acceptor = self.acceptor_at(words, 1)?;
                (Predicate::Accepted(acceptor, Some(parse_value(words, 2)?)), 3)
            }
            ["promised", ..] => {
                let acceptor = self.acceptor_at(words, 1)?;
                (Predicate::Promised(acceptor, self.ballot_at(words, 2)?), 3)
            }
            ["preparing"] => (Predicate::Preparing(None), 1),
            ["preparing", ..] => (Predicate::Preparing(Some(self.proposer_at(words, 1)?)), 2),
            ["proposing"] => (Predicate::Proposing(None, None), 1),
            ["proposing", ..] => {
                (Predicate::Proposing(Some(self.proposer_at(words, 1)?), value(2)?), 3)
            }
            ["round", ">=", ..] => (Predicate::Round(parse_int(words, 2)?), 3),
            ["round", ..] => return reject(1, String::from("`round >= N` is meant"), &[">="]),
            ["answered", _, "nothing", ..] => {
                (Predicate::AnsweredNothing(self.proposer_at(words, 1)?), 3)
            }
            ["answered", ..] => (Predicate::Answered(self.proposer_at(words, 1)?, value(2)?), 3),
            _ => {
                let expected = super::vocabulary::PREDICATES.iter().map(|form| form.word);
                let expected: Vec<_> = expected.collect();
                return reject(0, String::from("no such condition"), &expected);
            }
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    fn named(&self, words: &[&str], at: usize, what: &str) -> Result<NodeId, Reject> {
        let name = word(words, at, what)?;
        let node = self.nodes().find(|&id| self.name(id) == name);
        node.map_or_else(|| reject(at, format!("`{name}` is not {what}"), &[]), Ok)
    }

    fn node_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        self.named(words, at, "a node")
    }

    fn part_at(&self, words: &[&str], at: usize, what: &str, plays: bool) -> Result<(), Reject> {
        match plays {
            true => Ok(()),
            false => reject(at, format!("`{}` is not {what}", words[at]), &[]),
        }
    }

    fn acceptor_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let id = self.named(words, at, "an acceptor")?;
        self.part_at(words, at, "an acceptor", self.accepts(id)).map(|()| id)
    }

    fn proposer_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let id = self.named(words, at, "a proposer")?;
        self.part_at(words, at, "a proposer", self.proposes(id)).map(|()| id)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(&self, it: &Predicate, now: &dyn Sight<Self>) -> bool {
        let history = now.witness();
        let phase = |id: NodeId| &now.node(id).memory.phase;
        let proposers = |one: &Option<NodeId>| {
            let one = *one;
            self.proposers().filter(move |&id| now.is_up(id) && one.is_none_or(|it| it == id))
        };
        let fits = |wanted: &Option<Value>, is: &Value| wanted.as_ref().is_none_or(|it| it == is);
        match it {
            Predicate::Chosen(value) => history.chosen.iter().any(|it| fits(value, &it.value)),
            Predicate::NothingChosen => history.chosen.is_empty(),
            Predicate::Learned(node, value) => now.up().any(|(id, it)| {
                let known = it.memory.known.as_ref();
                node.is_none_or(|node| node == id) && known.is_some_and(|it| fits(value, &it.value))
            }),
            Predicate::LearnedByAll => {
                let mut nodes = now.up().filter(|(id, _)| self.learns(*id));
                !history.chosen.is_empty() && nodes.all(|(_, it)| it.memory.known.is_some())
            }
            Predicate::Accepted(id, value) => {
                let accepted = &now.node(*id).disk.accepted;
                accepted.as_ref().map(|it| &it.value) == value.as_ref()
            }
            Predicate::Promised(id, ballot) => now.node(*id).disk.promised == Some(*ballot),
            Predicate::Preparing(one) => {
                proposers(one).any(|id| matches!(phase(id), Phase::Preparing { .. }))
            }
            Predicate::Proposing(one, value) => proposers(one).any(|id| match phase(id) {
                Phase::Accepting { proposal, .. } => fits(value, &proposal.value),
                _ => false,
            }),
            Predicate::Round(round) => self.proposers().any(|id| now.node(id).disk.round >= *round),
            Predicate::Answered(id, value) => history
                .told
                .iter()
                .any(|(by, told)| by == id && told.as_ref().is_some_and(|told| fits(value, told))),
            Predicate::AnsweredNothing(id) => history.told.contains(&(*id, None)),
        }
    }
}
