//! The palette of faults: arm one, then point at its target.

use super::{Button, icon};
use crate::faults::{self, FAULTS, PARTITION};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::scene::Wants;
use crate::texts::t;
use yew::prelude::*;

/// What the palette shows.
#[derive(PartialEq)]
pub struct PaletteProps {
    /// The fault that is armed.
    pub armed: Option<usize>,
    /// Whether nothing can be done to the run: it was recorded elsewhere.
    pub recorded: bool,
    /// Whether some link is cut.
    pub cut: bool,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// The palette.
pub fn palette(props: &PaletteProps) -> Html {
    let on = &props.on;
    let tool = |at: usize, about: &'static str| {
        let fault = &FAULTS[at];
        let pressed = Some(props.armed == Some(at));
        let class = if faults::rare(at) { "tool rare" } else { "tool" };
        Button {
            class,
            pressed,
            about: about.into(),
            ..Button::icon((fault.name)(t()), fault.icon)
        }
        .draw(on, Msg::Arm(at))
    };
    let group = |wants: Wants, heading: &'static str| {
        let tools = (0..FAULTS.len()).filter(|at| faults::group(*at) == wants);
        html! {
            <>
                <h3>{ heading }</h3>
                { all(tools.map(|at| tool(at, heading))) }
                if wants == Wants::Link && props.cut {
                    { Button { class: "tool", ..Button::icon(t().heal_all, icon::HEAL) }
                        .draw(on, Msg::Do("heal".into())) }
                }
            </>
        }
    };
    if props.recorded {
        return html! {
            <section class="tools" aria-label={t().faults}>
                <h2>{ t().faults }</h2>
                <p class="t3">{ t().recorded_only }</p>
            </section>
        };
    }
    html! {
        <section class="tools" aria-label={t().faults} tabindex="0">
            <h2>{ t().faults }</h2>
            { group(Wants::Node, t().node) }
            { group(Wants::Link, t().link) }
            { group(Wants::Message, t().message) }
        </section>
    }
}

/// What to point at, while a fault is armed.
pub fn hint(armed: usize, side: &str, on: &Callback<Msg>) -> Html {
    let words = match faults::group(armed) {
        _ if armed == PARTITION => t().pick_side,
        Wants::Node => t().pick_node,
        Wants::Link => t().pick_link,
        Wants::Message => t().pick_message,
    };
    html! {
        <p class="arm" role="status">
            <b>{ (FAULTS[armed].name)(t()) }</b>{ " " }{ t().armed }{ " " }{ words }{ " " }
            if !side.is_empty() { <b>{ side }{ " " }</b> }
            if armed == PARTITION && !side.is_empty() {
                { Button { class: "lnk", ..Button::new(t().split) }.draw(on, Msg::Split) }{ " " }
            }
            { Button { class: "lnk", keys: Some("Escape"), ..Button::new(t().cancel) }
                .draw(on, Msg::Escape) }
        </p>
    }
}
