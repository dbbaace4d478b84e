//! Numbers and paths as SVG writes them.

use crate::float::round;
use alloc::string::String;

/// A number for an SVG attribute: at most one decimal, none where it would be 0.
pub fn num(value: f64) -> String {
    let mut text = String::new();
    push(&mut text, value);
    text
}

/// Appends a number as [`num`] writes it.
pub fn push(text: &mut String, value: f64) {
    let tenths = round(value * 10.0) as i64;
    if tenths < 0 {
        text.push('-');
    }
    let tenths = tenths.unsigned_abs();
    push_int(text, tenths / 10);
    if !tenths.is_multiple_of(10) {
        text.push('.');
        push_int(text, tenths % 10);
    }
}

/// Appends a whole number.
pub fn push_int(text: &mut String, mut value: u64) {
    let mut digits = [0_u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
}

/// The `d` of an SVG path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path(pub String);

impl Path {
    /// Moves to a point.
    pub fn to(self, x: f64, y: f64) -> Self {
        self.point('M', x, y)
    }

    /// Draws a line to a point.
    pub fn line(self, x: f64, y: f64) -> Self {
        self.point('L', x, y)
    }

    /// Goes on as this says, in the language of paths.
    pub fn on(mut self, d: &str) -> Self {
        self.0.push_str(d);
        self
    }

    /// Goes back to where the line began.
    pub fn close(mut self) -> Self {
        self.0.push('Z');
        self
    }

    /// Draws a closed line through points.
    pub fn polygon(mut self, points: &[(f64, f64)]) -> Self {
        for (i, (x, y)) in points.iter().enumerate() {
            self = if i == 0 { self.to(*x, *y) } else { self.line(*x, *y) };
        }
        self.close()
    }

    /// Draws a full circle from its top on; its radius is rounded first, lest its two halves be
    /// less than half.
    pub fn circle(mut self, x: f64, y: f64, r: f64) -> Self {
        let r = round(r * 10.0) / 10.0;
        self = self.to(x, y - r);
        for dy in [r + r, -r - r] {
            self.0.push('a');
            push(&mut self.0, r);
            self.0.push(' ');
            push(&mut self.0, r);
            self.0.push_str(" 0 0 1 0 ");
            push(&mut self.0, dy);
        }
        self.close()
    }

    /// Draws a part of a circle of this radius, clockwise and less than half of it, to a point.
    pub fn arc(mut self, r: f64, x: f64, y: f64) -> Self {
        self = self.point('A', r, r).on(" 0 0 1 ");
        push(&mut self.0, x);
        self.0.push(' ');
        push(&mut self.0, y);
        self
    }

    /// Adds a line from one point to another.
    pub fn segment(self, x1: f64, y1: f64, x2: f64, y2: f64) -> Self {
        self.to(x1, y1).line(x2, y2)
    }

    fn point(mut self, command: char, x: f64, y: f64) -> Self {
        self.0.push(command);
        push(&mut self.0, x);
        self.0.push(' ');
        push(&mut self.0, y);
        self
    }
}
