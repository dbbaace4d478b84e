//! The links between nodes, and what is cut.

use crate::geometry::place::{ASIDE, Plan};
use crate::geometry::{Path, length};
use crate::markup::Markup;
use crate::pen::{Pen, Sheet};
use crate::pick::Pick;
use crate::shape::gate;
use alloc::vec::Vec;
use clusterscope::exhibit::{Frame, Status};
use clusterscope::protocol::{NodeId, RoleKind};

/// How one link is drawn, from the lower node to the higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The ends, the lower first.
    pub ends: (usize, usize),
    /// Whether it is cut: from the first to the second, and back.
    pub cut: [bool; 2],
    /// Whether a node at one end does not run.
    pub dim: bool,
    /// Whether a client is at one end.
    pub minor: bool,
    /// Whether it is selected.
    pub selected: bool,
}

impl Link {
    /// The line from one end to the other.
    pub fn line(&self, plan: &Plan) -> Path {
        let (from, to) = (plan.spots[self.ends.0], plan.spots[self.ends.1]);
        let length = length(to.x - from.x, to.y - from.y).max(1.0);
        let (ux, uy) = ((to.x - from.x) / length, (to.y - from.y) / length);
        let (near, far) = (from.r + 6.0, length - to.r - 6.0);
        Path::default().segment(
            from.x + ux * near,
            from.y + uy * near,
            from.x + ux * far,
            from.y + uy * far,
        )
    }

    /// The bars across a link that is cut both ways.
    pub fn bars(&self, plan: &Plan) -> Path {
        gate(Path::default(), plan.lane(self.ends.0, self.ends.1), -ASIDE)
    }
}

/// What is drawn of a link that is cut one way: its line, and an arrow with bars across.
pub fn one_way(plan: &Plan, from: usize, to: usize) -> [Path; 2] {
    let lane = plan.lane(from, to);
    let end = lane.point(lane.length, 0.0);
    let (left, right) = (lane.point(lane.length - 7.0, -4.0), lane.point(lane.length - 7.0, 4.0));
    let line = Path::default().segment(lane.from.0, lane.from.1, end.0, end.1);
    let head = Path::default().to(left.0, left.1).line(end.0, end.1).line(right.0, right.1);
    [line, gate(head, lane, 0.0)]
}

/// The usual links, and those on which something happens; `all` there could be, when they are to be
/// pointed at.
pub fn of(plan: &Plan, frame: &Frame, selected: Option<Pick>, all: bool) -> Vec<Link> {
    let count = frame.nodes.len();
    let mut ends = plan.links.clone();
    let client = |i: usize| frame.nodes[i].kind == RoleKind::Client;
    let mut also = |a: usize, b: usize| {
        let pair = (a.min(b), a.max(b));
        if a != b && b.max(a) < count && !(client(a) && client(b)) && !ends.contains(&pair) {
            ends.push(pair);
        }
    };
    for (from, to) in &frame.cuts {
        also(from.index(), to.index());
    }
    if let Some(Pick::Link(from, to)) = selected {
        also(from.index(), to.index());
    }
    for a in 0..if all { count } else { 0 } {
        (0..a).for_each(|b| also(a, b));
    }
    let runs = |i: usize| matches!(frame.nodes[i].status, Status::Up | Status::Paused);
    let cut = |a: usize, b: usize| {
        frame.cuts.iter().any(|(from, to)| (from.index(), to.index()) == (a, b))
    };
    let chosen = match selected {
        Some(Pick::Link(from, to)) => Some((from.index(), to.index())),
        _ => None,
    };
    let link = |(a, b): (usize, usize)| Link {
        ends: (a, b),
        cut: [cut(a, b), cut(b, a)],
        dim: !(runs(a) && runs(b)),
        minor: client(a) || client(b),
        selected: chosen == Some((a, b)) || chosen == Some((b, a)),
    };
    ends.into_iter().map(link).collect()
}

/// Draws the links.
pub(crate) fn draw(pen: &mut Pen, sheet: &Sheet<'_>) {
    let links = of(sheet.plan, sheet.frame, sheet.selected, sheet.links);
    pen.out.open("g").class(&["links"]);
    guide(&mut pen.out, sheet.plan);
    for link in &links {
        one(&mut pen.out, sheet.plan, link);
    }
    if pen.live && sheet.links {
        for link in &links {
            target(pen, sheet, link.ends.0, link.ends.1);
            target(pen, sheet, link.ends.1, link.ends.0);
        }
    }
    pen.out.close();
}

/// The ring that nodes stand on.
pub(crate) fn guide(out: &mut Markup, plan: &Plan) {
    if let Some([cx, cy, rx, ry]) = plan.ring {
        out.open("ellipse").class(&["guide"]).num("cx", cx).num("cy", cy);
        out.num("rx", rx).num("ry", ry).close();
    }
}

/// Both directions alike make one line; a one-way cut is drawn on its own side, with an arrow.
pub(crate) fn one(out: &mut Markup, plan: &Plan, link: &Link) {
    let (a, b) = link.ends;
    let line = link.line(plan);
    let both = link.cut == [true, true];
    let mark = |is, class| if is { class } else { "" };
    if link.minor {
        out.open("g").class(&["minor"]);
    }
    let classes = ["link", mark(link.dim, "dim"), mark(both, "cut"), mark(link.selected, "on")];
    out.path(&classes, &line);
    if both {
        out.path(&["cut-bars"], &link.bars(plan));
    } else {
        for (from, to) in
            [(a, b), (b, a)].into_iter().zip(link.cut).filter(|it| it.1).map(|it| it.0)
        {
            let [line, head] = one_way(plan, from, to);
            out.path(&["link cut"], &line).path(&["cut-bars"], &head);
        }
    }
    if link.minor {
        out.close();
    }
}

/// What is clicked for the link from one node to another: its half nearer to the first.
fn target(pen: &mut Pen, sheet: &Sheet<'_>, from: usize, to: usize) {
    let (a, b) = (sheet.plan.spots[from], sheet.plan.spots[to]);
    let middle = ((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
    let length = length(b.x - a.x, b.y - a.y).max(1.0);
    let near = (a.r + 4.0) / length;
    let start = (a.x + (b.x - a.x) * near, a.y + (b.y - a.y) * near);
    let name = |at: usize| sheet.frame.nodes[at].name.as_str();
    let label = [sheet.words.link, name(from), sheet.words.link_to, name(to)].concat();
    let d = Path::default().segment(start.0, start.1, middle.0, middle.1);
    pen.out.open("path").class(&["reach"]).set("d", &d.0).set("role", "button");
    pen.out.set("tabindex", "0").set("aria-label", &label);
    pen.pick(Pick::Link(NodeId(from as u16), NodeId(to as u16)));
    pen.out.close();
}
