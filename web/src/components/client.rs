//! What clients can be asked.

use super::{Button, icon, list, option, value};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::t;
use clusterscope::exhibit::{About, Frame};
use std::rc::Rc;
use yew::prelude::*;

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The client, by its place among the clients.
    pub client: usize,
    /// The request, by its place.
    pub request: usize,
    /// The rest of the request; before anyone wrote one, that of the example.
    pub value: Option<AttrValue>,
}

/// What the form shows.
#[derive(PartialEq)]
pub struct ClientProps {
    /// What was opened.
    pub about: Rc<About>,
    /// The picture: who is a client.
    pub frame: Rc<Frame>,
    /// What stands in the form.
    pub form: Form,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// Tells what stands in the form after a change.
fn change(props: &ClientProps, change: fn(&mut Form, String)) -> Callback<Event> {
    let (on, form) = (props.on.clone(), props.form.clone());
    Callback::from(move |event: Event| {
        let mut form = form.clone();
        change(&mut form, value(&event));
        on.emit(Msg::Form(form));
    })
}

/// The form.
pub fn client(props: &ClientProps) -> Html {
    let nodes = props.frame.nodes.iter().filter(|node| node.kind.is_asked());
    let who = nodes.clone().nth(props.form.client).or(nodes.clone().next());
    let requests = props.about.requests;
    let (Some(who), Some(form)) = (who, requests.get(props.form.request).or(requests.first()))
    else {
        return html! { <p class="t2">{ t().no_clients }</p> };
    };
    let sample = form.example.strip_prefix(form.word).unwrap_or_default().trim();
    let rest = props.form.value.clone().unwrap_or(sample.into());
    let line = ["client ", &who.name, " ", form.word, " ", rest.trim()].concat();
    let pick_client = change(props, |form, value| form.client = value.parse().unwrap_or(0));
    let pick_request = change(props, |form, value| {
        *form = Form { request: value.parse().unwrap_or(0), value: None, ..*form };
    });
    let write = change(props, |form, value| form.value = Some(value.into()));
    let clients =
        &mut nodes.enumerate().map(|(at, node)| option(at, node.id == who.id, node.name.clone()));
    let words = &mut requests
        .iter()
        .enumerate()
        .map(|(at, form)| option(at, at == props.form.request, form.word));
    html! {
        <section class="client" aria-label={t().tab_client}>
            { list(t().client, "", pick_client, all(clients)) }
            { list(t().request, "", pick_request, all(words)) }
            <label class="b pick">
                <span class="k">{ t().value }</span>
                <input type="text" class="m" value={rest} onchange={write} />
            </label>
            <p class="t3">{ form.help }{ " " }<code>{ form.usage }</code></p>
            { Button { class: "b main", ..Button::icon(t().ask, icon::SHARE) }
                .draw(&props.on, Msg::Do(line)) }
        </section>
    }
}
