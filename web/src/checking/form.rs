//! What is asked of a search, as a form that may be half filled in.

use crate::texts::t;
use clusterscope::check::checker::{usual, value};
use clusterscope::exhibit::{Room, Rule};
use clusterscope::scenario::inquiry::{BOUNDS, Bound, Inquiry, Query, Time};
use clusterscope::scenario::parse_check;
use clusterscope::scenario::print::print_time;
use clusterscope::scenario::syntax::Lexicon;
use clusterscope::scenario::vocabulary::Form as Phrase;

/// The most that a bound on what a state counts can be: its counters are bytes.
const COUNTED: u32 = 250;
/// How many MiB a search may take, at first and at most. A page has two gigabytes at least, and
/// what grows is copied.
const MEMORY: (u32, u32) = (512, 1024);

/// The form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Form {
    /// The questions.
    pub(super) rows: Vec<Row>,
    /// The bounds, in the language's order.
    pub(super) fields: Vec<Field>,
    /// Whether time passes; empty where the room decides.
    pub(super) time: Words,
    /// How many MiB a search may take.
    pub(super) memory: u32,
    /// How many invariants there are: so many kinds of question follow the first one.
    rules: usize,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Its place in the list of kinds.
    pub(super) kind: usize,
    /// Its predicate.
    pub(super) words: String,
    /// What is wrong with that.
    pub(super) wrong: Option<String>,
}

/// Words of the language.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Words {
    pub(super) text: String,
    /// What is wrong with them.
    pub(super) wrong: Option<String>,
}

/// A bound.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    pub(super) bound: Bound,
    pub(super) name: String,
    pub(super) help: &'static str,
    /// Its value; `None` for no bound.
    pub(super) most: Option<u32>,
    /// What was written and is no bound.
    pub(super) wrong: Option<String>,
    /// Whether the scenario says so.
    given: bool,
}

/// Kinds of question with a predicate, after those about invariants.
const GOALS: [fn(Vec<String>) -> Query; 5] = [
    Query::Never,
    Query::Reachable,
    Query::StaysReachable,
    Query::Eventually,
    Query::AlwaysEventually,
];

impl Form {
    /// The form, filled in as a scenario asks.
    pub(super) fn of(inquiry: &Inquiry, lexicon: &Lexicon, room: &dyn Room) -> Self {
        let rules = lexicon.invariants.len();
        let row = |query: &Query| {
            let goal = |place: usize, words: &[String]| (1 + rules + place, words.join(" "));
            let (kind, words) = match query {
                Query::Invariants => (0, String::new()),
                Query::Breaks(rule) => (1 + rule, String::new()),
                Query::Never(words) => goal(0, words),
                Query::Reachable(words) => goal(1, words),
                Query::StaysReachable(words) => goal(2, words),
                Query::Eventually(words) => goal(3, words),
                Query::AlwaysEventually(words) => goal(4, words),
            };
            Row { kind, words, wrong: None }
        };
        let mut rows: Vec<Row> = inquiry.queries.iter().map(row).collect();
        if rows.is_empty() {
            rows.push(row(&Query::Invariants));
        }
        let gauges = room.gauges();
        let field = |bound: Bound| Field {
            bound,
            name: bound.name(lexicon),
            help: match bound {
                Bound::Common(place) => BOUNDS.get(place).map_or("", |(_, help)| help),
                Bound::Fires(_) => t().bound_timer,
                Bound::Measure(place) => {
                    gauges.get(usize::from(place)).map_or("", |(_, help)| help)
                }
            },
            most: value(inquiry, bound),
            wrong: None,
            given: inquiry.bounds.iter().any(|(it, _)| *it == bound),
        };
        let fields = Bound::all(lexicon).into_iter().map(field).collect();
        let text = inquiry.time.map(print_time).unwrap_or_default();
        let time = Words { text, wrong: None };
        Self { rows, fields, time, memory: MEMORY.0, rules }
    }

    /// What is asked; none while something is wrong, which its row then says.
    pub(super) fn inquiry(&mut self, lexicon: &Lexicon) -> Option<Inquiry> {
        let mut queries = Vec::new();
        for row in &mut self.rows {
            row.wrong = row.complaint(self.rules, lexicon);
            if row.wrong.is_none() {
                let query = row.query(self.rules);
                if queries.contains(&query) {
                    row.wrong = Some(t().asked_before.into());
                }
                queries.push(query);
            }
        }
        let time = self.time.read(lexicon);
        let fine = self.is_fine();
        let said = |field: &&Field| field.given || field.most != usual(field.bound);
        let bounds = self.fields.iter().filter(said).map(|field| (field.bound, field.most));
        fine.then(|| Inquiry { bounds: bounds.collect(), time, queries })
    }

    /// Whether nothing is known to be wrong.
    pub(super) fn is_fine(&self) -> bool {
        self.rows.iter().all(|row| row.wrong.is_none())
            && self.fields.iter().all(|field| field.wrong.is_none())
            && self.time.wrong.is_none()
    }

    /// Whether questions of this kind have a predicate.
    pub(super) fn is_goal(&self, kind: usize) -> bool {
        kind > self.rules
    }

    /// Names the kinds of question, as claims.
    pub(super) fn kinds(&self, rules: &[Rule]) -> Vec<String> {
        let breaks = |rule: &Rule| [rule.title, " ", t().can_be_broken].concat();
        let goals = [
            t().claim_never,
            t().claim_reachable,
            t().claim_stays,
            t().claim_eventually,
            t().claim_again,
        ];
        let first = core::iter::once(t().claim_invariants.into());
        let rules = rules.iter().take(self.rules).map(breaks);
        first.chain(rules).chain(goals.map(String::from)).collect()
    }

    /// What a question claims, in words.
    pub(super) fn claim(&self, row: &Row, rules: &[Rule]) -> String {
        let kind = self.kinds(rules).into_iter().nth(row.kind).unwrap_or_default();
        if self.is_goal(row.kind) { [&kind, " ", &row.words].concat() } else { kind }
    }

    /// The bounds by what they are of: the search, faults, timers, and what the room measures.
    pub(super) fn groups(&self) -> [&[Field]; 4] {
        let is = |wanted: fn(Bound) -> bool| {
            let place = self.fields.iter().position(|field| wanted(field.bound));
            place.unwrap_or(self.fields.len())
        };
        let faults = is(|bound| bound == Bound::common("crashes"));
        let measures = is(|bound| matches!(bound, Bound::Measure(_)));
        let timers = is(|bound| matches!(bound, Bound::Fires(_))).min(measures);
        let all = &self.fields[..];
        [&all[..faults], &all[faults..timers], &all[timers..measures], &all[measures..]]
    }

    /// Sets a bound to what was written, which may be wrong.
    pub(super) fn set(&mut self, place: usize, text: &str) {
        let Some(field) = self.fields.get_mut(place) else { return };
        let counted = !matches!(field.bound, Bound::Measure(_) | Bound::Common(0 | 1));
        let most = text.trim().parse().ok().filter(|most| !counted || *most <= COUNTED);
        let none = matches!(text.trim(), "" | "any");
        field.wrong = (!none && most.is_none()).then(|| text.into());
        if field.wrong.is_none() {
            field.most = most;
        }
    }

    /// Is another one from now on, but for what the user said of memory: that is in no scenario.
    pub(super) fn take(&mut self, other: Self) {
        let memory = if self.memory > 0 { self.memory } else { other.memory };
        *self = Self { memory, ..other };
    }

    /// Sets how much memory a search may take.
    pub(super) fn set_memory(&mut self, text: &str) {
        let wanted = text.trim().parse().unwrap_or(self.memory);
        self.memory = wanted.clamp(1, MEMORY.1);
    }
}

impl Words {
    /// What they say of time; they remember what is wrong with them.
    fn read(&mut self, lexicon: &Lexicon) -> Option<Time> {
        self.wrong = None;
        if self.text.trim().is_empty() {
            return None;
        }
        match parse_check(&["check ", self.text.trim()].concat(), lexicon)? {
            Ok(Inquiry { time: Some(time), .. }) => return Some(time),
            Ok(_) => self.wrong = Some(t().no_time.into()),
            Err(complaint) => self.wrong = Some(complaint.message),
        }
        None
    }
}

impl Row {
    /// A question that is asked where nothing is known yet.
    pub(super) fn goal(form: &Form) -> Self {
        Self { kind: 1 + form.rules, words: String::new(), wrong: None }
    }

    fn complaint(&self, rules: usize, lexicon: &Lexicon) -> Option<String> {
        if self.kind <= rules {
            return None;
        }
        let words: Vec<&str> = self.words.split_whitespace().collect();
        if words.is_empty() {
            return Some(t().no_words.into());
        }
        (lexicon.predicate)(&words).err().map(|reject| reject.reason)
    }

    fn query(&self, rules: usize) -> Query {
        let words = || self.words.split_whitespace().map(String::from).collect();
        match self.kind.checked_sub(1) {
            None => Query::Invariants,
            Some(rule) if rule < rules => Query::Breaks(rule),
            Some(goal) => GOALS[(goal - rules).min(GOALS.len() - 1)](words()),
        }
    }

    /// The phrases that begin as its words do: all where there are none yet.
    pub(super) fn hints(&self, phrases: &'static [Phrase]) -> Vec<&'static Phrase> {
        let first = self.words.split_whitespace().next().unwrap_or_default();
        let more = self.words.trim_start().contains(char::is_whitespace);
        let fits = |phrase: &&Phrase| match more {
            true => phrase.word == first,
            false => phrase.word.starts_with(first),
        };
        phrases.iter().filter(fits).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clusterscope::exhibit::room;
    use clusterscope::scenario::{parse, print};

    const TEXT: &str = "title t\nprotocol raft nodes=3 clients=1\nend at 1s\n\
                        check bounds crashes 0 restarts 1 heartbeat any log 2\ncheck invariants\n\
                        check breaks election-safety\ncheck never: leader n1\n\
                        check timed 5ms drift 1% until 1s\n\
                        check always reachable: leader\ncheck eventually: committed x=1\n\
                        check always eventually: leader\n";

    fn form(text: &str) -> (Form, Lexicon, Inquiry) {
        let scenario = parse(text, &room).expect("a scenario");
        let lexicon = scenario.room.lexicon(&scenario.plan.setup);
        let inquiry = scenario.plan.inquiry;
        (Form::of(&inquiry, &lexicon, scenario.room), lexicon, inquiry)
    }

    #[test]
    fn a_form_that_nobody_touched_asks_what_the_scenario_asks() {
        let (mut form, lexicon, inquiry) = form(TEXT);
        assert_eq!(form.inquiry(&lexicon), Some(inquiry));
    }

    #[test]
    fn where_nothing_is_asked_it_is_about_all_invariants() {
        let (mut form, lexicon, _) = form("title t\nprotocol raft nodes=3\nend at 1s\n");
        let asked = form.inquiry(&lexicon).expect("nothing is wrong");
        assert_eq!(asked, Inquiry { queries: vec![Query::Invariants], ..Inquiry::default() });
    }

    #[test]
    fn a_bound_that_is_as_usual_is_said_only_where_it_was() {
        let (mut form, lexicon, _) = form(TEXT);
        let place = |name| BOUNDS.iter().position(|(it, _)| *it == name).expect("a bound");
        for (name, text) in [
            ("crashes", "1"),
            ("losses", " 2 "),
            ("duplicates", ""),
            ("closes", "0"),
            ("states", "5000"),
        ] {
            form.set(place(name), text);
        }
        for (name, wrong) in [("copies", "251"), ("depth", "x"), ("losses", "-1")] {
            let before = form.clone();
            form.set(place(name), wrong);
            assert_eq!(form.inquiry(&lexicon), None, "{name} {wrong}");
            form = before;
        }
        let bounds = form.inquiry(&lexicon).expect("nothing is wrong").bounds;
        let common: Vec<(String, _)> = bounds
            .iter()
            .filter(|(bound, _)| matches!(bound, Bound::Common(_)))
            .map(|(bound, most)| (bound.name(&lexicon), *most))
            .collect();
        assert_eq!(
            common,
            [
                ("states".into(), Some(5000)),
                ("crashes".into(), Some(1)),
                ("restarts".into(), Some(1)),
                ("losses".into(), Some(2)),
                ("duplicates".into(), None),
            ]
        );
    }

    #[test]
    fn time_is_said_in_the_words_of_the_language() {
        let (mut form, lexicon, inquiry) = form(TEXT);
        assert_eq!(form.time.text, "timed 5ms drift 1% until 1s");
        for (text, time) in [("", None), (" untimed ", Some(Time::Still))] {
            form.time.text = text.into();
            assert_eq!(form.inquiry(&lexicon), Some(Inquiry { time, ..inquiry.clone() }));
        }
        for text in ["timed", "timed soon", "never: leader", "invariants"] {
            form.time.text = text.into();
            assert_eq!((form.inquiry(&lexicon), form.time.wrong.is_some()), (None, true), "{text}");
        }
    }

    #[test]
    fn words_that_are_no_predicate_are_told_where_they_stand() {
        let (mut form, lexicon, _) = form(TEXT);
        form.rows[2].words = "leader n9".into();
        form.rows[3].words = String::new();
        assert_eq!(form.inquiry(&lexicon), None);
        let wrong: Vec<bool> = form.rows.iter().map(|row| row.wrong.is_some()).collect();
        assert_eq!(wrong, [false, false, true, true, false]);
        form.rows[3] = Row { kind: 0, words: String::new(), wrong: None };
        form.rows[2].words = "leader n2".into();
        assert_eq!(form.inquiry(&lexicon), None, "the first question again");
        assert_eq!(form.rows[3].wrong.as_deref(), Some(t().asked_before));
    }

    #[test]
    fn every_query_of_the_form_is_printed_and_read_as_the_same() {
        let (mut form, lexicon, _) = form(TEXT);
        let mut scenario = parse(TEXT, &room).expect("a scenario");
        scenario.plan.inquiry = form.inquiry(&lexicon).expect("nothing is wrong");
        let again = parse(&print(&scenario), &room).expect("what was printed");
        assert_eq!(again.plan.inquiry, scenario.plan.inquiry);
    }

    #[test]
    fn hints_are_the_phrases_that_go_on_from_the_words() {
        let phrases = room("raft").expect("a room").words().predicates;
        let hints = |words: &str| {
            let row = Row { kind: 0, words: words.into(), wrong: None };
            row.hints(phrases).into_iter().map(|phrase| phrase.word).collect::<Vec<_>>()
        };
        assert_eq!(hints("").len(), phrases.len());
        assert!(
            hints("com").iter().all(|word| word.starts_with("com")) && !hints("com").is_empty()
        );
        assert_eq!(hints("committed x"), ["committed"]);
    }
}
