//! Why a step did what it did: each note carries the facts of its reason.

use super::log::{Ballot, Command};
use crate::kv::{Answer, Op};
use crate::protocol::NodeId;
use crate::shared::Rc;

/// Why a step did what it did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// A server comes back with what its disk kept.
    Recovered { promised: Ballot, applied: u64, open: u64 },
    /// No leader was heard for too long: the server begins a ballot of its own.
    Prepares { ballot: Ballot, from: u64, again: bool },
    /// An acceptor promises to accept nothing lower, and reports what it has accepted.
    Promises { to: NodeId, ballot: Ballot, from: u64, reports: u64, again: bool },
    /// An acceptor has promised a higher ballot, or the same to somebody else.
    RefusesPrepare { to: NodeId, ballot: Ballot, promised: Ballot },
    /// A proposer counts a promise that is not yet enough.
    CountsPromise { acceptor: NodeId, promises: u64, needed: u16, reports: u64 },
    /// A proposer has a phase-1 quorum and leads: one phase 1 for all slots from one on.
    Leads { ballot: Ballot, promises: u64, from: u64, values: u64, gaps: u64 },
    /// A proposer hears of a higher ballot and gives up its own.
    GivesUp { ballot: Ballot, higher: Ballot, led: bool },
    /// A server hears for the first time who leads the ballot.
    Follows { leader: NodeId, ballot: Ballot },
    /// A server hears from its leader, who has nothing new.
    Hears { leader: NodeId, ballot: Ballot },
    /// A leader of a lower ballot than promised is refused.
    RefusesOldLeader { leader: NodeId, ballot: Ballot, promised: Ballot, values: u64 },
    /// A new leader proposes a value that was reported.
    Adopts { slot: u64, accepted: Ballot, ballot: Ballot, command: Rc<Command> },
    /// A new leader proposes that nothing happens in a slot of which nobody reported a value.
    FillsGap { slot: u64, ballot: Ballot },
    /// A new leader proposes a no-op though a value was reported: a flaw.
    SkipsReported { slot: u64, command: Rc<Command> },
    /// A new leader leaves a gap as it is: a flaw.
    LeavesGap { slot: u64 },
    /// A leader proposes what a client asks.
    Proposes { client: NodeId, op: Rc<Op>, slot: u64, ballot: Ballot },
    /// A leader may not open a further slot yet.
    WaitsForSlot { client: NodeId, op: Rc<Op>, open: u64, window: u16 },
    /// An acceptor accepts.
    Accepts { leader: NodeId, ballot: Ballot, first: u64, count: u64 },
    /// It has accepted that already.
    HasAlready { leader: NodeId, slot: u64 },
    /// A leader counts an acceptor that is not yet enough.
    CountsAccepted { acceptor: NodeId, slot: u64, accepted: u64, needed: u16 },
    /// A leader sees a phase-2 quorum: the value is chosen.
    Chooses { slot: u64, command: Rc<Command>, accepted: u64, quorum: u16 },
    /// What is chosen cannot be applied: a slot before it is open.
    WaitsForGap { slot: u64, gap: u64 },
    /// It is applied all the same: a flaw.
    SkipsGap { slot: u64, gap: u64 },
    /// A server hears that what it accepted is chosen.
    Learns { first: u64, count: u64 },
    /// A server lacks what is chosen, and asks.
    AsksMissing { server: NodeId, from: u64, chosen: u64 },
    /// A server sends chosen values to one that lacks them.
    Teaches { learner: NodeId, first: u64, count: u64 },
    /// A server takes over chosen values that it lacked.
    CatchesUp { server: NodeId, first: u64, count: u64 },
    /// A leader has taken it in already and is not done.
    InProgress { client: NodeId, serial: u64 },
    /// A client asks again for what was done: it gets the same answer.
    AnswersAgain { client: NodeId, serial: u64 },
    /// A leader tells a client what came of its operation.
    Answers { client: NodeId, op: Rc<Op>, slot: u64 },
    /// A command is chosen in two slots and does not run again.
    RunsOnce { client: NodeId, serial: u64, slot: u64 },
    /// A server that does not lead sends a client elsewhere.
    Redirects { client: NodeId, leader: Option<NodeId> },
    /// A message is too late to matter.
    Ignores { from: NodeId, what: Ignored },
    /// A client asks.
    Asks { server: NodeId, op: Rc<Op>, serial: u64 },
    /// A client keeps a wish until the open operation is done.
    Queues { op: Rc<Op>, open: u64 },
    /// A client has waited long enough and asks another server.
    Retries { server: NodeId, op: Rc<Op>, serial: u64, tries: u32 },
    /// A client asks the server that it was sent to.
    Turns { server: NodeId, serial: u64 },
    /// A client is told that nobody is known to lead; it waits.
    Waits { server: NodeId },
    /// A client has its answer.
    IsAnswered { server: NodeId, op: Rc<Op>, answer: Answer, tries: u32 },
    /// A client comes back and has forgotten what it waited for.
    ClientRecovered { serial: u64 },
}

/// The names of all notes.
pub(super) const NAMES: &[&str] = &[
    "Recovered",
    "Prepares",
    "Promises",
    "RefusesPrepare",
    "CountsPromise",
    "Leads",
    "GivesUp",
    "Follows",
    "Hears",
    "RefusesOldLeader",
    "Adopts",
    "FillsGap",
    "SkipsReported",
    "LeavesGap",
    "Proposes",
    "WaitsForSlot",
    "Accepts",
    "HasAlready",
    "CountsAccepted",
    "Chooses",
    "WaitsForGap",
    "SkipsGap",
    "Learns",
    "AsksMissing",
    "Teaches",
    "CatchesUp",
    "InProgress",
    "AnswersAgain",
    "Answers",
    "RunsOnce",
    "Redirects",
    "Ignores",
    "Asks",
    "Queues",
    "Retries",
    "Turns",
    "Waits",
    "IsAnswered",
    "ClientRecovered",
];

/// What kind of message came too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// A promise for a phase 1 that is over.
    Promise,
    /// An acceptance of what is chosen by now, or of a ballot that is over.
    Accepted,
    /// A refusal of a ballot that is over.
    Preempted,
    /// Chosen values that are known by now.
    Learn,
    /// A client's request that has long been answered.
    Request,
    /// An answer to something that is no longer open.
    Reply,
    /// What nobody sends to such a node.
    Foreign,
}
