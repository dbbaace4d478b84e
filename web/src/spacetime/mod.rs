//! Placeholder: the space-time diagram is drawn elsewhere.

use crate::scene::SpaceTimeProps;
use yew::prelude::*;

/// Placeholder for the space-time diagram.
#[component]
pub fn SpaceTimeView(props: &SpaceTimeProps) -> Html {
    html! { <p>{ props.diagram.arrows.len() }{ " arrows" }</p> }
}
