//! What must never happen, and the switches that make it happen.

use super::state::ServerDisk;
use super::witness::server;
use super::{Raft, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, Measure, Telling, with_flaw};
use crate::kv;
use crate::world::Sight;

impl Invariants for Raft {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "election-safety",
            title: "Election safety",
            help: "At most one leader is elected in a term.",
            source: "Raft Fig. 3, §5.2",
            check: judges::election_safety,
        },
        Invariant {
            name: "leader-append-only",
            title: "Leader append-only",
            help: "A leader never overwrites or deletes entries of its log; it only appends.",
            source: "Raft Fig. 3, §5.3",
            check: judges::leader_append_only,
        },
        Invariant {
            name: "log-matching",
            title: "Log matching",
            help: "If two logs hold an entry of the same index and term, they are identical in \
                   all entries up to it.",
            source: "Raft Fig. 3, §5.3",
            check: judges::log_matching,
        },
        Invariant {
            name: "leader-completeness",
            title: "Leader completeness",
            help: "An entry that is committed in a term is in the logs of the leaders of all \
                   later terms.",
            source: "Raft Fig. 3, §5.4",
            check: judges::leader_completeness,
        },
        Invariant {
            name: "state-machine-safety",
            title: "State machine safety",
            help: "No two servers apply different entries at the same index.",
            source: "Raft Fig. 3, §5.4.3",
            check: judges::state_machine_safety,
        },
        Invariant {
            name: "commit-monotonic",
            title: "Commit index never goes back",
            help: "Between restarts, a server's commit index only grows.",
            source: "Raft Fig. 2",
            check: judges::commit_monotonic,
        },
        Invariant {
            name: "exactly-once",
            title: "Exactly once",
            help: "What a client asked for once takes effect once, however often it was sent.",
            source: "Raft §8",
            check: judges::exactly_once,
        },
        Invariant {
            name: "answers-kept",
            title: "Answers are kept",
            help: "What a client was told is never lost.",
            source: "Raft §5.3",
            check: judges::answers_kept,
        },
        Invariant {
            name: kv::LINEARIZABILITY,
            title: "Linearizability",
            help: "What clients are told could have come of one operation after the other, each \
                   taking effect between its call and its answer.",
            source: "Raft §8; Herlihy and Wing, 1990",
            check: kv::linearizability,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "forgets-vote",
            help: "A server forgets its vote when it restarts, and may vote again in its term.",
            breaks: &["election-safety"],
        },
        Flaw {
            name: "truncates-own-log",
            help: "A new leader drops the entries that it does not know to be committed.",
            breaks: &[
                "leader-append-only",
                "leader-completeness",
                "commit-monotonic",
                "linearizability",
            ],
        },
        Flaw {
            name: "votes-twice",
            help: "A server votes for everyone who asks, even twice in a term.",
            breaks: &["election-safety"],
        },
        Flaw {
            name: "counts-old-terms",
            help: "A leader commits entries of earlier terms by counting replicas.",
            breaks: &["leader-completeness"],
        },
        Flaw {
            name: "skips-log-check",
            help: "A server votes for candidates whose log is behind its own.",
            breaks: &["leader-completeness", "commit-monotonic", "linearizability"],
        },
        Flaw {
            name: "skips-prev-check",
            help: "A follower takes entries without looking at the one before them.",
            breaks: &["log-matching", "state-machine-safety"],
        },
        Flaw {
            name: "applies-early",
            help: "A server applies entries before they are committed.",
            breaks: &["state-machine-safety"],
        },
        Flaw {
            name: "answers-early",
            help: "A leader answers a client before the entry is committed.",
            breaks: &["answers-kept", "linearizability"],
        },
        Flaw {
            name: "no-sessions",
            help: "Servers keep no sessions, so an operation that is asked again runs again.",
            breaks: &["exactly-once", "linearizability"],
        },
        Flaw {
            name: "reads-locally",
            help: "A leader answers reads from what it has applied, without asking whether it \
                   still leads.",
            breaks: &["linearizability"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    const MEASURES: &'static [Measure<Self>] = &[
        Measure {
            name: "term",
            help: "The highest term of any server.",
            count: |_, world| servers(world).map(|disk| disk.term).max().unwrap_or(0),
        },
        Measure {
            name: "log",
            help: "How many entries the longest log has.",
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

fn servers(world: &dyn Sight<Raft>) -> impl Iterator<Item = &ServerDisk> {
    world.all().filter_map(|(_, node)| server(node)).map(|(disk, _)| disk)
}
