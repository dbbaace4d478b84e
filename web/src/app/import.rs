//! Traces of other tools, opened.

use super::App;
use crate::components::overlay::{self, Notice};
use crate::importing::{Reading, Wish};
use crate::msg::{Msg, Overlay, Tab};
use crate::scene::Pick;
use crate::session::Session;
use crate::texts::t;

/// What stands in the address while a trace is open: no link holds a trace.
pub(super) const TRACE: &str = "trace";

impl App {
    /// Whether what is open was recorded elsewhere.
    pub(super) fn recorded(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.recorded)
    }

    /// Says why nothing can be done to what is open.
    pub(super) fn refuse_change(&mut self) {
        self.notice = Some(Notice::new(t().recorded_only));
    }

    /// Opens a file as a trace, or asks how it is to be read.
    pub(super) fn read(&mut self, mut reading: Box<dyn Reading>, entry: bool) {
        let Some(stage) = reading.open() else {
            self.reading = Some(reading);
            self.overlay = Some(Overlay::Import);
            return;
        };
        overlay::conceal();
        self.overlay = None;
        self.reading = None;
        self.tab = Tab::Why;
        self.take(Session::new(stage), 0);
        self.notice = reading.trouble().map(|trouble| {
            let offer = Some((t().show, Msg::Tab(Tab::Trace)));
            Notice { offer, ..Notice::bad(t().read_in_part, trouble) }
        });
        self.trace = Some(reading);
        self.follow_link(entry);
    }

    /// Goes back to the trace that was opened last.
    pub(super) fn reopen(&mut self) {
        match self.trace.take() {
            Some(trace) => self.read(trace, false),
            None => self.close(t().trace_gone.into()),
        }
    }

    /// Grants a wish about a trace.
    pub(crate) fn grant_import(&mut self, wish: Wish) {
        match wish {
            Wish::Otherwise => {
                self.reading = self.trace.as_ref().map(|trace| trace.again());
                self.overlay = Some(Overlay::Import);
            }
            Wish::Read => {
                if let Some(reading) = self.reading.take() {
                    self.read(reading, true);
                }
            }
            Wish::Query(_) | Wish::Match(_) => {
                let found =
                    self.trace.as_mut().and_then(|trace| trace.grant(wish, self.session.as_ref()));
                if let Some(event) = found {
                    self.selected = Some(Pick::Event(event));
                    self.walk(|session| session.seek(event));
                }
            }
            wish => {
                if let Some(reading) = &mut self.reading {
                    reading.grant(wish, None);
                }
            }
        }
    }
}
