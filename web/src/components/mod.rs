//! What stands around the drawings, one small component a file.

pub mod client;
pub mod command;
pub mod faults;
pub mod header;
pub mod icon;
pub mod inspector;
pub mod measured;
pub mod overlay;
pub mod overview;
pub mod part;
pub mod runs;
pub mod setup;
pub mod slider;
pub mod story;
pub mod transport;
pub mod verdict;

use crate::html::{classes, html};
use crate::msg::Msg;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// How a button looks and what it is called.
#[derive(Default)]
pub struct Button {
    /// Its name.
    pub name: AttrValue,
    /// What follows the name, for whoever cannot see what the button belongs to.
    pub about: AttrValue,
    /// Its icon; empty for none.
    pub icon: &'static str,
    /// Whether the icon stands alone.
    pub bare: bool,
    /// For the style sheet.
    pub class: &'static str,
    /// Its key, for `aria-keyshortcuts`.
    pub keys: Option<&'static str>,
    /// Whether it is pressed, for one that can be.
    pub pressed: Option<bool>,
    /// Whether it can be pressed now.
    pub disabled: bool,
}

impl Button {
    /// A button with a name.
    pub fn new(name: impl Into<AttrValue>) -> Self {
        Self { name: name.into(), class: "b", ..Self::default() }
    }

    /// A button with an icon before its name.
    pub fn icon(name: &'static str, icon: &'static str) -> Self {
        Self { icon, ..Self::new(name) }
    }

    /// A button that is an icon.
    pub fn bare(name: &'static str, icon: &'static str) -> Self {
        Self { bare: true, class: "b i", ..Self::icon(name, icon) }
    }

    /// Draws it; pressed, it makes the wish.
    pub fn draw(self, on: &Callback<Msg>, msg: Msg) -> Html {
        let on = on.clone();
        let onclick = Callback::from(move |_: MouseEvent| on.emit(msg.clone()));
        let pressed = self.pressed.map(|pressed| if pressed { "true" } else { "false" });
        let label = self.bare.then(|| self.name.clone());
        html! {
            <button type="button" class={self.class} aria-label={label.clone()} title={label}
                aria-pressed={pressed} aria-keyshortcuts={self.keys} disabled={self.disabled}
                {onclick}>
                if !self.icon.is_empty() { { icon::draw(self.icon) } }
                if !self.bare { <span class="n">{ self.name }</span> }
                if !self.about.is_empty() { <span class="vh">{ " " }{ self.about }</span> }
            </button>
        }
    }
}

/// The text that a field, a box or a list holds after an event.
pub fn value(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_ref::<HtmlInputElement>() {
        Some(input) => input.value(),
        None => target.dyn_ref::<HtmlSelectElement>().map(|list| list.value()).unwrap_or_default(),
    }
}

/// Calls back with the place that was chosen in a list.
pub fn chosen(on: &Callback<Msg>, wish: fn(usize) -> Msg) -> Callback<Event> {
    let on = on.clone();
    Callback::from(move |event: Event| {
        if let Ok(place) = value(&event).parse() {
            on.emit(wish(place));
        }
    })
}

/// One line of a list to choose from.
pub fn option(place: usize, selected: bool, name: impl Into<AttrValue>) -> Html {
    html! { <option value={place.to_string()} {selected}>{ name.into() }</option> }
}

/// A list to choose from, with its name before it.
pub fn list(
    name: &'static str,
    class: &'static str,
    onchange: Callback<Event>,
    options: Html,
) -> Html {
    html! {
        <label class={classes!("b", "pick", class)}>
            <span class="k">{ name }</span>
            <select {onchange}>{ options }</select>
            { icon::draw(icon::CHEVRON) }
        </label>
    }
}
