//! The page as one component: it owns the session and the player, and grants wishes.

mod acts;
mod check;
mod import;
mod open;
mod play;
mod view;
mod wanted;

pub use wanted::{Wanted, prepare};

use open::Errand;

use crate::checking::Checking;
use crate::components::client::Form;
use crate::components::overlay::{self, Notice};
use crate::exporting::Menu;
use crate::gallery::Gallery;
use crate::importing::Reading;
use crate::motion::Playhead;
use crate::msg::{Msg, Overlay, Tab};
use crate::player::Player;
use crate::scene::Pick;
use crate::session::Session;
use crate::telling::Telling;
use crate::{browser, gates, listen};
use clusterscope::protocol::NodeId;
use std::rc::Rc;
use yew::prelude::*;

/// A fault that waits for its target.
#[derive(Clone, Debug, PartialEq)]
struct Armed {
    /// Its place in the palette.
    fault: usize,
    /// Nodes that were picked for it so far.
    picked: Vec<NodeId>,
}

/// The page.
pub struct App {
    session: Option<Session>,
    /// The entry page, while no run is open.
    gallery: Option<Gallery>,
    /// What was wrong with what should have been opened.
    trouble: Option<String>,
    /// What is to be opened once all that it needs is there.
    wanted: Option<Wanted>,
    /// Whether something that it needs could not be fetched.
    failed: bool,
    player: Player,
    playhead: Playhead,
    selected: Option<Pick>,
    /// Whether something was selected that is not drawn as selected yet.
    picked: bool,
    armed: Option<Armed>,
    tab: Tab,
    form: Form,
    overlay: Option<Overlay>,
    notice: Option<Notice>,
    /// What clients asked and were told, while that is shown.
    telling: Option<Box<dyn Telling>>,
    /// What the Export menu shows, once it was opened.
    menu: Option<Menu>,
    /// The trace that was opened last, and the file that is to be read as one.
    trace: Option<Box<dyn Reading>>,
    reading: Option<Box<dyn Reading>>,
    /// What checks and explores, once it was opened, and whether each of the two was.
    checking: Option<Box<dyn Checking>>,
    opened: (bool, bool),
    /// The command box: its text, what can be typed next, what was wrong with it.
    typed: AttrValue,
    hints: Rc<Vec<String>>,
    complaint: Option<AttrValue>,
    /// The sentence that a screen reader is to say.
    spoken: AttrValue,
    causes: Option<Rc<(Vec<usize>, Vec<usize>)>>,
    theme: String,
    /// Whether recording is not finished.
    recording: bool,
    /// When what is read last followed what is seen, by the browser's clock.
    beat: f64,
    /// Whether this is an odd frame.
    odd: bool,
    painter: listen::Painter,
    on: Callback<Msg>,
    on_pick: Callback<Pick>,
    _listeners: [listen::Listener; 2],
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let on = ctx.link().callback(|msg: Msg| msg);
        let playhead = Playhead::default();
        let mut app = Self {
            session: None,
            gallery: None,
            trouble: None,
            wanted: None,
            failed: false,
            player: Player::new(playhead.still().get()),
            playhead,
            selected: None,
            picked: false,
            armed: None,
            tab: Tab::Why,
            form: Form::default(),
            overlay: None,
            notice: None,
            telling: None,
            menu: None,
            trace: None,
            reading: None,
            checking: None,
            opened: (false, false),
            typed: AttrValue::default(),
            hints: Rc::default(),
            complaint: None,
            spoken: AttrValue::default(),
            causes: None,
            theme: browser::theme(),
            recording: false,
            beat: 0.0,
            odd: false,
            painter: listen::Painter::new(on.clone()),
            on_pick: ctx.link().callback(Msg::Pick),
            _listeners: [listen::keys(on.clone()), listen::fragment(on.clone())],
            on,
        };
        app.arrive();
        app
    }

    fn update(&mut self, _: &Context<Self>, msg: Msg) -> bool {
        let render = match (self.receive(msg), &self.session) {
            (Some(msg), Some(_)) => gates::grant(self, msg),
            _ => true,
        };
        if self.player.playing || self.recording {
            self.painter.request();
        }
        render
    }

    fn view(&self, _: &Context<Self>) -> Html {
        self.draw()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if core::mem::take(&mut self.picked) {
            browser::reveal(".stage [aria-pressed=true]");
        }
        if self.overlay.is_some() {
            overlay::reveal();
        }
    }
}

impl App {
    /// Grants a wish about the run; true if the page may look different.
    pub(crate) fn grant(&mut self, msg: Msg) -> bool {
        if !matches!(msg, Msg::Paint(_)) {
            self.catch_up();
        }
        match msg {
            Msg::Paint(wall) => return self.paint(wall),
            Msg::Play => self.toggle_play(),
            Msg::Step(sentences) => self.step(sentences),
            Msg::Event(events) => self.step_event(events),
            Msg::Marker(direction) => self.walk(|session| session.jump(direction)),
            Msg::Start => self.walk(|session| session.seek(0)),
            Msg::Latest => self.walk(|session| session.seek(session.extent.events)),
            Msg::Seek(event) => self.walk(|session| session.seek(event)),
            Msg::ShowHow(event) => {
                self.selected = Some(Pick::Event(event));
                self.causes = Some(Rc::default());
                self.walk(|session| session.seek(event));
            }
            Msg::SeekTime(at) => self.walk(|session| session.seek_time(at)),
            Msg::Speed(speed) => self.player.speed = speed,
            Msg::SkipIdle => self.player.skip_idle = !self.player.skip_idle,
            Msg::Zoom(direction) => drop(self.with(|session| session.zoom(direction))),
            Msg::Clock => drop(self.with(Session::turn_clock)),
            Msg::Tab(tab @ (Tab::Check | Tab::Explore)) => self.send(Errand::Desk(tab, None)),
            Msg::Tab(tab) => self.tab = tab,
            Msg::Open(Some(Overlay::Command)) if self.recorded() => self.refuse_change(),
            Msg::Open(Some(Overlay::Export)) => self.send(Errand::Menu),
            Msg::Open(Some(Overlay::History)) => self.send(Errand::Telling),
            Msg::Open(overlay) => {
                self.telling = None;
                self.cover(overlay);
            }
            Msg::Form(form) => self.form = form,
            Msg::Set(..)
            | Msg::Seed(_)
            | Msg::FreshSeed
            | Msg::Share
            | Msg::Copied(_)
            | Msg::Save
            | Msg::Saved(_)
            | Msg::Export(_) => self.open(msg),
            Msg::Check(wish) => self.check(wish),
            _ => self.act(msg),
        }
        self.look();
        true
    }

    fn with<T>(&mut self, f: impl FnOnce(&mut Session) -> T) -> Option<T> {
        self.session.as_mut().map(f)
    }
}
