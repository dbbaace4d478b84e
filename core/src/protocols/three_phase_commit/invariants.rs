//! What must never happen, and the switches that make it happen.

use super::{ThreePhaseCommit, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, with_flaw};
use crate::protocol::Micros;

impl Invariants for ThreePhaseCommit {
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
            help: "A decision never changes, and no crash takes it back.",
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
            name: "nonblocking",
            title: "Nobody who stays up is blocked",
            help: "Whoever waits has an alarm set, and at a participant that has been up since its \
                   vote each alarm that rings decides or leaves one node fewer to wait for.",
            source: "Skeen 1981",
            check: judges::nonblocking,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "awaits-nobody",
            help: "Nodes that come back after a total failure decide by what those know that are \
                   back, and do not await the last to fail.",
            breaks: &["atomicity", "validity"],
        },
        Flaw {
            name: "commits-at-once",
            help: "The coordinator commits as soon as it has sent its PreCommits, without waiting \
                   for acknowledgements.",
            breaks: &["atomicity", "validity"],
        },
        Flaw {
            name: "decides-on-silence",
            help: "A participant that hears nothing decides by its own state: it commits if it is \
                   committable, and aborts if it is uncertain.",
            breaks: &["atomicity"],
        },
        Flaw {
            name: "ignores-states",
            help: "A new coordinator aborts, whatever states the others are in.",
            breaks: &["atomicity", "validity"],
        },
        Flaw {
            name: "no-termination",
            help: "A participant waits for its coordinator without end.",
            breaks: &["nonblocking"],
        },
        Flaw {
            name: "no-vote-timeout",
            help: "The coordinator waits for votes without end.",
            breaks: &["nonblocking"],
        },
        Flaw {
            name: "rejoins-at-once",
            help: "A participant that comes back goes on as if it had been up all the time.",
            breaks: &["atomicity", "validity", "nonblocking"],
        },
        Flaw {
            name: "silence-is-consent",
            help: "The coordinator takes a vote that does not come for a yes.",
            breaks: &["atomicity", "validity"],
        },
        Flaw {
            name: "writes-lazily",
            help: "A participant sends its messages before its records are on disk.",
            breaks: &["atomicity", "stability", "validity"],
        },
    ];

    const TOLERATES: &'static [Fault] = &[
        Fault::Crash,
        Fault::CrashWithinStep,
        Fault::Duplication,
        Fault::Reordering,
        Fault::Delay,
        Fault::Skew,
    ];

    fn delay_bound(&self) -> Option<Micros> {
        Some(self.delay_bound)
    }

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
