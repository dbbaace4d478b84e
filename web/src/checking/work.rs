//! The search itself, a little at a time.

use super::report::{answered, passing};
use crate::browser;
use clusterscope::check::Checker;
use clusterscope::exhibit::room;
use clusterscope::scenario::link;

/// A search under way.
pub(super) struct Work {
    checker: Checker,
    questions: usize,
    told: usize,
}

impl Work {
    /// A search of the run of a link; none where the link cannot be read.
    pub(super) fn new(link: &str, bytes: usize) -> Option<Self> {
        let decoded = link::decode(link, &room).ok()?;
        let checker = Checker::new(&decoded.scenario, decoded.run, bytes);
        Some(Self { questions: checker.questions().len(), checker, told: 0 })
    }

    /// Goes on a little; what there is to report, as in [`super::report`] but for the time. None
    /// once all is answered.
    pub(super) fn go(&mut self) -> Option<String> {
        while self.told < self.questions {
            if let Some(answer) = self.checker.answers().get(self.told) {
                self.told += 1;
                return Some(answered(answer));
            }
            clusterscope_web_search::advance(&mut self.checker);
            if let Some(progress) = self.checker.progress() {
                return Some(passing(&progress));
            }
        }
        None
    }
}

/// Searches what the worker was told to, and says what comes of it.
pub(super) async fn serve() {
    let say = |text: String| drop(browser::ask("worker/say", &[text.into()]));
    std::panic::set_hook(Box::new(move |info| say(["!", &info.to_string()].concat())));
    let link = browser::ask("worker/link", &[]).await.and_then(|link| link.as_string());
    let bytes = browser::ask("worker/bytes", &[]).await.and_then(|bytes| bytes.as_f64());
    let work = link.and_then(|link| Work::new(&link, bytes.unwrap_or_default() as usize));
    let Some(mut work) = work else { return say("!".into()) };
    while let Some(text) = work.go() {
        say(text);
    }
}
