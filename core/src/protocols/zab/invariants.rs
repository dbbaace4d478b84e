//! What must never happen, and the switches that make it happen.

use super::sights::server;
use super::state::{ServerDisk, ServerMemory};
use super::{Zab, judges, orders};
use crate::check::{Fault, Flaw, Invariant, Invariants, Measure, with_flaw};
use crate::kv;
use crate::world::Sight;

/// Where the properties of broadcast are defined.
const PROPERTIES: &str = "Junqueira, Reed and Serafini, Zab, 2011, properties of broadcast";
/// Where ZooKeeper's promises to clients are.
const CLIENTS: &str = "Hunt et al., ZooKeeper, 2010, guarantees";

impl Invariants for Zab {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "integrity",
            title: "Integrity",
            help: "What is delivered was broadcast: the same transaction, under the same zxid.",
            source: PROPERTIES,
            check: orders::integrity,
        },
        Invariant {
            name: "total-order",
            title: "Total order",
            help: "If one server delivers a before b, whoever delivers b has delivered a before.",
            source: PROPERTIES,
            check: orders::total_order,
        },
        Invariant {
            name: "agreement",
            title: "Agreement",
            help: "Of two servers, one has delivered all that the other has.",
            source: PROPERTIES,
            check: orders::agreement,
        },
        Invariant {
            name: "local-primary-order",
            title: "Local primary order",
            help: "What one primary broadcast is delivered in its order, without gaps.",
            source: PROPERTIES,
            check: orders::local_primary_order,
        },
        Invariant {
            name: "global-primary-order",
            title: "Global primary order",
            help: "What an earlier primary broadcast is delivered before what a later one did.",
            source: PROPERTIES,
            check: orders::global_primary_order,
        },
        Invariant {
            name: "primary-integrity",
            title: "Primary integrity",
            help: "Before a primary broadcasts, it has delivered all that is ever delivered of \
                   earlier primaries.",
            source: PROPERTIES,
            check: orders::primary_integrity,
        },
        Invariant {
            name: "one-primary",
            title: "One primary an epoch",
            help: "No two servers are established as leader of the same epoch.",
            source: "Junqueira, Reed and Serafini, Zab, 2011, discovery",
            check: judges::one_primary,
        },
        Invariant {
            name: "committed-is-kept",
            title: "Committed is kept",
            help: "What any server delivered, or a quorum brought into a later epoch, is on \
                   the disks of a quorum.",
            source: "Junqueira, Reed and Serafini, Zab, 2011, broadcast",
            check: judges::committed_is_kept,
        },
        Invariant {
            name: "answers-kept",
            title: "Answers are kept",
            help: "What a client was told to be written is never lost.",
            source: CLIENTS,
            check: judges::answers_kept,
        },
        Invariant {
            name: "reads-go-forward",
            title: "Reads go forward",
            help: "A client that has seen a state never sees an earlier one.",
            source: CLIENTS,
            check: judges::reads_go_forward,
        },
        Invariant {
            name: "linearizable-writes",
            title: "Linearizable writes",
            help: "What clients are told of writes could have come of one write after the other, \
                   each taking effect between its call and its answer.",
            source: "Hunt et al., ZooKeeper, 2010, guarantees; Herlihy and Wing, 1990",
            check: kv::linearizability,
        },
    ];

    const FLAWS: &'static [Flaw] = FLAWS;

    const TOLERATES: &'static [Fault] = Fault::IN_STREAMS;

    const MEASURES: &'static [Measure<Self>] = &[
        Measure {
            name: "epoch",
            help: "The last epoch that any server has promised.",
            count: |_, world| servers(world).map(|(disk, _)| disk.accepted).max().unwrap_or(0),
        },
        Measure {
            name: "round",
            help: "The last election that any server takes part in.",
            count: |_, world| servers(world).map(|(_, memory)| memory.round).max().unwrap_or(0),
        },
        Measure {
            name: "history",
            help: "How many transactions there are in the longest history.",
            count: |_, world| servers(world).map(|(disk, _)| disk.history.len()).max().unwrap_or(0),
        },
    ];

    fn uncount_memory(&self, memory: &mut Self::Memory) {
        if let super::Memory::Client(patron) = memory {
            patron.client.uncount();
        }
    }

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}

const FLAWS: &[Flaw] = &[
    Flaw {
        name: "forgets-epoch",
        help: "The epoch that a server accepted is not on disk when it says so.",
        breaks: &["one-primary", "agreement", "total-order", "committed-is-kept"],
    },
    Flaw {
        name: "leads-early",
        help: "A leader broadcasts once its epoch is accepted, before a quorum has its history.",
        breaks: &["committed-is-kept", "agreement", "primary-integrity", "total-order"],
    },
    Flaw {
        name: "elects-by-id",
        help: "The greatest id wins an election, whatever is in its history. With skips-check, \
               what was committed is lost.",
        breaks: &["committed-is-kept", "agreement", "primary-integrity", "answers-kept"],
    },
    Flaw {
        name: "skips-check",
        help: "A leader does not mind followers that know more than it. With elects-by-id, what \
               was committed is lost.",
        breaks: &["committed-is-kept", "agreement", "primary-integrity", "answers-kept"],
    },
    Flaw {
        name: "acks-early",
        help: "A follower acknowledges a proposal before it is on disk.",
        breaks: &["committed-is-kept", "answers-kept", "agreement", "primary-integrity"],
    },
    Flaw {
        name: "epoch-first",
        help: "A follower writes the epoch before the history of that epoch.",
        breaks: &["committed-is-kept", "answers-kept", "agreement", "primary-integrity"],
    },
    Flaw {
        name: "diffs-blindly",
        help: "A leader goes by a follower's last zxid, whether it has such a transaction or not.",
        breaks: &[
            "agreement",
            "total-order",
            "primary-integrity",
            "answers-kept",
            "committed-is-kept",
        ],
    },
    Flaw {
        name: "forgets-outstanding",
        help: "A follower that comes late does not get what is proposed and not committed.",
        breaks: &["local-primary-order", "total-order", "committed-is-kept", "answers-kept"],
    },
    Flaw {
        name: "forwards-first",
        help: "A follower that comes late gets what is proposed before the history that it lacks.",
        breaks: &["global-primary-order", "total-order", "committed-is-kept", "answers-kept"],
    },
    Flaw {
        name: "renumbers",
        help: "A new leader gives what it inherits numbers of its own epoch.",
        breaks: &["integrity", "committed-is-kept", "answers-kept"],
    },
    Flaw {
        name: "no-sessions",
        help: "Servers keep no sessions, so a write that is asked for again takes effect again.",
        breaks: &["linearizable-writes"],
    },
    Flaw {
        name: "forgets-seen",
        help: "A server answers clients that have seen a later state than it has.",
        breaks: &["reads-go-forward"],
    },
];

fn servers(world: &dyn Sight<Zab>) -> impl Iterator<Item = (&ServerDisk, &ServerMemory)> {
    world.all().filter_map(|(_, node)| server(node))
}
