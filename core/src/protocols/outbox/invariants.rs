//! What must never happen, what makes it happen, and the faults under which it does not.

use super::{Outbox, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, with_flaw};

/// The book on the outbox.
pub(super) const PATTERNS: &str = "Richardson, Microservices Patterns, 2018, chapter 3";
/// The paper on messages that come again.
pub(super) const BEYOND: &str = "Helland, Life beyond Distributed Transactions, CIDR 2007";
/// The documentation of half messages.
pub(super) const ROCKETMQ: &str = "Apache RocketMQ documentation, transactional messages";

impl Invariants for Outbox {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "row-and-record",
            title: "Row and record together",
            help: "The event of a committed order is on a disk: in the outbox or at the broker, \
                   until it is in the warehouse's inbox.",
            source: PATTERNS,
            check: judges::row_and_record,
        },
        Invariant {
            name: "published-is-committed",
            title: "Published implies committed",
            help: "What is visible at the broker, or sent as a parcel, is committed at the shop.",
            source: ROCKETMQ,
            check: judges::published_is_committed,
        },
        Invariant {
            name: "done-once",
            title: "No effect twice",
            help: "For no order more than one parcel is sent.",
            source: BEYOND,
            check: judges::done_once,
        },
        Invariant {
            name: "all-is-done",
            title: "Every event is dealt with once, at rest",
            help: "For an order that nobody works on any more, one parcel was sent if it is \
                   committed, and none if not. Somebody works on it as long as it is in the \
                   outbox, at the broker, or in the memory of a running node.",
            source: PATTERNS,
            check: judges::all_is_done,
        },
        Invariant {
            name: "books-balance",
            title: "Coins, pieces and parcels add up, at rest",
            help: "When nobody works on any order, there are as many coins as parcels, and as many \
                   pieces for sale as on the shelf.",
            source: PATTERNS,
            check: judges::books_balance,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "dual-write",
            help: "Outbox: there is none; the shop writes its row, and then publishes.",
            breaks: &["row-and-record", "all-is-done", "books-balance"],
        },
        Flaw {
            name: "publishes-first",
            help: "Outbox: there is none; the shop publishes, and then writes its row.",
            breaks: &["published-is-committed", "all-is-done", "books-balance"],
        },
        Flaw {
            name: "marks-unconfirmed",
            help: "Outbox: the relay takes out what it has sent, confirmed or not.",
            breaks: &["row-and-record", "all-is-done"],
        },
        Flaw {
            name: "assumes-commit",
            help: "Half messages: the broker shows a message of which it hears nothing.",
            breaks: &["published-is-committed"],
        },
        Flaw {
            name: "assumes-rollback",
            help: "Half messages: the broker drops a message of which it hears nothing.",
            breaks: &["row-and-record", "all-is-done"],
        },
        Flaw {
            name: "acknowledges-unsaved",
            help: "The broker confirms a message before it is on its disk.",
            breaks: &["row-and-record", "all-is-done"],
        },
        Flaw {
            name: "acknowledges-first",
            help: "The warehouse acknowledges an event before it does anything.",
            breaks: &["row-and-record", "all-is-done"],
        },
        Flaw {
            name: "no-inbox",
            help: "The warehouse does not look whether it has dealt with an event before.",
            breaks: &["done-once", "all-is-done", "books-balance"],
        },
        Flaw {
            name: "marks-first",
            help: "The warehouse marks an event as done in one disk write and does it in another.",
            breaks: &["all-is-done", "books-balance"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    fn uncount(&self, witness: &mut Self::Witness) {
        witness.messages = 0;
    }

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}
