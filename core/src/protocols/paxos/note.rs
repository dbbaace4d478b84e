//! Why a step did what it did: each note carries the facts of its reason.

use super::message::{Ballot, Proposal, Value};
use crate::protocol::{Micros, NodeId};

/// Why a step did what it did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// A node comes back with what its disk kept.
    Recovered { round: u64, promised: Option<Ballot>, accepted: Option<Proposal> },
    /// A proposer begins phase 1 with a new ballot.
    Prepares { ballot: Ballot, why: Why },
    /// An acceptor promises a ballot.
    Promises { to: NodeId, ballot: Ballot, was: Option<Ballot>, accepted: Option<Proposal> },
    /// An acceptor has promised a higher ballot than the one it is asked to promise.
    RefusesPrepare { to: NodeId, ballot: Ballot, promised: Ballot },
    /// A proposer counts a promise that is not yet enough.
    CountsPromise { by: NodeId, accepted: Option<Proposal>, count: u16, needed: u16 },
    /// A proposer has its promises, and proposes the value of the highest proposal reported.
    Adopts { ballot: Ballot, highest: Proposal, own: Option<Value>, count: u16 },
    /// A proposer has its promises, and proposes its own value; under a flaw, over another.
    ProposesOwn { proposal: Proposal, over: Option<Proposal>, count: u16 },
    /// A proposer has its promises, and nobody has a value.
    FindsNothing { ballot: Ballot, count: u16 },
    /// A proposer without a value makes one up.
    MakesUp { proposal: Proposal },
    /// An acceptor accepts.
    Accepts { of: NodeId, proposal: Proposal, was: Option<Proposal> },
    /// An acceptor is asked again for what it has accepted.
    AcceptsAgain { of: NodeId, proposal: Proposal },
    /// An acceptor has promised a higher ballot than that of the proposal.
    RefusesAccept { to: NodeId, proposal: Proposal, promised: Ballot },
    /// An acceptance is counted that is not yet enough.
    CountsAccepted { by: NodeId, proposal: Proposal, count: u16, needed: u16 },
    /// A proposer counts a quorum for its proposal.
    SeesChosen { proposal: Proposal, count: u16 },
    /// A learner counts a quorum for a proposal.
    Learns { proposal: Proposal, count: u16, tells: bool },
    /// A node is told what was chosen.
    IsTold { by: NodeId, proposal: Proposal },
    /// A proposer is told that nothing was chosen yet.
    IsToldNothing { by: NodeId },
    /// A proposer gives a ballot up, because an acceptor promised a higher one.
    Abandons { by: NodeId, ballot: Ballot, promised: Ballot, plan: Plan },
    /// A proposer leaves a wish to the distinguished one.
    Forwards { to: NodeId, value: Option<Value> },
    /// The distinguished proposer takes a wish of another one.
    TakesOn { of: NodeId, value: Option<Value> },
    /// A proposer has a wish already and keeps another.
    Queues { value: Option<Value> },
    /// A proposer knows what was chosen, and says so to its user or to another proposer.
    AnswersKnown { to: Option<NodeId>, proposal: Proposal },
    /// A message changes nothing.
    Ignores { from: NodeId, what: Ignored },
}

/// The names of all notes.
pub(super) const NAMES: &[&str] = &[
    "Recovered",
    "Prepares",
    "Promises",
    "RefusesPrepare",
    "CountsPromise",
    "Adopts",
    "ProposesOwn",
    "FindsNothing",
    "MakesUp",
    "Accepts",
    "AcceptsAgain",
    "RefusesAccept",
    "CountsAccepted",
    "SeesChosen",
    "Learns",
    "IsTold",
    "IsToldNothing",
    "Abandons",
    "Forwards",
    "TakesOn",
    "Queues",
    "AnswersKnown",
    "Ignores",
];

/// Why a proposer begins a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// There is a wish.
    Asked,
    /// The last ballot was refused.
    Refused,
    /// The last ballot was refused, and the wait after that is over.
    Rested,
    /// The last ballot got no answer in time.
    NoAnswer,
    /// The distinguished proposer did not answer in time.
    TakesOver,
}

/// What a refused proposer does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Plan {
    /// It tries a higher ballot at once.
    Again,
    /// It waits for a random time first, at most this long.
    Rests { most: Micros },
    /// It leaves its wish to the distinguished proposer.
    Defers,
}

/// Which message changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// A prepare request with a ballot that was answered already.
    Prepare,
    /// A promise for a ballot that is no longer in phase 1.
    Promise,
    /// An acceptance that nobody counts any more.
    Accepted,
    /// A refusal of a ballot that was given up, or by a ballot that is not higher.
    Refused,
    /// News of what is known already.
    Learn,
    /// What nobody sends to such a node.
    Foreign,
}
