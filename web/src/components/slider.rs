//! The time slider: a real range input over a drawing of how much happens when. What follows the
//! playhead is moved directly, not through the virtual DOM.

use super::part::all;
use crate::msg::Msg;
use crate::panels::event_icon;
use crate::scene::{Playhead, Subscription};
use crate::texts::{hundredths, moment, t};
use clusterscope::exhibit::{Marker, MarkerKind};
use clusterscope::protocol::Micros;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// What the slider shows.
#[derive(Clone, PartialEq, Properties)]
pub struct SliderProps {
    /// When the run ends.
    pub end: Micros,
    /// Up to when it is recorded.
    pub recorded: Micros,
    /// How many events each part of the run holds.
    pub density: Rc<Vec<u32>>,
    /// What is worth jumping to.
    pub markers: Rc<Vec<Marker>>,
    /// The window that the space-time diagram shows.
    pub window: (Micros, Micros),
    /// The position.
    pub event: usize,
    /// How many events are recorded.
    pub events: usize,
    /// The moment shown.
    pub playhead: Playhead,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// What the playhead moves.
#[derive(Clone, Default)]
struct Parts {
    input: NodeRef,
    thumb: NodeRef,
    veil: NodeRef,
    time: NodeRef,
    shown: Rc<Cell<f64>>,
}

impl Parts {
    /// The thumb glides; words and the input follow ten times a second, or at once if `now` is
    /// where the playhead came to rest.
    fn show(&self, now: f64, end: Micros, rest: bool) {
        // In ten-thousandths: a whole number is cheap to print.
        let share = ((now / end.max(1) as f64).clamp(0.0, 1.0) * 10_000.0) as u32;
        let style = |part: &NodeRef, before: &str, share: u32, after: &str| {
            if let Some(part) = part.cast::<HtmlElement>() {
                let value = [before, &*share.to_string(), after].concat();
                let _ = part.style().set_property("transform", &value);
            }
        };
        style(&self.thumb, "translateX(calc(", share, " * .01cqw))");
        style(&self.veil, "scaleX(calc(", 10_000 - share, " * .0001))");
        let clock = crate::browser::clock();
        if !rest && clock - self.shown.get() < 100.0 {
            return;
        }
        self.shown.set(clock);
        let words = moment(now as Micros);
        if let Some(time) = self.time.get() {
            time.set_text_content(Some(&words));
        }
        if let Some(input) = self.input.cast::<HtmlInputElement>() {
            input.set_value(&(now as Micros).to_string());
            let _ = input.set_attribute("aria-valuetext", &words);
        }
    }
}

/// The slider and the words beside it.
pub struct Slider {
    parts: Parts,
    _subscription: Subscription,
}

impl Slider {
    fn subscribe(props: &SliderProps, parts: &Parts) -> Subscription {
        let (parts, end) = (parts.clone(), props.end);
        props.playhead.subscribe(move |now| parts.show(now, end, false))
    }
}

impl Component for Slider {
    type Message = ();
    type Properties = SliderProps;

    fn create(ctx: &Context<Self>) -> Self {
        let parts = Parts::default();
        let _subscription = Self::subscribe(ctx.props(), &parts);
        Self { parts, _subscription }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &SliderProps) -> bool {
        let props = ctx.props();
        if (props.end, &props.playhead) != (old.end, &old.playhead) {
            self._subscription = Self::subscribe(props, &self.parts);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let on = props.on.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on.emit(Msg::SeekTime(input.value_as_number() as Micros));
            }
        });
        let parts = &self.parts;
        html! {
            <>
                <div class="scrub">
                    <div class="gauge">
                        { bars(&props.density) }
                        <div class="veil" ref={parts.veil.clone()} />
                        { rail(props) }
                        <div class="thumb" ref={parts.thumb.clone()}><i /></div>
                    </div>
                    <input type="range" min="0" max={props.end.to_string()} step="any"
                        aria-label={t().time} ref={parts.input.clone()} {oninput} />
                </div>
                <p class="readout">
                    <b class="m" ref={parts.time.clone()} />
                    <span>
                        <span class="word">{ t().event }{ " " }</span>
                        <span class="m">{ props.event }</span>
                        { " " }{ t().of }{ " " }
                        <span class="m">{ props.events }</span>
                    </span>
                </p>
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        self.parts.show(ctx.props().playhead.now(), ctx.props().end, true);
    }
}

/// How much happens when, as bars; a busy moment stands out, a quiet one is still seen.
fn bars(density: &[u32]) -> Html {
    let most = density.iter().copied().max().unwrap_or(0).max(1);
    let mut d = String::with_capacity(density.len() * 12);
    for (at, &count) in density.iter().enumerate().filter(|(_, count)| **count > 0) {
        let height = (f64::from(count) / f64::from(most)).sqrt() * 22.0 + 1.0;
        d += "M";
        d += &(at * 4 + 2).to_string();
        d += " 24v-";
        d += &(height as u32).to_string();
    }
    let view = ["0 0 ", &(density.len().max(1) * 4).to_string(), " 24"].concat();
    html! { <svg class="bars" viewBox={view} preserveAspectRatio="none"><path {d} /></svg> }
}

/// Per cent of the run, as an attribute.
fn share(at: Micros, end: Micros) -> String {
    hundredths(at.min(end) * 10_000 / end.max(1)) + "%"
}

/// The line under the bars: recorded part, markers, and the window of the space-time diagram.
fn rail(props: &SliderProps) -> Html {
    let end = props.end;
    let mark = |(at, marker): (usize, &Marker)| {
        let (class, d) = match marker.kind {
            MarkerKind::Violation => ("mk bad", "M-6-15H6L0-5z"),
            MarkerKind::Fault(kind) => ("mk fault", event_icon(kind)),
            MarkerKind::Cue => ("mk", "M-3.5 0 0-3.5 3.5 0 0 3.5z"),
            MarkerKind::Key => ("mk key", "M0-5V5"),
        };
        html! { <svg key={at} {class} x={share(marker.at, end)} y="28"><path {d} /></svg> }
    };
    let (from, to) = (props.window.0.min(end), props.window.1.min(end));
    html! {
        <svg class="rail">
            <rect class="all" width="100%" y="27.5" height="1" />
            <rect width={share(props.recorded, end)} y="26.5" height="3" />
            { all(&mut props.markers.iter().take(200).enumerate().map(mark)) }
            <rect class="win" x={share(from, end)} width={share(to - from, end)} y="40"
                height="1.5" />
        </svg>
    }
}
