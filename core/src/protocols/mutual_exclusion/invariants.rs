//! What must never happen, and the switches that make it happen.

use super::{Memory, MutualExclusion, Tally, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, with_flaw};

impl Invariants for MutualExclusion {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "mutual-exclusion",
            title: "Mutual exclusion",
            help: "Between the read and the write of one entry, nothing of another reaches the \
                   storage.",
            source: "Lamport 1978; Ricart and Agrawala 1981; Suzuki and Kasami 1985",
            check: judges::mutual_exclusion,
        },
        Invariant {
            name: "no-lost-update",
            title: "No lost update",
            help: "The storage holds the sum of all that was added: of what was acknowledged, and \
                   of what it has stored and the peer has not heard of yet.",
            source: "What mutual exclusion is for",
            check: judges::no_lost_update,
        },
        Invariant {
            name: "granted-in-order",
            title: "Granted in order",
            help: "Peers enter in the order of their requests' timestamps, and ids where those are \
                   equal. A token promises no such order.",
            source: "Lamport 1978, condition II; Ricart and Agrawala 1981",
            check: judges::granted_in_order,
        },
        Invariant {
            name: "one-token",
            title: "One token",
            help: "There is never more than one token, with a peer or on its way.",
            source: "Suzuki and Kasami 1985",
            check: judges::one_token,
        },
        Invariant {
            name: "holds-nobody-up",
            title: "Whoever is done holds nobody up",
            help: "A peer that neither waits nor is inside has no request in its queue, owes no \
                   reply, and keeps no token that it knows another to wait for.",
            source: "Lamport 1978, condition III; Ricart and Agrawala 1981; Suzuki and Kasami 1985",
            check: judges::holds_nobody_up,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "ignores-ties",
            help: "Requests are compared by their times alone, so of two at the same time each may \
                   pass for the first. With Lamport, and with Ricart and Agrawala.",
            breaks: &["mutual-exclusion", "no-lost-update", "granted-in-order"],
        },
        Flaw {
            name: "answers-at-once",
            help: "A peer replies at once, although it is inside or its own request is older. With \
                   Ricart and Agrawala.",
            breaks: &["mutual-exclusion", "no-lost-update", "granted-in-order"],
        },
        Flaw {
            name: "enters-unheard",
            help: "A peer enters as soon as its request is the first of its own queue, whether it \
                   has heard from the others or not. With Lamport.",
            breaks: &["mutual-exclusion", "no-lost-update", "granted-in-order"],
        },
        Flaw {
            name: "unordered-links",
            help: "Messages may overtake each other on their way, on which Lamport's rules do not \
                   count. With Lamport.",
            breaks: &["mutual-exclusion", "no-lost-update", "granted-in-order"],
        },
        Flaw {
            name: "ignores-clocks",
            help: "A peer chooses its sequence numbers without regard to those it has seen. With \
                   Ricart and Agrawala.",
            breaks: &["mutual-exclusion", "no-lost-update", "granted-in-order"],
        },
        Flaw {
            name: "keeps-the-token",
            help: "A peer that leaves keeps the token although others wait for it. With Suzuki and \
                   Kasami.",
            breaks: &["holds-nobody-up"],
        },
        Flaw {
            name: "copies-the-token",
            help: "A peer that hands the token on keeps a copy, and believes it. With Suzuki and \
                   Kasami.",
            breaks: &["one-token", "mutual-exclusion", "no-lost-update"],
        },
    ];

    // Neither crashes nor loss nor doubled messages: see the room's documentation.
    const TOLERATES: &'static [Fault] =
        &[Fault::Reordering, Fault::Delay, Fault::Pause, Fault::Skew, Fault::Drift];

    fn uncount(&self, witness: &mut Self::Witness) {
        witness.uncount();
    }

    fn uncount_memory(&self, memory: &mut Memory) {
        if let Memory::Peer(peer) = memory {
            peer.tally = Tally::default();
        }
    }

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}
