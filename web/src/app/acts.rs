//! Selecting, arming, and doing things to the run.

use super::{App, Armed, Errand};
use crate::components::client::Form;
use crate::components::overlay::Notice;
use crate::faults::{self, FAULTS, PARTITION};
use crate::msg::{Msg, Overlay, Tab};
use crate::scene::{Pick, Wants, across};
use crate::texts::{moment, t};
use clusterscope::exhibit::Frame;
use std::rc::Rc;

impl App {
    /// Grants the wishes that do something to the run, or prepare to.
    pub(super) fn act(&mut self, msg: Msg) {
        match msg {
            Msg::Pick(pick) => self.pick(pick),
            Msg::Node(place) => self.pick_node(place),
            Msg::Crash => self.crash(),
            Msg::Arm(fault) => self.arm(fault),
            Msg::Split => self.split(),
            Msg::Escape => self.escape(),
            Msg::Do(line) => drop(self.perform(&line, false)),
            Msg::Type(text) => self.typed(&text),
            Msg::Command(line) => self.command(&line),
            Msg::Undo => self.turn_back(true),
            Msg::Redo => self.turn_back(false),
            Msg::Future(id) => self.switch(|session| session.select_future(id)),
            Msg::Run(run) => self.select_run(run),
            Msg::Compare(other) => drop(self.with(|session| session.compare(other))),
            Msg::Causes => {
                self.causes = match self.causes {
                    Some(_) => None,
                    None => Some(Rc::default()),
                };
                self.trace_causes();
            }
            _ => {}
        }
    }

    fn frame(&self) -> Option<Rc<Frame>> {
        self.session.as_ref().map(|session| session.frame.clone())
    }

    fn pick(&mut self, pick: Pick) {
        if self.armed.is_some() && self.aim(pick) {
            return;
        }
        self.selected = if self.selected == Some(pick) { None } else { Some(pick) };
        if self.selected.is_some() {
            self.tab = Tab::Node;
            self.picked = true;
        }
        if let Pick::Event(event) = pick {
            self.walk(|session| session.seek(event));
        }
        self.trace_causes();
    }

    fn pick_node(&mut self, place: usize) {
        let id = self.frame().and_then(|frame| frame.nodes.get(place).map(|node| node.id));
        if let Some(id) = id {
            self.pick(Pick::Node(id));
        }
    }

    fn arm(&mut self, fault: usize) {
        if self.recorded() {
            return self.refuse_change();
        }
        let again = self.armed.as_ref().is_some_and(|armed| armed.fault == fault);
        self.armed = (!again).then(|| Armed { fault, picked: Vec::new() });
        // On a phone the stage lies under the palette.
        if self.tab == Tab::Faults && !again {
            self.tab = Tab::Why;
        }
    }

    /// Points the armed fault at something; false if it is not what the fault wants.
    fn aim(&mut self, pick: Pick) -> bool {
        let (Some(frame), Some(armed)) = (self.frame(), &mut self.armed) else { return false };
        let fault = armed.fault;
        match pick {
            Pick::Node(id) if fault == PARTITION => {
                if armed.picked.contains(&id) {
                    armed.picked.retain(|other| *other != id);
                } else {
                    armed.picked.push(id);
                }
                return true;
            }
            Pick::Node(id) if FAULTS[fault].wants == Wants::Link => {
                match armed.picked.first() {
                    None => armed.picked.push(id),
                    Some(&first) if first == id => armed.picked.clear(),
                    Some(&first) => return self.hit(&frame, Pick::Link(first, id)),
                }
                return true;
            }
            _ => {}
        }
        self.hit(&frame, pick)
    }

    /// Does the armed fault to its target, and disarms it.
    fn hit(&mut self, frame: &Frame, target: Pick) -> bool {
        let Some(armed) = &self.armed else { return false };
        let Some(line) = faults::line(armed.fault, frame, target) else { return false };
        self.armed = None;
        self.perform(&line, false);
        true
    }

    fn split(&mut self) {
        let (Some(frame), Some(armed)) = (self.frame(), &self.armed) else { return };
        if let Some(line) = faults::split(&frame, &armed.picked) {
            self.armed = None;
            self.perform(&line, false);
        }
    }

    fn crash(&mut self) {
        match (self.selected, self.frame()) {
            (Some(node @ Pick::Node(_)), Some(frame)) => {
                if let Some(line) = faults::line(faults::CRASH, &frame, node) {
                    self.perform(&line, false);
                }
            }
            _ => self.notice = Some(Notice::new(t().pick_a_node_first)),
        }
    }

    fn escape(&mut self) {
        if self.overlay.take().is_some() {
            self.complaint = None;
        } else if self.armed.take().is_none() && self.notice.take().is_none() {
            self.selected = None;
            self.causes = None;
        }
    }

    /// Does what a line says, at the moment shown. In the past, later events are computed anew.
    fn perform(&mut self, line: &str, quiet: bool) -> Option<String> {
        self.sync();
        let session = self.session.as_mut()?;
        let (event, now) = (session.position.event, session.position.now);
        let past = event < session.extent.events;
        if let Err(complaint) = session.act(line) {
            let text = complaint.to_string();
            if !quiet {
                self.notice = Some(Notice::bad(complaint.message, text.clone()));
            }
            return Some(text);
        }
        self.notice = past.then(|| Notice {
            offer: Some((t().undo, Msg::Undo)),
            ..Notice::new([t().changed_at, " ", &moment(now), "; ", t().recomputed].concat())
        });
        self.run_changed();
        None
    }

    fn command(&mut self, line: &str) {
        // What is asked of a search is done by what searches, which may have to be fetched.
        if line.split_whitespace().next() == Some("check") {
            self.overlay = None;
            return self.send(Errand::Desk(Tab::Check, Some(line.trim().into())));
        }
        self.complaint = self.perform(line.trim(), true).map(Into::into);
        if self.complaint.is_none() && self.overlay == Some(Overlay::Command) {
            self.overlay = None;
        }
    }

    /// The command box holds another text.
    pub(super) fn typed(&mut self, text: &str) {
        self.complaint = None;
        self.hints =
            Rc::new(self.with(|session| session.stage().complete(text)).unwrap_or_default());
        self.typed = text.to_string().into();
    }

    fn turn_back(&mut self, back: bool) {
        self.sync();
        let Some(session) = &mut self.session else { return };
        let turned = if back { session.undo() } else { session.redo() };
        let words = if back { t().nothing_to_undo } else { t().nothing_to_redo };
        self.notice = (!turned).then(|| Notice::new(words));
        self.run_changed();
    }

    fn switch(&mut self, go: impl FnOnce(&mut crate::session::Session)) {
        self.sync();
        self.with(go);
        self.run_changed();
    }

    /// Takes up another run. What was picked stays so where there is such a thing.
    fn select_run(&mut self, run: usize) {
        let before = self.frame();
        self.switch(|session| session.select_run(run));
        if let (Some(before), Some(now)) = (before, self.frame()) {
            self.selected = self.selected.and_then(|pick| across(pick, &before, &now));
            self.armed = None;
            self.form = Form::default();
        }
    }

    /// The run is another one: records it, and lets the link follow.
    fn run_changed(&mut self) {
        self.recording = true;
        self.settle();
        self.follow_link(false);
    }

    /// Looks up what may have caused the selected event and what it may have caused.
    pub(super) fn trace_causes(&mut self) {
        let (Some(_), Some(session)) = (&self.causes, &self.session) else { return };
        let event = match self.selected {
            Some(Pick::Event(event)) => Some(event),
            Some(Pick::Message(id)) => {
                let arrow = session.diagram.arrows.iter().find(|arrow| arrow.id == id);
                arrow.map(|arrow| arrow.end.unwrap_or(arrow.cause))
            }
            _ => None,
        };
        self.causes = event.map(|event| {
            let (from, to) = session.window;
            Rc::new(session.stage().causes(event, from, to))
        });
    }
}
