//! What both drawings draw alike.

use crate::html::html;
use yew::Html;

/// What fills that which belongs to one who comes or goes: `url(#hatch-` and its tone's class.
pub fn hatch(tone: &'static str) -> Html {
    html! {
        <g class={tone}>
            <pattern id={["hatch-", tone].concat()} width="6" height="6"
                patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect class="hatch-back" width="6" height="6" />
                <path class="hatch-line" d="M0 0V6" />
            </pattern>
        </g>
    }
}

/// A box around the origin.
pub fn boxed(class: &'static str, w: f64, h: f64, r: f64) -> Html {
    html! {
        <rect {class} x={-w / 2.0} y={-h / 2.0} width={w} height={h}
            rx={r} />
    }
}
