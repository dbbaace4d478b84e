//! Whether something can ever happen, found out by a search of all runs within bounds; and what
//! could happen next, for a user who is the network.
//!
//! What does this is a part of the program by itself, and [`gates`] are the only ways in. Whoever
//! holds a [`Checking`] knows no more of it. [`work`] searches, in a worker or else here in
//! slices, and tells by [`report`]; [`form`] is what is asked, as a form; [`verdict`] finds the
//! words for an answer.

mod ask;
mod desk;
mod form;
pub mod gates;
mod number;
mod report;
mod running;
mod steps;
mod verdict;
mod work;

use crate::msg::Msg;
use crate::scene::Pick;
use crate::session::Session;
use clusterscope::scenario::Complaint;
use std::rc::Rc;
use yew::{Callback, Html};

/// A wish about a search, or about what could happen next; or news of a search.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// The question with this place is of this kind: a place in the list of kinds.
    Kind(usize, usize),
    /// The words of the question with this place are being typed.
    Type(usize, String),
    /// They are these.
    Words(usize, String),
    /// Ask what this line of the command box does, or bound the search so; and search.
    Line(String),
    /// Ask one more question.
    Add,
    /// Do not ask this one.
    Remove(usize),
    /// The bound with this place is this.
    Bound(usize, String),
    /// Time passes as these words say.
    Time(String),
    /// A search may take so many MiB.
    Memory(String),
    /// Search.
    Start,
    /// Search no further.
    Stop,
    /// The search with this number has something to report; whether a worker does the work.
    News(u32, Rc<str>, bool),
    /// Open the run that answers the question with this place.
    Show(usize),
    /// Copy its link.
    Copy(usize),
    /// Said by the browser: whether the link could be copied.
    Copied(usize, bool),
    /// The step with this place is pointed at, or none is.
    Point(Option<usize>),
    /// Take it.
    Take(usize),
    /// Open the same protocol with nothing happening unless told.
    ByHand,
}

impl From<Wish> for Msg {
    fn from(wish: Wish) -> Self {
        Self::Check(wish)
    }
}

/// What the page is to do about a wish.
pub enum Then {
    /// Nothing more.
    Nothing,
    /// The link of the run is another one.
    Link,
    /// Say what is wrong with a line.
    Complain(Complaint),
    /// Do what this line says.
    Do(String),
    /// Open this scenario, to be looked at; or to be explored.
    Open(String, bool),
}

/// What checks and explores.
pub trait Checking {
    /// Grants a wish.
    fn grant(&mut self, wish: Wish, session: &mut Session, on: &Callback<Msg>) -> Then;
    /// The run or the position may be another one; whether what could happen next is looked at.
    fn look(&mut self, session: &Session, exploring: bool);
    /// Draws what is asked and what was answered.
    fn check(&self, session: &Session, on: &Callback<Msg>) -> Html;
    /// Draws what could happen next.
    fn explore(&self, session: &Session, playing: bool, on: &Callback<Msg>) -> Html;
    /// What the step that is pointed at happens to.
    fn pointed(&self) -> Option<Pick>;
}
