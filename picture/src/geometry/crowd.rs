//! Which of many tokens have room for their words.

use super::Rect;
use super::labels::Side;
use super::place::Plan;
use alloc::vec::Vec;

/// The size of a token that has no room for its words.
pub const SMALL: (f64, f64) = (24.0, 14.0);
/// How much two boxes may overlap before that disturbs.
const SLACK: f64 = 12.0;

/// What tokens had better not cover: the nodes and what stands beside them.
pub fn obstacles(plan: &Plan) -> Vec<Rect> {
    let discs =
        plan.spots.iter().map(|spot| Rect::around(spot.x, spot.y, 1.7 * spot.r, 1.7 * spot.r));
    let words = plan.spots.iter().map(|spot| {
        let room = spot.room;
        let (w, h) = (room.w.min(94.0), room.h.min(46.0));
        let x = match spot.side {
            Side::Right => room.x,
            Side::Left => room.x + room.w - w,
            Side::Above | Side::Below => room.x + (room.w - w) / 2.0,
        };
        Rect::new(x, room.y + (room.h - h) / 2.0, w, h)
    });
    discs.chain(words).collect()
}

/// Keeps the boxes that are taken while tokens are placed, one after the other.
#[derive(Debug, Default)]
pub struct Crowd {
    fixed: usize,
    taken: Vec<Rect>,
}

impl Crowd {
    /// A crowd around these obstacles.
    pub fn new(obstacles: Vec<Rect>) -> Self {
        Self { fixed: obstacles.len(), taken: obstacles }
    }

    /// Forgets all tokens.
    pub fn clear(&mut self) {
        self.taken.truncate(self.fixed);
    }

    /// Takes the room of a token with words, if nothing else has it; else that of a small token,
    /// so far aside that it lies on no other token. Says how far, if it has to be small.
    pub fn place(
        &mut self,
        token: Rect,
        always: bool,
        small: impl Fn(f64) -> (f64, f64),
    ) -> Option<f64> {
        if always || self.taken.iter().all(|other| other.overlap(&token) < SLACK) {
            self.taken.push(token);
            return None;
        }
        let at = |aside| {
            let (x, y) = small(aside);
            Rect::around(x, y, SMALL.0, SMALL.1)
        };
        let tokens = &self.taken[self.fixed..];
        let free = |aside: &f64| tokens.iter().all(|other| other.overlap(&at(*aside)) < SLACK);
        let aside = [0.0, 16.0, 32.0, 48.0].into_iter().find(free).unwrap_or(0.0);
        self.taken.push(at(aside));
        Some(aside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn a_token_on_top_of_another_is_small_and_one_beside_it_is_not() {
        let mut crowd = Crowd::new(vec![Rect::around(0.0, 0.0, 60.0, 60.0)]);
        let mut place = |x: f64, always: bool| {
            crowd.place(Rect::around(x, 0.0, 70.0, 22.0), always, |aside| (x, aside))
        };
        assert_eq!(place(50.0, false), Some(0.0), "on a node");
        assert_eq!(place(110.0, false), None);
        assert_eq!(place(120.0, false), Some(32.0), "on another token");
        assert_eq!(place(120.0, true), None, "chosen");
        crowd.clear();
        assert_eq!(crowd.place(Rect::around(120.0, 0.0, 70.0, 22.0), false, |_| (0.0, 0.0)), None);
    }
}
