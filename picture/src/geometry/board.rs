//! The space-time diagram: a lane for each node, time to the right.

use super::time::Scale;
use super::{Rect, between, distance, length};
use crate::float::floor;
use alloc::rc::Rc;
use alloc::vec;
use alloc::vec::Vec;
use clusterscope::exhibit::{Arrow, Diagram, EventKind};
use clusterscope::protocol::{Micros, NodeId};

/// How much of its way a lost message gets.
pub const LOST_AT: f64 = 0.62;

/// With more nodes than this, only those have a lane to whom something happens.
pub const MOST: usize = 24;

/// The layout of a diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// Width and height of the drawing.
    pub size: (f64, f64),
    /// Whether it is drawn for a small screen.
    pub compact: bool,
    /// The box in which time passes, from the upper edge of the first lane to the axis.
    pub plot: Rect,
    /// How tall a lane is.
    pub lane: f64,
    /// Which moment stands where in the box.
    pub scale: Scale,
    /// Who has a lane, in order.
    pub rows: Rc<Vec<NodeId>>,
}

/// What of a diagram lies under a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A message, by its number.
    Arrow(u32),
    /// An event, by its position.
    Mark(usize),
}

/// Who has a lane: all, or of too many those to whom something happens, and the selected one.
#[inline]
pub fn rows(nodes: usize, diagram: &Diagram, selected: Option<NodeId>) -> Vec<NodeId> {
    let mut lively = vec![nodes <= MOST; nodes];
    let arrows = diagram.arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]);
    for node in arrows.chain(diagram.marks.iter().map(|mark| mark.node)).chain(selected) {
        if let Some(one) = lively.get_mut(node.index()) {
            *one = true;
        }
    }
    (0..nodes).filter(|at| lively[*at]).map(|at| NodeId(at as u16)).collect()
}

impl Board {
    /// Lays out a diagram with a lane for each of `rows`; it may turn out taller than its
    /// container.
    pub fn new(size: (f64, f64), rows: Vec<NodeId>, window: (Micros, Micros)) -> Self {
        Self::fit(size, rows, window, size.0 < super::place::COMPACT)
    }

    /// The same; says whether fingers point at lanes.
    pub fn fit(
        size: (f64, f64),
        rows: Vec<NodeId>,
        window: (Micros, Micros),
        fingers: bool,
    ) -> Self {
        let compact = size.0 < super::place::COMPACT;
        let (left, top, below) = (if compact { 70.0 } else { 108.0 }, 28.0, 28.0);
        let lanes = rows.len().max(1) as f64;
        // Where fingers point, a lane is as high as a finger needs.
        let (least, most) = if fingers { (44.0, 44.0) } else { (16.0, 38.0) };
        let lane = floor(between(least, (size.1 - top - below) / lanes, most));
        let plot = Rect::new(left, top, (size.0 - left - 16.0).max(40.0), lane * lanes);
        let size = (size.0, (top + plot.h + below).max(size.1));
        Self { size, compact, plot, lane, scale: Scale::new(window, plot.w), rows: Rc::new(rows) }
    }

    /// The height of a node's lane; without one it is out of sight.
    pub fn y(&self, node: NodeId) -> f64 {
        let row = self.rows.binary_search(&node).map_or(-9.0, |row| row as f64);
        self.plot.y + self.lane * (row + 0.5)
    }

    /// Where a moment stands, from the left edge of the plot, no farther out than one width.
    pub fn x(&self, at: Micros) -> f64 {
        between(-self.plot.w, self.scale.at(at), 2.0 * self.plot.w)
    }

    /// Where an arrow begins and ends, from the left edge of the plot.
    pub fn ends(&self, arrow: &Arrow) -> [(f64, f64); 2] {
        let (x1, y1, y2) = (self.x(arrow.sent), self.y(arrow.from), self.y(arrow.to));
        // A message that is held for ever still needs an end.
        let far = self.scale.to.saturating_add(self.scale.to - self.scale.from);
        let x2 = self.x(arrow.ended.min(far));
        let y2 = if arrow.lost { y1 + (y2 - y1) * LOST_AT } else { y2 };
        [(x1, y1), (x2, y2)]
    }

    /// What lies within reach of a point, measured from the left edge of the plot.
    pub fn hit(&self, diagram: &Diagram, at: (f64, f64), reach: f64) -> Option<Hit> {
        let mut best = None;
        let mut least = reach;
        for mark in diagram.marks.iter().filter(|mark| shows(mark.kind)) {
            // A mark is small: it wins over an arrow that begins there.
            let away = length(self.x(mark.at) - at.0, self.y(mark.node) - at.1) - reach / 3.0;
            if away < least {
                (least, best) = (away, Some(Hit::Mark(mark.event)));
            }
        }
        for arrow in &diagram.arrows {
            let [from, to] = self.ends(arrow);
            let away = distance(at, from, to);
            if away < least {
                (least, best) = (away, Some(Hit::Arrow(arrow.id)));
            }
        }
        best
    }
}

/// Whether an event has a mark of its own; what happens to messages shows in their arrows.
pub fn shows(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Start | EventKind::Deliver | EventKind::Lose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clusterscope::exhibit::Mark;
    use clusterscope::view::{MessageKind, Tone};

    fn arrow(id: u32, sent: Micros, ended: Micros, lost: bool) -> Arrow {
        Arrow {
            id,
            from: NodeId(0),
            to: NodeId(2),
            sent,
            ended,
            cause: 1,
            end: None,
            lost,
            kind: MessageKind::Request,
            tone: Tone::Idle,
        }
    }

    fn board() -> Board {
        Board::new((904.0, 248.0), rows(5, &Diagram::default(), None), (0, 100_000))
    }

    #[test]
    fn an_arrow_is_picked_along_its_whole_length() {
        let board = board();
        let diagram =
            Diagram { arrows: vec![arrow(7, 20_000, 60_000, false)], ..Diagram::default() };
        let [from, to] = board.ends(&diagram.arrows[0]);
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0 + 4.0);
        assert_eq!(board.hit(&diagram, middle, 9.0), Some(Hit::Arrow(7)));
        assert_eq!(board.hit(&diagram, (5.0, 200.0), 9.0), None);
    }

    #[test]
    fn a_mark_wins_over_the_arrow_that_begins_there() {
        let board = board();
        let mark = Mark { event: 3, at: 20_000, node: NodeId(0), kind: EventKind::Fire };
        let diagram = Diagram {
            arrows: vec![arrow(7, 20_000, 60_000, false)],
            marks: vec![mark],
            ..Diagram::default()
        };
        let start = board.ends(&diagram.arrows[0])[0];
        assert_eq!(board.hit(&diagram, start, 9.0), Some(Hit::Mark(3)));
    }

    #[test]
    fn a_lost_message_ends_between_the_lanes_and_a_held_one_somewhere() {
        let board = board();
        let [_, end] = board.ends(&arrow(1, 0, 50_000, true));
        assert!(end.1 > board.y(NodeId(0)) && end.1 < board.y(NodeId(2)));
        let [_, end] = board.ends(&arrow(1, 0, Micros::MAX, false));
        assert!(end.0.is_finite() && end.0 > board.plot.w);
    }

    #[test]
    fn many_lanes_make_the_drawing_taller_than_its_container() {
        let all = rows(20, &Diagram::default(), None);
        let board = Board::new((360.0, 200.0), all, (0, 1_000));
        assert!(board.size.1 > 400.0 && board.lane >= 16.0);
    }

    #[test]
    fn of_many_nodes_only_those_have_a_lane_to_whom_something_happens() {
        let arrows = vec![arrow(1, 0, 50_000, false)];
        let diagram = Diagram { arrows, ..Diagram::default() };
        let shown = rows(100, &diagram, Some(NodeId(70)));
        assert_eq!(shown, [NodeId(0), NodeId(2), NodeId(70)]);
        let board = Board::new((904.0, 248.0), shown, (0, 100_000));
        assert_eq!(board.y(NodeId(70)), board.plot.y + 2.5 * board.lane);
        assert!(board.y(NodeId(50)) < 0.0);
    }
}
