//! What is asked, drawn: claims on top, flaws and bounds below what was answered.

use super::Wish;
use super::form::{Field, Form, Row};
use crate::components::part::part;
use crate::components::{Button, icon, option, value};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::t;
use clusterscope::exhibit::{FlawSetting, Rule, Settings};
use clusterscope::scenario::vocabulary::Form as Phrase;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What the form shows.
#[derive(Clone, PartialEq)]
pub(super) struct AskProps {
    /// The form.
    pub(super) form: Rc<Form>,
    /// The invariants, for their titles.
    pub(super) rules: Rc<Vec<Rule>>,
    /// What can be set: the flaws among it.
    pub(super) settings: Rc<Settings>,
    /// What predicates are made of.
    pub(super) phrases: &'static [Phrase],
    /// Whether a search goes on.
    pub(super) busy: bool,
    /// Where wishes go.
    pub(super) on: Callback<Msg>,
}

/// The panel; `answers` stand where they are seen.
pub(super) fn draw(props: AskProps, answers: Html) -> Html {
    html! {
        <section class="check" aria-label={t().tab_check}>
            <h2 class="vh">{ t().tab_check }</h2>
            { part(props.clone(), claims) }
            { answers }
            { part(props, details) }
        </section>
    }
}

fn claims(props: &AskProps) -> Html {
    let (form, on) = (&props.form, &props.on);
    let kinds = form.kinds(&props.rules);
    let rows = form.rows.iter().enumerate();
    let start = Button { class: "b main", ..Button::icon(t().start, icon::PLAY) };
    html! {
        <>
            <p class="t3">{ t().check_help }</p>
            <h3>{ t().claims }</h3>
            <ol class="claims">
                { all(rows.map(|(place, row)| claim(props, &kinds, place, row))) }
            </ol>
            <p class="do">
                if props.busy {
                    { Button { class: "b main", ..Button::icon(t().stop, icon::CROSS) }
                        .draw(on, Wish::Stop.into()) }
                } else {
                    { start.draw(on, Wish::Start.into()) }
                }
                { Button::icon(t().add_claim, icon::PLUS).draw(on, Wish::Add.into()) }
                if !form.is_fine() { <span class="bad" role="alert">{ t().form_wrong }</span> }
            </p>
        </>
    }
}

/// One claim: of which kind it is, and its words.
fn claim(props: &AskProps, kinds: &[String], place: usize, row: &Row) -> Html {
    let on = props.on.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(kind) = value(&event).parse() {
            on.emit(Wish::Kind(place, kind).into());
        }
    });
    let options = kinds.iter().enumerate();
    let options = all(options.map(|(at, name)| option(at, at == row.kind, name.clone())));
    let number = (place + 1).to_string();
    let name = [t().claim, " ", &number].concat();
    let remove = Button { about: name.clone().into(), ..Button::bare(t().remove, icon::CROSS) };
    html! {
        <li>
            <div class="kind">
                <select aria-label={name} {onchange}>{ options }</select>
                if props.form.rows.len() > 1 {
                    { remove.draw(&props.on, Wish::Remove(place).into()) }
                }
            </div>
            if props.form.is_goal(row.kind) { { words(props, place, row) } }
            if let Some(wrong) = &row.wrong { <p class="bad">{ &**wrong }</p> }
        </li>
    }
}

/// The words of a predicate, and what they can be.
fn words(props: &AskProps, place: usize, row: &Row) -> Html {
    let (typed, done) = (props.on.clone(), props.on.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            typed.emit(Wish::Type(place, input.value()).into());
        }
    });
    let onchange = Callback::from(move |event: Event| {
        done.emit(Wish::Words(place, value(&event)).into());
    });
    let hints = row.hints(props.phrases);
    let complete = hints.first().map(|phrase| phrase.example);
    let on = props.on.clone();
    let begun = !row.words.trim().is_empty();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(example) = complete.filter(|_| event.key() == "ArrowDown" && begun) {
            event.prevent_default();
            on.emit(Wish::Words(place, example.into()).into());
        }
    });
    let hint = |phrase: &&'static Phrase| {
        let button =
            Button { class: "lnk m", about: phrase.help.into(), ..Button::new(phrase.usage) };
        button.draw(&props.on, Wish::Words(place, phrase.example.into()).into())
    };
    let help = hints.first().filter(|_| hints.len() == 1).map(|phrase| phrase.help);
    html! {
        <>
            <input class="m" type="text" aria-label={t().predicate} autocomplete="off"
                autocapitalize="off" spellcheck="false" value={row.words.clone()}
                {oninput} {onchange} {onkeydown} />
            <p class="hints" role="group" aria-label={t().phrases}>
                { all(hints.iter().map(hint)) }
            </p>
            if let Some(help) = help { <p class="t3">{ help }</p> }
        </>
    }
}

/// What is looked at less often: flaws and bounds.
fn details(props: &AskProps) -> Html {
    let (form, on) = (&props.form, &props.on);
    let flaws = &props.settings.flaws;
    let on_now = flaws.iter().filter(|flaw| flaw.on).map(|flaw| flaw.name).collect::<Vec<_>>();
    let names = [t().bounds_search, t().faults, t().timers_run_out, t().measures];
    let mut first = 0;
    let groups = names.into_iter().zip(form.groups()).map(|(name, fields)| {
        let from = first;
        first += fields.len();
        html! {
            if !fields.is_empty() {
                <h4>{ name }</h4>
                { all(fields.iter().enumerate().map(|(at, one)| field(from + at, one, on))) }
                if from == 0 { { memory(form.memory, on) }{ time(form, on) } }
            }
        }
    });
    html! {
        <>
            if !flaws.is_empty() {
                <details>
                    <summary>
                        { t().flaws }{ " " }<span class="t3">{ on_now.join(", ") }</span>
                    </summary>
                    <p class="t3">{ t().setup_help }</p>
                    { all(flaws.iter().map(|one| flaw(one, on))) }
                </details>
            }
            <details>
                <summary>{ t().bounds }{ " " }<span class="t3">{ summary(form) }</span></summary>
                <p class="t3">{ t().bounds_help }</p>
                { all(groups) }
            </details>
        </>
    }
}

/// The bounds on what can go wrong, in a line.
fn summary(form: &Form) -> String {
    let [_, faults, ..] = form.groups();
    let told = faults.iter().filter(|field| field.most != Some(0));
    let most = |field: &Field| field.most.map_or(t().bound_any.into(), |most| most.to_string());
    told.map(|field| [&*field.name, " ", &most(field)].concat()).collect::<Vec<_>>().join(", ")
}

fn flaw(flaw: &FlawSetting, on: &Callback<Msg>) -> Html {
    let (on, name) = (on.clone(), ["flaw ", flaw.name].concat());
    let change = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            let to = if input.checked() { "on" } else { "off" };
            on.emit(Msg::Set(name.clone(), to.into()));
        }
    });
    html! {
        <label class="num" key={flaw.name}>
            <span class="m">{ flaw.name }</span>
            <input type="checkbox" checked={flaw.on} onchange={change} />
            <span class="t3">
                { flaw.help }{ " " }<i>{ t().breaks }{ " " }{ flaw.breaks.join(", ") }</i>
            </span>
        </label>
    }
}

fn field(place: usize, field: &Field, on: &Callback<Msg>) -> Html {
    let most = field.most.map(|most| most.to_string()).unwrap_or_default();
    let text = field.wrong.clone().unwrap_or(most);
    let on = on.clone();
    let change = Callback::from(move |event: Event| {
        on.emit(Wish::Bound(place, value(&event)).into());
    });
    number(&field.name, field.help, (text, field.wrong.is_some()), change)
}

/// Whether time passes.
fn time(form: &Form, on: &Callback<Msg>) -> Html {
    let on = on.clone();
    let change = Callback::from(move |event: Event| {
        on.emit(Wish::Time(value(&event)).into());
    });
    html! {
        <label class="num wide">
            <span class="m">{ "time" }</span>
            <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false"
                value={form.time.text.clone()} placeholder={t().time_usual}
                aria-invalid={form.time.wrong.as_ref().map(|_| "true")} onchange={change} />
            <span class="t3">
                { t().bound_time }
                if let Some(wrong) = &form.time.wrong { { " " }<b class="bad">{ &**wrong }</b> }
            </span>
        </label>
    }
}

fn memory(memory: u32, on: &Callback<Msg>) -> Html {
    let on = on.clone();
    let change = Callback::from(move |event: Event| {
        on.emit(Wish::Memory(value(&event)).into());
    });
    number("memory", t().bound_memory, (memory.to_string(), false), change)
}

fn number(
    name: &str,
    help: &'static str,
    (text, wrong): (String, bool),
    onchange: Callback<Event>,
) -> Html {
    html! {
        <label class="num" key={name.to_string()}>
            <span class="m">{ name.to_string() }</span>
            <input type="text" inputmode="numeric" autocomplete="off" value={text}
                placeholder={t().bound_any} aria-invalid={wrong.then_some("true")} {onchange} />
            <span class="t3">
                { help }
                if wrong { { " " }<b class="bad">{ t().bound_wrong }</b> }
            </span>
        </label>
    }
}
