//! What both drawings draw alike.

use crate::geometry::Path;
use crate::html::html;
use clusterscope::exhibit::Status;
use clusterscope::view::{Coming, MessageKind, Shape, Tone};
use yew::Html;

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

/// The outline of a node in a ring of radius `r` around the origin.
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

/// Two upright bars.
pub fn bars(path: Path, x: f64, y: f64, d: f64) -> Path {
    path.segment(x - d / 2.0, y - d, x - d / 2.0, y + d).segment(
        x + d / 2.0,
        y - d,
        x + d / 2.0,
        y + d,
    )
}

/// Whether what belongs to one who comes or goes is hatched.
pub fn hatched(change: Coming) -> bool {
    matches!(change, Coming::Joins | Coming::Leaves)
}

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

/// The class of a node's status.
pub fn status(of: Status) -> &'static str {
    match of {
        Status::Up => "up",
        Status::Down => "down",
        Status::Paused => "paused",
        Status::Unborn => "unborn",
    }
}
