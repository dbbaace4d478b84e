//! The words and looks that rooms of locks share.

use super::{Access, Answer, End, Fencing, Inside, Section, Served, Stage, Storage, Wish};
use crate::protocol::{MS, Micros, NodeId};
use crate::scenario::quantity::span_text;
use crate::view::{Badge, Field, MessageKind, NodeView, Tone, field};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Where fencing is published.
pub const FENCING: &str = "Kleppmann, How to do distributed locking, 2016";

/// A span to the millisecond.
fn millis(span: Micros) -> String {
    span_text(span / MS * MS)
}

/// What the storage did, and why.
pub fn served_words(served: Served, name: impl Fn(NodeId) -> String) -> (String, &'static str) {
    let Served::Answers { access, answer, before } = served else {
        return (
            String::from("has done this write already"),
            "A write that arrives twice is done once, and answered.",
        );
    };
    let (who, token) = (name(access.entry.client), access.token);
    let order = "What counts for a lock is in which order accesses reach the storage.";
    match (answer, access.wish) {
        (Answer::Refused(newest), Wish::Read) => (
            format!("refuses {who}'s read: token {token} is older than {newest}"),
            "It has let in a newer owner. Reads are refused as well, or their writes would be \
             based on what they should not have seen.",
        ),
        (Answer::Refused(newest), Wish::Write(_)) => (
            format!("refuses {who}'s write: token {token} is older than {newest}"),
            "It has let in a newer owner, so this one's lease has ended, whatever it believes.",
        ),
        (Answer::Value(value), _) => (format!("tells {who} that the number is {value}"), order),
        (Answer::Written(value), _) => (format!("writes {value} over {before}, for {who}"), order),
    }
}

/// What a client does in the critical section, and why.
pub fn inside(inside: Inside) -> (String, &'static str) {
    match inside {
        Inside::TakesAgain => (
            String::from("takes the lock once more"),
            "It holds it already, and it is counted how often: nobody waits for oneself.",
        ),
        Inside::WaitsForItself => (
            String::from("waits for the lock that it holds itself"),
            "It is refused like everybody else. It will not leave before it is let in.",
        ),
        Inside::LeavesInner => (
            String::from("leaves the inner section"),
            "It goes on with the outer one, with what it read. The lock must still be its own.",
        ),
        Inside::Works(read) => {
            (format!("has read {read}, and works"), "What it will write is based on this number.")
        }
        Inside::Checks(left) => (
            format!("finds its lease good for another {}", millis(left)),
            "That was so when it looked. To use the lock is another step.",
        ),
        Inside::Trusts => (
            String::from("goes on without a look at its lease"),
            "It trusts that its work took less time than the lock lasts.",
        ),
        Inside::IsLate => (
            String::from("finds that its lease has ended"),
            "Somebody else may have the lock by now.",
        ),
        Inside::Writes(value) => {
            (format!("asks the storage to write {value}"), "It believes that it holds the lock.")
        }
        Inside::AsksAgain => (
            String::from("had no answer from the storage, and asks again"),
            "What it asked may have been done; to do it again does no harm.",
        ),
        Inside::Leaves(End::Added(value)) => {
            (format!("has written {value}"), "Its work is done, and others may have the lock.")
        }
        Inside::Leaves(End::Refused(newest)) => (
            format!("hears that the storage has seen token {newest}"),
            "Somebody else has the lock. Nothing was written, so nothing is lost.",
        ),
        Inside::Leaves(End::LeaseEnded) => (
            String::from("gives up what it was about to write"),
            "Without a lease it must not write.",
        ),
        Inside::Leaves(End::Unknown) => (
            String::from("does not know whether its write was done"),
            "It had no answer within its lease, and must not ask again.",
        ),
    }
}

/// Where what a client does is published; what concerns a lock that is taken twice, in `reentrant`.
pub fn inside_source(inside: Inside, reentrant: &'static str) -> &'static str {
    match inside {
        Inside::TakesAgain | Inside::WaitsForItself | Inside::LeavesInner => reentrant,
        _ => FENCING,
    }
}

/// A few letters for what is said to the storage or by it, and a few more.
pub fn label(access: Access, answer: Option<Answer>) -> (&'static str, String) {
    match (answer, access.wish) {
        (None, Wish::Read) => ("read?", format!("token {}", access.token)),
        (None, Wish::Write(value)) => ("write", format!("{value}, token {}", access.token)),
        (Some(Answer::Value(value)), _) => ("is", value.to_string()),
        (Some(Answer::Written(value)), _) => ("written", value.to_string()),
        (Some(Answer::Refused(newest)), _) => ("refused", format!("seen {newest}")),
    }
}

/// What is said to the storage or by it.
pub fn fields(access: Access, answer: Option<Answer>) -> Vec<Field> {
    let field = |name: &str, value: u64| Field { name: name.into(), value: value.to_string() };
    let more = match (answer, access.wish) {
        (None, Wish::Read) => None,
        (None, Wish::Write(it)) | (Some(Answer::Value(it) | Answer::Written(it)), _) => {
            Some(field("number", it))
        }
        (Some(Answer::Refused(newest)), _) => Some(field("newest token", newest)),
    };
    [field("token", access.token)].into_iter().chain(more).collect()
}

/// What a message to the storage or from it is for.
pub fn stance(answer: Option<Answer>) -> (MessageKind, Tone) {
    match answer {
        None => (MessageKind::Request, Tone::Active),
        Some(Answer::Refused(_)) => (MessageKind::Refusal, Tone::Danger),
        Some(_) => (MessageKind::Grant, Tone::Success),
    }
}

/// What a client in the critical section knows.
pub fn section_fields(section: &Section) -> Vec<Field> {
    let until = match section.until {
        u64::MAX => String::from("never"),
        until => span_text(until),
    };
    let mut fields = Vec::from([
        field("token", section.token.to_string()),
        field("lease ends, by its own clock", until),
    ]);
    if let Stage::Working(read) | Stage::Checked(read) | Stage::Writing(read) = section.stage {
        fields.push(field("has read", read.to_string()));
    }
    fields
}

/// What it is at, in a word.
pub fn names(stage: Stage) -> &'static str {
    match stage {
        Stage::Nesting => "asks once more",
        Stage::Reading => "reads",
        Stage::Working(_) => "works",
        Stage::Checked(_) => "has checked",
        Stage::Writing(_) => "writes",
    }
}

/// What the storage looks like.
pub fn storage_look(storage: &Storage, fencing: Fencing) -> NodeView {
    let text = match fencing {
        Fencing::Off => String::from("looks at no token"),
        _ => format!("token {}", storage.token),
    };
    NodeView {
        detail: format!("holds {}", storage.value),
        short: storage.value.to_string(),
        badges: Vec::from([Badge { text, tone: Tone::Idle }]),
        ..NodeView::default()
    }
}

/// What the storage keeps.
pub fn store_fields(storage: &Storage) -> Vec<Field> {
    let field = |name: &str, value: u64| Field { name: name.into(), value: value.to_string() };
    Vec::from([field("number", storage.value), field("newest token", storage.token)])
}
