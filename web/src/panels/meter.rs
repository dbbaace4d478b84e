//! A value on the way to a limit.

use crate::html::html;
use yew::prelude::*;

/// Draws it.
pub(super) fn draw(value: u32, limit: u32) -> Html {
    let words = [&value.to_string(), " ", crate::texts::t().of, " ", &limit.to_string()].concat();
    html! {
        <p class="meter">
            <meter value={value.to_string()} max={limit.to_string()} aria-label={words.clone()} />
            <span class="m">{ words }</span>
        </p>
    }
}
