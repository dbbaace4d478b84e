//! The emptiest page that moves: Yew draws thirty dots once, and one animation loop moves each of
//! them with `set_translate`. The frame benchmark measures the real page against it.
#![cfg(target_family = "wasm")]

use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{SvgGraphicsElement, SvgTransform, SvgsvgElement};
use yew::prelude::*;

/// How many dots move.
const MOVERS: usize = 30;

/// Starts the page.
#[wasm_bindgen(start)]
pub fn start() {
    yew::Renderer::<Page>::new().render();
}

#[component]
fn Page() -> Html {
    let drawing = use_node_ref();
    let mounted = drawing.clone();
    use_effect_with((), move |()| {
        if let Some(svg) = mounted.cast::<SvgsvgElement>() {
            animate(transforms(&svg));
        }
    });
    html! {
        <svg ref={drawing} viewBox="0 0 784 400" role="img" aria-label="Moving dots">
            { for (0..MOVERS).map(|_| html! { <g><circle r="6" /></g> }) }
        </svg>
    }
}

/// One transform for each dot, attached to it.
fn transforms(svg: &SvgsvgElement) -> Vec<SvgTransform> {
    let children = svg.children();
    (0..children.length())
        .filter_map(|place| children.item(place)?.dyn_into::<SvgGraphicsElement>().ok())
        .filter_map(|dot| {
            let transform = svg.create_svg_transform();
            dot.transform().base_val().initialize(&transform).ok()
        })
        .collect()
}

type Frame = Closure<dyn FnMut(f64)>;

/// Moves the dots in every frame, for ever.
fn animate(dots: Vec<SvgTransform>) {
    let again: Rc<RefCell<Option<Frame>>> = Rc::default();
    let next = Rc::clone(&again);
    *again.borrow_mut() = Some(Closure::new(move |now: f64| {
        for (place, dot) in dots.iter().enumerate() {
            let turn = now / 1000.0 + place as f64;
            let (x, y) = (392.0 + 300.0 * turn.sin(), 200.0 + 150.0 * turn.cos());
            let _ = dot.set_translate(x as f32, y as f32);
        }
        request(&next);
    }));
    request(&again);
}

fn request(frame: &Rc<RefCell<Option<Frame>>>) {
    if let (Some(window), Some(frame)) = (web_sys::window(), &*frame.borrow()) {
        let _ = window.request_animation_frame(frame.as_ref().unchecked_ref());
    }
}
