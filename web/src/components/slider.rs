//! The time slider: a real range input over a drawing of how much happens when. What follows the
//! playhead is moved directly, not through the virtual DOM.

use super::part::{Guards, Moving, Own};
use crate::geometry::between;
use crate::html::{all, html};
use crate::motion::{Beat, Mover, Playhead, Words};
use crate::msg::Msg;
use crate::panels::event_icon;
use crate::texts::{hundredths, moment, t};
use clusterscope::exhibit::{Marker, MarkerKind};
use clusterscope::protocol::Micros;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the slider shows.
#[derive(PartialEq)]
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

impl Moving for SliderProps {
    const MEASURED: bool = true;

    fn draw(&self, own: &Own) -> Html {
        let [gauge, thumb, ahead, time, input] = own.refs.clone();
        let on = self.on.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on.emit(Msg::SeekTime(input.value_as_number() as Micros));
            }
        });
        html! {
            <>
                <div class="scrub">
                    <div class="gauge" ref={gauge}>
                        { bars(&self.density) }
                        <svg class="ahead">
                            <rect ref={ahead} transform="translate(0 0)" width="100%" height="26" />
                        </svg>
                        { rail(self) }
                        <svg class="thumb">
                            <path ref={thumb} transform="translate(0 0)"
                                d="M-1 0H1V22.1A6 6 0 1 1-1 22.1z" />
                        </svg>
                    </div>
                    <input type="range" min="0" max={self.end.to_string()} step="any" ref={input}
                        aria-label={t().time} {oninput} />
                </div>
                <p class="readout">
                    <b class="m" ref={time} />
                    <span>
                        <span class="word">{ t().event }{ " " }</span>
                        <span class="m">{ self.event }</span>
                        { " " }{ t().of }{ " " }
                        <span class="m">{ self.events }</span>
                    </span>
                </p>
            </>
        }
    }

    /// The thumb and what is yet to come glide, words and the input follow.
    fn follow(&self, own: &Own) -> Guards {
        let [_, thumb, ahead, time, input] = &own.refs;
        let shapes = [Mover::of(thumb)?, Mover::of(ahead)?];
        let mut time = Words::of(time)?;
        let input = input.cast::<HtmlInputElement>()?;
        let wide = own.size.0;
        let scale = wide / self.end.max(1) as f64;
        let glide = self.playhead.on(Beat::Half, move |now| {
            for shape in &shapes {
                shape.to(between(0.0, now * scale, wide), 0.0);
            }
        });
        let say = self.playhead.on(Beat::Full, move |now| {
            let words = moment(now as Micros);
            input.set_value(&(now as Micros).to_string());
            let _ = input.set_attribute("aria-valuetext", &words);
            time.say(words);
        });
        Some(Box::new([glide, say]))
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
            { all(props.markers.iter().take(200).enumerate().map(mark)) }
            <rect class="win" x={share(from, end)} width={share(to - from, end)} y="40"
                height="1.5" />
        </svg>
    }
}
