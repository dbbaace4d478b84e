//! What was clicked.

pub use clusterscope_picture::pick::encode;

use crate::scene::Pick;
use clusterscope_picture::pick::{ATTRIBUTE, decode};

/// What an element or one that holds it stands for.
pub fn of(target: Option<web_sys::EventTarget>) -> Option<Pick> {
    use wasm_bindgen::JsCast;
    let element = target?.dyn_into::<web_sys::Element>().ok()?;
    let holder = element.closest("[data-pick]").ok()??;
    decode(&holder.get_attribute(ATTRIBUTE)?)
}
