//! A scenario's `check` lines, answered: what a viewer needs to search any room.

pub(super) mod bounds;
mod retell;
#[cfg(test)]
mod walks;

pub use bounds::{usual, value};

use super::liveness::Fate;
use super::search::{End, Limits, Progress, Search};
use super::worlds::{Aims, Bounds, Choice, State, Worlds};
use crate::exhibit::{Masked, Playable, Room};
use crate::protocol::NodeId;
use crate::scenario::inquiry::Query;
use crate::scenario::print::print_query;
use crate::scenario::syntax::{Expect, Lexicon, Plan, Scenario};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The searches that a run's `check` lines ask for, one after the other.
pub struct Checker {
    room: &'static dyn Room,
    plan: Plan,
    lexicon: Lexicon,
    queries: Vec<Query>,
    bytes: usize,
    search: Option<Search<Worlds<Masked>>>,
    answers: Vec<Answer>,
    /// The number of what the last search hit.
    hit: usize,
}

/// What a search found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question, as its line says it.
    pub query: String,
    /// What was found.
    pub verdict: Verdict,
    /// Whether that is what the line expects; `None` where it cannot be told.
    pub met: Option<bool>,
    /// How far the search came.
    pub progress: Progress,
    /// The bounds within which the answer holds, in words.
    pub bounds: String,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What was looked for is in no state within the bounds: all were visited.
    Nowhere,
    /// It is here: a shortest run that leads to it.
    Found(Box<Found>),
    /// It was in none of the states that were visited, but there are more.
    Open(End),
    /// Every state was visited, but the bounds cut off runs that would go on: whether all of them
    /// come to where they should cannot be told.
    Cut,
}

/// A run that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many steps it takes.
    pub steps: u32,
    /// The run as a scenario; `None` where the language cannot tell it.
    pub scenario: Option<Scenario>,
}

impl Checker {
    /// Gets ready to answer what a run of a scenario asks, in at most so many bytes.
    pub fn new(scenario: &Scenario, run: u16, bytes: usize) -> Self {
        let (room, plan) = scenario.run(run);
        let mut queries = plan.inquiry.queries.clone();
        if queries.is_empty() {
            queries.push(Query::Invariants);
        }
        let plan = plan.clone();
        let lexicon = room.lexicon(&plan.setup);
        Self { room, plan, lexicon, queries, bytes, search: None, answers: Vec::new(), hit: 0 }
    }

    /// What was found out so far, in the order of the questions.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The questions, as their lines say them.
    pub fn questions(&self) -> Vec<String> {
        self.queries.iter().map(|query| print_query(query, &self.lexicon)).collect()
    }

    /// How far the present search has come; `None` when all is answered.
    #[inline]
    pub fn progress(&self) -> Option<Progress> {
        self.search.as_ref().map(Search::progress)
    }

    /// The search that goes on now, for whoever works at it with more than one hand.
    #[inline]
    pub fn search(&mut self) -> Option<&mut Search<Worlds<Masked>>> {
        if self.search.is_none() {
            let query = self.queries.get(self.answers.len())?.clone();
            self.search = Some(self.begin(&query));
        }
        self.search.as_mut()
    }

    /// Searches a little; false when all is answered.
    #[inline]
    pub fn advance(&mut self) -> bool {
        let Some(search) = self.search() else { return false };
        if !search.advance() {
            self.settle();
        }
        self.answers.len() < self.queries.len()
    }

    /// Takes down the answer of a search that has ended.
    #[inline]
    pub fn settle(&mut self) {
        let Some(search) = self.search.take() else { return };
        let Some(end) = search.end() else {
            self.search = Some(search);
            return;
        };
        let query = self.queries[self.answers.len()].clone();
        let verdict = match (end, self.fate(&search, &query)) {
            (_, Some(Fate::Always)) => Verdict::Nowhere,
            (_, Some(Fate::Unknown)) => Verdict::Cut,
            (_, Some(Fate::Not { path, circle })) => {
                let trace = search.follow(path.into_iter());
                Verdict::Found(Box::new(self.found(&search, &query, (trace, circle))))
            }
            (End::Complete, None) => Verdict::Nowhere,
            (End::Hit { what }, None) => {
                self.hit = what as usize;
                Verdict::Found(Box::new(self.found(&search, &query, (search.trace(), 0))))
            }
            (other, None) => Verdict::Open(other),
        };
        let wanted = matches!(query, Query::Breaks(_) | Query::Reachable(_));
        let met = match verdict {
            Verdict::Nowhere => Some(!wanted),
            Verdict::Found(_) => Some(wanted),
            Verdict::Open(_) | Verdict::Cut => None,
        };
        self.answers.push(Answer {
            query: print_query(&query, &self.lexicon),
            verdict,
            met,
            progress: search.progress(),
            bounds: bounds::in_words(search.system().protocol(), &self.plan, &self.lexicon),
        });
    }

    #[inline]
    fn begin(&self, query: &Query) -> Search<Worlds<Masked>> {
        let protocol = self.room.masked(&self.plan.setup);
        let all = (0..self.lexicon.invariants.len()).collect();
        let goal = |words: &[String]| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            protocol.parse_predicate(&words).into_iter().collect()
        };
        let aims = match query {
            Query::Invariants => Aims { invariants: all, goals: Vec::new() },
            Query::Breaks(place) => Aims { invariants: Vec::from([*place]), goals: Vec::new() },
            Query::Never(words)
            | Query::Reachable(words)
            | Query::StaysReachable(words)
            | Query::Eventually(words)
            | Query::AlwaysEventually(words) => Aims { invariants: Vec::new(), goals: goal(words) },
        };
        let disks = disks(&self.plan, &protocol);
        let whole = matches!(
            query,
            Query::StaysReachable(_) | Query::Eventually(_) | Query::AlwaysEventually(_)
        );
        // What is owed has a name in it: questions about whole runs tell names apart.
        let bounds = bounds::bounds(&protocol, &self.plan);
        let bounds: Bounds<Masked> = Bounds { symmetry: !whole, ..bounds };
        let limits: Limits = bounds::limits(&self.plan, self.bytes);
        let worlds = Worlds::new(protocol, disks, bounds, aims);
        if whole { Search::of_graph(worlds, limits) } else { Search::new(worlds, limits) }
    }

    /// What became of a question about whole runs; `None` for other questions, and where not all
    /// states were visited.
    #[inline]
    fn fate(&self, search: &Search<Worlds<Masked>>, query: &Query) -> Option<Fate> {
        let graph = search.graph()?;
        match query {
            Query::StaysReachable(_) => Some(graph.stays_reachable()),
            Query::Eventually(_) => Some(graph.eventually()),
            Query::AlwaysEventually(_) => Some(graph.always_eventually()),
            _ => None,
        }
    }

    fn found(
        &self,
        search: &Search<Worlds<Masked>>,
        query: &Query,
        (trace, circle): (Vec<(Choice<Masked>, State)>, usize),
    ) -> Found {
        let trace: Vec<_> = trace.into_iter().map(|(choice, _)| choice).collect();
        let steps = (trace.len() - 1) as u32;
        let what = self.hit;
        let claim = search.system().protocol().claim(what);
        let (title, expect) = match (claim, query) {
            (_, Query::Never(words) | Query::Reachable(words)) => {
                let words = words.clone();
                (format!("A way to: {}", words.join(" ")), Expect::Finally(words))
            }
            (_, Query::Eventually(words)) => {
                let words = words.clone();
                (format!("Never comes to: {}", words.join(" ")), Expect::Never(words))
            }
            (_, Query::AlwaysEventually(words)) => {
                (format!("For ever without: {}", words.join(" ")), Expect::Invariants)
            }
            (_, Query::StaysReachable(words)) => {
                (format!("Out of reach for ever: {}", words.join(" ")), Expect::Invariants)
            }
            (Some(claim), _) => (format!("{}: broken", claim.title), Expect::Breaks(what)),
            (None, _) => (String::from("A run"), Expect::Invariants),
        };
        let progress = search.progress();
        let mut teaches = format!(
            "No run within the bounds of the search gets there in fewer than {} steps; {} states \
             were visited to find out.",
            steps as usize - circle,
            progress.states
        );
        if circle > 0 {
            let last = if circle == 1 { "step" } else { "steps" };
            teaches.push_str(&format!(" The last {circle} {last} may go round for ever."));
        }
        let timing = search.system().bounds().timing;
        let plan = retell::plan(self.room, &self.plan, &trace, timing);
        let words = (title, teaches);
        let scenario = plan.map(|plan| retell::scenario(self.room, plan, words, expect));
        Found { steps, scenario }
    }
}

fn disks(plan: &Plan, protocol: &Masked) -> Vec<(NodeId, crate::exhibit::thing::Thing)> {
    let read = |(node, words): &(NodeId, Vec<String>)| {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        protocol.parse_disk(*node, &words).ok().map(|disk| (*node, disk))
    };
    plan.disks.iter().filter_map(read).collect()
}
