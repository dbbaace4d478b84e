//! What must never happen, what makes it happen, and the faults under which it does not.

use super::{Memory, Saga, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, with_flaw};

/// The paper on sagas.
pub(super) const SAGAS: &str = "Garcia-Molina & Salem, Sagas, SIGMOD 1987";
/// The book on the two styles, the kinds of steps, and the semantic lock.
pub(super) const PATTERNS: &str = "Richardson, Microservices Patterns, 2018, chapter 4";
/// The paper on messages that come again.
pub(super) const BEYOND: &str = "Helland, Life beyond Distributed Transactions, CIDR 2007";

impl Invariants for Saga {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "no-charge-twice",
            title: "No charge twice",
            help: "Under one key nothing is reserved, charged or shipped twice.",
            source: BEYOND,
            check: judges::no_charge_twice,
        },
        Invariant {
            name: "only-done-is-undone",
            title: "Only what was done is undone",
            help: "No step is compensated more often than it was done.",
            source: SAGAS,
            check: judges::only_done_is_undone,
        },
        Invariant {
            name: "reverse-order",
            title: "Compensations in reverse",
            help: "A step is compensated only when no step after it stands.",
            source: SAGAS,
            check: judges::reverse_order,
        },
        Invariant {
            name: "all-or-nothing",
            title: "All or nothing, at rest",
            help: "A saga that nobody works on any more is through, or nothing of it stands, and \
                   o1 knows which. Somebody works on it as long as the log has it as open, an \
                   event about it is not acknowledged, or a running node has it in memory.",
            source: SAGAS,
            check: judges::all_or_nothing,
        },
        Invariant {
            name: "books-balance",
            title: "Coins and pieces add up, at rest",
            help: "When nobody works on any saga, as many pieces are gone, coins in the till and \
                   parcels sent as sagas were through, and each client has paid for its own.",
            source: SAGAS,
            check: judges::books_balance,
        },
        Invariant {
            name: "told-truth",
            title: "What clients are told is so",
            help: "A client that was told that it has bought has paid and gets its parcel; one \
                   that was told that it is refused has paid nothing, now and later.",
            source: PATTERNS,
            check: judges::told_truth,
        },
        Invariant {
            name: "log-leads",
            title: "The log comes first",
            help: "What a service has done for a saga, o1's log knows of.",
            source: SAGAS,
            check: judges::log_leads,
        },
        Invariant {
            name: "no-ghost-seat",
            title: "No ghost seat",
            help: "Nobody is refused because of a piece that is given back later. Not promised \
                   with lock=off.",
            source: PATTERNS,
            check: judges::no_ghost_seat,
        },
        Invariant {
            name: "forward-after-pivot",
            title: "No way back after the pivot",
            help: "With pivot=on nothing is compensated once payment is done.",
            source: PATTERNS,
            check: judges::forward_after_pivot,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "ignores-keys",
            help: "A service does not look whether it did a step under this key before.",
            breaks: &["no-charge-twice", "books-balance", "all-or-nothing"],
        },
        Flaw {
            name: "undoes-blindly",
            help: "A service gives back whenever it is told to, without a look at what it did.",
            breaks: &["only-done-is-undone", "books-balance"],
        },
        Flaw {
            name: "forgets-compensation",
            help: "Orchestrated: a saga that fails is logged as over, and compensated from memory.",
            breaks: &["all-or-nothing", "books-balance"],
        },
        Flaw {
            name: "sends-before-log",
            help: "o1 sends before its log is on disk.",
            breaks: &["log-leads", "all-or-nothing"],
        },
        Flaw {
            name: "compensates-forwards",
            help: "Compensations run in the order of the steps.",
            breaks: &["reverse-order"],
        },
        Flaw {
            name: "undoes-once",
            help: "A compensation is asked for once, and nobody looks whether it succeeded.",
            breaks: &["all-or-nothing", "books-balance", "told-truth"],
        },
        Flaw {
            name: "acknowledges-first",
            help: "A service answers before it does what it is asked for.",
            breaks: &["all-or-nothing", "told-truth"],
        },
        Flaw {
            name: "tells-early",
            help: "o1 tells the client that it has bought as soon as the order is in.",
            breaks: &["told-truth"],
        },
        Flaw {
            name: "refuses-pending",
            help: "Stock refuses although pieces are only pending.",
            breaks: &["no-ghost-seat"],
        },
        Flaw {
            name: "turns-back",
            help: "With a pivot: a step after it that fails is taken for refused.",
            breaks: &["forward-after-pivot"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    fn uncount(&self, witness: &mut Self::Witness) {
        witness.messages = 0;
    }

    fn uncount_memory(&self, memory: &mut Self::Memory) {
        if let Memory::Client(client) = memory {
            client.uncount();
        }
    }

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}
