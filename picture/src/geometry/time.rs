//! Time along the horizontal axis, and words for moments.

use super::{push, push_int};
use crate::float::round;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::protocol::Micros;

/// Which moment stands where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The first moment.
    pub from: Micros,
    /// The last moment; later than the first.
    pub to: Micros,
    /// How wide the axis is.
    pub width: f64,
}

impl Scale {
    /// A scale over a window of time; an empty window counts as one microsecond.
    pub fn new(window: (Micros, Micros), width: f64) -> Self {
        Self { from: window.0, to: window.1.max(window.0 + 1), width: width.max(1.0) }
    }

    /// Where a moment stands; outside the window it is outside the axis.
    pub fn x(&self, at: f64) -> f64 {
        (at - self.from as f64) * self.width / (self.to - self.from) as f64
    }

    /// Where a whole moment stands.
    pub fn at(&self, at: Micros) -> f64 {
        self.x(at as f64)
    }

    /// Which moment stands there, within the window.
    pub fn moment(&self, x: f64) -> Micros {
        let span = (self.to - self.from) as f64;
        self.from + round(super::between(0.0, x, self.width) / self.width * span) as Micros
    }

    /// Round moments at least `apart` pixels from each other, and the step between them.
    pub fn ticks(&self, apart: f64) -> (Vec<Micros>, Micros) {
        let least = ((self.to - self.from) as f64 * apart / self.width).max(1.0);
        let step = round_step(least);
        let first = self.from.div_ceil(step) * step;
        ((0..).map(|i| first + i * step).take_while(|at| *at <= self.to).take(200).collect(), step)
    }
}

/// The smallest of 1, 2, 5, 10, 20 … that is not below `least`.
fn round_step(least: f64) -> Micros {
    let mut step: Micros = 1;
    loop {
        for times in [1, 2, 5] {
            if (step * times) as f64 >= least {
                return step * times;
            }
        }
        step *= 10;
    }
}

/// The word for a tick: whole milliseconds or, from a second a step on, seconds.
#[inline]
pub fn tick(at: Micros, step: Micros) -> String {
    let mut text = String::new();
    if step >= 1_000_000 {
        push_int(&mut text, at / 1_000_000);
    } else if step >= 1_000 {
        push_int(&mut text, at / 1_000);
    } else {
        push_int(&mut text, at / 1_000);
        text.push('.');
        let rest = at % 1_000;
        for digit in [rest / 100, rest / 10 % 10, rest % 10] {
            push_int(&mut text, digit);
        }
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text
}

/// A moment or a span in words, short: `171 ms`, `12.3 s`.
pub fn words(span: f64) -> String {
    let mut text = String::new();
    if span < 10_000_000.0 {
        push_int(&mut text, ((span.max(0.0) + 500.0) / 1_000.0) as u64);
        text.push_str(" ms");
    } else {
        push(&mut text, span / 1_000_000.0);
        text.push_str(" s");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_found_at_a_place_stands_there() {
        let scale = Scale::new((340_000, 660_000), 796.0);
        for at in [340_000, 400_000, 612_345, 660_000] {
            assert_eq!(scale.moment(scale.at(at)), at);
        }
        assert_eq!(scale.moment(-50.0), 340_000);
        assert_eq!(scale.moment(5_000.0), 660_000);
    }

    #[test]
    fn ticks_are_round_and_apart() {
        let (ticks, step) = Scale::new((341_000, 660_000), 796.0).ticks(70.0);
        assert_eq!(step, 50_000);
        assert_eq!(ticks.first(), Some(&350_000));
        assert_eq!(ticks.last(), Some(&650_000));
    }

    #[test]
    fn an_empty_window_is_no_trouble() {
        let scale = Scale::new((5, 5), 0.0);
        assert!(scale.at(5).is_finite());
        assert!(scale.ticks(70.0).0.len() < 3);
    }

    #[test]
    fn moments_read_well() {
        assert_eq!(words(171_400.0), "171 ms");
        assert_eq!(words(12_340_000.0), "12.3 s");
        assert_eq!(tick(360_000, 20_000), "360");
        assert_eq!(tick(1_500, 500), "1.5");
        assert_eq!(tick(2_000, 500), "2");
        assert_eq!(tick(3_000_000, 1_000_000), "3");
    }
}
