//! Opening runs once all that they need is there, and the link that follows them.

use super::import::TRACE;
use super::{App, Wanted};
use crate::components::overlay;
use crate::components::overlay::Notice;
use crate::msg::{Msg, Overlay, Tab};
use crate::session::Session;
use crate::texts::{LANG, t};
use crate::{browser, exporting, importing, stopped, telling};
use clusterscope::protocols::ALL;
use clusterscope::scenario::Complaint;

/// A longer link is refused by too many programs that pass links on.
const LONGEST_LINK: usize = 8_000;

/// What a part of the program is asked to do about the run that is open.
#[derive(Clone, Debug, PartialEq)]
pub enum Errand {
    /// Show the Export menu.
    Menu,
    /// Show one of the two panels of what checks and explores, and check what a line says.
    Desk(Tab, Option<String>),
    /// Show what clients were told.
    Telling,
}

impl Errand {
    /// The part.
    fn part(&self) -> &'static str {
        match self {
            Self::Menu => "exporting",
            Self::Desk(..) => "checking",
            Self::Telling => "telling",
        }
    }
}

impl App {
    /// Has something done as soon as the part of the program is there that does it.
    pub(super) fn send(&mut self, errand: Errand) {
        self.want(Wanted::Errand(errand.part(), errand));
    }

    /// Lays something over the page, or takes it away.
    pub(super) fn cover(&mut self, overlay: Option<Overlay>) {
        overlay::conceal();
        self.overlay = overlay;
        self.typed("");
    }

    /// Grants the wishes that open another run or pass this one on.
    pub(super) fn open(&mut self, msg: Msg) {
        match msg {
            Msg::Set(name, value) => self.set(&name, &value),
            Msg::Seed(seed) => self.set("seed", &seed),
            Msg::FreshSeed => self.set("seed", &browser::fresh_seed().to_string()),
            Msg::Share => self.share(),
            Msg::Copied(copied) => self.shared(copied),
            Msg::Save => self.save(),
            Msg::Saved(false) => self.notice = Some(Notice::bad(t().not_saved, String::new())),
            Msg::Export(wish) => {
                if let (Some(menu), Some(session)) = (&mut self.menu, &mut self.session) {
                    exporting::gates::grant(menu, wish, session, &self.on);
                }
            }
            _ => {}
        }
    }

    /// Opens what is wanted: all that it needs is there.
    pub(crate) fn open_wanted(&mut self, wanted: Wanted) {
        match wanted {
            Wanted::Fragment(fragment) => self.open_fragment(&fragment),
            Wanted::Example(room, scenario) => {
                let example = ALL.get(room).and_then(|room| room.scenarios().get(scenario));
                match example {
                    Some(example) => self.open_text(example.text, 0),
                    None => self.trouble = Some(t().no_rooms.into()),
                }
            }
            Wanted::Text(text) => self.open_text(&text, 0),
            Wanted::File(name, bytes) => self.read(importing::gates::file(name, bytes), true),
            Wanted::Errand(_, errand) => self.run(errand),
        }
    }

    fn run(&mut self, errand: Errand) {
        match errand {
            Errand::Desk(tab, line) => self.open_desk(tab, line),
            Errand::Menu => {
                self.sync();
                self.player.play(false);
                self.rest();
                self.menu.get_or_insert_default();
                self.overlay = Some(Overlay::Export);
            }
            Errand::Telling => {
                self.telling = self.session.as_ref().and_then(telling::gates::told);
                self.cover(Some(Overlay::History));
            }
        }
    }

    fn open_fragment(&mut self, fragment: &str) {
        if fragment == TRACE {
            return self.reopen();
        }
        match Session::link(fragment, LANG) {
            Ok(session) => self.take(session, browser::remembered_position().unwrap_or(0)),
            Err(complaint) => self.close(complaint.to_string()),
        }
    }

    fn open_text(&mut self, text: &str, event: usize) {
        match Session::text(text, LANG) {
            Ok(session) => {
                self.take(session, event);
                self.follow_link(true);
            }
            Err(complaint) => self.refuse(complaint),
        }
    }

    /// Says why something cannot be opened; what is open stays open.
    fn refuse(&mut self, complaint: Complaint) {
        if self.session.is_none() {
            self.trouble = Some(complaint.to_string());
        } else {
            self.notice = Some(Notice::bad(t().cannot_open, complaint.to_string()));
        }
    }

    pub(super) fn take(&mut self, mut session: Session, event: usize) {
        if event > 0 {
            session.seek(event);
        }
        let title = [session.about.card.title, ": ", &*session.about.title, " · ", t().product];
        browser::set_title(&title.concat());
        self.notice = session.about.notice.clone().map(Notice::new);
        self.trouble = None;
        self.gallery = None;
        self.armed = None;
        self.selected = None;
        self.causes = None;
        self.spoken = "".into();
        self.player.play(false);
        self.recording = true;
        self.session = Some(session);
        self.settle();
        self.painter.request();
    }

    /// Lets the address follow the run.
    pub(super) fn follow_link(&mut self, entry: bool) {
        if let Some(session) = &self.session {
            let link = match session.recorded {
                true => TRACE.into(),
                false => session.stage().link(),
            };
            stopped::remember_link(&link);
            browser::set_fragment(&link, session.position.event, entry);
        }
    }

    /// The change takes place by opening the changed text: the same seed, from the start.
    fn set(&mut self, name: &str, value: &str) {
        let Some(session) = &self.session else { return };
        match session.stage().with_setting(name, value.trim()) {
            Ok(text) => {
                let run = session.abroad();
                self.open_text(&text, 0);
                if let Some(run) = run {
                    self.act(Msg::Run(run));
                }
            }
            Err(complaint) => {
                self.notice = Some(Notice::bad(complaint.message.clone(), complaint.to_string()));
            }
        }
    }

    fn link(&self) -> Option<String> {
        let link = self.session.as_ref()?.stage().link();
        Some([&*browser::address(), "#", &link].concat())
    }

    fn share(&mut self) {
        self.sync();
        let Some(link) = self.link() else { return };
        if link.len() > LONGEST_LINK {
            let offer = Some((t().save, Msg::Save));
            self.notice = Some(Notice { offer, ..Notice::new(t().link_long) });
            return;
        }
        let on = self.on.clone();
        browser::copy(&link, move |copied| on.emit(Msg::Copied(copied)));
    }

    fn shared(&mut self, copied: bool) {
        let link = self.link().unwrap_or_default();
        self.follow_link(false);
        self.notice = Some(if copied {
            Notice::new(t().link_copied)
        } else {
            Notice { detail: link.into(), ..Notice::new(t().copy_this) }
        });
    }

    fn save(&mut self) {
        let Some(session) = &self.session else { return };
        let title = session.about.title.to_ascii_lowercase();
        let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
        let extension = if session.recorded { ".jsonl" } else { ".scope" };
        let name = words.collect::<Vec<_>>().join("-") + extension;
        let on = self.on.clone();
        browser::save(&name, &session.stage().text(), move |saved| on.emit(Msg::Saved(saved)));
    }
}
