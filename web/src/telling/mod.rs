//! What clients asked and were told until an answer could not be explained.
//!
//! It is a part of the program by itself, which is fetched when somebody first looks at that;
//! [`gates`] is the only way in, and whoever holds a [`Telling`] knows no more of it.

pub mod gates;
mod picture;

use crate::msg::Msg;
use yew::{Callback, Html};

/// What clients were told, ready to be drawn.
pub trait Telling {
    /// Draws the dialog.
    fn draw(&self, on: &Callback<Msg>) -> Html;
}
