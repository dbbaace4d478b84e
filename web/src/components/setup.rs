//! The room's knobs and flaws and the network, drawn from data for any room.

use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::t;
use clusterscope::exhibit::{FlawSetting, Setting, Settings};
use clusterscope::scenario::vocabulary::KnobKind;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the panel shows.
#[derive(PartialEq)]
pub struct SetupProps {
    /// What can be set.
    pub settings: Rc<Settings>,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

/// Tells a change of the setting with this name; a box says `on` or `off`.
fn change(on: &Callback<Msg>, name: String) -> Callback<Event> {
    let on = on.clone();
    Callback::from(move |event: Event| {
        let target = event.target();
        let input = target.as_ref().and_then(|target| target.dyn_ref::<HtmlInputElement>());
        let value = match input {
            Some(input) if input.type_() == "checkbox" => switch(input.checked()).into(),
            _ => super::value(&event),
        };
        on.emit(Msg::Set(name.clone(), value));
    })
}

fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn widget(setting: &Setting, onchange: Callback<Event>, id: String, about: String) -> Html {
    let value = setting.value.clone();
    match setting.kind {
        KnobKind::Switch => html! {
            <input {id} aria-describedby={about} type="checkbox" checked={value == "on"}
                {onchange} />
        },
        // The network's shares are numbers with a sign behind them, which such a field refuses.
        KnobKind::Number { min, max, .. } if value.parse::<u64>().is_ok() => html! {
            <input {id} aria-describedby={about} type="number" min={min.to_string()}
                max={max.to_string()} {value} {onchange} />
        },
        KnobKind::Span { .. } | KnobKind::Number { .. } => html! {
            <input {id} aria-describedby={about} type="text" {value} {onchange} />
        },
        KnobKind::Choice(words) => html! {
            <select {id} aria-describedby={about} {onchange}>
                { all(words.iter().map(|word| html! {
                    <option value={*word} selected={*word == value}>{ *word }</option>
                })) }
            </select>
        },
    }
}

fn row(
    name: &str,
    help: Html,
    unit: &'static str,
    draw: impl FnOnce(String, String) -> Html,
) -> Html {
    let id = ["set-", &name.replace(' ', "-")].concat();
    let about = [&id, "-help"].concat();
    html! {
        <div class="set" key={id.clone()}>
            <label for={id.clone()}>{ name.to_string() }</label>
            <span>{ draw(id, about.clone()) }{ unit }</span>
            <p id={about}>{ help }</p>
        </div>
    }
}

fn group(heading: &'static str, settings: &[Setting], on: &Callback<Msg>) -> Html {
    let draw = |setting: &Setting| {
        let unit = match setting.kind {
            KnobKind::Number { unit, .. } => unit,
            _ => "",
        };
        row(&setting.name, html! { { setting.help } }, unit, |id, about| {
            widget(setting, change(on, setting.name.clone()), id, about)
        })
    };
    let rows = all(settings.iter().map(draw));
    html! { if !settings.is_empty() { <h3>{ heading }</h3>{ rows } } }
}

fn flaw(flaw: &FlawSetting, on: &Callback<Msg>) -> Html {
    let help = html! {
        <>{ flaw.help }{ " " }<i>{ t().breaks }{ " " }{ flaw.breaks.join(", ") }</i></>
    };
    row(flaw.name, help, "", |id, about| {
        let onchange = change(on, ["flaw ", flaw.name].concat());
        html! {
            <input {id} aria-describedby={about} type="checkbox" checked={flaw.on} {onchange} />
        }
    })
}

/// The panel.
pub fn setup(props: &SetupProps) -> Html {
    let (settings, on) = (&props.settings, &props.on);
    html! {
        <section class="setup" aria-label={t().tab_setup}>
            <p class="t3">{ t().setup_help }</p>
            { group(t().knobs, &settings.knobs, on) }
            { group(t().network, &settings.network, on) }
            <h3>{ t().flaws }</h3>
            { all(settings.flaws.iter().map(|one| flaw(one, on))) }
        </section>
    }
}
