//! The words of notes: what happened, why, and where the rule is published. Those about phase 1
//! are in `campaign`, about phase 2 and learning in `logbook`, about clients in `service`.

use super::MultiPaxos;
use super::note::{Ignored, Note};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// Where the rules of one instance are published.
pub(super) const CHOOSING: &str = "Paxos Made Simple §2.2";
/// Where learning is.
pub(super) const LEARNING: &str = "Paxos Made Simple §2.3";
/// Where numbers and disks are.
pub(super) const NUMBERS: &str = "Paxos Made Simple §2.5";
/// Where the log of instances is.
pub(super) const SLOTS: &str = "Paxos Made Simple §3";
/// Where clients, commands that repeat and the window are.
pub(super) const COMMANDS: &str = "Paxos Made Moderately Complex §2";
/// Where leaders that time out are.
pub(super) const LIVENESS: &str = "Paxos Made Moderately Complex §3";

/// A line from its three parts. Never inline: there are about seventy calls.
#[inline(never)]
pub(super) fn line(text: String, why: String, source: &'static str) -> Line {
    Line { text, why, source }
}

/// `1 slot`, `2 slots`.
pub(super) fn count(number: u64, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

/// `slot 3`, `slots 3 to 5`.
pub(super) fn slots(first: u64, count: u64) -> String {
    match count {
        0 | 1 => format!("slot {first}"),
        _ => format!("slots {first} to {}", first + count - 1),
    }
}

impl MultiPaxos {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Recovered { .. }
            | Note::Prepares { .. }
            | Note::Promises { .. }
            | Note::RefusesPrepare { .. }
            | Note::CountsPromise { .. }
            | Note::Leads { .. }
            | Note::GivesUp { .. } => self.campaign_reason(&it, note),
            Note::Adopts { .. }
            | Note::FillsGap { .. }
            | Note::SkipsReported { .. }
            | Note::LeavesGap { .. }
            | Note::Proposes { .. }
            | Note::WaitsForSlot { .. }
            | Note::CountsAccepted { .. }
            | Note::Chooses { .. } => self.leader_reason(&it, note),
            Note::Follows { .. }
            | Note::Hears { .. }
            | Note::RefusesOldLeader { .. }
            | Note::Accepts { .. }
            | Note::HasAlready { .. } => self.acceptor_reason(&it, note),
            Note::WaitsForGap { .. }
            | Note::SkipsGap { .. }
            | Note::Learns { .. }
            | Note::AsksMissing { .. }
            | Note::Teaches { .. }
            | Note::CatchesUp { .. } => self.learner_reason(&it, note),
            Note::Ignores { from, what } => self.ignores(&it, self.name(*from), *what),
            _ => self.service_reason(&it, note),
        }
    }

    fn ignores(&self, it: &str, from: String, what: Ignored) -> Line {
        let (late, why, source) = match what {
            Ignored::Promise => ("promise", "The phase 1 that it belongs to is over.", CHOOSING),
            Ignored::Accepted => (
                "late reply",
                "What it accepts is chosen by now, is counted already, or belongs to a ballot \
                 that is over.",
                CHOOSING,
            ),
            Ignored::Preempted => {
                ("late refusal", "The ballot that it refuses is over anyway.", CHOOSING)
            }
            Ignored::Learn => (
                "late message",
                "It is about chosen values that are known here, or are not known here.",
                LEARNING,
            ),
            Ignored::Request => {
                ("late request", "The client has since asked for something else.", COMMANDS)
            }
            Ignored::Reply => ("late reply", "Nothing waits for it any more.", COMMANDS),
            Ignored::Foreign => ("message", "Nobody should send it that.", NUMBERS),
        };
        line(format!("{it} ignores a {late} of {from}."), String::from(why), source)
    }
}
