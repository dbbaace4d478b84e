//! Logical clocks below the lanes: what each step would have counted.

use crate::geometry::board::Board;
use crate::geometry::{between, width};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use clusterscope::exhibit::Tick;

/// Which clock is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// None.
    #[default]
    Off,
    /// Lamport's: a number.
    Lamport,
    /// A vector: how many steps of each node are known.
    Vector,
}

impl Clock {
    /// The next in the round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Off => Self::Lamport,
            Self::Lamport => Self::Vector,
            Self::Vector => Self::Off,
        }
    }
}

/// A clock beside a step: its text, where its middle stands, and whether its step is chosen.
pub type Reading = (String, f64, f64, bool);

/// How wide a character is.
const CHAR: f64 = 6.1;
/// What is left free between two clocks.
const GAP: f64 = 6.0;

/// How a clock is written: `17`, or `[2,0,1]` in the order of the lanes.
fn text(tick: &Tick, clock: Clock) -> String {
    if clock == Clock::Lamport {
        return tick.lamport.to_string();
    }
    let counts: Vec<String> = tick.vector.iter().map(u64::to_string).collect();
    ["[", &counts.join(","), "]"].concat()
}

/// The clocks that find room below their lanes: those of chosen events first, then from the left.
pub fn readings(board: &Board, ticks: &[Tick], clock: Clock, chosen: &[usize]) -> Vec<Reading> {
    let mut taken: Vec<(u16, f64, f64)> = Vec::new();
    let mut drawn = Vec::new();
    let is_chosen = |tick: &&Tick| chosen.contains(&tick.event);
    let (first, rest): (Vec<&Tick>, Vec<&Tick>) = ticks.iter().partition(is_chosen);
    for tick in first.iter().chain(&rest) {
        let (text, x, y) = (text(tick, clock), board.x(tick.at), board.y(tick.node));
        let half = width(&text, CHAR) / 2.0 + GAP / 2.0;
        let x = between(half, x, board.plot.w - half);
        let free = taken
            .iter()
            .all(|(node, from, to)| *node != tick.node.0 || x + half <= *from || *to <= x - half);
        if free && y > 0.0 {
            taken.push((tick.node.0, x - half, x + half));
            drawn.push((text, x, y + 12.0, chosen.contains(&tick.event)));
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use clusterscope::protocol::NodeId;

    fn tick(event: usize, at: u64, node: u16) -> Tick {
        Tick { event, at, node: NodeId(node), lamport: event as u64, vector: vec![3, 0, 12] }
    }

    fn board() -> Board {
        Board::new((1_000.0, 200.0), (0..3).map(NodeId).collect(), (0, 1_000))
    }

    #[test]
    fn a_clock_is_a_number_or_a_vector() {
        let ticks = [tick(7, 500, 1)];
        let shown = |clock| readings(&board(), &ticks, clock, &[])[0].0.clone();
        assert_eq!(shown(Clock::Lamport), "7");
        assert_eq!(shown(Clock::Vector), "[3,0,12]");
    }

    #[test]
    fn where_two_have_no_room_the_chosen_one_stays() {
        let ticks = [tick(1, 500, 1), tick(2, 501, 1), tick(3, 501, 2)];
        let texts = |chosen: &[usize]| -> Vec<String> {
            let drawn = readings(&board(), &ticks, Clock::Lamport, chosen);
            drawn.into_iter().map(|it| it.0).collect()
        };
        assert_eq!(texts(&[]), ["1", "3"]);
        assert_eq!(texts(&[2]), ["2", "3"]);
    }

    #[test]
    fn no_clock_leaves_the_plot() {
        let ticks = [tick(1, 0, 0), tick(2, 1_000, 0)];
        let board = board();
        for (text, x, ..) in readings(&board, &ticks, Clock::Vector, &[]) {
            let half = width(&text, CHAR) / 2.0;
            assert!(x - half >= 0.0 && x + half <= board.plot.w);
        }
    }
}
