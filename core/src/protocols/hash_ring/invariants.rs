//! What must never happen, what makes it happen, and the faults under which it does not.

use super::{HashRing, disruption, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, with_flaw};

impl Invariants for HashRing {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "enough-copies",
            title: "Enough copies",
            help: "When no move is pending, every key has min(r, n) copies where it belongs; and \
                   no copy is dropped before there are as many without it.",
            source: "DeCandia et al., Dynamo, 2007, §4.3",
            check: judges::enough_copies,
        },
        Invariant {
            name: "acknowledged-survive",
            title: "Acknowledged writes survive",
            help: "What a client was told is stored is on some disk, also after one disk is lost \
                   where there are two copies, until the copies are complete again.",
            source: "Weil et al., RADOS, 2007",
            check: judges::acknowledged_survive,
        },
        Invariant {
            name: "reads-latest",
            title: "Reads see what was acknowledged",
            help: "A client that asks after a write was acknowledged is answered by that write or \
                   a later one, whoever owns the key by then.",
            source: "Lamport, Malkhi and Zhou, Vertical Paxos, 2009",
            check: judges::reads_latest,
        },
        Invariant {
            name: "minimal-moves",
            title: "Only what must move",
            help: "Keys move only to where they belong; when one node joins, only to it, and when \
                   one leaves, only what it held, where the scheme promises that; with Maglev, few \
                   of the others' besides.",
            source: "Karger et al., Consistent Hashing and Random Trees, 1997",
            check: disruption::minimal_moves,
        },
        Invariant {
            name: "bounded-loads",
            title: "Loads are bounded",
            help: "Where loads are bounded, nobody owns more keys than (1 + e) times its share, \
                   rounded up.",
            source: "Mirrokni, Thorup and Zadimoghaddam, 2016",
            check: judges::bounded_loads,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "forgets-handover",
            help: "A node that learns of a new membership hands nothing over.",
            breaks: &["enough-copies", "acknowledged-survive", "reads-latest"],
        },
        Flaw {
            name: "routes-by-old-ring",
            help: "The router keeps to the membership that it knew first, and nodes serve that.",
            breaks: &["reads-latest", "acknowledged-survive", "enough-copies"],
        },
        Flaw {
            name: "walks-backwards",
            help: "Who hands keys over walks the circle the wrong way to find their new owners.",
            breaks: &["minimal-moves", "enough-copies", "acknowledged-survive"],
        },
        Flaw {
            name: "drops-early",
            help: "A node drops a copy as soon as it has sent it.",
            breaks: &["enough-copies", "acknowledged-survive", "reads-latest"],
        },
        Flaw {
            name: "answers-early",
            help: "An owner acknowledges a write before anybody else has it.",
            breaks: &["acknowledged-survive", "reads-latest"],
        },
        Flaw {
            name: "ignores-bound",
            help: "A node takes keys beyond its bound.",
            breaks: &["bounded-loads"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

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
        self.start = super::Memo::default();
    }
}
