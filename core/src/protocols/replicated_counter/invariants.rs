//! What must never happen, what makes it happen, and the faults under which it does not.

use super::{ReplicatedCounter, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, with_flaw};
use crate::replicas::SESSIONS;

/// The report on counters and other replicated data types.
pub(super) const REPORT: &str = "Shapiro et al., INRIA RR-7506, 2011";
/// The paper on bounded counters.
pub(super) const BOUNDED: &str = "Balegas et al., SRDS 2015";

impl Invariants for ReplicatedCounter {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "own-updates-stay",
            title: "Own updates stay",
            help: "What a replica shows includes every update that it did itself, also after a \
                   crash.",
            source: REPORT,
            check: judges::own_updates_stay,
        },
        Invariant {
            name: "counted-once",
            title: "Counted exactly once",
            help: "What a replica counts for another one, or for itself, is the sum of the first \
                   so many updates that clients asked of that one: none between is missing, and \
                   none is counted twice.",
            source: "Shapiro et al., INRIA RR-7506, 2011, specifications 6 and 7",
            check: judges::counted_once,
        },
        Invariant {
            name: "states-grow",
            title: "States only grow",
            help: "What a replica knows is never less than what it knew before.",
            source: REPORT,
            check: judges::states_grow,
        },
        Invariant {
            name: "convergence",
            title: "Convergence",
            help: "Replicas that cover the same updates show the same value.",
            source: REPORT,
            check: judges::convergence,
        },
        Invariant {
            name: "never-below",
            title: "Never below 0",
            help: "From a bounded counter no more is taken than was added, all in all, and no \
                   replica shows less than 0.",
            source: BOUNDED,
            check: judges::never_below,
        },
        Invariant {
            name: "reads-keep-up",
            title: "Reads keep up",
            help: "What a client reads of a counter that only grows is never less than what it \
                   read before and has added since.",
            source: SESSIONS,
            check: judges::reads_keep_up,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "naive-integer",
            help: "Replicas send each update to the others once, and add whatever arrives.",
            breaks: &["counted-once", "convergence", "never-below"],
        },
        Flaw {
            name: "merges-by-sum",
            help: "A replica adds another one's numbers to its own, in place of taking the \
                   greater.",
            breaks: &["counted-once", "convergence", "never-below"],
        },
        Flaw {
            name: "last-writer-wins",
            help: "A replica's whole state gives way to one with a later stamp.",
            breaks: &[
                "own-updates-stay",
                "states-grow",
                "reads-keep-up",
                "counted-once",
                "convergence",
                "never-below",
            ],
        },
        Flaw {
            name: "spends-without-rights",
            help: "A replica lets something be taken if the total that it sees allows it.",
            breaks: &["never-below"],
        },
        Flaw {
            name: "forgets-its-entry",
            help: "A replica answers before what it counted itself is on disk.",
            breaks: &[
                "own-updates-stay",
                "states-grow",
                "reads-keep-up",
                "counted-once",
                "convergence",
                "never-below",
            ],
        },
        Flaw {
            name: "counts-retries",
            help: "A replica does not look whether it did an update before.",
            breaks: &["counted-once", "never-below"],
        },
        Flaw {
            name: "retries-elsewhere",
            help: "A client that gets no answer asks another replica, which cannot know.",
            breaks: &["counted-once", "reads-keep-up", "never-below"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    fn uncount(&self, witness: &mut Self::Witness) {
        witness.told.clear();
    }

    fn uncount_memory(&self, memory: &mut Self::Memory) {
        if let super::Memory::Client(client) = memory {
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
