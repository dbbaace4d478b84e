//! A passage through the critical section: read, work, check that the lock is still held, write.

use super::{Access, Answer, Entry, Wish};
use crate::protocol::Micros;

/// A client that believes that it holds the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Section {
    /// Its entry.
    pub entry: Entry,
    /// The token that it was given with the lock.
    pub token: u64,
    /// What it adds.
    pub add: u64,
    /// Until when it may believe that it holds the lock, on its monotonic clock.
    pub until: Micros,
    /// How far it is.
    pub stage: Stage,
    /// Whether it has taken the lock once more.
    pub nested: Nested,
}

/// Whether a client has taken the lock that it holds once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nested {
    /// It has not.
    Not,
    /// It is inside twice.
    Twice,
    /// It has left the inner section.
    Left,
}

/// How far a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It has asked for the lock that it holds once more.
    Nesting,
    /// It waits for the number.
    Reading,
    /// It has read this number, and works.
    Working(u64),
    /// It has read this number and found that it still holds the lock: the next step is to write.
    /// To check and to write are two steps, and a pause can fall between them.
    Checked(u64),
    /// It waits for the answer to a write of the sum of this number and its own.
    Writing(u64),
}

/// What comes next in a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: what came is of no use.
    Stale,
    /// To work.
    Work,
    /// To write, after a moment.
    Use,
    /// To ask the storage for this, and wait for its answer.
    Ask(Access),
    /// To leave.
    Leave(End),
}

/// How a passage ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// It is added, and this is the sum.
    Added(u64),
    /// The lease ended before the write: nothing was written.
    LeaseEnded,
    /// The storage has let in somebody with this newer token: nothing was written.
    Refused(u64),
    /// The lease ended before the answer to the write: it may have been written or not.
    Unknown,
}

/// Why a client does what it does in a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Inside {
    /// It takes the lock that it holds once more.
    TakesAgain,
    /// It is refused what it holds itself.
    WaitsForItself,
    /// It leaves the inner one of two sections.
    LeavesInner,
    /// It has read the number, and works.
    Works(u64),
    /// It finds its lease good for so long.
    Checks(Micros),
    /// It has not looked at its lease.
    Trusts,
    /// It finds that its lease has ended.
    IsLate,
    /// It writes this number.
    Writes(u64),
    /// It had no answer, and asks again.
    AsksAgain,
    /// It has left.
    Leaves(End),
}

impl Section {
    /// It has just got the lock.
    pub fn new(entry: Entry, token: u64, add: u64, until: Micros) -> Self {
        Self { entry, token, add, until, stage: Stage::Reading, nested: Nested::Not }
    }

    /// It is inside once more, and asks for the number there.
    pub fn nest(&mut self) -> Access {
        (self.stage, self.nested) = (Stage::Reading, Nested::Twice);
        self.read()
    }

    /// To ask for the number.
    pub fn read(&self) -> Access {
        Access { entry: self.entry, token: self.token, wish: Wish::Read }
    }

    /// The storage answers an access with this token: the one of the read is the one to go on with,
    /// since it may be the storage that gives them.
    pub fn hear(&mut self, token: u64, answer: Answer) -> Step {
        match (self.stage, answer) {
            (Stage::Reading, Answer::Value(read)) => {
                self.token = token;
                if self.nested == Nested::Twice {
                    self.nested = Nested::Left;
                }
                self.stage = Stage::Working(read);
                Step::Work
            }
            (Stage::Writing(_), Answer::Written(sum)) => Step::Leave(End::Added(sum)),
            (Stage::Reading | Stage::Writing(_), Answer::Refused(newest)) => {
                Step::Leave(End::Refused(newest))
            }
            _ => Step::Stale,
        }
    }

    /// Whether the lease may be used from `now` on for longer than `margin`; `None` for `now` is
    /// not to look.
    fn check(&self, now: Option<Micros>, margin: Micros) -> (bool, Inside) {
        match now {
            None => (true, Inside::Trusts),
            Some(now) if now.saturating_add(margin) < self.until => {
                (true, Inside::Checks(self.until - now))
            }
            Some(_) => (false, Inside::IsLate),
        }
    }

    /// The work is done.
    pub fn worked(&mut self, now: Option<Micros>, margin: Micros) -> (Step, Option<Inside>) {
        let Stage::Working(read) = self.stage else { return (Step::Stale, None) };
        let (good, why) = self.check(now, margin);
        if good {
            self.stage = Stage::Checked(read);
        }
        (if good { Step::Use } else { Step::Leave(End::LeaseEnded) }, Some(why))
    }

    /// It goes on after its check.
    pub fn go(&mut self) -> Step {
        let Stage::Checked(read) = self.stage else { return Step::Stale };
        self.stage = Stage::Writing(read);
        Step::Ask(self.write(read))
    }

    fn write(&self, read: u64) -> Access {
        let sum = read.wrapping_add(self.add);
        Access { entry: self.entry, token: self.token, wish: Wish::Write(sum) }
    }

    /// No answer came from the storage: it is asked again if the lease allows.
    pub fn silence(&mut self, now: Option<Micros>, margin: Micros) -> (Step, Option<Inside>) {
        let (good, why) = self.check(now, margin);
        let step = match self.stage {
            Stage::Nesting | Stage::Working(_) | Stage::Checked(_) => return (Step::Stale, None),
            Stage::Reading if good => Step::Ask(self.read()),
            Stage::Writing(read) if good => Step::Ask(self.write(read)),
            Stage::Reading => Step::Leave(End::LeaseEnded),
            Stage::Writing(_) => Step::Leave(End::Unknown),
        };
        (step, Some(why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::NodeId;

    fn reader() -> Section {
        Section::new(Entry { client: NodeId(2), number: 1 }, 33, 5, 1_000)
    }

    #[test]
    fn a_lease_is_good_until_a_margin_before_its_end() {
        let mut section = reader();
        assert_eq!(section.hear(33, Answer::Value(2)), Step::Work);
        let late = section.worked(Some(900), 100);
        assert_eq!(late, (Step::Leave(End::LeaseEnded), Some(Inside::IsLate)));
        let good = section.worked(Some(899), 100);
        assert_eq!(good, (Step::Use, Some(Inside::Checks(101))));
        let Step::Ask(write) = section.go() else { panic!("it writes") };
        assert_eq!((write.token, write.wish), (33, Wish::Write(7)));
        assert_eq!(section.hear(33, Answer::Written(7)), Step::Leave(End::Added(7)));
    }

    #[test]
    fn who_does_not_look_finds_every_lease_good() {
        let mut section = reader();
        section.hear(33, Answer::Value(2));
        assert_eq!(section.worked(None, 0), (Step::Use, Some(Inside::Trusts)));
    }

    #[test]
    fn a_write_without_an_answer_is_repeated_within_the_lease_and_unknown_after_it() {
        let mut section = reader();
        section.hear(33, Answer::Value(2));
        section.worked(Some(0), 0);
        section.go();
        assert!(matches!(section.silence(Some(999), 0).0, Step::Ask(_)));
        assert_eq!(section.silence(Some(1_000), 0).0, Step::Leave(End::Unknown));
    }

    #[test]
    fn what_comes_late_or_twice_is_stale() {
        let mut section = reader();
        assert_eq!(section.hear(33, Answer::Written(7)), Step::Stale);
        assert_eq!(section.go(), Step::Stale);
        section.hear(33, Answer::Value(2));
        assert_eq!(section.hear(33, Answer::Value(2)), Step::Stale);
        assert_eq!(section.silence(Some(0), 0), (Step::Stale, None));
    }

    #[test]
    fn who_is_inside_twice_leaves_the_inner_section_with_what_it_read_there() {
        let mut section = reader();
        section.stage = Stage::Nesting;
        assert_eq!(section.hear(33, Answer::Value(2)), Step::Stale);
        assert_eq!(section.nest(), section.read());
        assert_eq!(section.nested, Nested::Twice);
        assert_eq!(section.hear(33, Answer::Value(2)), Step::Work);
        assert_eq!((section.nested, section.stage), (Nested::Left, Stage::Working(2)));
    }
}
