//! What must never happen, and the switches that make it happen.

use super::state::ServerDisk;
use super::witness::server;
use super::{MultiPaxos, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, Measure, Telling, with_flaw};
use crate::kv;
use crate::world::Sight;

impl Invariants for MultiPaxos {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "agreement",
            title: "One value a slot",
            help: "At most one value is chosen in a slot: no two quorums accept different ones.",
            source: "Paxos Made Simple §2.1, P2",
            check: judges::agreement,
        },
        Invariant {
            name: "promise-kept",
            title: "Promises are kept",
            help: "An acceptor accepts nothing in a ballot lower than one that it has promised.",
            source: "Paxos Made Simple §2.2, P1a",
            check: judges::promise_kept,
        },
        Invariant {
            name: "chosen-stays",
            title: "Chosen stays chosen",
            help: "Once a value is chosen in a slot, every higher ballot proposes it there.",
            source: "Paxos Made Simple §2.2, P2b",
            check: judges::chosen_stays,
        },
        Invariant {
            name: "learns-chosen",
            title: "Only what is chosen is learned",
            help: "A server takes a value for chosen only if a quorum accepted it in one ballot.",
            source: "Paxos Made Simple §2.1",
            check: judges::learns_chosen,
        },
        Invariant {
            name: "slot-order",
            title: "Slots in order",
            help: "A server applies a slot only after all slots before it.",
            source: "Paxos Made Simple §3",
            check: judges::slot_order,
        },
        Invariant {
            name: "state-machine-agreement",
            title: "State machines agree",
            help: "No two servers apply different commands in the same slot.",
            source: "Paxos Made Simple §3",
            check: judges::state_machine_agreement,
        },
        Invariant {
            name: "exactly-once",
            title: "Exactly once",
            help: "What a client asked for once takes effect once, however often it was sent.",
            source: "Paxos Made Moderately Complex §2",
            check: judges::exactly_once,
        },
        Invariant {
            name: "answers-kept",
            title: "Answers are kept",
            help: "What a client was told is never lost.",
            source: "Paxos Made Moderately Complex §2",
            check: judges::answers_kept,
        },
        Invariant {
            name: kv::LINEARIZABILITY,
            title: "Linearizability",
            help: "What clients are told could have come of one operation after the other, each \
                   taking effect between its call and its answer.",
            source: "Paxos Made Simple §3; Herlihy and Wing, 1990",
            check: kv::linearizability,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "skips-reported",
            help: "A new leader proposes no-ops over the values that acceptors reported.",
            breaks: &[
                "chosen-stays",
                "agreement",
                "state-machine-agreement",
                "answers-kept",
                "linearizability",
            ],
        },
        Flaw {
            name: "adopts-lowest",
            help: "A new leader proposes the reported value of the lowest ballot, not the highest.",
            breaks: &["chosen-stays", "agreement", "state-machine-agreement", "answers-kept"],
        },
        Flaw {
            name: "forgets-promise",
            help: "An acceptor that restarts remembers what it accepted, but not its promise.",
            breaks: &["promise-kept", "agreement", "chosen-stays"],
        },
        Flaw {
            name: "skips-gaps",
            help: "A gap is not filled: what is chosen behind it is applied all the same.",
            breaks: &["slot-order", "state-machine-agreement"],
        },
        Flaw {
            name: "quorums-apart",
            help: "A leader takes for chosen what so few accepted that a phase-1 quorum may miss \
                   them all, and quorums that need not meet are not refused.",
            breaks: &[
                "learns-chosen",
                "state-machine-agreement",
                "answers-kept",
                "linearizability",
            ],
        },
        Flaw {
            name: "no-sessions",
            help: "Servers keep no sessions, so an operation that is asked again runs again.",
            breaks: &["exactly-once", "linearizability"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    const MEASURES: &'static [Measure<Self>] = &[
        Measure {
            name: "ballot",
            help: "The highest ballot that any server has promised.",
            count: |_, world| servers(world).map(|disk| disk.promised.0).max().unwrap_or(0),
        },
        Measure {
            name: "slot",
            help: "The last slot in which any server has accepted something.",
            count: |_, world| servers(world).map(|disk| disk.log.len()).max().unwrap_or(0),
        },
    ];

    const TELLING: Option<Telling<Self>> = Some(kv::telling());

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

fn servers(world: &dyn Sight<MultiPaxos>) -> impl Iterator<Item = &ServerDisk> {
    world.all().filter_map(|(_, node)| server(node)).map(|(disk, _)| disk)
}
