//! Events that are no message: each kind has a sign of its own.

use super::arrows::Causes;
use crate::geometry::board::Board;
use crate::html::{classes, html};
use crate::texts::LANG;
use clusterscope::exhibit::Diagram;
use clusterscope_picture::lanes::marks as shared;
use yew::prelude::*;

/// Draws the marks of a diagram, gathered by look, and words beside the rarer ones.
pub fn marks(board: &Board, diagram: &Diagram, causes: Option<&Causes>) -> Html {
    let groups = shared::marks(board, diagram, causes);
    let words = shared::words(board, diagram, LANG);
    html! {
        <g class="marks">
            { for groups.into_iter().map(|((tone, hollow, light), path)| html! {
                <path class={classes!("mark", tone, hollow, light.class())} d={path} />
            }) }
            { for words.iter().map(|(tone, word, x, y)| html! {
                <text class={classes!("mark-word", *tone)} x={*x} y={*y}>{ *word }</text>
            }) }
        </g>
    }
}
