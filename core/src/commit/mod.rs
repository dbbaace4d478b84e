//! What rooms of atomic commitment share: transactions and who takes part in them, logs, locks,
//! the stock client's words, what is remembered from outside of what became of each transaction,
//! and the rules that decisions are held to.
//!
//! One coordinator, `co`, has the id 0; the participants `p1` and so on have the next ids, and the
//! clients `c1` and so on the last. So the same script runs in all of these rooms.

mod asking;
mod crew;
mod job;
mod locks;
mod log;
mod look;
mod predicates;
mod rules;
mod story;

pub use asking::{Asker, Begins, Did, Response, client_line};
pub use crew::Crew;
pub use job::{FORMS, Job, Tx, Work};
pub use locks::{LOOK, Wait, blocker};
pub use log::{Entry, Log, Outcome, Says};
pub use look::{asker, columns, disk_panel, fields, keys, log_body, memory_panel, span};
pub use predicates::{Common, Keeps};
pub use rules::{Decision, agree, guilty, stay};
pub use story::{Cost, Story, Witness, ledger};

use crate::protocol::NodeId;

/// What a client asked for last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Session {
    /// The client's number for it.
    pub serial: u64,
    /// The transaction that it became.
    pub tx: Tx,
    /// How that ended, if it did.
    pub outcome: Option<Outcome>,
}

/// The coordinator's id.
pub const COORDINATOR: NodeId = NodeId(0);
