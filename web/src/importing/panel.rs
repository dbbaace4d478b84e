//! What can be done with a trace: its events are searched, and it tells what could not be read.

use super::Wish;
use super::read::{File, current};
use crate::components::{Button, icon};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::session::Session;
use crate::texts::t;
use clusterscope_trace::{Imported, Trouble};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The panel.
pub(super) fn draw(file: &File, session: &Session, on: &Callback<Msg>) -> Html {
    let Some(Ok(imported)) = &file.read else { return Html::default() };
    let events = session.extent.events.to_string();
    html! {
        <section class="traced" aria-label={t().tab_trace}>
            <h2>{ &*file.name }</h2>
            <p class="t3">
                { imported.trace.source }{ ", " }{ events }{ " " }{ t().events }{ ", " }
                { session.frame.nodes.len() }{ " " }{ t().hosts }
            </p>
            { search(file, session, on) }
            { troubles(file, imported) }
            <p>{ Button::new(t().read_otherwise).draw(on, Wish::Otherwise.into()) }</p>
            <p class="t3">{ t().recorded_only }</p>
        </section>
    }
}

/// The box, where it has led to, and the ways on from there.
fn search(file: &File, session: &Session, on: &Callback<Msg>) -> Html {
    let (query, step) = (on.clone(), on.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            query.emit(Wish::Query(input.value()).into());
        }
    });
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            step.emit(Wish::Match(if event.shift_key() { -1 } else { 1 }).into());
        }
    });
    let (found, here) = (&file.found.1, session.position.event);
    let stale = file.found.0 != current(session);
    let asked = !file.query.trim().is_empty() && !stale;
    let none = found.is_empty();
    let at = found.binary_search(&here).map(|place| (place + 1).to_string());
    let told = match at {
        Ok(at) => [&*at, " ", t().of, " ", &found.len().to_string()].concat(),
        Err(_) => found.len().to_string(),
    };
    let way = |name, icon, direction| {
        Button { disabled: none, ..Button::bare(name, icon) }
            .draw(on, Wish::Match(direction).into())
    };
    html! {
        <div class="search" role="search">
            <input id="find" type="search" aria-label={t().find_events} value={file.query.clone()}
                placeholder={t().find_hint} autocomplete="off" spellcheck="false" {oninput}
                {onkeydown} />
            { way(t().previous_match, icon::STEP_BACK, -1) }
            { way(t().next_match, icon::STEP, 1) }
            <p class="t3" role="status">
                if asked { { told }{ " " }{ t().events_fit } }
            </p>
        </div>
    }
}

fn troubles(file: &File, imported: &Imported) -> Html {
    let row = |trouble: &Trouble| {
        let line = file.line(trouble.line);
        html! {
            <li>
                { trouble.to_string() }
                if let Some(line) = line.filter(|line| !line.is_empty()) { <code>{ line }</code> }
            </li>
        }
    };
    let more = imported.more.to_string();
    html! {
        if !imported.troubles.is_empty() {
            <h3>{ t().unread }</h3>
            <ul class="unread">
                { all(imported.troubles.iter().map(row)) }
                if imported.more > 0 { <li>{ t().and_more }{ " " }{ more }</li> }
            </ul>
        }
    }
}
