//! The engine of the custom element `<cluster-scope>`: a thin layer over a stage and its pictures.
//!
//! All figures of a page share one instance of this program, and each has a [`run::Run`] of its own.
//! What stands around a picture is elements that `figure/js` makes; it is told in JSON, by [`json`],
//! what they show. [`wanted`] says which rooms a run needs, for they are loaded when they are first
//! needed.

pub mod json;
pub mod run;
pub mod wanted;

use wasm_bindgen::prelude::*;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[wasm_bindgen]
extern "C" {
    /// Is told what a bug said before the program stops for good.
    #[wasm_bindgen(js_name = stopped)]
    fn tell(report: &str);
}

/// Has the script told of bugs. It is called once, before anything else.
#[wasm_bindgen]
pub fn begin() {
    std::panic::set_hook(Box::new(|info| tell(&info.to_string())));
}
