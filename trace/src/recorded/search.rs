//! Events found by what they say.

use crate::trace::{Execution, Trace};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// One condition of a query.
enum Condition {
    /// It happened to this host.
    Host(String),
    /// It says this of a field.
    Field(String, String),
    /// Its text, host, or one of its fields or messages has this in it.
    Text(String),
}

impl Trace {
    /// The positions of the events of an execution that fit a query, ascending.
    ///
    /// A query is words that must all fit, in whatever case: `host:n1` asks for a host,
    /// `term=3` for what an event says of a field, and any other word for a part of what the
    /// event says. Words in quotation marks stay together.
    pub fn filter(&self, run: usize, query: &str) -> Vec<usize> {
        let Some(run) = self.executions.get(run) else { return Vec::new() };
        let conditions: Vec<Condition> = words(query).into_iter().map(condition).collect();
        let all = 1..=run.events.len();
        let fits = |position: &usize| conditions.iter().all(|it| it.holds(run, *position));
        all.filter(fits).collect()
    }
}

/// The words of a query.
fn words(query: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in query.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(core::mem::take(&mut word)),
            c => word.extend(c.to_lowercase()),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn condition(word: String) -> Condition {
    if let Some(host) = word.strip_prefix("host:") {
        return Condition::Host(host.to_string());
    }
    match word.split_once('=') {
        Some((name, value)) if !name.is_empty() => {
            Condition::Field(name.to_string(), value.to_string())
        }
        _ => Condition::Text(word),
    }
}

/// Whether a text has a word in it that is in lower case.
fn has(text: &str, word: &str) -> bool {
    let plain = text.is_ascii() && word.is_ascii();
    match plain {
        true => {
            let (text, word) = (text.as_bytes(), word.as_bytes());
            text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
        }
        false => text.to_lowercase().contains(word),
    }
}

impl Condition {
    fn holds(&self, run: &Execution, position: usize) -> bool {
        let event = &run.events[position - 1];
        let host = &run.hosts[usize::from(event.host)];
        let name = |name: u32| &*run.names[name as usize];
        match self {
            Self::Host(wanted) => host.to_lowercase() == *wanted,
            Self::Field(field, value) => run.updates(position).iter().any(|update| {
                name(update.name).to_lowercase() == *field && update.value.to_lowercase() == *value
            }),
            Self::Text(word) => {
                let said = [&event.text, &event.why, &event.mark, host];
                said.iter().any(|text| has(text, word))
                    || run
                        .updates(position)
                        .iter()
                        .any(|it| has(&it.value, word) || has(name(it.name), word))
                    || run.sent(position).any(|place| has(&run.messages[place].label, word))
            }
        }
    }
}
