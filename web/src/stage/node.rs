//! One node: its outline, its timer, and what stands beside it.

use super::Shared;
use super::pick;
use super::strip::strip;
use crate::components::part::{Guards, Moving, Own};
use crate::geometry::place::{Level, Spot};
use crate::geometry::{Path, fit, translate, width};
use crate::html::{classes, html};
use crate::motion::{Beat, Words};
use crate::scene::Pick;
use crate::shape::{bars, corners, cross, hexagon, outline, spokes, status, tone};
use crate::texts::LANG;
use crate::words::w;
use clusterscope::exhibit::{Frame, NodeFrame, Status};
use clusterscope::view::Shape;
use clusterscope_picture::motion::{Clock, has_ring};
use clusterscope_picture::stage::beside::{self, Beside};
use std::rc::Rc;
use yew::prelude::*;

/// One node of a frame.
pub struct NodeProps {
    /// The layout and what moves.
    pub shared: Shared,
    /// The picture.
    pub frame: Rc<Frame>,
    /// Which node.
    pub index: usize,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether a broken rule blames it.
    pub guilty: bool,
    /// Whether it can be picked.
    pub open: bool,
}

impl NodeProps {
    fn node(&self) -> &NodeFrame {
        &self.frame.nodes[self.index]
    }

    fn spot(&self) -> &Spot {
        &self.shared.plan.spots[self.index]
    }
}

/// Frames differ after every event; a node is drawn again only when its own picture does. Its
/// clock follows by itself.
impl PartialEq for NodeProps {
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &NodeFrame, b: &NodeFrame| {
            let (v, u) = (&a.view, &b.view);
            a.status == b.status
                && a.timers.is_empty() == b.timers.is_empty()
                && (v.tone, v.shape) == (u.tone, u.shape)
                && (&v.role, &v.detail, &v.short) == (&u.role, &u.detail, &u.short)
                && v.strip == u.strip
                && v.badges == u.badges
                && a.name == b.name
        };
        (self.selected, self.guilty, self.open) == (other.selected, other.guilty, other.open)
            && self.shared == other.shared
            && (Rc::ptr_eq(&self.frame, &other.frame) || same(self.node(), other.node()))
    }
}

impl Moving for NodeProps {
    fn draw(&self, own: &Own) -> Html {
        let (node, spot) = (self.node(), self.spot());
        let [group, ring, clock, ..] = own.refs.clone();
        let (role, role_tone) = role(node);
        let tone = if node.status == Status::Up { tone(node.view.tone) } else { role_tone };
        let class = classes!("node", tone, status(node.status), self.guilty.then_some("guilty"));
        let at = translate(spot.x, spot.y);
        let hit = spot.r.max(if self.shared.plan.compact { 23.0 } else { 18.0 });
        if spot.tiny() {
            let name = self.selected.then(|| {
                html! {
                    <text class="name small tag" y={-spot.r - 7.0}>{ &*node.name }</text>
                }
            });
            return html! {
                <g ref={group} {class} transform={at} aria-hidden="true"
                    data-pick={pick::encode(Pick::Node(node.id))}>
                    <circle class="body" r={spot.r} />
                    if node.status == Status::Down {
                        <path class="crash" d={cross(Path::default(), 0.0, 0.0, spot.r + 1.5)} />
                    }
                    if self.selected || self.guilty {
                        <circle class={if self.guilty { "blame" } else { "ringed" }}
                            r={spot.r + 4.0} />
                    }
                    { for name }
                </g>
            };
        }
        html! {
            <g ref={group} {class} transform={at} data-pick={pick::encode(Pick::Node(node.id))}>
                <g role="button" tabindex={if self.open { "0" } else { "-1" }}
                    aria-pressed={if self.selected { "true" } else { "false" }}
                    aria-disabled={(!self.open).then_some("true")} aria-label={name(node, role)}>
                    <circle class="hit" r={hit} />
                    if self.guilty {
                        <circle class="blame" r={spot.r + 6.0} />
                    }
                    { body(node, spot.r, ring) }
                    if self.selected {
                        <path class="corners" d={corners(spot.r * 1.2, spot.r * 1.2)} />
                    }
                    <circle class="focus" r={spot.r + 5.0} />
                </g>
                { beside(node, (spot, self.shared.plan.size.0), role, clock) }
            </g>
        }
    }

    /// Keeps the clock right while time passes.
    fn follow(&self, own: &Own) -> Guards {
        let [group, ring, clock, ..] = &own.refs;
        let (ring, mut words) = (ring.cast::<web_sys::Element>(), Words::of(clock));
        let group = group.cast::<web_sys::Element>()?;
        let (live, index) = (self.shared.live.clone(), self.index);
        let mut text = String::with_capacity(8);
        Some(Box::new(self.shared.playhead.on(Beat::Full, move |now| {
            let frame = live.get();
            let Some(clock) = frame.nodes.get(index).map(Clock::of) else { return };
            if let Some(ring) = ring.as_ref().filter(|_| clock.ring) {
                text.clear();
                crate::geometry::push(&mut text, clock.run_out(now));
                let _ = ring.set_attribute("stroke-dashoffset", &text);
            }
            let late = clock.late(now);
            let _ = group.toggle_attribute_with_force("data-late", late);
            if let Some(words) = &mut words {
                words.say(clock.words(now, late, LANG));
            }
        })))
    }
}

/// What part a node plays, in a word, and the tone of that word.
fn role(node: &NodeFrame) -> (&str, &'static str) {
    match node.status {
        Status::Up => (&node.view.role, tone(node.view.tone)),
        Status::Down => (w().crashed, "t-danger"),
        Status::Paused => (w().paused, "t-waiting"),
        Status::Unborn => (w().unborn, "t-idle"),
    }
}

fn name(node: &NodeFrame, role: &str) -> String {
    let mut parts = vec![node.name.as_str(), role];
    if !node.view.detail.is_empty() && node.status != Status::Unborn {
        parts.push(&node.view.detail);
    }
    parts.join(", ")
}

/// The outline, and within the ring what says how the node fares.
fn body(node: &NodeFrame, r: f64, ring: NodeRef) -> Html {
    let shape = node.view.shape;
    let down = node.status == Status::Down;
    let body = if down { outline(Shape::Circle, r) } else { outline(shape, r) };
    let paused = node.status == Status::Paused;
    let small = node.name.chars().count() > 4 || r < 24.0;
    html! {
        <>
            if has_ring(node) {
                <circle class="ring-all" {r} />
                <path ref={ring} class="ring" d={Path::default().circle(0.0, 0.0, r)}
                    pathLength="100" stroke-dasharray="100" />
                <path class="tick" d={Path::default().segment(0.0, -r - 4.0, 0.0, 4.0 - r)} />
            }
            if shape == Shape::Hexagon && !down {
                <path class="rim" d={hexagon(r * 0.98)} />
            }
            <path class={classes!("body", (shape == Shape::Hexagon && !down).then_some("solid"))}
                d={body} pathLength={down.then_some("153")} />
            if down {
                <path class="crash" d={spokes(r)} />
            }
            if paused {
                <path class="bars" d={bars(Path::default(), 0.0, 0.36 * r, 5.0)} />
            }
            <text class={if small { "name small" } else { "name" }}
                y={if paused { 0.0 } else { 5.0 }}>{ fit(&node.name, 1.5 * r, 7.0) }</text>
        </>
    }
}

/// The words and cells beside the node.
fn beside(node: &NodeFrame, (spot, across): (&Spot, f64), role: &str, clock: NodeRef) -> Html {
    if matches!(spot.level, Level::Word | Level::Mark) {
        return word(node, spot, role);
    }
    let Beside { x, anchor, shift, top, tall, strip: has_strip, note: has_note } =
        Beside::of(node, spot);
    let (detail, wide) = (beside::detail(node, spot, role), beside::note_width(spot, across));
    html! {
        <g class="beside" aria-hidden="true">
            <text class="role" {x} y={top + 13.0} text-anchor={anchor}>
                <tspan class="word">{ role.to_owned() }</tspan>
                if !detail.is_empty() {
                    <tspan class="t2" dx="5">{ detail }</tspan>
                }
            </text>
            if has_strip {
                { strip(node, spot.room.w, x, top + 20.0, shift) }
            }
            if has_note {
                { note(node, wide, [x, top + tall - 4.0], anchor, clock) }
            }
        </g>
    }
}

/// All there is room for: what matters most, in a word or two.
fn word(node: &NodeFrame, spot: &Spot, role: &str) -> Html {
    if spot.level == Level::Mark {
        return Html::default();
    }
    let up = node.status == Status::Up;
    let (text, [x, y], anchor) = beside::word(node, spot, role);
    html! {
        <g class="beside" aria-hidden="true">
            <text class={if up { "t2" } else { "word" }} {x} {y} text-anchor={anchor}>
                { text }
            </text>
        </g>
    }
}

/// Badges and, where there is room, what is left of the timer.
fn note(
    node: &NodeFrame,
    mut left: f64,
    at: [f64; 2],
    anchor: &'static str,
    clock: NodeRef,
) -> Html {
    let mut badges = Vec::new();
    if matches!(node.status, Status::Up | Status::Paused) {
        for badge in &node.view.badges {
            let text = fit(&badge.text, left, beside::BADGE);
            left -= width(&text, beside::BADGE) + 8.0;
            let dx = (!badges.is_empty()).then_some("8");
            badges.push(html! {
                <tspan class={classes!("badge", tone(badge.tone))} {dx}>{ text }</tspan>
            });
            if left < 40.0 {
                break;
            }
        }
    }
    let dx = (!badges.is_empty()).then_some("8");
    html! {
        <text class="note" x={at[0]} y={at[1]} text-anchor={anchor}>
            { for badges }
            if left > beside::clock_room(node.status) {
                <tspan ref={clock} class="clock" {dx}></tspan>
            }
        </text>
    }
}
