//! What transactions cost, for people: counted from outside, so no crash forgets it.

use super::TwoPhaseCommit;
use super::job::Tx;
use super::witness::Witness;
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::{Body, Keeping, Panel};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// How many transactions are shown, the last ones.
const SHOWN: usize = 6;

impl TwoPhaseCommit {
    /// What the last transactions cost a node: records forced, records lazy, messages.
    pub(super) fn ledger(&self, id: NodeId, witness: &Witness, lang: Lang) -> Vec<Panel> {
        let Lang::En = lang;
        let lives = witness.lives.iter().rev();
        let stories = lives.flat_map(|(&life, stories)| {
            let numbered = stories.iter().rev().zip((1..=stories.len() as u32).rev());
            numbered.map(move |(story, number)| (Tx { life, number }, story))
        });
        let costs = stories.filter_map(|(tx, story)| {
            let outcome = story.decided.get(&id).map_or("open", |outcome| outcome.done());
            story.costs.get(&id).map(|cost| (tx, outcome, *cost))
        });
        let mut rows: Vec<Vec<String>> = costs
            .take(SHOWN)
            .map(|(tx, outcome, cost)| {
                let numbers = [cost.forced, cost.lazy, cost.messages].map(|it| it.to_string());
                [tx.to_string(), String::from(outcome)].into_iter().chain(numbers).collect()
            })
            .collect();
        rows.reverse();
        if rows.is_empty() {
            return Vec::new();
        }
        let columns = ["tx", "outcome", "forced", "lazy", "messages"].map(String::from).to_vec();
        let title = String::from("what it cost, counted from outside");
        vec![Panel { title, keeping: Keeping::Disk, body: Body::Table { columns, rows } }]
    }
}
