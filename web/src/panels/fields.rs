//! Names and values.

use crate::html::{all, html};
use clusterscope::view::Field;
use yew::prelude::*;

/// Draws them as a list of terms.
pub(super) fn draw(fields: &[Field], changed: &[usize]) -> Html {
    let row = |(at, field): (usize, &Field)| {
        let new = changed.contains(&at);
        html! {
            <div class={new.then_some("new")}>
                <dt>{ &*field.name }{ super::mark(new) }</dt><dd class="m">{ &*field.value }</dd>
            </div>
        }
    };
    html! { <dl>{ all(fields.iter().enumerate().map(row)) }</dl> }
}
