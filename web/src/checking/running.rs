//! A search that was begun, and what it has reported.

use super::Wish;
use super::report::{Report, Told};
use super::work::Work;
use crate::browser;
use crate::msg::Msg;
use crate::texts::t;
use clusterscope::check::Progress;
use std::cell::Cell;
use std::rc::Rc;
use yew::Callback;

/// How long a search may keep the page to itself, in milliseconds.
const SLICE: f64 = 8.0;
/// How often it reports how far it is, in milliseconds.
const REPORTS: f64 = 100.0;

/// A search.
pub(super) struct Running {
    /// The title of the run that it is about.
    pub(super) about: String,
    /// What is claimed, in words, in the order of the questions.
    pub(super) claims: Vec<String>,
    /// What was answered: after how many milliseconds, and how far the search came.
    pub(super) answers: Vec<(u32, Progress, Told)>,
    /// How far the present search is, and for how many milliseconds it has gone on.
    pub(super) progress: Option<(u32, Progress)>,
    /// Whether a worker does the work, once that is known.
    pub(super) worker: Option<bool>,
    /// How it ended, if it did.
    pub(super) end: Option<Ended>,
    /// How many bytes it may take.
    pub(super) bytes: usize,
    number: u32,
    live: Rc<Cell<bool>>,
    /// After how many milliseconds the last answer was there.
    since: u32,
}

/// How a search ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ended {
    /// All is answered.
    Done,
    /// The user has stopped it.
    Stopped,
    /// It stopped on a bug, and this is what it said.
    Trouble(String),
}

impl Running {
    /// Begins a search of the run of a link in at most so many bytes.
    pub(super) fn begin(
        number: u32,
        (about, claims): (String, Vec<String>),
        (link, bytes): (String, usize),
        on: &Callback<Msg>,
    ) -> Self {
        let live = Rc::new(Cell::new(true));
        let search = search(number, link, bytes, on.clone(), live.clone());
        wasm_bindgen_futures::spawn_local(search);
        let (answers, progress, worker, end) = Default::default();
        Self { about, claims, answers, progress, worker, end, bytes, number, live, since: 0 }
    }

    /// Takes in a report of the search with this number.
    pub(super) fn hear(&mut self, number: u32, text: &str, worker: bool) {
        if number != self.number || self.end.is_some() {
            return;
        }
        self.worker = Some(worker);
        match Report::read(text) {
            Some(Report::Progress(spent, progress)) => {
                self.progress = Some((spent - self.since.min(spent), progress));
            }
            Some(Report::Answer(spent, progress, told)) => {
                self.answers.push((spent - self.since.min(spent), progress, told));
                self.since = spent;
                self.progress = None;
                if self.answers.len() == self.claims.len() {
                    self.finish(Ended::Done);
                }
            }
            Some(Report::Trouble(trouble)) => self.finish(Ended::Trouble(trouble)),
            None => self.finish(Ended::Trouble(text.into())),
        }
    }

    /// Ends it.
    pub(super) fn finish(&mut self, end: Ended) {
        if self.end.is_none() {
            self.end = Some(end);
            self.live.set(false);
            drop(browser::ask("search/stop", &[]));
        }
    }
}

/// A search that nobody waits for any more ends.
impl Drop for Running {
    fn drop(&mut self) {
        self.finish(Ended::Stopped);
    }
}

/// Searches in a worker if there can be one, else here.
async fn search(number: u32, link: String, bytes: usize, on: Callback<Msg>, live: Rc<Cell<bool>>) {
    let about = [number.into(), (&*link).into(), (bytes as f64).into()];
    let worker = browser::ask("search/begin", &about).await.is_some();
    let tell = |text: String| on.emit(Wish::News(number, text.into(), worker).into());
    if !worker {
        return slices(&link, bytes, tell, &live).await;
    }
    while let Some(news) = browser::ask("search/next", &[number.into()]).await {
        let Some(text) = news.as_string() else { break };
        tell(text);
    }
}

/// Searches a little, lets the page do what else it has to do, and so on.
async fn slices(link: &str, bytes: usize, tell: impl Fn(String), live: &Cell<bool>) {
    let Some(mut work) = Work::new(link, bytes) else { return tell("!".into()) };
    let (began, mut said) = (browser::clock(), f64::NEG_INFINITY);
    while live.get() {
        let until = browser::clock() + SLICE;
        let mut now = until;
        let mut passing = None;
        while now <= until {
            let Some(text) = work.go() else { return };
            now = browser::clock();
            let text = [&((now - began) as u32).to_string(), " ", &text].concat();
            match text.contains('\n') {
                true => tell(text),
                false => passing = Some(text),
            }
        }
        if let Some(text) = passing.filter(|_| now - said >= REPORTS) {
            said = now;
            tell(text);
        }
        if browser::ask("search/rest", &[]).await.is_none() {
            return tell(["!", t().part_missing].concat());
        }
    }
}
