//! Play, step, speed, time.

use super::part::moving;
use super::slider::SliderProps;
use super::{Button, chosen, icon, list, option};
use crate::html::html;
use crate::motion::Playhead;
use crate::msg::Msg;
use crate::player::SPEEDS;
use crate::texts::t;
use clusterscope::exhibit::{Extent, Marker};
use clusterscope::protocol::Micros;
use std::rc::Rc;
use yew::prelude::*;

/// What the transport shows.
#[derive(PartialEq)]
pub struct TransportProps {
    /// Whether it plays.
    pub playing: bool,
    /// The place in the list of speeds.
    pub speed: usize,
    /// Whether idle time is skipped.
    pub skip_idle: bool,
    /// The position.
    pub event: usize,
    /// How much is recorded.
    pub extent: Extent,
    /// How many events each part of the run holds.
    pub density: Rc<Vec<u32>>,
    /// What is worth jumping to.
    pub markers: Rc<Vec<Marker>>,
    /// The window that the space-time diagram shows.
    pub window: (Micros, Micros),
    /// The moment shown.
    pub playhead: Playhead,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// The buttons and the slider.
pub fn transport(props: &TransportProps) -> Html {
    let on = &props.on;
    let bare = |name, icon, keys, msg| {
        Button { keys: Some(keys), ..Button::bare(name, icon) }.draw(on, msg)
    };
    let (name, icon) =
        if props.playing { (t().pause, icon::PAUSE) } else { (t().play, icon::PLAY) };
    let play = Button { class: "play", keys: Some("Space"), ..Button::icon(name, icon) };
    let skip = Button {
        class: "b i skip",
        pressed: Some(props.skip_idle),
        ..Button::bare(t().skip_idle, icon::SKIP)
    };
    let speeds = SPEEDS.iter().enumerate();
    let speeds = speeds.map(|(at, (_, name))| option(at, at == props.speed, *name)).collect();
    let slider = SliderProps {
        end: props.extent.end,
        recorded: props.extent.recorded,
        density: props.density.clone(),
        markers: props.markers.clone(),
        window: props.window,
        event: props.event,
        events: props.extent.events,
        playhead: props.playhead.clone(),
        on: on.clone(),
    };
    html! {
        <footer class="trans" aria-label={t().playback}>
            <div class="btns">
                <span class="nh">
                    { bare(t().previous_marker, icon::PREVIOUS, "[", Msg::Marker(-1)) }
                </span>
                { bare(t().step_back, icon::STEP_BACK, "ArrowLeft", Msg::Step(-1)) }
                { play.draw(on, Msg::Play) }
                { bare(t().step, icon::STEP, "ArrowRight", Msg::Step(1)) }
                <span class="nh">{ bare(t().next_marker, icon::NEXT, "]", Msg::Marker(1)) }</span>
                { list(t().speed, "spd", chosen(on, Msg::Speed), speeds) }
                { skip.draw(on, Msg::SkipIdle) }
            </div>
            { moving("slider", slider) }
        </footer>
    }
}
