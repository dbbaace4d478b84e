//! Grants what is wished in the menu.

use super::film::{self, Film};
use super::{KINDS, Kind, Menu, Wish, name};
use crate::browser;
use crate::msg::Msg;
use crate::session::Session;
use crate::texts::t;
use clusterscope::protocol::Micros;
use clusterscope_picture::{Options, Theme, View, animated, still};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::Callback;

/// How many pixels of a PNG stand for one of its picture, along each side.
const SHARP: f64 = 2.0;

/// The part of the program that encodes films.
const ANIMATING: &str = "animating";

impl Menu {
    /// Grants a wish.
    pub(super) fn grant(&mut self, wish: Wish, session: &mut Session, on: &Callback<Msg>) {
        self.said = None;
        match wish {
            Wish::Kind(place) => self.kind = KINDS.get(place).copied().unwrap_or(self.kind),
            Wish::View(place) => self.view = place,
            Wish::Theme(place) => self.theme = place,
            Wish::Stretch(place) => self.stretches[usize::from(!self.kind.is_picture())] = place,
            Wish::Download => self.download(session, on),
            Wish::Copy => self.copy(session, on),
            Wish::Cancel => self.film = None,
            Wish::Fetched(true) => self.shoot(session, on),
            Wish::Fetched(false) => self.said = Some((t().part_missing, true)),
            Wish::Drawn(fine) => self.develop(fine, session, on),
            Wish::Saved(true) => self.said = Some((t().export_saved, false)),
            Wish::Saved(false) if self.kind == Kind::Png => self.said = Some((t().undrawn, true)),
            Wish::Saved(false) => self.said = Some((t().not_saved, true)),
            Wish::Copied(true) => self.said = Some((t().export_copied, false)),
            Wish::Copied(false) => self.said = Some((t().not_copied, true)),
        }
    }

    /// The moments that what is written begins and ends at; none is the whole run.
    fn span(&self, session: &Session) -> Option<(Micros, Micros)> {
        let (now, end) = (session.position.now, session.extent.end);
        match self.stretch() {
            _ if !self.kind.is_stretch() => Some((now, now)),
            0 => Some((session.window.0, session.window.1.min(end))),
            1 if now > 0 => Some((now, end)),
            _ => None,
        }
    }

    /// How a picture is drawn.
    fn options(&self, session: &Session) -> Options {
        let page = || match browser::dark() {
            true => Theme::Dark,
            false => Theme::Light,
        };
        let theme = match self.theme {
            1 => Theme::Light,
            2 => Theme::Dark,
            _ if self.kind.is_text() => Theme::Auto,
            _ => page(),
        };
        let view = [View::Both, View::Stage, View::SpaceTime][self.view.min(2)];
        let window = (!self.kind.is_stretch()).then_some(session.window);
        Options { theme, view, window, ..Options::default() }
    }

    /// What is written, for all kinds that are text.
    fn text(&self, session: &mut Session) -> String {
        let options = self.options(session);
        let whole = (0, session.extent.end);
        let span = self.span(session);
        let (from, to) = span.unwrap_or(whole);
        match self.kind {
            Kind::Text(format) => {
                let mut options = clusterscope_trace::Options::default();
                if let Some((from, to)) = span {
                    (options.from, options.to) = (from, to);
                }
                clusterscope_trace::export(session.stage_mut(), format, &options)
            }
            Kind::Animated => session.elsewhere(|stage| animated(stage, from, to, &options)),
            _ => still(session.stage(), &options),
        }
    }

    fn file(&self, session: &Session) -> String {
        name::file(&session.about, self.span(session), self.kind.extension())
    }

    fn download(&mut self, session: &mut Session, on: &Callback<Msg>) {
        let name = self.file(session);
        if self.kind == Kind::Gif {
            let on = on.clone();
            wasm_bindgen_futures::spawn_local(async move {
                on.emit(Wish::Fetched(browser::parts(&[ANIMATING]).await).into());
            });
            return;
        }
        let text = self.text(session);
        if self.kind == Kind::Png {
            let (width, height) = film::size(&text);
            let size = (width * SHARP, height * SHARP);
            let about = [name.into(), text.into(), size.0.into(), size.1.into()];
            return answer(browser::ask("files/png", &about), on, Wish::Saved);
        }
        answer(browser::ask("files/save", &[name.into(), text.into()]), on, Wish::Saved);
    }

    fn copy(&mut self, session: &mut Session, on: &Callback<Msg>) {
        let on = on.clone();
        browser::copy(&self.text(session), move |copied| on.emit(Wish::Copied(copied).into()));
    }

    /// Begins a film: all that it needs is there.
    fn shoot(&mut self, session: &mut Session, on: &Callback<Msg>) {
        let (from, to) = self.span(session).unwrap_or((0, session.extent.end));
        let film = Film::new(session, from, to, self.options(session));
        self.film = Some(Rc::new(RefCell::new(film)));
        self.develop(true, session, on);
    }

    /// Draws the next picture of the film, or offers the film if there is none.
    fn develop(&mut self, fine: bool, session: &mut Session, on: &Callback<Msg>) {
        // A film that was cancelled hears of its last picture still.
        let Some(film) = self.film.clone() else { return };
        let name = self.file(session);
        let next = film.borrow_mut().next(fine, session);
        match next {
            film::Next::Draw(svg) => Film::draw(&film, svg, on),
            film::Next::Save(bytes) => {
                self.film = None;
                answer(browser::ask("files/save", &[name.into(), bytes.into()]), on, Wish::Saved);
            }
            film::Next::Fail => {
                self.film = None;
                self.said = Some((t().undrawn, true));
            }
        }
    }
}

/// Wishes once there is an answer.
fn answer(
    answer: impl Future<Output = Option<JsValue>> + 'static,
    on: &Callback<Msg>,
    wish: fn(bool) -> Wish,
) {
    let on = on.clone();
    wasm_bindgen_futures::spawn_local(async move {
        on.emit(wish(answer.await.is_some()).into());
    });
}
