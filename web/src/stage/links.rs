//! The links between nodes, and what is cut.

use super::{Shared, pick};
use crate::geometry::place::Plan;
use crate::geometry::{Path, length};
use crate::html::{classes, html};
use crate::scene::Pick;
use crate::words::w;
use clusterscope::protocol::NodeId;
use clusterscope_picture::stage::links::{Link, one_way as cut_one_way};
use yew::prelude::*;

/// The links.
#[derive(PartialEq)]
pub struct LinksProps {
    /// The layout and what moves.
    pub shared: Shared,
    /// What to draw.
    pub links: Vec<Link>,
    /// The names of the nodes when links can be picked, else nothing.
    pub names: Vec<String>,
}

/// Draws the links.
pub fn links(props: &LinksProps) -> Html {
    let plan = &props.shared.plan;
    let ring = plan.ring.map(|[cx, cy, rx, ry]| {
        html! { <ellipse class="guide" {cx} {cy} {rx} {ry} /> }
    });
    html! {
        <g class="links">
            { for ring }
            { for props.links.iter().map(|link| draw(&props.shared, link)) }
            if !props.names.is_empty() {
                { for props.links.iter().flat_map(|link| {
                    let (a, b) = link.ends;
                    [target(props, a, b), target(props, b, a)]
                }) }
            }
        </g>
    }
}

/// Both directions alike make one line; a one-way cut is drawn on its own side, with an arrow.
fn draw(shared: &Shared, link: &Link) -> Html {
    let (a, b) = link.ends;
    let plan = &shared.plan;
    let line = link.line(plan);
    let both = link.cut == [true, true];
    let class = classes!(
        "link",
        link.dim.then_some("dim"),
        both.then_some("cut"),
        link.selected.then_some("on"),
    );
    html! {
        <g class={link.minor.then_some("minor")}>
            <path {class} d={line} />
            if both {
                <path class="cut-bars" d={link.bars(plan)} />
            } else {
                if link.cut[0] {
                    { one_way(plan, a, b) }
                }
                if link.cut[1] {
                    { one_way(plan, b, a) }
                }
            }
        </g>
    }
}

fn one_way(plan: &Plan, from: usize, to: usize) -> Html {
    let [line, head] = cut_one_way(plan, from, to);
    html! {
        <>
            <path class="link cut" d={line} />
            <path class="cut-bars" d={head} />
        </>
    }
}

/// What is clicked for the link from one node to another: its half nearer to the first.
fn target(props: &LinksProps, from: usize, to: usize) -> Html {
    let (a, b) = (props.shared.plan.spots[from], props.shared.plan.spots[to]);
    let middle = ((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
    let length = length(b.x - a.x, b.y - a.y).max(1.0);
    let near = (a.r + 4.0) / length;
    let start = (a.x + (b.x - a.x) * near, a.y + (b.y - a.y) * near);
    let pick = Pick::Link(NodeId(from as u16), NodeId(to as u16));
    let label = [w().link, &props.names[from], w().link_to, &props.names[to]].concat();
    html! {
        <path class="reach" d={Path::default().segment(start.0, start.1, middle.0, middle.1)}
            role="button" tabindex="0" data-pick={pick::encode(pick)} aria-label={label} />
    }
}
