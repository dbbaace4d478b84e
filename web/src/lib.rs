//! The page: Yew components around one `dyn Stage`. It matches on no protocol.
//!
//! Read in this order: [`msg`] is all that can be asked, [`app`] grants it, [`gates`] lead to what
//! is fetched when a run is opened, [`session`] owns the run, [`player`] moves the playhead,
//! [`keys`] and [`faults`] are tables. [`components`] and [`panels`] stand around the two drawings,
//! [`stage`] and [`spacetime`], which share [`scene`]. [`exporting`], [`animating`], [`importing`],
//! [`checking`] and [`telling`] are parts of the program that only some visitors fetch.

pub mod animating;
pub mod app;
pub mod browser;
pub mod checking;
pub mod components;
pub mod exporting;
pub mod faults;
pub mod gallery;
pub mod gates;
pub mod html;
pub mod importing;
pub mod keys;
pub mod listen;
pub mod motion;
pub mod msg;
pub mod panels;
pub mod player;
pub mod scene;
pub mod session;
pub mod spacetime;
pub mod stage;
pub mod stopped;
pub mod svg;
pub mod telling;
pub mod texts;
pub mod words;

use clusterscope_picture::geometry;
use clusterscope_picture::shape;
use wasm_bindgen::prelude::*;

/// Takes over the page; in a worker, searches.
#[wasm_bindgen]
pub fn run() {
    if web_sys::window().is_none() {
        return checking::gates::work();
    }
    stopped::install();
    wasm_bindgen_futures::spawn_local(async {
        app::prepare().await;
        if let Some(root) = browser::by_id("app") {
            yew::Renderer::<app::App>::with_root(root).render();
        }
    });
}
