//! Events that are no message: each kind has a sign of its own.

use super::arrows::Causes;
use crate::geometry::board::Board;
use crate::html::{classes, html};
use crate::words::w;
use clusterscope::exhibit::Diagram;
use clusterscope_picture::lanes::marks as shared;
use yew::prelude::*;

/// Draws the marks of a diagram, gathered by look, and words beside the rarer ones.
pub fn marks(board: &Board, diagram: &Diagram, causes: Option<&Causes>) -> Html {
    let groups = shared::marks(board, diagram, causes);
    let words = shared::words(board, diagram, w());
    html! {
        <g class="marks">
            { for groups.into_iter().map(|(class, path)| html! { <path {class} d={path} /> }) }
            { for words.into_iter().map(|(tone, word, x, y)| html! {
                <text class={classes!("mark-word", tone)} {x} {y}>{ word }</text>
            }) }
        </g>
    }
}
