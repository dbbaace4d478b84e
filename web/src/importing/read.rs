//! A file, how it is read, and what came of that.

use super::{Reading, Wish, panel, retry};
use crate::msg::Msg;
use crate::session::Session;
use crate::texts::LANG;
use clusterscope::exhibit::{Stage, open_text};
use clusterscope_trace::{ImportOptions, Imported, Source, import};
use std::rc::Rc;
use yew::{Callback, Html};

/// How much of a line that could not be read is shown, in characters.
const SHOWN: usize = 240;

/// A file.
pub(super) struct File {
    pub(super) name: String,
    bytes: Rc<Vec<u8>>,
    pub(super) options: ImportOptions,
    /// What could be read, or why nothing could.
    pub(super) read: Option<Result<Imported, String>>,
    pub(super) query: String,
    /// The run that was searched, and the positions of its events that fit.
    pub(super) found: (usize, Vec<usize>),
}

/// A text without what does not fit into a line.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}

impl File {
    pub(super) fn new(name: String, bytes: Rc<Vec<u8>>) -> Self {
        let name = plain(&name);
        let options = ImportOptions { name: name.clone(), ..ImportOptions::default() };
        Self { name, bytes, options, read: None, query: String::new(), found: (0, Vec::new()) }
    }

    /// A line of the file, from 1, as far as it is text.
    pub(super) fn line(&self, number: u32) -> Option<String> {
        let place = (number as usize).checked_sub(1)?;
        let line = self.bytes.split(|byte| *byte == b'\n').nth(place)?;
        let line = String::from_utf8_lossy(&line[..line.len().min(4 * SHOWN)]);
        Some(line.trim_end().chars().take(SHOWN).collect())
    }

    /// Whether the file is scenario text rather than a trace: then that is what is wrong with it.
    fn as_scenario(&self) -> Option<String> {
        let text = core::str::from_utf8(&self.bytes).ok()?;
        let named = self.name.ends_with(".scope");
        open_text(text, LANG).err().filter(|_| named).map(|complaint| complaint.to_string())
    }

    /// Finds again what fits the query.
    fn search(&mut self, run: usize) {
        let found = match &self.read {
            Some(Ok(imported)) if !self.query.trim().is_empty() => {
                imported.trace.filter(run, &self.query)
            }
            _ => Vec::new(),
        };
        self.found = (run, found);
    }

    fn step(&mut self, direction: i32, session: &Session) -> Option<usize> {
        let run = current(session);
        if self.found.0 != run {
            self.search(run);
        }
        let (found, here) = (&self.found.1, session.position.event);
        let next = match direction {
            1.. => found.iter().find(|event| **event > here).or(found.first()),
            _ => found.iter().rfind(|event| **event < here).or(found.last()),
        };
        next.copied()
    }
}

/// The place of the run that is open.
pub(super) fn current(session: &Session) -> usize {
    session.runs.iter().position(|run| run.current).unwrap_or(0)
}

impl Reading for File {
    fn open(&mut self) -> Option<Box<dyn Stage>> {
        let read = import(&self.bytes, &self.options).map_err(|trouble| {
            self.as_scenario().unwrap_or_else(|| {
                let line = self.line(trouble.line).unwrap_or_default();
                [&*trouble.to_string(), "\n", &line].concat()
            })
        });
        let stage = read.as_ref().ok().map(|imported| imported.stage(LANG));
        self.read = Some(read);
        self.search(0);
        stage
    }

    fn trouble(&self) -> Option<String> {
        let Some(Ok(Imported { troubles, more, .. })) = &self.read else { return None };
        let first = troubles.first()?;
        let rest = troubles.len() - 1 + more;
        Some(match rest {
            0 => first.to_string(),
            rest => [&*first.to_string(), ", …, ", &rest.to_string()].concat(),
        })
    }

    fn grant(&mut self, wish: Wish, session: Option<&Session>) -> Option<usize> {
        let set = |text: String| (!text.trim().is_empty()).then_some(text);
        match wish {
            Wish::Query(query) => {
                self.query = query;
                self.search(session.map_or(0, current));
            }
            Wish::Match(direction) => return self.step(direction, session?),
            Wish::Form(place) => {
                let place = place.checked_sub(1);
                self.options.source = place.and_then(|place| Source::ALL.get(place)).copied();
            }
            Wish::Pattern(pattern) => self.options.pattern = set(pattern),
            Wish::Delimiter(delimiter) => self.options.delimiter = set(delimiter),
            Wish::Otherwise | Wish::Read => {}
        }
        None
    }

    fn again(&self) -> Box<dyn Reading> {
        let mut file = Self::new(self.name.clone(), self.bytes.clone());
        file.options = self.options.clone();
        Box::new(file)
    }

    fn panel(&self, session: &Session, on: &Callback<Msg>) -> Html {
        panel::draw(self, session, on)
    }

    fn dialog(&self, on: &Callback<Msg>) -> Html {
        retry::draw(self, on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "a starts\na {\"a\":1}\nb <script>alert(1)</script>\nb {\"b\":1}\n";

    fn file(name: &str, text: &str) -> File {
        File::new(name.to_string(), Rc::new(text.as_bytes().to_vec()))
    }

    fn said(file: &File) -> &str {
        match &file.read {
            Some(Err(said)) => said,
            _ => "",
        }
    }

    #[test]
    fn a_log_is_opened_and_searched() {
        let mut log = file("a\nb.log", LOG);
        let session = Session::new(log.open().expect("it opens"));
        assert_eq!(session.about.title, "ab.log");
        assert_eq!(log.trouble(), None);
        log.grant(Wish::Query("<SCRIPT>".into()), Some(&session));
        assert_eq!(log.found.1, [2]);
        assert_eq!(log.grant(Wish::Match(1), Some(&session)), Some(2));
        assert_eq!(log.grant(Wish::Match(-1), Some(&session)), Some(2), "around the end");
        log.grant(Wish::Query("host:c".into()), Some(&session));
        assert_eq!(log.grant(Wish::Match(1), Some(&session)), None);
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_line() {
        let mut log = file("a.log", "a {\"a\":1}\n???\n");
        log.grant(Wish::Pattern("(?<host>x)(?<clock>y)(?<event>z)".into()), None);
        assert!(log.open().is_none());
        assert!(!said(&log).is_empty());
        let mut again = log.again();
        again.grant(Wish::Pattern(String::new()), None);
        assert!(again.open().is_some() || again.trouble().is_none());
        let mut noise = file("noise", "nothing of the kind");
        assert!(noise.open().is_none());
        assert!(said(&noise).contains("neither"), "{}", said(&noise));
    }

    #[test]
    fn a_scenario_that_is_wrong_is_told_as_one() {
        let mut scenario = file("my.scope", "titel A\n");
        assert!(scenario.open().is_none());
        assert!(said(&scenario).contains("titel"), "{}", said(&scenario));
    }
}
