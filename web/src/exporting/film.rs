//! A film: pictures of a stretch of the run, drawn by the browser one after the other.

use super::Wish;
use crate::animating::{self, Encode};
use crate::browser;
use crate::msg::Msg;
use crate::session::Session;
use clusterscope::protocol::Micros;
use clusterscope_picture::Options;
use clusterscope_picture::film::{self, Millis};
use js_sys::Uint8Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use yew::Callback;

/// The time from one picture to the next, and the most pictures that a film has: in a long one they
/// follow each other less closely.
const PACE: Millis = 80;
const MOST: Millis = 300;
/// How wide a film is at most, in pixels.
const WIDE: f64 = 800.0;

/// A film that is being drawn.
pub(super) struct Film {
    reel: film::Film,
    pace: Millis,
    drawn: usize,
    options: Options,
    /// What encodes it, and its size: known once there is a picture.
    encode: Option<Encode>,
    size: (u16, u16),
    /// The picture that was drawn last, as it was told and as it came back.
    svg: String,
    pixels: Option<Vec<u8>>,
}

/// What there is to do for a film.
pub(super) enum Next {
    /// Have this drawn.
    Draw(String),
    /// It is done.
    Save(Uint8Array),
    /// It cannot go on.
    Fail,
}

/// The size that an SVG says it has.
pub(super) fn size(svg: &str) -> (f64, f64) {
    let read = |name: &str| {
        let (_, rest) = svg.split_once(name)?;
        rest.split('"').next()?.parse().ok()
    };
    (read(" width=\"").unwrap_or(0.0), read(" height=\"").unwrap_or(0.0))
}

impl Film {
    /// A film of which nothing is drawn yet.
    pub(super) fn new(session: &mut Session, from: Micros, to: Micros, options: Options) -> Self {
        let reel = session.elsewhere(|stage| film::Film::new(stage, from, to, &options));
        let pace = PACE.max(reel.length().div_ceil(MOST));
        let (encode, svg, pixels) = Default::default();
        Self { reel, pace, drawn: 0, options, encode, size: (0, 0), svg, pixels }
    }

    /// How many pictures it has.
    pub(super) fn count(&self) -> usize {
        (self.reel.length() / self.pace) as usize
    }

    /// How many of them are drawn.
    pub(super) fn drawn(&self) -> usize {
        self.drawn
    }

    /// Takes up the last picture, if that could be drawn, and tells what is next. A picture that
    /// stands still is drawn once.
    pub(super) fn next(&mut self, fine: bool, session: &mut Session) -> Next {
        if !fine {
            return Next::Fail;
        }
        let (count, shown) = (self.count(), self.drawn);
        let mut next = None;
        while self.drawn < count && next.is_none() {
            let (reel, options, at) = (&self.reel, &self.options, self.drawn as Millis * self.pace);
            let svg = session.elsewhere(|stage| reel.still(stage, at, options));
            next = (svg != self.svg).then_some(svg);
            self.drawn += usize::from(next.is_none());
        }
        if let (Some(pixels), Some(encode)) = (self.pixels.take(), &mut self.encode) {
            let time = (self.drawn - shown + 1) as Millis * self.pace;
            encode(Some((&pixels, time)));
        }
        let Some(svg) = next else {
            let film = self.encode.take().and_then(|mut encode| encode(None));
            return film.map_or(Next::Fail, |film| Next::Save(Uint8Array::from(&film[..])));
        };
        self.drawn += 1;
        if self.encode.is_none() {
            let (width, height) = size(&svg);
            let scale = (WIDE / width).min(1.0);
            self.size = ((width * scale) as u16, (height * scale) as u16);
            self.encode = Some(animating::gates::encoder(self.size));
        }
        self.svg.clone_from(&svg);
        Next::Draw(svg)
    }

    /// Has a picture drawn.
    pub(super) fn draw(film: &Rc<RefCell<Self>>, svg: String, on: &Callback<Msg>) {
        let (film, on) = (film.clone(), on.clone());
        let (width, height) = film.borrow().size;
        let drawn = browser::ask("files/pixels", &[svg.into(), width.into(), height.into()]);
        wasm_bindgen_futures::spawn_local(async move {
            let pixels = drawn.await.map(|pixels| pixels.unchecked_into::<Uint8Array>().to_vec());
            let fine = pixels.is_some();
            film.borrow_mut().pixels = pixels;
            on.emit(Wish::Drawn(fine).into());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_says_how_large_it_is() {
        assert_eq!(size("<svg xmlns=\"a\" width=\"784\" height=\"52.5\" id=\"b\">"), (784.0, 52.5));
        assert_eq!(size("<svg>"), (0.0, 0.0));
    }
}
