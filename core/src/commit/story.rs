//! What became of each transaction, seen from outside: no crash forgets it, and no node sees it.

use super::{Outcome, Tx};
use crate::list::{List, own};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use crate::view::{Body, Keeping, Panel};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The transactions of each of the coordinator's lives, in order.
    pub lives: Map<u32, List<Rc<Story>>>,
    /// How many transactions clients were told the outcome of: committed, aborted.
    pub told: [u32; 2],
}

/// What became of a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Story {
    /// Who takes part.
    pub members: Set<NodeId>,
    /// Who prepared, and so promised to commit.
    pub yes: Set<NodeId>,
    /// Whether there is a reason to abort: a no, a crash of the coordinator, a vote overdue.
    pub trouble: bool,
    /// What each node decided first.
    pub decided: Map<NodeId, Outcome>,
    /// What it cost each node.
    pub costs: Map<NodeId, Cost>,
}

/// What a transaction cost a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost {
    /// Records that were on disk before the step's messages left.
    pub forced: u32,
    /// Records that were not.
    pub lazy: u32,
    /// Messages to the coordinator and to participants; those to clients are not counted.
    pub messages: u32,
}

impl Witness {
    /// What became of a transaction.
    pub fn story(&self, tx: Tx) -> Option<&Story> {
        let place = (tx.number as usize).checked_sub(1)?;
        self.lives.get(&tx.life)?.get(place).map(|story| &**story)
    }

    /// All transactions and what became of them.
    pub fn stories(&self) -> impl Iterator<Item = (Tx, &Story)> {
        self.lives.iter().flat_map(|(&life, stories)| {
            let numbered = (1..).zip(stories.iter());
            numbered.map(move |(number, story)| (Tx { life, number }, &**story))
        })
    }

    /// Takes up a transaction, if it is the next of its life.
    pub fn open(&mut self, tx: Tx, members: &Set<NodeId>) {
        let known = self.lives.get(&tx.life).map_or(0, |stories| stories.len()) as u32;
        if tx.number > known {
            let story = Story { members: members.clone(), ..Story::default() };
            self.lives.get_or_insert(tx.life, List::default()).push(Rc::new(story));
        }
    }

    /// Changes what is known of a transaction.
    pub fn change(&mut self, tx: Tx, change: impl FnOnce(&mut Story)) {
        let Some(stories) = self.lives.get_mut(&tx.life) else { return };
        let Some(place) = (tx.number as usize).checked_sub(1) else { return };
        let Some(mut story) = stories.get(place).cloned() else { return };
        change(own(&mut story));
        stories.set(place, story);
    }

    /// Counts a message that is not for a client.
    pub fn count_message(&mut self, by: NodeId, tx: Tx) {
        self.change(tx, |story| {
            story.costs.get_or_insert(by, Cost::default()).messages += 1;
        });
    }

    /// Counts an answer to a client.
    pub fn count_answer(&mut self, outcome: Outcome) {
        self.told[usize::from(outcome == Outcome::Abort)] += 1;
    }

    /// How many transactions clients were told ended so.
    pub fn told(&self, outcome: Outcome) -> u32 {
        self.told[usize::from(outcome == Outcome::Abort)]
    }

    /// Drops what transactions cost: messages may be sent again without end.
    #[inline(never)]
    pub fn uncount(&mut self) {
        let counted = |(_, story): &(Tx, &Story)| !story.costs.is_empty();
        let counted: Vec<Tx> = self.stories().filter(counted).map(|(tx, _)| tx).collect();
        for tx in counted {
            self.change(tx, |story| story.costs = Map::default());
        }
    }

    /// Writes down that there is a reason to abort the transactions of which this holds.
    pub fn see_trouble(&mut self, failed: impl Fn(&Story) -> bool) {
        let open = |(_, story): &(Tx, &Story)| !story.trouble && failed(story);
        let open: Vec<Tx> = self.stories().filter(open).map(|(tx, _)| tx).collect();
        for tx in open {
            self.change(tx, |story| story.trouble = true);
        }
    }
}

impl Story {
    /// Writes down a record of a node.
    pub fn record(&mut self, by: NodeId, forced: bool, outcome: Option<Outcome>) {
        let cost = self.costs.get_or_insert(by, Cost::default());
        *(if forced { &mut cost.forced } else { &mut cost.lazy }) += 1;
        if let Some(outcome) = outcome {
            self.decided.get_or_insert(by, outcome);
        }
    }
}

/// How many transactions are shown, the last ones.
const SHOWN: usize = 6;

/// What the last transactions cost a node: records forced, records lazy, messages; and beside a
/// commit what it should cost, where that is published.
pub fn ledger(
    id: NodeId,
    witness: &Witness,
    published: Option<&dyn Fn(&Story) -> Cost>,
    lang: Lang,
) -> Vec<Panel> {
    let Lang::En = lang;
    let lives = witness.lives.iter().rev();
    let stories = lives.flat_map(|(&life, stories)| {
        let numbered = stories.iter().rev().zip((1..=stories.len() as u32).rev());
        numbered.map(move |(story, number)| (Tx { life, number }, story))
    });
    let costs = stories.filter_map(|(tx, story)| Some((tx, &**story, *story.costs.get(&id)?)));
    let row = |(tx, story, cost): (Tx, &Story, Cost)| {
        let outcome = story.decided.get(&id);
        let mut row = vec![tx.to_string(), String::from(outcome.map_or("open", |it| it.done()))];
        row.extend([cost.forced, cost.lazy, cost.messages].map(|it| it.to_string()));
        if let Some(published) = published {
            let committed = outcome == Some(&Outcome::Commit);
            let Cost { forced, lazy, messages } = published(story);
            let text = || format!("{forced} {lazy} {messages}");
            row.push(committed.then(text).unwrap_or_default());
        }
        row
    };
    let mut rows: Vec<Vec<String>> = costs.take(SHOWN).map(row).collect();
    rows.reverse();
    if rows.is_empty() {
        return Vec::new();
    }
    let all = ["tx", "outcome", "forced", "lazy", "messages", "published"];
    let columns = super::columns(&all[..5 + usize::from(published.is_some())]);
    let title = String::from("what it cost, counted from outside");
    vec![Panel { title, keeping: Keeping::Disk, body: Body::Table { columns, rows } }]
}
