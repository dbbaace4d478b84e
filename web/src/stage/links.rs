//! The links between nodes, and what is cut.

use super::{Shared, pick};
use crate::geometry::place::ASIDE;
use crate::geometry::{Path, length};
use crate::html::{classes, html};
use crate::scene::Pick;
use crate::shape::gate;
use crate::words::w;
use clusterscope::protocol::NodeId;
use yew::prelude::*;

/// How one link is drawn, from the lower node to the higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The ends, the lower first.
    pub ends: (usize, usize),
    /// Whether it is cut: from the first to the second, and back.
    pub cut: [bool; 2],
    /// Whether a node at one end does not run.
    pub dim: bool,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether a client is at one end.
    pub minor: bool,
}

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
    let (from, to) = (plan.spots[a], plan.spots[b]);
    let length = length(to.x - from.x, to.y - from.y).max(1.0);
    let (ux, uy) = ((to.x - from.x) / length, (to.y - from.y) / length);
    let (near, far) = (from.r + 6.0, length - to.r - 6.0);
    let line = Path::default().segment(
        from.x + ux * near,
        from.y + uy * near,
        from.x + ux * far,
        from.y + uy * far,
    );
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
                <path class="cut-bars" d={gate(Path::default(), plan.lane(a, b), -ASIDE)} />
            } else {
                if link.cut[0] {
                    { one_way(shared, a, b) }
                }
                if link.cut[1] {
                    { one_way(shared, b, a) }
                }
            }
        </g>
    }
}

fn one_way(shared: &Shared, from: usize, to: usize) -> Html {
    let lane = shared.plan.lane(from, to);
    let end = lane.point(lane.length, 0.0);
    let (left, right) = (lane.point(lane.length - 7.0, -4.0), lane.point(lane.length - 7.0, 4.0));
    let line = Path::default().segment(lane.from.0, lane.from.1, end.0, end.1);
    let head = Path::default().to(left.0, left.1).line(end.0, end.1).line(right.0, right.1);
    html! {
        <>
            <path class="link cut" d={line} />
            <path class="cut-bars" d={gate(head, lane, 0.0)} />
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
