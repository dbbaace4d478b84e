//! The ways from the entry page to the engine and all that stands around a run.
//!
//! `cargo xtask dist` splits the program here: what is only reached through these functions is
//! fetched when a run is first opened. So they may be called once the part is there, and not
//! before, and nothing else of a run is called by the entry page. They are not inlined, lest the
//! compiler remove the seam.

use crate::app::{App, Wanted};
use crate::importing::Wish;
use crate::msg::Msg;
use crate::session::Session;
use yew::Html;

/// Opens what is wanted.
#[inline(never)]
pub fn open(app: &mut App, wanted: Wanted) {
    app.open_wanted(wanted);
}

/// Grants a wish about the run that is open; true if the page may look different.
#[inline(never)]
pub fn grant(app: &mut App, msg: Msg) -> bool {
    app.grant(msg)
}

/// Grants a wish about a trace, be it open or not.
#[inline(never)]
pub fn import(app: &mut App, wish: Wish) {
    app.grant_import(wish);
}

/// Draws the run that is open: the bar at the top, what is below, and what lies over it.
#[inline(never)]
pub fn draw(app: &App, session: &Session) -> [Html; 3] {
    app.draw_run(session)
}
