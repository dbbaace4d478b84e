//! What rooms of locks share: who is in the critical section, the storage that the lock protects,
//! fencing tokens, what is remembered of every access, and the rules that accesses are held to.
//!
//! A lock is judged by what reaches the storage, not by what its owners believe.

mod cast;
mod lease;
mod parts;
mod passage;
mod predicates;
mod queue;
mod request;
mod rules;
mod section;
mod silence;
mod storage;
mod story;
mod told;
mod words;

pub use cast::{FIRST_CLIENT, SERVICE, STORAGE, called, clients, roles};
pub use lease::{Lease, Leases};
pub use parts::{Customer, Disk, Kept, Known, Memory, Message, Said, boot, first_disk};
pub use passage::{Heard, Host, Moment, abandon, begin, hear, nest, pass, serve};
pub use predicates::{HOLDER, HOLDERS, HOLDS, IDLE, Predicate, VALUE, holders};
pub use queue::{Queued, wishes_are_known};
pub use request::{ADD, NESTED, Request, Response, TRY};
pub use rules::{mutual_exclusion, no_lost_update, tokens_grow};
pub use section::{End, Inside, Nested, Section, Stage, Step};
pub use silence::{Late, Overdue, Patient, silence_ends};
pub use storage::{Access, Answer, Fencing, Served, Storage, Wish};
pub use story::Story;
pub use told::Told;
pub use words::{
    FENCING, fields, inside, inside_source, label, names, section_fields, served_words, stance,
    storage_look, store_fields,
};

use crate::protocol::NodeId;

/// One attempt of a client to enter the critical section. Its number is the client's own, and never
/// used twice, so an entry can stand for the random value that owners write into a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// Whose.
    pub client: NodeId,
    /// Its number, counted from 1 by each client.
    pub number: u64,
}
