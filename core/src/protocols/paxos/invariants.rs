//! What must never happen, and the switches that make it happen.

use super::{Paxos, Roles, judges};
use crate::check::{Fault, Flaw, Invariant, Invariants, Part, Symmetry, with_flaw};
use alloc::vec::Vec;

impl Invariants for Paxos {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "agreement",
            title: "Agreement",
            help: "No two different values are chosen or learned.",
            source: "Paxos Made Simple §2.1",
            check: judges::agreement,
        },
        Invariant {
            name: "validity",
            title: "Validity",
            help: "Only a value that somebody asked for is chosen.",
            source: "Paxos Made Simple §2.1",
            check: judges::validity,
        },
        Invariant {
            name: "learned-is-chosen",
            title: "What is learned was chosen",
            help: "Nobody takes a value for chosen that no quorum has accepted in one ballot.",
            source: "Paxos Made Simple §2.1, §2.3",
            check: judges::learned_is_chosen,
        },
        Invariant {
            name: "promises-kept",
            title: "Promises are kept",
            help: "An acceptor never accepts a proposal below a ballot that it promised.",
            source: "Paxos Made Simple §2.2, P1a",
            check: judges::promises_kept,
        },
        Invariant {
            name: "choice-stays",
            title: "A choice stays",
            help: "Once a value is chosen, every proposal that is accepted in a later ballot has \
                   that value.",
            source: "Paxos Made Simple §2.2, P2a",
            check: judges::choice_stays,
        },
    ];

    const FLAWS: &'static [Flaw] = &[
        Flaw {
            name: "forgets-promise",
            help: "An acceptor keeps its promise in memory only and forgets it when it restarts.",
            breaks: &["promises-kept", "agreement", "choice-stays"],
        },
        Flaw {
            name: "forgets-acceptance",
            help: "An acceptor forgets what it accepted when it restarts.",
            breaks: &["agreement", "choice-stays"],
        },
        Flaw {
            name: "ignores-accepted",
            help: "A proposer proposes its own value whatever acceptors report.",
            breaks: &["agreement", "choice-stays"],
        },
        Flaw {
            name: "quorums-need-not-meet",
            help: "A proposer is content with so few promises that they can all come from \
                   acceptors outside of a quorum that has chosen.",
            breaks: &["agreement", "choice-stays"],
        },
        Flaw {
            name: "answers-equal-ballots",
            help: "An acceptor promises a ballot to everyone who asks for it, which does harm \
                   where proposers share their ballots.",
            breaks: &["agreement"],
        },
        Flaw {
            name: "makes-up-value",
            help: "A proposer that finds no value and was given none proposes one of its own \
                   making.",
            breaks: &["validity"],
        },
        Flaw {
            name: "counts-any-ballot",
            help: "A learner counts the acceptors of a value, in whichever ballots they accepted.",
            breaks: &["learned-is-chosen", "agreement"],
        },
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    const SYMMETRY: Option<Symmetry<Self>> = Some(Symmetry {
        // Where one node plays all parts, its ballots carry its name.
        among: |room| match room.roles {
            Roles::Separate => room.acceptors().collect(),
            _ => Vec::new(),
        },
        relabel: Part::relabelled,
    });

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}
