//! Outlines, signs, and the classes that give them their colours.

use crate::geometry::{Lane, Path};
use clusterscope::exhibit::Status;
use clusterscope::view::{Coming, MessageKind, Shape, Tone};

/// The class that gives a tone its colour.
pub fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Idle => "t-idle",
        Tone::Active => "t-active",
        Tone::Leading => "t-leading",
        Tone::Waiting => "t-waiting",
        Tone::Success => "t-success",
        Tone::Danger => "t-danger",
        // The fifth colour of the series is too near to danger.
        Tone::Series(n) => match n.wrapping_add(6) % 7 {
            0 => "t-s1",
            1 => "t-s2",
            2 => "t-s3",
            3 => "t-s4",
            4 => "t-s6",
            5 => "t-s7",
            _ => "t-s8",
        },
    }
}

/// The class that gives a message its colour: its tone or, where that says nothing, its kind.
pub fn message_tone(kind: MessageKind, of: Tone) -> &'static str {
    match (of, kind) {
        (Tone::Idle | Tone::Series(_), MessageKind::Request) => "t-ink",
        (Tone::Idle | Tone::Series(_), MessageKind::Grant) => "t-success",
        (Tone::Idle | Tone::Series(_), MessageKind::Refusal) => "t-danger",
        (of, _) => tone(of),
    }
}

/// The class of a node's status.
pub fn status(of: Status) -> &'static str {
    match of {
        Status::Up => "up",
        Status::Down => "down",
        Status::Paused => "paused",
        Status::Unborn => "unborn",
    }
}

/// The class of a kind of message's token.
pub fn case(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Request => "case request",
        MessageKind::Grant => "case grant",
        MessageKind::Refusal => "case refusal",
    }
}

/// Whether what belongs to one who comes or goes is hatched.
pub fn hatched(change: Coming) -> bool {
    matches!(change, Coming::Joins | Coming::Leaves)
}

/// The outline of a node in a ring of radius `r` around the origin.
#[inline]
pub fn outline(shape: Shape, r: f64) -> Path {
    match shape {
        Shape::Circle => Path::default().circle(0.0, 0.0, 0.7 * r),
        Shape::Diamond => {
            let d = 0.83 * r;
            Path::default().polygon(&[(0.0, -d), (d, 0.0), (0.0, d), (-d, 0.0)])
        }
        Shape::Hexagon => hexagon(0.83 * r),
        Shape::Square => {
            let d = 0.72 * r;
            Path::default().polygon(&[(-d, -d), (d, -d), (d, d), (-d, d)])
        }
    }
}

/// A hexagon with a corner at the right.
pub fn hexagon(r: f64) -> Path {
    let (x, y) = (r / 2.0, r * 0.866);
    Path::default().polygon(&[(r, 0.0), (x, y), (-x, y), (-r, 0.0), (-x, -y), (x, -y)])
}

/// A cross of this half width.
pub fn cross(path: Path, x: f64, y: f64, d: f64) -> Path {
    path.segment(x - d, y - d, x + d, y + d).segment(x - d, y + d, x + d, y - d)
}

/// A cross in a node of this radius that leaves the middle free for the name.
#[inline]
pub fn spokes(r: f64) -> Path {
    let (near, far) = (0.3 * r, 0.47 * r);
    let mut path = Path::default();
    for (x, y) in [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)] {
        path = path.segment(near * x, near * y, far * x, far * y);
    }
    path
}

/// Two upright bars.
pub fn bars(path: Path, x: f64, y: f64, d: f64) -> Path {
    path.segment(x - d / 2.0, y - d, x - d / 2.0, y + d).segment(
        x + d / 2.0,
        y - d,
        x + d / 2.0,
        y + d,
    )
}

/// Two bars across a link, `aside` of its lane.
#[inline]
pub fn gate(mut path: Path, lane: Lane, aside: f64) -> Path {
    for at in [lane.length / 2.0 - 6.0, lane.length / 2.0 + 6.0] {
        // Slanted, so that they are not taken for a pause.
        let (x1, y1) = lane.point(at - 2.0, aside - 9.0);
        let (x2, y2) = lane.point(at + 2.0, aside + 9.0);
        path = path.segment(x1, y1, x2, y2);
    }
    path
}

/// A tick or a minus.
#[inline]
pub fn sign(kind: MessageKind, x: f64) -> Path {
    match kind {
        MessageKind::Request => Path::default(),
        MessageKind::Grant => {
            Path::default().to(x - 4.0, 0.0).line(x - 1.0, 3.0).line(x + 4.0, -3.0)
        }
        MessageKind::Refusal => Path::default().segment(x - 4.0, 0.0, x + 4.0, 0.0),
    }
}

/// A box around the origin, this wide and tall, with clipped corners.
#[inline]
pub fn clipped(w: f64, h: f64) -> Path {
    let (x, y, c) = (w / 2.0, h / 2.0, h * 0.3);
    Path::default().polygon(&[
        (c - x, -y),
        (x - c, -y),
        (x, c - y),
        (x, y - c),
        (x - c, y),
        (c - x, y),
        (-x, y - c),
        (-x, c - y),
    ])
}

/// Four corner marks around a box of this half width and height.
#[inline]
pub fn corners(x: f64, y: f64) -> Path {
    let arm = 10.0;
    let mut path = Path::default();
    for (sx, sy) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
        path = path.to(sx * x, sy * (y - arm)).line(sx * x, sy * y).line(sx * (x - arm), sy * y);
    }
    path
}

/// The pieces of a lost message around the origin.
pub const PIECES: &str = "M-31-9-15-13-17 1-33 5ZM-11-12 5-10 2 0-13-2ZM14-8 26-6 28 6 15 4Z\
                          M-19 5-8 3-6 11-17 13ZM2 5 14 3 10 12-1 11Z";

/// The cross between them.
pub const BROKEN: &str = "M-5-5 5 5M-5 5 5-5";
