//! What the shapes mean.

use super::message::{case_outline, case_sign, shards};
use crate::geometry::place::Plan;
use crate::geometry::{translate, width};
use crate::html::html;
use crate::words::w;
use clusterscope::view::MessageKind;
use yew::prelude::*;

const KINDS: [(MessageKind, &str); 3] = [
    (MessageKind::Request, "case request t-ink"),
    (MessageKind::Grant, "case grant t-success"),
    (MessageKind::Refusal, "case refusal t-danger"),
];

/// A line of signs and words at the bottom of the stage.
#[derive(PartialEq)]
pub struct LegendProps {
    /// The middle of the line.
    pub x: f64,
    /// The middle of the line.
    pub y: f64,
    /// Whether a node shows a strip of cells.
    pub strips: bool,
    /// Whether a link is cut.
    pub cuts: bool,
}

impl LegendProps {
    /// The legend of a stage that has room for one.
    pub fn of(plan: &Plan, strips: bool, cuts: bool) -> Option<Self> {
        plan.legend.map(|y| Self { x: plan.size.0 / 2.0, y, strips, cuts })
    }
}

/// Draws the legend.
pub fn legend(props: &LegendProps) -> Html {
    let mut items: Vec<(f64, Html, &str)> = Vec::new();
    for ((kind, class), word) in KINDS.into_iter().zip([w().request, w().grant, w().refusal]) {
        let sign = html! {
            <g {class} transform="translate(12 0)">
                { case_outline(kind, 24.0, 11.0) }
                if kind == MessageKind::Refusal {
                    <path class="sign" d={case_sign(kind, 0.0)} />
                }
            </g>
        };
        items.push((24.0, sign, word));
    }
    let lost = html! { <g transform="translate(15 0) scale(.45)">{ shards() }</g> };
    items.push((28.0, lost, w().lost));
    if props.strips {
        items.push((20.0, html! { <path class="bracket" d="M0 3H19V-1" /> }, w().settled));
    }
    if props.cuts {
        let sign = html! {
            <>
                <path class="link cut" d="M0 0H22" />
                <path class="cut-bars" d="M7-6 9 6M13-6 15 6" />
            </>
        };
        items.push((22.0, sign, w().cut));
    }
    let wide = |(sign, _, word): &(f64, Html, &str)| sign + 8.0 + width(word, 6.0) + 22.0;
    let mut x = props.x - (items.iter().map(wide).sum::<f64>() - 22.0) / 2.0;
    let drawn = items.iter().map(|item| {
        let at = translate(x.round(), 0.0);
        x += wide(item);
        html! {
            <g transform={at}>
                { item.1.clone() }
                <text x={item.0 + 8.0} y="4">{ item.2 }</text>
            </g>
        }
    });
    html! {
        <g class="legend" aria-hidden="true"
            transform={translate(0.0, props.y.round())}>
            { for drawn.collect::<Vec<_>>() }
        </g>
    }
}
