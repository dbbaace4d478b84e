//! The words of notes: what happened, why, and where the rule is published.

use super::Outbox;
use super::invariants::{BEYOND, PATTERNS, ROCKETMQ};
use super::note::Note;
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// A line from its three parts. Never inline: there are many calls.
#[inline(never)]
fn line(text: String, why: &str, source: &'static str) -> Line {
    Line { text, why: String::from(why), source }
}

impl Outbox {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Commits { .. }
            | Note::CommitsWithRecord { .. }
            | Note::CommitsAlone { .. }
            | Note::SoldOut { .. }
            | Note::PublishesFirst { .. }
            | Note::Prepares { .. } => selling_reason(&it, note),
            Note::Relays { .. }
            | Note::MarksAsSent { .. }
            | Note::KnowsItIsOut { .. }
            | Note::SendsAgain { .. }
            | Note::CannotTellYet { .. }
            | Note::TellsWhatItKnows { .. }
            | Note::ShopIsBack { .. } => shop_reason(&it, note),
            Note::Stores { .. }
            | Note::StoresHalf { .. }
            | Note::HasItAlready { .. }
            | Note::Redelivers { .. }
            | Note::IsRidOf { .. }
            | Note::BrokerIsBack { .. } => broker_reason(&it, note),
            Note::Shows { .. }
            | Note::Drops { .. }
            | Note::ChecksBack { .. }
            | Note::TakesSilenceForYes { .. }
            | Note::TakesSilenceForNo { .. } => half_reason(&it, note),
            Note::Ignores { from, order } => line(
                format!("{it} ignores what {} says of order {order}.", self.name(*from)),
                "It is of no use any more.",
                BEYOND,
            ),
            _ => warehouse_reason(&it, note),
        }
    }
}

fn selling_reason(it: &str, note: &Note) -> Line {
    match note {
        Note::Commits { order } => line(
            format!("{it} commits order {order}."),
            "Its row is written; the broker has the message already.",
            ROCKETMQ,
        ),
        Note::CommitsWithRecord { order } => line(
            format!("{it} commits order {order}, and the record of its event."),
            "Two tables of one database: one transaction, one disk write.",
            PATTERNS,
        ),
        Note::CommitsAlone { order } => line(
            format!("{it} commits order {order}."),
            "The event will be published next. Until then only memory knows of it.",
            PATTERNS,
        ),
        Note::SoldOut { order } => line(
            format!("{it} cannot commit order {order}: nothing is left."),
            "A local transaction can fail, as any other.",
            ROCKETMQ,
        ),
        Note::PublishesFirst { order } => line(
            format!("{it} publishes order {order}, and will write its row then."),
            "What is published cannot be called back.",
            PATTERNS,
        ),
        Note::Prepares { order } => line(
            format!("{it} sends order {order} as a half message."),
            "Nobody gets it until the shop has committed.",
            ROCKETMQ,
        ),
        _ => Line::default(),
    }
}

fn shop_reason(it: &str, note: &Note) -> Line {
    match note {
        Note::Relays { events } => line(
            format!("The relay of {it} publishes what is in the outbox: {events}."),
            "It stays there until the broker has confirmed it: at least once.",
            PATTERNS,
        ),
        Note::MarksAsSent { order } => line(
            format!("{it} takes order {order} out of the outbox."),
            "The broker has it on disk.",
            PATTERNS,
        ),
        Note::KnowsItIsOut { order } => {
            line(format!("{it} knows that order {order} is published."), "It forgets it.", PATTERNS)
        }
        Note::SendsAgain { count } => line(
            format!("{it} sends what the broker has not confirmed: {count}."),
            "It is in memory alone.",
            BEYOND,
        ),
        Note::CannotTellYet { order } => line(
            format!("{it} is asked about order {order}, and cannot tell yet."),
            "Its transaction may still come. The broker will ask again.",
            ROCKETMQ,
        ),
        Note::TellsWhatItKnows { order, committed: true } => line(
            format!("{it} finds order {order} among its rows."),
            "So it was committed.",
            ROCKETMQ,
        ),
        Note::TellsWhatItKnows { order, .. } => line(
            format!("{it} finds no order {order} among its rows."),
            "And there will be none: nothing is under way that could commit it.",
            ROCKETMQ,
        ),
        Note::ShopIsBack { owed } => line(
            format!("{it} is back, with {owed} in the outbox."),
            "What is on its disk is all that it knows.",
            PATTERNS,
        ),
        _ => Line::default(),
    }
}

fn broker_reason(it: &str, note: &Note) -> Line {
    match note {
        Note::Stores { order } => line(
            format!("{it} stores the event of order {order}."),
            "It will be delivered until it is acknowledged.",
            PATTERNS,
        ),
        Note::StoresHalf { order } => line(
            format!("{it} stores the half message of order {order}."),
            "It waits for commit or rollback, and will ask if neither comes.",
            ROCKETMQ,
        ),
        Note::HasItAlready { order } => {
            line(format!("{it} has order {order} already."), "It confirms it again.", BEYOND)
        }
        Note::Redelivers { order } => line(
            format!("{it} delivers order {order} again."),
            "No acknowledgement has come: it cannot tell which of the two was lost.",
            BEYOND,
        ),
        Note::IsRidOf { order } => line(
            format!("{it} is done with order {order}."),
            "The warehouse has dealt with it.",
            PATTERNS,
        ),
        Note::BrokerIsBack { messages } => line(
            format!("{it} is back, with {messages} on its disk."),
            "It goes on delivering and asking.",
            PATTERNS,
        ),
        _ => Line::default(),
    }
}

fn half_reason(it: &str, note: &Note) -> Line {
    match note {
        Note::Shows { order } => line(
            format!("{it} makes the message of order {order} visible."),
            "Its sender has committed.",
            ROCKETMQ,
        ),
        Note::Drops { order } => line(
            format!("{it} drops the half message of order {order}."),
            "Nobody has seen it.",
            ROCKETMQ,
        ),
        Note::ChecksBack { order } => line(
            format!("{it} asks what came of order {order}."),
            "It has heard neither commit nor rollback; only the shop's rows can tell.",
            ROCKETMQ,
        ),
        Note::TakesSilenceForYes { order } => line(
            format!("{it} has heard nothing of order {order}, and shows it."),
            "It takes silence for a commit.",
            ROCKETMQ,
        ),
        Note::TakesSilenceForNo { order } => line(
            format!("{it} has heard nothing of order {order}, and gives it up."),
            "It takes silence for a rollback.",
            ROCKETMQ,
        ),
        _ => Line::default(),
    }
}

fn warehouse_reason(it: &str, note: &Note) -> Line {
    match note {
        Note::SendsParcel { order } => line(
            format!("{it} sends the parcel of order {order}, and marks it in its inbox."),
            "One disk write: whoever comes back from a crash has both or neither.",
            PATTERNS,
        ),
        Note::SendsAnother { order } => line(
            format!("{it} sends one more parcel for order {order}."),
            "Nobody has looked whether that was done.",
            BEYOND,
        ),
        Note::Knows { order } => line(
            format!("{it} finds order {order} in its inbox."),
            "It is done already, and only has to be acknowledged again.",
            BEYOND,
        ),
        Note::AcknowledgesFirst { order } => line(
            format!("{it} acknowledges order {order}, and will send its parcel in a moment."),
            "The broker forgets it now, and memory alone has it.",
            BEYOND,
        ),
        Note::MarksFirst { order } => line(
            format!("{it} marks order {order} in its inbox, and will send its parcel in a moment."),
            "Two disk writes, and a moment between them.",
            PATTERNS,
        ),
        Note::WarehouseIsBack { done } => line(
            format!("{it} is back, with {done} in its inbox."),
            "What is not there comes again.",
            PATTERNS,
        ),
        _ => Line::default(),
    }
}
