//! Messages and stretches of lanes, gathered into a few paths.

use crate::geometry::board::Board;
use crate::geometry::{Path, length};
use crate::pick::Pick;
use crate::shape::{bars, cross, message_tone, tone};
use alloc::vec::Vec;
use clusterscope::exhibit::{Arrow, Diagram, Status};
use clusterscope::view::Shape;

/// How the causes of the selected event put a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// No causes are shown.
    Plain,
    /// It led to the selected event.
    Past,
    /// It followed from the selected event.
    Future,
    /// Neither.
    Rest,
}

impl Light {
    /// The class for it.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Past => Some("past"),
            Self::Future => Some("future"),
            Self::Rest => Some("faded"),
        }
    }
}

/// The causal past and future of the selected event, sorted.
#[derive(Debug)]
pub struct Causes {
    past: Vec<usize>,
    future: Vec<usize>,
}

impl Causes {
    /// What is to be shown, in order; the selected event belongs to both.
    pub fn new(causes: &(Vec<usize>, Vec<usize>), selected: Option<Pick>) -> Self {
        let (mut past, mut future) = causes.clone();
        if let Some(Pick::Event(event)) = selected {
            past.push(event);
            future.insert(0, event);
        }
        Self { past, future }
    }

    /// How an event is put.
    pub fn event(&self, event: usize) -> Light {
        if self.past.binary_search(&event).is_ok() {
            Light::Past
        } else if self.future.binary_search(&event).is_ok() {
            Light::Future
        } else {
            Light::Rest
        }
    }

    fn arrow(&self, arrow: &Arrow) -> Light {
        if arrow.end.is_some_and(|end| self.past.binary_search(&end).is_ok()) {
            Light::Past
        } else if self.future.binary_search(&arrow.cause).is_ok() {
            Light::Future
        } else {
            Light::Rest
        }
    }
}

/// Arrows that look alike.
#[derive(Debug)]
pub struct Bundle {
    /// The class of their colour.
    pub tone: &'static str,
    /// How causes put them.
    pub light: Light,
    /// The lines.
    pub lines: Path,
    /// The heads and crosses.
    pub heads: Path,
    /// Where each begins.
    pub dots: Path,
}

/// Gathers arrows by colour and light.
pub fn bundles(board: &Board, diagram: &Diagram, causes: Option<&Causes>) -> Vec<Bundle> {
    let mut bundles: Vec<Bundle> = Vec::new();
    for arrow in &diagram.arrows {
        let tone = if arrow.lost { "t-danger" } else { message_tone(arrow.kind, arrow.tone) };
        let light = causes.map_or(Light::Plain, |causes| causes.arrow(arrow));
        let found = bundles.iter().position(|bundle| (bundle.tone, bundle.light) == (tone, light));
        let bundle = match found {
            Some(found) => &mut bundles[found],
            None => {
                let empty = Path::default;
                bundles.push(Bundle { tone, light, lines: empty(), heads: empty(), dots: empty() });
                bundles.last_mut().expect("just pushed")
            }
        };
        let take = core::mem::take;
        bundle.lines = line(take(&mut bundle.lines), board, arrow);
        bundle.heads = head(take(&mut bundle.heads), board, arrow);
        let (x, y) = board.ends(arrow)[0];
        // A line of no length with round ends is a dot.
        bundle.dots = take(&mut bundle.dots).segment(x, y, x, y);
    }
    // What is faded lies below what is not.
    let (mut all, lit): (Vec<_>, _) =
        bundles.into_iter().partition(|bundle| bundle.light == Light::Rest);
    all.extend(lit);
    all
}

/// The line of one arrow; a message to oneself makes a bow.
pub fn line(path: Path, board: &Board, arrow: &Arrow) -> Path {
    let [from, to] = board.ends(arrow);
    if arrow.from == arrow.to {
        let top = ((from.0 + to.0) / 2.0, from.1 - board.lane * 0.4);
        return path.to(from.0, from.1).line(top.0, top.1).line(to.0, to.1);
    }
    path.segment(from.0, from.1, to.0, to.1)
}

fn head(path: Path, board: &Board, arrow: &Arrow) -> Path {
    let [from, to] = board.ends(arrow);
    if arrow.lost {
        return cross(path, to.0, to.1, 4.0);
    }
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = length(dx, dy).max(0.1);
    let (ux, uy) = (dx / length, dy / length);
    let wing = |side: f64| (to.0 - 7.0 * ux - side * uy, to.1 - 7.0 * uy + side * ux);
    let (left, right) = (wing(-3.0), wing(3.0));
    path.to(left.0, left.1).line(to.0, to.1).line(right.0, right.1)
}

/// Stretches of lanes by look: the class and the path.
pub fn lanes(board: &Board, diagram: &Diagram) -> Vec<(&'static str, &'static str, Path)> {
    let mut groups: Vec<(&'static str, &'static str, Path)> = Vec::new();
    let mut draw = |class, tone, add: &dyn Fn(Path) -> Path| {
        let found = groups.iter().position(|group| (group.0, group.1) == (class, tone));
        let found = found.unwrap_or_else(|| {
            groups.push((class, tone, Path::default()));
            groups.len() - 1
        });
        groups[found].2 = add(core::mem::take(&mut groups[found].2));
    };
    for span in &diagram.spans {
        let (x1, x2, y) = (board.x(span.from), board.x(span.to), board.y(span.node));
        let (class, tone) = match (span.status, span.shape) {
            (Status::Unborn, _) => continue,
            _ if y < 0.0 => continue,
            (Status::Down, _) => ("lane down", "t-danger"),
            (Status::Paused, _) => ("lane paused", "t-waiting"),
            (Status::Up, Shape::Diamond) => ("lane diamond", tone(span.tone)),
            (Status::Up, Shape::Hexagon) => ("lane hexagon", tone(span.tone)),
            (Status::Up, Shape::Circle | Shape::Square) => ("lane", tone(span.tone)),
        };
        draw(class, tone, &|path| path.segment(x1, y, x2, y));
        if span.status == Status::Paused && x1 < 0.0 && x2 > 30.0 {
            let middle = x2.min(board.plot.w) / 2.0;
            draw("lane bars", tone, &|path| bars(path, middle, y, 5.0));
        }
    }
    groups
}
