//! Where everything goes: plain arithmetic, no DOM.

pub mod board;
pub mod crowd;
pub mod history;
pub mod labels;
pub mod layouts;
pub mod orbit;
mod path;
pub mod place;
pub mod time;

pub use path::*;

use crate::float::{floor, round, sqrt};
use alloc::string::String;

/// Appends a number from -1 to 1 with four decimals.
fn push_fine(text: &mut String, value: f64) {
    if value < 0.0 {
        text.push('-');
    }
    let parts = round(value.abs() * 10_000.0) as u64;
    push_int(text, parts / 10_000);
    text.push('.');
    // A leading one keeps the zeros.
    let mut digits = String::new();
    push_int(&mut digits, 10_000 + parts % 10_000);
    text.push_str(&digits[1..]);
}

/// The value, or the bound that it is beyond. The library's own can fail, and to say so with both
/// bounds it brings all that prints floats.
pub fn between(low: f64, value: f64, high: f64) -> f64 {
    value.max(low).min(high)
}

/// How long a vector is.
pub fn length(dx: f64, dy: f64) -> f64 {
    sqrt(dx * dx + dy * dy)
}

/// Cosine and sine of a part of a full turn, to five decimals; the library's own are larger than
/// all layouts together.
pub fn turn(part: f64) -> (f64, f64) {
    let quarters = (part - floor(part)) * 4.0;
    let wave = |x: f64| {
        let x = x * core::f64::consts::FRAC_PI_2;
        let square = x * x;
        let tail = 1.0 - square / 42.0 * (1.0 - square / 72.0 * (1.0 - square / 110.0));
        x * (1.0 - square / 6.0 * (1.0 - square / 20.0 * tail))
    };
    let rest = quarters - floor(quarters);
    let (cos, sin) = (wave(1.0 - rest), wave(rest));
    match quarters as u8 {
        0 => (cos, sin),
        1 => (-sin, cos),
        2 => (-cos, -sin),
        _ => (sin, -cos),
    }
}

/// The `transform` that moves a drawing.
pub fn translate(x: f64, y: f64) -> String {
    ["translate(", &num(x), " ", &num(y), ")"].concat()
}

/// An upright box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A box by its left and upper edge, width and height.
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// A box around a point.
    pub const fn around(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x: x - w / 2.0, y: y - h / 2.0, w, h }
    }

    /// The area that both boxes cover.
    pub fn overlap(&self, other: &Self) -> f64 {
        let w = (self.x + self.w).min(other.x + other.w) - self.x.max(other.x);
        let h = (self.y + self.h).min(other.y + other.h) - self.y.max(other.y);
        if w > 0.0 && h > 0.0 { w * h } else { 0.0 }
    }

    /// How long a line runs inside the box.
    pub fn crossed(&self, from: (f64, f64), to: (f64, f64)) -> f64 {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for (p, q) in [
            (-dx, from.0 - self.x),
            (dx, self.x + self.w - from.0),
            (-dy, from.1 - self.y),
            (dy, self.y + self.h - from.1),
        ] {
            if p == 0.0 {
                if q < 0.0 {
                    return 0.0;
                }
            } else if p < 0.0 {
                enter = enter.max(q / p);
            } else {
                leave = leave.min(q / p);
            }
        }
        (leave - enter).max(0.0) * length(dx, dy)
    }
}

/// How far a point lies from a line between two points.
pub fn distance(at: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let square = dx * dx + dy * dy;
    let along = if square == 0.0 {
        0.0
    } else {
        between(0.0, ((at.0 - from.0) * dx + (at.1 - from.1) * dy) / square, 1.0)
    };
    length(at.0 - from.0 - along * dx, at.1 - from.1 - along * dy)
}

/// About how wide a text is, at so many pixels a character.
#[inline]
pub fn width(text: &str, per_char: f64) -> f64 {
    text.chars().map(|c| if c.is_ascii() { per_char } else { per_char * 1.7 }).sum()
}

/// As much of a text as fits, with an ellipsis where something is left out.
#[inline]
pub fn fit(text: &str, room: f64, per_char: f64) -> String {
    if width(text, per_char) <= room {
        return text.into();
    }
    let mut left = room - per_char;
    let mut short = String::new();
    for c in text.chars() {
        left -= if c.is_ascii() { per_char } else { per_char * 1.7 };
        if left < 0.0 {
            break;
        }
        short.push(c);
    }
    short.truncate(short.trim_end().len());
    // Three dots alone say nothing.
    if !short.is_empty() {
        short.push('…');
    }
    short
}

/// The way of a message: a straight line beside the middle of the link, so that both directions
/// stay apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane {
    /// Where it begins, at the edge of the sender.
    pub from: (f64, f64),
    /// The direction, as a vector of length 1.
    pub along: (f64, f64),
    /// How long it is.
    pub length: f64,
}

impl Lane {
    /// A point on the lane or beside it, to the right of the direction of travel.
    pub fn point(&self, at: f64, aside: f64) -> (f64, f64) {
        (
            self.from.0 + self.along.0 * at - self.along.1 * aside,
            self.from.1 + self.along.1 * at + self.along.0 * aside,
        )
    }

    /// The transform of a drawing that runs to the right from the origin.
    pub fn transform(&self) -> String {
        let (x, y) = self.along;
        let mut text = String::from("matrix(");
        for turn in [x, y, -y, x] {
            push_fine(&mut text, turn);
            text.push(' ');
        }
        push(&mut text, self.from.0);
        text.push(' ');
        push(&mut text, self.from.1);
        text.push(')');
        text
    }

    /// Half the extent of a box along the lane and across it.
    pub fn extent(&self, w: f64, h: f64) -> (f64, f64) {
        let (x, y) = (self.along.0.abs() / 2.0, self.along.1.abs() / 2.0);
        (x * w + y * h, y * w + x * h)
    }

    /// Where the middle of a box of this size begins and ends its way, `stop` (0 to 1) of the
    /// way along, so that it touches neither end; and how far it keeps from the lane.
    pub fn travel(&self, w: f64, h: f64, stop: f64) -> (f64, f64, f64) {
        let (along, across) = self.extent(w, h);
        let first = along.min(self.length / 2.0);
        let last = (self.length - along - 6.0).max(first);
        (first, first + (last - first) * stop, between(0.0, across - 3.0, 20.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_at_most_one_decimal() {
        for (value, text) in
            [(0.0, "0"), (1.0, "1"), (-1.25, "-1.3"), (12.04, "12"), (0.05, "0.1"), (-0.01, "0")]
        {
            assert_eq!(num(value), text);
        }
    }

    #[test]
    fn turns_are_those_of_the_library() {
        for step in -40..80 {
            let part = f64::from(step) / 40.0;
            let (cos, sin) = turn(part);
            let angle = part * core::f64::consts::TAU;
            assert!((cos - libm::cos(angle)).abs() < 1e-5 && (sin - libm::sin(angle)).abs() < 1e-5);
        }
        let lane = Lane { from: (3.0, 4.5), along: (-0.6, 0.8), length: 10.0 };
        assert_eq!(lane.transform(), "matrix(-0.6000 0.8000 -0.8000 -0.6000 3 4.5)");
    }

    #[test]
    fn a_text_that_does_not_fit_ends_in_an_ellipsis() {
        assert_eq!(fit("Candidate", 70.0, 7.0), "Candidate");
        assert_eq!(fit("one of three", 42.0, 7.0), "one o…");
        assert_eq!(fit("three", 9.0, 7.0), "");
    }

    #[test]
    fn a_box_knows_how_much_of_a_line_it_hides() {
        let square = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert_eq!(square.crossed((-5.0, 5.0), (15.0, 5.0)), 10.0);
        assert_eq!(square.crossed((-5.0, 15.0), (15.0, 15.0)), 0.0);
        assert_eq!(square.overlap(&Rect::new(5.0, 5.0, 10.0, 10.0)), 25.0);
    }

    #[test]
    fn a_token_starts_and_ends_clear_of_both_nodes() {
        let lane = Lane { from: (0.0, 0.0), along: (1.0, 0.0), length: 200.0 };
        let (first, last, _) = lane.travel(60.0, 22.0, 1.0);
        assert_eq!((first, last), (30.0, 164.0));
        let short = Lane { length: 40.0, ..lane };
        let (first, last, _) = short.travel(60.0, 22.0, 1.0);
        assert!(first <= last);
    }

    #[test]
    fn a_point_far_from_the_end_of_a_line_is_measured_to_the_end() {
        assert_eq!(distance((13.0, 4.0), (0.0, 0.0), (10.0, 0.0)), 5.0);
        assert_eq!(distance((3.0, 4.0), (0.0, 0.0), (0.0, 0.0)), 5.0);
    }
}
