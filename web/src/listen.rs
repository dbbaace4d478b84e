//! What the page hears beside its own components: keys anywhere, the address, the next frame.

use crate::browser;
use crate::keys::{self, Focus, Press};
use crate::msg::Msg;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, KeyboardEvent};
use yew::Callback;

/// Hears an event until it is dropped.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    fn new(
        target: EventTarget,
        name: &'static str,
        hear: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let closure = Closure::<dyn FnMut(web_sys::Event)>::new(hear);
        let _ = target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        Self { target, name, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let hear = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.name, hear);
    }
}

/// Hears keys pressed anywhere on the page.
pub fn keys(on: Callback<Msg>) -> Listener {
    Listener::new(browser::document().into(), "keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let key = event.key();
        let press = Press {
            key: &key,
            ctrl: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            alt: event.alt_key(),
            repeat: event.repeat(),
        };
        if let Some(wish) = keys::wish(press, focus(event)) {
            event.prevent_default();
            on.emit(wish);
        }
    })
}

/// What holds the focus, as far as keys care.
fn focus(event: &KeyboardEvent) -> Focus {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return Focus::Page };
    let inside = |selector| target.closest(selector).ok().flatten().is_some();
    if inside("input[type=range]") {
        Focus::Slider
    } else if inside("dialog, select, textarea, input:not([type=checkbox]):not([type=file])") {
        Focus::Field
    } else if inside("button, a[href], input, summary, [role=button]") {
        Focus::Button
    } else {
        Focus::Page
    }
}

/// Hears that the address has another fragment.
pub fn fragment(on: Callback<Msg>) -> Listener {
    Listener::new(browser::window().into(), "hashchange", move |_| on.emit(Msg::Fragment))
}

/// Asks to be told before the next paint; there is at most one request at a time.
pub struct Painter {
    closure: Closure<dyn FnMut(f64)>,
    asked: Rc<Cell<bool>>,
}

impl Painter {
    /// One that tells `on`.
    pub fn new(on: Callback<Msg>) -> Self {
        let closure = Closure::<dyn FnMut(f64)>::new(move |wall| on.emit(Msg::Paint(wall)));
        Self { closure, asked: Rc::default() }
    }

    /// Asks for the next paint.
    pub fn request(&self) {
        if !self.asked.replace(true) {
            let paint = self.closure.as_ref().unchecked_ref();
            let _ = browser::window().request_animation_frame(paint);
        }
    }

    /// The paint that was asked for is here.
    pub fn painted(&self) {
        self.asked.set(false);
    }
}
