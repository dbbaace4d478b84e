//! What clients can be asked.

use super::{Button, icon, option, value};
use crate::msg::Msg;
use crate::texts::t;
use clusterscope::exhibit::{About, Frame};
use clusterscope::protocol::RoleKind;
use std::rc::Rc;
use yew::prelude::*;

/// What the form shows.
#[derive(Clone, PartialEq, Properties)]
pub struct ClientProps {
    /// What was opened.
    pub about: Rc<About>,
    /// The picture: who is a client.
    pub frame: Rc<Frame>,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// The rest of a form's example after its first word: a value that fits.
fn sample(about: &About, request: usize) -> String {
    let form = about.requests.get(request);
    let rest = form.and_then(|form| form.example.strip_prefix(form.word));
    rest.unwrap_or_default().trim().to_string()
}

/// The form.
#[component]
pub fn Client(props: &ClientProps) -> Html {
    let (client, request) = (use_state(|| 0), use_state(|| 0));
    let about = &props.about;
    let words = use_state(|| sample(about, 0));
    let clients: Vec<&str> = (props.frame.nodes.iter())
        .filter(|node| node.kind == RoleKind::Client)
        .map(|node| &*node.name)
        .collect();
    let (Some(who), Some(form)) =
        (clients.get(*client).or(clients.first()), about.requests.get(*request))
    else {
        return html! { <p class="t2">{ t().no_clients }</p> };
    };
    let line = ["client ", who, " ", form.word, " ", words.trim()].concat();
    let pick_client = {
        let client = client.clone();
        Callback::from(move |event: Event| client.set(value(&event).parse().unwrap_or(0)))
    };
    let pick_request = {
        let (request, words, about) = (request.clone(), words.clone(), about.clone());
        Callback::from(move |event: Event| {
            let place = value(&event).parse().unwrap_or(0);
            request.set(place);
            words.set(sample(&about, place));
        })
    };
    let write = {
        let words = words.clone();
        Callback::from(move |event: Event| words.set(value(&event)))
    };
    let names = clients.iter().enumerate();
    let forms = about.requests.iter().enumerate();
    html! {
        <section class="client" aria-label={t().tab_client}>
            { super::list(t().client, "", pick_client, names.map(|(at, name)| {
                option(at, at == *client, name.to_string())
            }).collect()) }
            { super::list(t().request, "", pick_request, forms.map(|(at, form)| {
                option(at, at == *request, form.word)
            }).collect()) }
            <label class="b pick"><span class="k">{ t().value }</span>
                <input type="text" class="m" value={(*words).clone()} onchange={write} />
            </label>
            <p class="t3">{ form.help }{ " " }<code>{ form.usage }</code></p>
            { Button { class: "b main", ..Button::icon(t().ask, icon::SHARE) }
                .draw(&props.on, Msg::Do(line)) }
        </section>
    }
}
