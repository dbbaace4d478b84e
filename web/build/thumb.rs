//! A small picture of how a run begins: the run is real, only the labels are left out.

use clusterscope::exhibit::{Arrow, Diagram, Status, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocol::{Micros, NodeId, RoleKind};
use clusterscope::view::{MessageKind, Shape};
use clusterscope_picture::geometry::Path;

/// The picture's width and height, and its margin.
const SIZE: (f64, f64) = (160.0, 72.0);
const MARGIN: f64 = 8.0;
/// At most so many lanes.
const LANES: usize = 5;
/// So many messages are shown.
const ARROWS: usize = 16;

/// Draws the first messages of a scenario, as the `d` of paths: lanes, who leads, who is down, and
/// messages that ask, grant and refuse; nothing if it cannot be opened.
pub(crate) fn draw(text: &str) -> [String; 6] {
    let Ok(mut stage) = open_text(text, Lang::En) else { return Default::default() };
    while stage.extent().events < 200 && stage.record(64) {}
    let nodes = stage.frame().nodes;
    let all = stage.diagram(0, stage.extent().recorded, 400);
    // Clients are shown only where servers say nothing to each other.
    let servers = nodes.iter().filter(|node| node.kind != RoleKind::Client);
    let servers: Vec<NodeId> = servers.map(|node| node.id).take(LANES).collect();
    let shown =
        |lanes: &[NodeId], arrow: &Arrow| lanes.contains(&arrow.from) && lanes.contains(&arrow.to);
    let lanes = match all.arrows.iter().any(|arrow| shown(&servers, arrow)) {
        true => servers,
        false => nodes.iter().map(|node| node.id).take(LANES).collect(),
    };
    let arrows = all.arrows.iter().filter(|arrow| shown(&lanes, arrow));
    let first: Vec<&Arrow> = arrows.take(ARROWS).collect();
    let from = first.iter().map(|arrow| arrow.sent).min().unwrap_or(0);
    let to = first.iter().map(|arrow| arrow.ended).max().unwrap_or(from);
    let margin = (to - from) / 12 + 1;
    let window = (from.saturating_sub(margin), to + margin);
    Picture { lanes, window, diagram: &all }.draw(&first)
}

struct Picture<'a> {
    lanes: Vec<NodeId>,
    window: (Micros, Micros),
    diagram: &'a Diagram,
}

impl Picture<'_> {
    fn x(&self, at: Micros) -> f64 {
        let (from, to) = self.window;
        let at = at.max(from).min(to) - from;
        MARGIN / 2.0 + at as f64 / (to - from) as f64 * (SIZE.0 - MARGIN)
    }

    fn y(&self, node: NodeId) -> Option<f64> {
        let place = self.lanes.iter().position(|lane| *lane == node)? as f64;
        let gap = (SIZE.1 - 2.0 * MARGIN) / (self.lanes.len().max(2) - 1) as f64;
        Some(MARGIN + place * gap)
    }

    fn arrow(&self, path: Path, arrow: &Arrow) -> Path {
        let (Some(y1), Some(y2)) = (self.y(arrow.from), self.y(arrow.to)) else { return path };
        let (x1, x2) = (self.x(arrow.sent), self.x(arrow.ended));
        // A lost message ends half-way.
        let part = if arrow.lost { 0.5 } else { 1.0 };
        let (x2, y2) = (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part);
        let length = (x2 - x1).hypot(y2 - y1).max(1.0);
        let (ux, uy) = ((x2 - x1) / length * 5.0, (y2 - y1) / length * 5.0);
        let path = path.segment(x1, y1, x2, y2);
        path.to(x2 - ux - uy / 2.0, y2 - uy + ux / 2.0)
            .line(x2, y2)
            .line(x2 - ux + uy / 2.0, y2 - uy - ux / 2.0)
    }

    fn draw(&self, arrows: &[&Arrow]) -> [String; 6] {
        let mut lanes = Path::default();
        for y in self.lanes.iter().filter_map(|lane| self.y(*lane)) {
            lanes = lanes.segment(MARGIN / 2.0, y, SIZE.0 - MARGIN / 2.0, y);
        }
        let (mut leads, mut down) = (Path::default(), Path::default());
        for span in &self.diagram.spans {
            let Some(y) = self.y(span.node) else { continue };
            let (x1, x2) = (self.x(span.from), self.x(span.to));
            if x2 <= x1 {
                continue;
            }
            if span.status == Status::Down {
                down = down.segment(x1, y, x2, y);
            } else if span.shape == Shape::Hexagon {
                leads = leads.segment(x1, y, x2, y);
            }
        }
        let kind = |wanted: MessageKind| {
            let of = arrows.iter().filter(|arrow| {
                arrow.kind == wanted && !arrow.lost || arrow.lost && wanted == MessageKind::Refusal
            });
            of.fold(Path::default(), |path, arrow| self.arrow(path, arrow))
        };
        let [asks, grants, refuses] =
            [MessageKind::Request, MessageKind::Grant, MessageKind::Refusal].map(kind);
        [lanes, leads, down, asks, grants, refuses].map(|path| path.0)
    }
}
