//! The words of notes about phase 1.

use super::MultiPaxos;
use super::log::Ballot;
use super::note::Note;
use super::reasons::{CHOOSING, LIVENESS, NUMBERS, SLOTS, count, line};
use crate::view::Line;
use alloc::format;

impl MultiPaxos {
    /// A note about phase 1 in words.
    pub(super) fn campaign_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Recovered { promised, applied, open } => line(
                format!("{it} is back and keeps its promise of ballot {promised}."),
                format!(
                    "Its disk kept what it promised and accepted. It applies the {} that it \
                     knows to be chosen again; of {} behind it does not know.",
                    count(*applied, "slot"),
                    count(*open, "slot")
                ),
                NUMBERS,
            ),
            Note::Prepares { ballot, from, again } => self.prepares(it, *ballot, *from, *again),
            Note::Promises { to, ballot, from, reports, again } => line(
                format!("{it} promises ballot {ballot} to {}.", self.name(*to)),
                format!(
                    "It will accept nothing of a lower ballot{}, and reports what it has \
                     accepted from slot {from} on: {}. The promise is on its disk first.",
                    if *again { ", as it promised before" } else { "" },
                    count(*reports, "value")
                ),
                CHOOSING,
            ),
            Note::RefusesPrepare { to, ballot, promised } => line(
                format!("{it} refuses ballot {ballot} of {}.", self.name(*to)),
                format!("It has promised ballot {promised}, which is higher, and says so."),
                CHOOSING,
            ),
            Note::CountsPromise { acceptor, promises, needed, reports } => line(
                format!("{it} has {promises} of {needed} promises."),
                format!(
                    "{} promises and reports {}. A phase-1 quorum is {needed} of {} servers.",
                    self.name(*acceptor),
                    count(*reports, "value"),
                    self.nodes
                ),
                CHOOSING,
            ),
            Note::Leads { ballot, promises, from, values, gaps } => {
                self.leads(it, *ballot, [*promises, *from], [*values, *gaps])
            }
            Note::GivesUp { ballot, higher, led } => line(
                match led {
                    true => format!("{it} no longer leads: ballot {higher} has begun."),
                    false => format!("{it} gives up ballot {ballot}: ballot {higher} has begun."),
                },
                format!(
                    "Acceptors that promised ballot {higher} accept nothing of ballot {ballot} \
                     any more, so there is no use in going on with it."
                ),
                CHOOSING,
            ),
            _ => Line::default(),
        }
    }

    fn prepares(&self, it: &str, ballot: Ballot, from: u64, again: bool) -> Line {
        let why = match again {
            true => "Its last ballot got no quorum before its timer ran out.",
            false => "It heard from no leader until its election timer ran out.",
        };
        line(
            format!("{it} begins ballot {ballot}, for all slots from {from} on."),
            format!(
                "{why} The number is higher than any it has seen, and no other server uses it. \
                 One Prepare asks for all slots at once."
            ),
            LIVENESS,
        )
    }

    fn leads(&self, it: &str, ballot: Ballot, [promises, from]: [u64; 2], news: [u64; 2]) -> Line {
        let quorum = format!(
            "{promises} of {} servers promised: whatever was chosen, one of them knows of it.",
            self.nodes
        );
        let rest = match news {
            [0, 0] => format!("Nobody reports a value from slot {from} on: all of them are free."),
            [values, 0] => format!("It proposes {} again.", count(values, "reported value")),
            [values, gaps] => format!(
                "It proposes {} again and fills {}.",
                count(values, "reported value"),
                count(gaps, "gap")
            ),
        };
        line(format!("{it} leads ballot {ballot}."), format!("{quorum} {rest}"), SLOTS)
    }
}
