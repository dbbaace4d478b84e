//! Pictures of a run: where everything goes, and what it looks like.
//!
//! The page, figures, and the command line draw from here. [`still`] is a picture of a moment,
//! [`animated`] one that plays by itself,
//! [`history`](fn@history) what clients asked and were told, [`Scene`] one that someone else plays.
//!
//! Below these, [`geometry`] is plain arithmetic from a frame to places, [`shape`] has the outlines
//! and the names of what is drawn, [`motion`] what changes while nothing happens, [`words`] what
//! drawings say by themselves, and [`palette`] the colours. [`mod@stage`] and [`lanes`] are the two
//! drawings.
//!
//! A function is `#[inline]` where that makes the page lighter: the library's functions for texts
//! are then in it once, not once for each crate.
#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

extern crate alloc;

mod animated;
mod around;
pub mod film;
mod float;
pub mod geometry;
mod history;
pub mod lanes;
mod layout;
pub mod markup;
pub mod motion;
mod options;
pub mod palette;
mod pen;
pub mod pick;
pub mod scene;
pub mod shape;
pub mod stage;
mod still;
mod story;
mod style;
pub mod words;

pub use animated::animated;
pub use history::history;
pub use options::{Options, Theme, View};
pub use scene::Scene;
pub use still::still;
