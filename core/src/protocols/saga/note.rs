//! Why a step did what it did, as data; the words are in `reasons`.

use super::message::{Call, Fact, Outcome, Verdict};
use super::state::{Order, Step};
use crate::protocol::NodeId;

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// A client buys.
    Buys {
        /// Its order.
        order: Order,
    },
    /// A client will see to a wish later.
    Queues,
    /// A client asks again.
    Retries {
        /// Its order.
        order: Order,
    },
    /// A client hears what came of its order.
    IsTold {
        /// Its order.
        order: Order,
        /// What came of it.
        outcome: Outcome,
    },
    /// A client is back from a crash.
    Forgets {
        /// The number of its last order.
        number: u64,
    },
    /// What arrives is of no use any more.
    Ignores {
        /// Who sent it.
        from: NodeId,
    },
    /// `o1` writes a saga into its log.
    Logs {
        /// Which.
        order: Order,
    },
    /// `o1` tells a client more than it knows.
    TellsEarly {
        /// Which order.
        order: Order,
    },
    /// `o1` has the saga under way already.
    IsAtIt {
        /// Which.
        order: Order,
    },
    /// `o1` answers once more.
    AnswersAgain {
        /// Which order.
        order: Order,
        /// What came of it.
        outcome: Outcome,
    },
    /// `o1` commands.
    Commands {
        /// In which saga.
        order: Order,
        /// What.
        call: Call,
    },
    /// `o1` writes an answer into its log.
    Hears {
        /// In which saga.
        order: Order,
        /// To what.
        call: Call,
        /// What it says.
        verdict: Verdict,
    },
    /// `o1` hears that something cannot be done yet.
    IsPutOff {
        /// In which saga.
        order: Order,
        /// What.
        call: Call,
    },
    /// `o1` decides to take a saga back.
    TakesBack {
        /// Which.
        order: Order,
    },
    /// A saga is over.
    Ends {
        /// Which.
        order: Order,
        /// What came of it.
        outcome: Outcome,
    },
    /// `o1` is back, and reads its log.
    Resumes {
        /// So many sagas are open.
        open: u64,
    },
    /// What is not answered is sent again.
    SendsAgain {
        /// How much.
        count: u64,
    },
    /// A service is back.
    IsBack {
        /// So many events are not acknowledged.
        events: u64,
    },
    /// An event is dealt with.
    IsHeard {
        /// By whom.
        from: NodeId,
        /// In which saga.
        order: Order,
        /// Which.
        fact: Fact,
    },
    /// A service does its step.
    Does {
        /// In which saga.
        order: Order,
        /// Which.
        step: Step,
    },
    /// A service does its step once more.
    DoesAgain {
        /// In which saga.
        order: Order,
        /// Which.
        step: Step,
    },
    /// A service refuses its step.
    Refuses {
        /// In which saga.
        order: Order,
        /// Which.
        step: Step,
    },
    /// A service finds under its key that a call is done.
    Knows {
        /// In which saga.
        order: Order,
        /// Which.
        call: Call,
    },
    /// Stock finds pending pieces alone.
    FindsPending {
        /// In which saga.
        order: Order,
    },
    /// A service cannot do it yet.
    CannotYet {
        /// In which saga.
        order: Order,
        /// What.
        call: Call,
        /// How often that was so.
        failures: u8,
    },
    /// A service compensates its step.
    Undoes {
        /// In which saga.
        order: Order,
        /// Which.
        step: Step,
    },
    /// A service gives back what is not there to give back.
    UndoesBlindly {
        /// In which saga.
        order: Order,
        /// Which.
        step: Step,
    },
    /// A service writes down that its step can never be done.
    RulesOut {
        /// In which saga.
        order: Order,
        /// Which.
        step: Step,
    },
    /// Stock lifts the lock from a piece.
    Confirms {
        /// In which saga.
        order: Order,
    },
    /// Shipping has one of the two events that it waits for.
    WaitsForOther {
        /// In which saga.
        order: Order,
        /// Which.
        fact: Fact,
    },
    /// A service answers, and will do it later.
    AcknowledgesFirst {
        /// In which saga.
        order: Order,
    },
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "Buys",
    "Queues",
    "Retries",
    "IsTold",
    "Forgets",
    "Ignores",
    "Logs",
    "TellsEarly",
    "IsAtIt",
    "AnswersAgain",
    "Commands",
    "Hears",
    "IsPutOff",
    "TakesBack",
    "Ends",
    "Resumes",
    "SendsAgain",
    "IsBack",
    "IsHeard",
    "Does",
    "DoesAgain",
    "Refuses",
    "Knows",
    "FindsPending",
    "CannotYet",
    "Undoes",
    "UndoesBlindly",
    "RulesOut",
    "Confirms",
    "WaitsForOther",
    "AcknowledgesFirst",
];
