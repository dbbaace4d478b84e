//! What the entry page does by itself: it shows the gallery, and sees to it that what a run needs
//! is there before it is opened.

use super::App;
use super::open::Errand;
use crate::components::overlay::Notice;
use crate::gallery::Gallery;
use crate::gallery::catalogue::SHELVES;
use crate::msg::Msg;
use crate::texts::t;
use crate::{browser, gates};
use clusterscope::scenario::{link, rooms_named};
use std::rc::Rc;

/// The part of the program that every run needs.
const ENGINE: &str = "engine";

/// What reads traces.
const IMPORTING: &str = "importing";

/// What is to be opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// What the address says.
    Fragment(String),
    /// A shipped scenario: room and scenario by place.
    Example(usize, usize),
    /// A scenario text.
    Text(String),
    /// Another file, which may be a trace: its name, and what is in it.
    File(String, Rc<Vec<u8>>),
    /// Something about the run that is open, by the part of the program that does it.
    Errand(&'static str, Errand),
}

impl Wanted {
    /// What a file holds: a scenario names a room, and all else may be a trace.
    fn file(file: &[u8]) -> Option<Self> {
        let end = file.iter().position(|byte| *byte == b'\n')?;
        let (name, inside) = (&file[..end], &file[end + 1..]);
        let text = core::str::from_utf8(inside).ok();
        let text = text.filter(|text| rooms_named(text).next().is_some());
        Some(match text {
            _ if inside.is_empty() => return None,
            Some(text) => Self::Text(text.into()),
            None => Self::File(String::from_utf8_lossy(name).into(), Rc::new(inside.to_vec())),
        })
    }

    /// The parts of the program that it needs.
    fn parts(&self) -> Vec<&'static str> {
        let mut parts = vec![ENGINE];
        let mut need = |slug: &str| {
            let known = SHELVES.iter().find(|shelf| shelf.slug == slug);
            parts.extend(known.map(|shelf| shelf.slug));
        };
        match self {
            Self::Fragment(fragment) => {
                let mut path = fragment.split(['/', '@']);
                let (room, scenario) = (path.next().unwrap_or(""), path.next());
                need(room);
                let items = SHELVES.iter().filter(|shelf| shelf.slug == room);
                let mut items = items.flat_map(|shelf| shelf.items);
                let item = items.find(|item| Some(item.slug) == scenario);
                item.into_iter().flat_map(|item| item.others).copied().for_each(&mut need);
                rooms_named(&link::unpack(fragment).unwrap_or_default()).for_each(need);
            }
            Self::Example(room, scenario) => {
                let Some(shelf) = SHELVES.get(*room) else { return parts };
                need(shelf.slug);
                let item = shelf.items.get(*scenario);
                item.into_iter().flat_map(|item| item.others).copied().for_each(need);
            }
            Self::Text(text) => rooms_named(text).for_each(need),
            Self::File(..) => parts.push(IMPORTING),
            Self::Errand(part, _) => parts.push(part),
        }
        parts
    }
}

/// Fetches what the address needs, so that it is there when the page comes to life.
pub async fn prepare() {
    let fragment = browser::fragment();
    if !fragment.is_empty() {
        browser::parts(&Wanted::Fragment(fragment).parts()).await;
    }
}

impl App {
    /// Grants the wishes that need no run, and hands on all others.
    pub(super) fn receive(&mut self, msg: Msg) -> Option<Msg> {
        match msg {
            Msg::Fragment => self.arrive(),
            Msg::Example(room, scenario) => self.want(Wanted::Example(room, scenario)),
            Msg::File(file) => match Wanted::file(&file) {
                Some(wanted) => self.want(wanted),
                None => self.notice = Some(Notice::bad(t().file_unreadable, String::new())),
            },
            Msg::Import(wish) => gates::import(self, wish),
            Msg::Arrived(true) | Msg::Retry => self.proceed(),
            Msg::Arrived(false) => self.miss(),
            Msg::Theme => self.next_theme(),
            Msg::FullScreen => browser::toggle_full_screen(),
            Msg::Dismiss => self.notice = None,
            Msg::Search(query) => {
                if let Some(gallery) = &mut self.gallery {
                    gallery.query = query.into();
                }
            }
            Msg::Find => browser::focus("find"),
            Msg::Open(overlay) if self.session.is_none() => self.overlay = overlay,
            Msg::Escape if self.session.is_none() => {
                if self.overlay.take().is_none() {
                    self.notice = None;
                }
            }
            msg => return Some(msg),
        }
        None
    }

    /// Opens what the address says, or the gallery.
    pub(super) fn arrive(&mut self) {
        let fragment = browser::fragment();
        if fragment.is_empty() { self.enter() } else { self.want(Wanted::Fragment(fragment)) }
    }

    /// Shows the gallery.
    fn enter(&mut self) {
        self.session = None;
        self.trouble = None;
        self.wanted = None;
        self.player.play(false);
        self.overlay = None;
        self.notice = None;
        self.gallery = Some(Gallery::default());
        browser::set_title(t().product);
    }

    /// Opens something as soon as all that it needs is there.
    pub(super) fn want(&mut self, wanted: Wanted) {
        self.wanted = Some(wanted);
        self.proceed();
    }

    fn proceed(&mut self) {
        self.failed = false;
        let Some(wanted) = self.wanted.take() else { return };
        let parts = wanted.parts();
        if browser::are_there(&parts) {
            return gates::open(self, wanted);
        }
        self.wanted = Some(wanted);
        let on = self.on.clone();
        wasm_bindgen_futures::spawn_local(async move {
            on.emit(Msg::Arrived(browser::parts(&parts).await));
        });
    }

    /// A part could not be fetched: says so.
    fn miss(&mut self) {
        let Some(wanted) = &self.wanted else { return };
        self.failed = true;
        match wanted {
            Wanted::Fragment(_) => self.close(t().part_missing.into()),
            _ if self.session.is_none() => self.close(t().part_missing.into()),
            _ => {
                let offer = Some((t().retry, Msg::Retry));
                let detail = String::from(t().part_missing);
                self.notice = Some(Notice { offer, ..Notice::bad(t().cannot_open, detail) });
            }
        }
    }

    /// Nothing is open any more, and this is why.
    pub(super) fn close(&mut self, trouble: String) {
        self.session = None;
        self.gallery = None;
        self.player.play(false);
        self.trouble = Some(trouble);
    }

    fn next_theme(&mut self) {
        let next = match &*self.theme {
            "light" => "dark",
            "dark" => "",
            _ => "light",
        };
        self.theme = next.into();
        browser::set_theme(next);
    }
}
