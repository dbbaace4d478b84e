//! What a search reports, as text: it may come from a worker, which has a memory of its own.
//!
//! The first line is numbers: the milliseconds since the start, how far the search is, and which
//! question it is about. An answer goes on with a line for each of its parts, the run that was
//! found last. What stopped on a bug says so after an exclamation mark.

use clusterscope::check::checker::{Answer, Found, Verdict};
use clusterscope::check::{End, Progress};
use clusterscope::scenario::{self, link};

/// What a search reports.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Report {
    /// How far it is, and after how many milliseconds.
    Progress(u32, Progress),
    /// An answer, and when it was there.
    Answer(u32, Progress, Told),
    /// It stopped on a bug, and this is what it said.
    Trouble(String),
}

/// An answer without what only the engine can use.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// The question, as its line says it.
    pub(super) query: String,
    /// The bounds, in words.
    pub(super) bounds: String,
    /// What was found.
    pub(super) outcome: Outcome,
    /// Whether that is what the line expects, where it can be told.
    pub(super) met: Option<bool>,
    /// The run that was found, as a scenario and as a link; empty without one.
    pub(super) text: String,
    pub(super) link: String,
}

impl Told {
    /// Whether the question is about whole runs, and not about states.
    pub(super) fn is_of_runs(&self) -> bool {
        ["always", "eventually"].iter().any(|word| self.query.starts_with(word))
    }
}

/// What a search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// No such run: all states were visited.
    Nowhere,
    /// A run of so many steps.
    Found(u32),
    /// Nothing, up to this bound.
    Open(Stop),
    /// All states were visited, but bounds cut off runs that would go on.
    Cut,
}

/// The bound at which a search stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Depth,
    States,
    Memory,
}

/// The numbers of a first line.
pub(super) fn passing(progress: &Progress) -> String {
    let Progress { states, generated, depth, queue, bytes } = progress;
    let numbers = [
        states.to_string(),
        generated.to_string(),
        depth.to_string(),
        queue.to_string(),
        bytes.to_string(),
    ];
    numbers.join(" ")
}

/// An answer as text.
pub(super) fn answered(answer: &Answer) -> String {
    let Answer { query, verdict, met, progress, bounds } = answer;
    let outcome = match verdict {
        Verdict::Nowhere => String::from("nowhere"),
        Verdict::Found(found) => ["found ", &found.steps.to_string()].concat(),
        Verdict::Cut => String::from("cut"),
        Verdict::Open(End::Depth) => String::from("depth"),
        Verdict::Open(End::Memory) => String::from("memory"),
        Verdict::Open(_) => String::from("states"),
    };
    let met = match met {
        Some(true) => "yes",
        Some(false) => "no",
        None => "open",
    };
    let (text, link) = match verdict {
        Verdict::Found(found) => run(found),
        _ => Default::default(),
    };
    [&passing(progress), query, bounds, &outcome, met, &link, &text].join("\n")
}

/// A run that was found, as a scenario and as a link.
fn run(found: &Found) -> (String, String) {
    let scenario = found.scenario.as_ref();
    scenario.map(|it| (scenario::print(it), link::encode(it))).unwrap_or_default()
}

impl Report {
    /// Reads a report; none where it is not one.
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(trouble) = text.strip_prefix('!') {
            return Some(Self::Trouble(trouble.into()));
        }
        let mut lines = text.splitn(7, '\n');
        let mut numbers = lines.next()?.split(' ').map(str::parse::<u64>);
        let mut number = || numbers.next()?.ok();
        let spent = number()? as u32;
        let progress = Progress {
            states: number()? as u32,
            generated: number()?,
            depth: number()? as u32,
            queue: number()? as u32,
            bytes: number()? as usize,
        };
        let Some(query) = lines.next() else { return Some(Self::Progress(spent, progress)) };
        let bounds = lines.next()?.into();
        let outcome = match lines.next()? {
            "nowhere" => Outcome::Nowhere,
            "cut" => Outcome::Cut,
            "depth" => Outcome::Open(Stop::Depth),
            "states" => Outcome::Open(Stop::States),
            "memory" => Outcome::Open(Stop::Memory),
            found => Outcome::Found(found.strip_prefix("found ")?.parse().ok()?),
        };
        let met = match lines.next()? {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let link = lines.next()?.into();
        let text = lines.next()?.into();
        let told = Told { query: query.into(), bounds, outcome, met, text, link };
        Some(Self::Answer(spent, progress, told))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clusterscope::check::Checker;
    use clusterscope::exhibit::room;

    /// The answers about Raft whose disks forget votes.
    fn answers(questions: &str) -> Vec<Answer> {
        let text = "title t\nprotocol raft nodes=3 clients=1\nflaw forgets-vote\nend at 1s\n\
                    check bounds election 2 heartbeat 0 retry 0 requests 0\n";
        let scenario = scenario::parse(&[text, questions].concat(), &room).expect("a scenario");
        let mut checker = Checker::new(&scenario, 0, 1 << 28);
        while checker.advance() {}
        checker.answers().to_vec()
    }

    #[test]
    fn an_answer_that_is_written_and_read_is_the_same() {
        for answer in answers("check breaks election-safety\ncheck never: leader n1\n") {
            let text = ["17 ", &answered(&answer)].concat();
            let Some(Report::Answer(17, progress, told)) = Report::read(&text) else {
                panic!("no answer: {text}");
            };
            let Verdict::Found(found) = &answer.verdict else { panic!("not found: {answer:?}") };
            assert_eq!(progress, answer.progress);
            assert_eq!((&told.query, &told.bounds), (&answer.query, &answer.bounds));
            assert_eq!((told.outcome, told.met), (Outcome::Found(found.steps), answer.met));
            let again = scenario::parse(&told.text, &room).expect("the run that was found");
            assert_eq!(scenario::print(&again), told.text);
            let decoded = link::decode(&told.link, &room).expect("its link");
            assert_eq!(scenario::print(&decoded.scenario), told.text);
        }
    }

    #[test]
    fn what_was_not_found_is_told_with_its_bound() {
        for (bounds, outcome) in [
            ("election 0", Outcome::Nowhere),
            ("depth 2", Outcome::Open(Stop::Depth)),
            ("states 5", Outcome::Open(Stop::States)),
        ] {
            let head = "title t\nprotocol raft nodes=3 clients=1\nend at 1s\ncheck bounds ";
            let text = [head, bounds, "\n"].concat();
            let scenario = scenario::parse(&text, &room).expect("a scenario");
            let mut checker = Checker::new(&scenario, 0, 1 << 28);
            while checker.advance() {}
            let text = ["0 ", &answered(&checker.answers()[0])].concat();
            let Some(Report::Answer(_, _, told)) = Report::read(&text) else { panic!("{text}") };
            assert_eq!((told.outcome, told.text.is_empty()), (outcome, true));
        }
    }

    #[test]
    fn progress_and_trouble_are_told_and_nonsense_is_none() {
        let progress = Progress { states: 1, generated: 2, depth: 3, queue: 4, bytes: 5 };
        let text = ["9 ", &passing(&progress)].concat();
        assert_eq!(Report::read(&text), Some(Report::Progress(9, progress)));
        assert_eq!(Report::read("!a\nb"), Some(Report::Trouble("a\nb".into())));
        for nonsense in ["", "1 2 3", "a b c d e f", "1 2 3 4 5 6\nq\nb\nfound"] {
            assert_eq!(Report::read(nonsense), None, "{nonsense}");
        }
    }
}
