//! What must never happen, and the switches that make it happen.

use super::{TwoPhaseCommit, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, with_flaw};

impl Invariants for TwoPhaseCommit {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "atomicity",
            title: "Atomicity",
            help: "No two nodes decide otherwise about the same transaction.",
            source: "Bernstein et al. 1987, ch. 7, AC1",
            check: judges::atomicity,
        },
        Invariant {
            name: "stability",
            title: "Stability",
            help: "A decision never changes, neither at a participant nor at the coordinator, and \
                   no crash takes it back.",
            source: "Bernstein et al. 1987, ch. 7, AC2",
            check: judges::stability,
        },
        Invariant {
            name: "validity",
            title: "Validity",
            help: "A transaction is committed only if all voted yes, and aborted only if someone \
                   voted no, failed, or was not heard from in time.",
            source: "Bernstein et al. 1987, ch. 7, AC3 and AC4",
            check: judges::validity,
        },
        Invariant {
            name: "no-endless-wait",
            title: "No endless wait",
            help: "Whoever waits for another node has an alarm set, so that everything is decided \
                   once all nodes are up and messages pass.",
            source: "Bernstein et al. 1987, ch. 7, AC5",
            check: judges::no_endless_wait,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "aborts-alone",
            help: "A participant that voted yes and hears nothing aborts on its own.",
            breaks: &["atomicity", "stability", "validity"],
        },
        Flaw {
            name: "commits-in-silence",
            help: "A participant that voted yes and hears nothing takes that for a commit.",
            breaks: &["atomicity", "stability", "validity"],
        },
        Flaw {
            name: "decides-lazily",
            help: "The coordinator sends its commit before the record of it is on disk.",
            breaks: &["atomicity", "stability", "validity"],
        },
        Flaw {
            name: "no-vote-timeout",
            help: "The coordinator waits for votes without end.",
            breaks: &["no-endless-wait"],
        },
        Flaw {
            name: "votes-lazily",
            help: "A participant sends its yes before the record of it is on disk.",
            breaks: &["atomicity", "stability"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    fn uncount(&self, witness: &mut Self::Witness) {
        witness.uncount();
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
