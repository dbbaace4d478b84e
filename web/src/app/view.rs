//! The page laid out.

use super::App;
use crate::components::client::{ClientProps, client};
use crate::components::command::{CommandProps, command_box};
use crate::components::faults::{PaletteProps, hint, palette};
use crate::components::header::{HeaderProps, actions, entrance, header};
use crate::components::inspector::{InspectorProps, inspector};
use crate::components::measured::{MeasuredProps, measured};
use crate::components::overlay::{help, notice, rules};
use crate::components::overview::{self, OverviewProps, overview};
use crate::components::part::{moving, part};
use crate::components::runs::{RunsProps, runs};
use crate::components::setup::{SetupProps, setup};
use crate::components::story::{StoryProps, story};
use crate::components::transport::{TransportProps, transport};
use crate::components::verdict::{VerdictProps, verdict};
use crate::components::{Button, icon};
use crate::faults::{FAULTS, PARTITION};
use crate::html::{all, classes, html};
use crate::msg::{Msg, Overlay, Tab};
use crate::scene::{Live, SceneProps, SpaceTimeProps, Wants, across};
use crate::session::{Session, broken};
use crate::texts::t;
use crate::{exporting, gates};
use clusterscope::exhibit::About;
use clusterscope::protocol::NodeId;
use clusterscope_picture::lanes::clocks::Clock;
use std::rc::Rc;
use yew::prelude::*;

impl App {
    pub(super) fn draw(&self) -> Html {
        let (on, overlay) = (&self.on, self.overlay.is_some());
        let [bar, body, over] = match (&self.session, &self.gallery) {
            (Some(session), _) => gates::draw(self, session),
            (None, gallery) => [
                entrance(on, &self.theme),
                gallery.as_ref().map_or_else(|| self.no_run(), |gallery| gallery.draw(on)),
                match &self.reading {
                    Some(reading) if overlay => reading.dialog(on),
                    _ => html! { if overlay { { help(on) } } },
                },
            ],
        };
        html! {
            <>
                { bar }
                { body }
                { notice(self.notice.as_ref(), on) }
                <p class="vh" role="status">{ self.spoken.clone() }</p>
                { self.waiting() }
                { over }
            </>
        }
    }

    /// A run: the bar at the top, what is below, and what lies over it.
    pub(crate) fn draw_run(&self, session: &Session) -> [Html; 3] {
        let shows = HeaderProps {
            about: session.about.clone(),
            runs: session.runs.clone(),
            recorded: session.recorded,
            theme: self.theme.clone().into(),
            on: self.on.clone(),
        };
        let over = self.overlay.map(|overlay| self.over(session, overlay));
        [part(shows, header), self.open_run(session), over.unwrap_or_default()]
    }

    /// Nothing is open: says why, and shows the way on.
    fn no_run(&self) -> Html {
        let (way, msg) = match self.failed {
            true => (t().retry, Msg::Retry),
            false => (t().home, Msg::Example(0, 0)),
        };
        html! {
            <main class="trouble">
                if let Some(trouble) = &self.trouble {
                    <h2>{ t().cannot_open }</h2>
                    <pre role="alert">{ trouble.clone() }</pre>
                    { Button { class: "play", ..Button::new(way) }.draw(&self.on, msg) }
                }
            </main>
        }
    }

    /// What is on its way; the style sheet shows it once that takes long.
    fn waiting(&self) -> Html {
        html! {
            if self.wanted.is_some() && !self.failed {
                <p class="coming" role="status">{ t().loading }</p>
            }
        }
    }

    fn open_run(&self, session: &Session) -> Html {
        let verdict_shows = VerdictProps {
            rules: session.verdict.clone(),
            event: session.position.event,
            expectations: session.expectations.clone(),
            on: self.on.clone(),
        };
        let palette_shows = PaletteProps {
            armed: self.armed.as_ref().map(|armed| armed.fault),
            recorded: session.recorded,
            cut: !session.frame.cuts.is_empty(),
            on: self.on.clone(),
        };
        let whole = session.frame.overview.ring.is_some().then_some("whole");
        html! {
            <>
                <main data-tab={self.tab.name()} class={whole}>
                    { part(verdict_shows, verdict) }
                    { part(palette_shows, palette) }
                    { self.stages(session) }
                    { self.space_time(session) }
                    { self.panels(session) }
                </main>
                { self.transport(session) }
            </>
        }
    }

    fn transport(&self, session: &Session) -> Html {
        let shows = TransportProps {
            playing: self.player.playing,
            speed: self.player.speed,
            skip_idle: self.player.skip_idle,
            event: session.position.event,
            extent: session.extent,
            density: session.density.clone(),
            markers: session.markers.clone(),
            window: session.window,
            playhead: self.playhead.clone(),
            on: self.on.clone(),
        };
        part(shows, transport)
    }

    fn wants(&self) -> Option<Wants> {
        let armed = self.armed.as_ref()?;
        let pending = armed.fault == PARTITION;
        Some(if pending { Wants::Node } else { FAULTS[armed.fault].wants })
    }

    fn scene(&self, session: &Session, live: &Live) -> SceneProps {
        let mut guilty: Vec<NodeId> = Vec::new();
        let broken = broken(&session.verdict, session.position.event);
        for fact in broken.filter_map(|rule| rule.broken.as_ref()).flat_map(|one| &one.facts) {
            for node in &fact.nodes {
                if !guilty.contains(node) {
                    guilty.push(*node);
                }
            }
        }
        SceneProps {
            about: session.about.clone(),
            live: live.clone(),
            selected: self.pointed().or(self.selected),
            wants: self.wants(),
            on_pick: self.on_pick.clone(),
            playhead: self.playhead.clone(),
            guilty: Rc::new(guilty),
        }
    }

    /// The second stage: what is picked there is picked here, by its name.
    fn scene_beside(&self, session: &Session, live: &Live, about: &Rc<About>) -> SceneProps {
        let (here, there, on) = (session.live.clone(), live.clone(), self.on_pick.clone());
        let on_pick = Callback::from(move |pick| {
            if let Some(pick) = across(pick, &there.get(), &here.get()) {
                on.emit(pick);
            }
        });
        SceneProps {
            about: about.clone(),
            selected: self.selected.and_then(|pick| across(pick, &session.frame, &live.get())),
            guilty: Rc::default(),
            on_pick,
            ..self.scene(session, live)
        }
    }

    /// The stage, and a second one beside it for comparison.
    fn stages(&self, session: &Session) -> Html {
        let one = self.scene(session, &session.live);
        let name = |other| html! { <p class="cap">{ session.name_of(other) }</p> };
        let two = session.beside.as_ref().map(|(other, live, about)| {
            let scene = self.scene_beside(session, live, about);
            html! {
                <div class="second" role="group" aria-label={session.name_of(Some(*other))}>
                    { moving("beside", scene) }{ name(Some(*other)) }
                </div>
            }
        });
        let side = self.armed.as_ref().map(|armed| {
            let names: Vec<_> = armed.picked.iter().map(|id| session.name(*id)).collect();
            hint(armed.fault, &names.join(" "), &self.on)
        });
        let close = Button::icon(t().close, icon::CROSS);
        html! {
            <section class={classes!("stage", two.is_some().then_some("two"))}
                aria-label={t().stage}>
                { moving("stage", one) }
                if two.is_some() { { name(None) } }
                { two }
                { side }
                if session.beside.is_some() {
                    <div class="unbeside">{ close.draw(&self.on, Msg::Compare(None)) }</div>
                }
            </section>
        }
    }

    fn space_time(&self, session: &Session) -> Html {
        let on = &self.on;
        let shows = SpaceTimeProps {
            scene: self.scene(session, &session.live),
            frame: session.frame.clone(),
            diagram: session.diagram.clone(),
            ticks: (session.ticks.clone(), session.clock),
            window: session.window,
            causes: self.causes.clone(),
            on_seek: on.reform(Msg::SeekTime),
        };
        let clocks = match session.clock {
            Clock::Off => t().show_lamport,
            Clock::Lamport => t().show_vectors,
            Clock::Vector => t().hide_clocks,
        };
        let clocks = Button::bare(clocks, icon::SKEW);
        html! {
            <section class="st" aria-label={t().space_time}>
                { moving("space-time", shows) }
                <div class="zoom">
                    { Button::bare(t().zoom_out, icon::MINUS).draw(on, Msg::Zoom(1)) }
                    { Button::bare(t().zoom_in, icon::PLUS).draw(on, Msg::Zoom(-1)) }
                    if !session.recorded { { clocks.draw(on, Msg::Clock) } }
                </div>
            </section>
        }
    }

    /// The panel that is shown where the story has its own place.
    fn shown(&self, session: &Session) -> Tab {
        let whole = has_overview(session);
        match self.tab {
            Tab::Why | Tab::Time | Tab::Faults | Tab::More if session.recorded => Tab::Trace,
            Tab::Why | Tab::Time | Tab::Faults | Tab::More if whole => Tab::Overview,
            Tab::Why | Tab::Time | Tab::Faults | Tab::More => Tab::Node,
            Tab::Overview if !whole => Tab::Node,
            other => other,
        }
    }

    /// One tab of the panels: which of them are shown is up to the style sheet.
    fn tab(&self, shown: Tab, tab: Tab, name: &'static str) -> Html {
        let class = match tab {
            Tab::Why => "tab mid",
            Tab::Time | Tab::Faults | Tab::More => "tab ph",
            Tab::Node | Tab::Overview | Tab::Trace if shown == tab => "tab low",
            Tab::Node | Tab::Overview | Tab::Trace => "tab",
            _ if shown == tab => "tab nh low",
            _ => "tab nh",
        };
        let pressed = Some(self.tab == tab);
        Button { class, pressed, ..Button::new(name) }.draw(&self.on, Msg::Tab(tab))
    }

    fn panels(&self, session: &Session) -> Html {
        let shows = StoryProps {
            about: session.about.clone(),
            story: session.story.clone(),
            present: session.position.sentence,
            broken_at: broken(&session.verdict, session.position.event)
                .filter_map(|rule| Some(rule.broken.as_ref()?.event))
                .min(),
            on: self.on.clone(),
        };
        let shown = self.shown(session);
        let whole = has_overview(session);
        let tall = matches!(shown, Tab::Overview | Tab::Check | Tab::Explore);
        let tabs = [
            (Tab::Why, t().tab_why),
            (Tab::Time, t().tab_time),
            (Tab::Overview, t().tab_overview),
            (Tab::Trace, t().tab_trace),
            (Tab::Node, t().tab_node),
            (Tab::Faults, t().tab_faults),
            (Tab::Client, t().tab_client),
            (Tab::Setup, t().tab_setup),
            (Tab::Runs, t().tab_runs),
            (Tab::Check, t().tab_check),
            (Tab::Explore, t().tab_explore),
            (Tab::More, t().tab_more),
        ];
        let fits = |tab| match tab {
            Tab::Overview => whole,
            Tab::Trace => session.recorded,
            Tab::Check => self.opened.0 && !session.recorded,
            Tab::Explore => self.opened.1 && !session.recorded,
            Tab::Faults | Tab::Client | Tab::Setup => !session.recorded,
            _ => true,
        };
        let tabs = tabs.into_iter().filter(|(tab, _)| fits(*tab));
        let many = (self.opened.0 && self.opened.1).then_some("many");
        html! {
            <aside class="right">
                { part(shows, story) }
                <nav class={classes!("tabs", whole.then_some("six"), many)} aria-label={t().panels}>
                    { all(tabs.map(|(tab, name)| self.tab(shown, tab, name))) }
                </nav>
                <div class={classes!("panel", tall.then_some("tall"))}
                    tabindex="0">{ self.panel(session, shown) }</div>
            </aside>
        }
    }

    /// What the system is as a whole, and what the one beside it is.
    fn overview(&self, session: &Session) -> Html {
        let mut frames = vec![(session.name_of(None), session.frame.clone())];
        let beside = session.beside.iter();
        frames.extend(beside.map(|(other, live, _)| (session.name_of(Some(*other)), live.get())));
        let (runs, readings) = (session.runs.clone(), session.readings.clone());
        html! {
            <>
                { part(MeasuredProps { runs, readings }, measured) }
                if overview::any(&session.frame) { { part(OverviewProps { frames }, overview) } }
            </>
        }
    }

    fn panel(&self, session: &Session, shown: Tab) -> Html {
        let on = self.on.clone();
        match shown {
            _ if self.tab == Tab::More => more(&on, session.recorded),
            Tab::Trace => {
                let trace = self.trace.as_ref();
                trace.map(|trace| trace.panel(session, &on)).unwrap_or_default()
            }
            Tab::Overview => self.overview(session),
            Tab::Client => {
                let (about, frame) = (session.about.clone(), session.frame.clone());
                part(ClientProps { about, frame, form: self.form.clone(), on }, client)
            }
            Tab::Check | Tab::Explore => self.draw_desk(session, shown),
            Tab::Setup => part(SetupProps { settings: session.settings.clone(), on }, setup),
            Tab::Runs => self.runs(session),
            _ => {
                let frame = session.frame.clone();
                let (selected, causes) = (self.selected, self.causes.is_some());
                let recorded = session.recorded;
                part(InspectorProps { frame, selected, causes, recorded, on }, inspector)
            }
        }
    }

    fn runs(&self, session: &Session) -> Html {
        let shows = RunsProps {
            runs: session.runs.clone(),
            futures: session.futures.clone(),
            expectations: session.expectations.clone(),
            extent: session.extent,
            beside: session.beside.as_ref().map(|(other, ..)| *other),
            on: self.on.clone(),
        };
        part(shows, runs)
    }

    fn over(&self, session: &Session, overlay: Overlay) -> Html {
        let on = &self.on;
        match overlay {
            Overlay::Help => help(on),
            Overlay::Rules => rules(&session.verdict, session.position.event, on),
            Overlay::History => self.telling.as_ref().map(|told| told.draw(on)).unwrap_or_default(),
            Overlay::Import => {
                let reading = self.reading.as_ref();
                reading.map(|reading| reading.dialog(on)).unwrap_or_default()
            }
            Overlay::Export => {
                let menu = self.menu.as_ref();
                menu.map(|menu| exporting::gates::draw(menu, on)).unwrap_or_default()
            }
            Overlay::Command => {
                let (text, hints) = (self.typed.clone(), self.hints.clone());
                let complaint = self.complaint.clone();
                part(CommandProps { text, hints, complaint, on: on.clone() }, command_box)
            }
        }
    }
}

/// Whether there is anything to be said of the system as a whole, or of all runs.
fn has_overview(session: &Session) -> bool {
    overview::any(&session.frame) || session.measured()
}

/// The panel of what the header has no room for.
fn more(on: &Callback<Msg>, recorded: bool) -> Html {
    html! {
        <div class="more">
            if !recorded {
                { Button::icon(t().tab_client, icon::DELIVER).draw(on, Msg::Tab(Tab::Client)) }
                { Button::icon(t().tab_setup, icon::SKEW).draw(on, Msg::Tab(Tab::Setup)) }
            }
            { Button::icon(t().tab_runs, icon::ROOM).draw(on, Msg::Tab(Tab::Runs)) }
            { actions(on, true, recorded) }
        </div>
    }
}
