//! What the shapes mean.

use super::message::{case_outline, shards};
use crate::geometry::place::Plan;
use crate::geometry::{translate, width};
use crate::html::html;
use crate::shape;
use crate::words::w;
use clusterscope::view::MessageKind;
use clusterscope_picture::stage::legend::Signs;
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
    /// What there is of a circle of positions.
    pub signs: Option<Signs>,
}

/// A line of the legend of a circle: its sign and its word.
fn line(at: usize) -> (Html, &'static str) {
    match at {
        0 => (html! { <path class="arc whole t-s1" stroke-width="5" d="M1 0H17" /> }, w().before),
        1 => (html! { <path class="ticks" d="M9-7V7" /> }, w().virtual_node),
        2 => (html! { <path class="gone t-danger" d="M4-5 14 5M4 5 14-5" /> }, w().lost_key),
        3 => (html! { <path class="short t-s1" d="M9-6 15 5H3z" /> }, w().short),
        4 => (html! { <path class="moved t-s4" d="M9-5.5 14.5 0 9 5.5 3.5 0z" /> }, w().moved_key),
        5 => (
            html! {
                <>
                    <path class="rim t-s4" d="M9-6a6 6 0 1 0 .01 0z" />
                    <path class="core t-s1" stroke-width="6" d="M9 0h0" />
                </>
            },
            w().moving_key,
        ),
        _ => (html! { <path class="key t-s1" stroke-width="7" d="M9 0h0" /> }, w().key),
    }
}

/// The legend of a circle, from the bottom left corner up.
fn circle(signs: Signs, x: f64, y: f64) -> Vec<Html> {
    let shown = (0..signs.len()).filter(|at| signs[*at]);
    let row = |(up, at): (usize, usize)| {
        let (sign, word) = line(at);
        html! {
            <g transform={translate(x, y - 18.0 * up as f64)}>
                { sign }<text x="24" y="4">{ word }</text>
            </g>
        }
    };
    shown.enumerate().map(row).collect()
}

impl LegendProps {
    /// The legend of a stage that has room for one.
    pub fn of(plan: &Plan, strips: bool, cuts: bool) -> Option<Self> {
        plan.legend.map(|y| Self { x: plan.size.0 / 2.0, y, strips, cuts, signs: None })
    }
}

/// Both lower corners: what lies on the circle at the left, messages at the right.
fn corners(props: &LegendProps, signs: Signs, items: Vec<(f64, Html, &str)>) -> Html {
    let widest = items.iter().map(|item| width(item.2, 6.2)).fold(0.0, f64::max);
    let x = (2.0 * props.x - widest - 50.0).round();
    let messages = items.into_iter().rev().enumerate().map(|(at, (_, sign, word))| {
        let up = props.y - 18.0 * at as f64;
        html! {
            <g transform={translate(x, up.round())}>
                { sign }<text x="36" y="4">{ word }</text>
            </g>
        }
    });
    html! {
        <g class="legend" aria-hidden="true">
            { for circle(signs, 16.0, props.y.round()) }
            { for messages.collect::<Vec<_>>() }
        </g>
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
                    <path class="sign" d={shape::sign(kind, 0.0)} />
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
    if let Some(signs) = props.signs {
        return corners(props, signs, items);
    }
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
