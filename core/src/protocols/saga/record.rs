//! A saga in the log, and what it asks for next.

use super::message::{Call, Outcome};
use super::state::Step;
use super::{Flaw, Saga};
use alloc::vec::Vec;

/// How far a step is, as `o1` knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Progress {
    /// It has not begun.
    #[default]
    Idle,
    /// Its service is asked.
    Asked,
    /// It is done.
    Done,
    /// Its service refuses.
    Refused,
    /// It is undone.
    Undone,
}

/// A saga in the log of `o1`. Choreographed, only its end is known there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Record {
    /// How far the steps are.
    pub steps: [Progress; 3],
    /// Whether the decision has fallen to take it back.
    pub undoing: bool,
    /// What came of it.
    pub end: Option<Outcome>,
}

impl Record {
    fn at(&self, wanted: Progress) -> impl Iterator<Item = Step> + use<> {
        let steps = self.steps;
        Step::ALL.into_iter().filter(move |step| steps[*step as usize] == wanted)
    }

    fn is(&self, step: Step, wanted: Progress) -> bool {
        self.steps[step as usize] == wanted
    }

    /// Goes as far as it can without an answer, and says whether that decided to take it back.
    pub fn advance(&mut self, room: &Saga) -> bool {
        if self.end.is_some() {
            return false;
        }
        let refused = !self.undoing && self.at(Progress::Refused).next().is_some();
        self.undoing |= refused;
        if !self.undoing {
            for step in Step::ALL {
                if self.is(step, Progress::Idle) && self.may_begin(room, step) {
                    self.steps[step as usize] = Progress::Asked;
                }
            }
        }
        let working = [Progress::Asked, Progress::Done];
        let over = match self.undoing {
            true => Step::ALL.into_iter().all(|step| working.iter().all(|it| !self.is(step, *it))),
            false => !room.lock && self.is_done(),
        };
        if over {
            self.conclude();
        }
        refused
    }

    /// Ends it.
    pub fn conclude(&mut self) {
        self.end = Some(if self.undoing { Outcome::Refused } else { Outcome::Bought });
    }

    /// Whether all steps are done.
    pub fn is_done(&self) -> bool {
        Step::ALL.into_iter().all(|step| self.is(step, Progress::Done))
    }

    fn may_begin(&self, room: &Saga, step: Step) -> bool {
        let needed: &[Step] = match step {
            Step::Reserve => &[],
            Step::Pay if room.forks() => &[],
            Step::Pay => &[Step::Reserve],
            Step::Ship => &[Step::Reserve, Step::Pay],
        };
        needed.iter().all(|it| self.is(*it, Progress::Done))
    }

    /// The calls that are not answered. What was asked is answered before anything is undone: only
    /// then is it known what there is to undo.
    pub fn outstanding(&self, room: &Saga) -> Vec<Call> {
        if self.end.is_some() {
            return Vec::new();
        }
        let asked: Vec<_> = self.at(Progress::Asked).map(Call::Do).collect();
        if !asked.is_empty() {
            return asked;
        }
        let next = match self.undoing {
            false => (room.lock && self.is_done()).then_some(Call::Confirm),
            true if room.has(Flaw::CompensatesForwards) => {
                self.at(Progress::Done).next().map(Call::Undo)
            }
            true => self.at(Progress::Done).last().map(Call::Undo),
        };
        next.into_iter().collect()
    }
}
