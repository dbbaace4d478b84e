//! Traces of other tools: a file is read, played, searched, and read otherwise.
//!
//! What reads them is a part of the program by itself; [`gates`] is the only way in. Whoever holds
//! a [`Reading`] knows no more of it.

pub mod gates;
mod panel;
mod read;
mod retry;

use crate::msg::Msg;
use crate::session::Session;
use clusterscope::exhibit::Stage;
use yew::{Callback, Html};

/// A wish about a trace.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Find the events that fit this.
    Query(String),
    /// Go to the next one that fits, or to the one before.
    Match(i32),
    /// Say how the file is to be read.
    Otherwise,
    /// It has this form: a place in the list, after one for any.
    Form(usize),
    /// This regular expression finds its events.
    Pattern(String),
    /// This one stands between its executions.
    Delimiter(String),
    /// Read it so.
    Read,
}

impl From<Wish> for Msg {
    fn from(wish: Wish) -> Self {
        Self::Import(wish)
    }
}

/// A file that is read as a trace.
pub trait Reading {
    /// Reads it; none if nothing of it could be read.
    fn open(&mut self) -> Option<Box<dyn Stage>>;
    /// How much of it could not be read, if anything.
    fn trouble(&self) -> Option<String>;
    /// Grants a wish; where to go in the run that is open, if it was about that.
    fn grant(&mut self, wish: Wish, session: Option<&Session>) -> Option<usize>;
    /// The same file, to be read otherwise.
    fn again(&self) -> Box<dyn Reading>;
    /// Draws what can be searched, and what could not be read.
    fn panel(&self, session: &Session, on: &Callback<Msg>) -> Html;
    /// Draws how it is read.
    fn dialog(&self, on: &Callback<Msg>) -> Html;
}
