//! Placeholder: the stage is drawn elsewhere.

use crate::scene::SceneProps;
use yew::prelude::*;

/// Placeholder for the drawing of the stage.
#[component]
pub fn StageView(props: &SceneProps) -> Html {
    let pick = |node: clusterscope::protocol::NodeId| {
        let on_pick = props.on_pick.clone();
        Callback::from(move |_: MouseEvent| on_pick.emit(crate::scene::Pick::Node(node)))
    };
    html! {
        <ul>
            { for props.frame.nodes.iter().map(|node| html! {
                <li><button onclick={pick(node.id)}>{ &*node.name }{ " " }{ &*node.view.role }</button></li>
            }) }
        </ul>
    }
}
