//! What must never happen, what makes it happen, and the faults under which it does not.

use super::{ReplicatedValues, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, with_flaw};
use crate::replicas::SESSIONS;

/// The report on replicated data types.
pub(super) const REPORT: &str = "Shapiro et al., INRIA RR-7506, 2011";
/// The paper on hybrid clocks.
pub(super) const CLOCKS: &str = "Kulkarni et al., Logical Physical Clocks, OPODIS 2014";
/// What clients put and take with the values.
pub(super) const DYNAMO: &str = "DeCandia et al., Dynamo, SOSP 2007, §4.4";

impl Invariants for ReplicatedValues {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "own-updates-stay",
            title: "Own updates stay",
            help: "A replica knows every update that it did itself, also after a crash.",
            source: REPORT,
            check: judges::own_updates_stay,
        },
        Invariant {
            name: "states-grow",
            title: "States only grow",
            help: "The updates that a replica has heard of never become fewer.",
            source: REPORT,
            check: judges::states_grow,
        },
        Invariant {
            name: "done-once",
            title: "Done once",
            help: "What a client asks for under one number is done once at most.",
            source: SESSIONS,
            check: judges::done_once,
        },
        Invariant {
            name: "convergence",
            title: "Convergence",
            help: "Replicas that have heard of the same updates show the same.",
            source: REPORT,
            check: judges::convergence,
        },
        Invariant {
            name: "later-wins",
            title: "Who has seen it wins",
            help: "A replica never shows what an update that it has heard of replaced or removed, \
                   if that one's writer had seen it; from a two-phase set, what is removed is gone \
                   for ever.",
            source: "Shapiro et al., INRIA RR-7506, 2011, specifications 8, 10, 12 and 15",
            check: judges::later_wins,
        },
        Invariant {
            name: "nothing-lost",
            title: "Nothing lost unseen",
            help: "A multi-value register or a set shows everything that it has heard of, but for \
                   what was replaced or removed by an update whose writer had seen it.",
            source: "Shapiro et al., INRIA RR-7506, 2011, specifications 10, 12 and 15",
            check: judges::nothing_lost,
        },
        Invariant {
            name: "clock-order",
            title: "Clocks keep the order",
            help: "A hybrid clock is beyond that of every event that happened before.",
            source: CLOCKS,
            check: judges::clock_order,
        },
        Invariant {
            name: "clock-keeps-up",
            title: "Clocks keep up",
            help: "A hybrid clock is never behind its replica's own wall clock when it is used.",
            source: CLOCKS,
            check: judges::clock_keeps_up,
        },
        Invariant {
            name: "clock-bounded",
            title: "Clocks do not run ahead",
            help: "The time of a hybrid clock is never beyond the greatest wall clock that any \
                   replica had.",
            source: CLOCKS,
            check: judges::clock_bounded,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "wall-clock",
            help: "A register is stamped with what the wall clock says, whatever was seen before.",
            breaks: &["later-wins", "clock-order"],
        },
        Flaw {
            name: "ignores-received",
            help: "A hybrid clock takes no notice of the clocks that come with messages.",
            breaks: &["later-wins", "clock-order"],
        },
        Flaw {
            name: "counts-in-time",
            help: "A hybrid clock counts events in its time, in place of its counter.",
            breaks: &["clock-bounded"],
        },
        Flaw {
            name: "forgets-time",
            help: "A hybrid clock never looks at the wall clock.",
            breaks: &["clock-keeps-up"],
        },
        Flaw {
            name: "keeps-its-own",
            help: "Of two writes at the same time a replica keeps the one that it has.",
            breaks: &["convergence"],
        },
        Flaw {
            name: "drops-siblings",
            help: "A merge of concurrent multi-value registers takes the greater of the vectors, \
                   and keeps one side's values.",
            breaks: &["nothing-lost", "convergence", "later-wins"],
        },
        Flaw {
            name: "replaces-unseen",
            help: "A put replaces all that its replica shows, as plain version vectors with a \
                   place for each replica have it.",
            breaks: &["nothing-lost"],
        },
        Flaw {
            name: "ignores-context",
            help: "A put replaces nothing, whatever its client had seen.",
            breaks: &["later-wins"],
        },
        Flaw {
            name: "removes-unseen",
            help: "What was removed somewhere goes with all its tags, also those that the removal \
                   had not seen.",
            breaks: &["convergence", "nothing-lost"],
        },
        Flaw {
            name: "revives",
            help: "To add to a two-phase set what was removed takes the removal back.",
            breaks: &["convergence", "later-wins"],
        },
        Flaw {
            name: "reuses-tags",
            help: "A replica answers before its update is on disk, and after a crash gives the \
                   name of that update to another one.",
            breaks: &[
                "own-updates-stay",
                "states-grow",
                "nothing-lost",
                "convergence",
                "later-wins",
                "done-once",
            ],
        },
        Flaw {
            name: "overwrites",
            help: "A state that arrives takes the place of the replica's own.",
            breaks: &[
                "own-updates-stay",
                "states-grow",
                "nothing-lost",
                "convergence",
                "later-wins",
            ],
        },
        Flaw {
            name: "repeats-retries",
            help: "A replica does not look whether it did an update before.",
            breaks: &["done-once"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    fn uncount(&self, witness: &mut Self::Witness) {
        witness.told.clear();
    }

    fn uncount_memory(&self, memory: &mut Self::Memory) {
        if let super::Memory::Client(client, _) = memory {
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
