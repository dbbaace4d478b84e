//! The bar at the top: what is open, and what can be done with the run as a whole.

use super::{Button, chosen, icon, list, option};
use crate::gallery::catalogue::{SHELVES, Shelf};
use crate::html::{all, html};
use crate::msg::{Msg, Overlay, Tab};
use crate::session::run_name;
use crate::texts::t;
use clusterscope::exhibit::{About, Run};
use std::rc::Rc;
use yew::prelude::*;

/// What the bar shows.
#[derive(PartialEq)]
pub struct HeaderProps {
    /// What is open.
    pub about: Rc<About>,
    /// The runs of the scenario.
    pub runs: Rc<Vec<Run>>,
    /// Whether it was recorded elsewhere.
    pub recorded: bool,
    /// The theme that was chosen.
    pub theme: AttrValue,
    /// Where wishes go.
    pub on: Callback<Msg>,
}

fn rooms(on: &Callback<Msg>, here: Option<usize>, about: &About) -> Html {
    let options = SHELVES.iter().enumerate();
    let options = options.map(|(at, shelf)| option(at, Some(at) == here, shelf.title));
    let strange =
        here.is_none().then(|| html! { <option selected={true}>{ about.card.title }</option> });
    let options = html! { <>{ strange }{ all(options) }</> };
    list(t().room, "rooms", chosen(on, |room| Msg::Example(room, 0)), options)
}

fn scenarios(on: &Callback<Msg>, here: usize, shelf: &Shelf, open: &About) -> Html {
    let known = shelf.items.iter().position(|item| item.title == open.title);
    let options = shelf.items.iter().enumerate();
    let options = options.map(|(at, item)| option(at, Some(at) == known, item.title));
    let on = on.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(scenario) = super::value(&event).parse() {
            on.emit(Msg::Example(here, scenario));
        }
    });
    let strange =
        known.is_none().then(|| html! { <option selected={true}>{ &*open.title }</option> });
    list(t().scenario, "scen", onchange, html! { <>{ strange }{ all(options) }</> })
}

/// The runs of the scenario, where there is more than one.
fn runs(on: &Callback<Msg>, runs: &[Run]) -> Html {
    if runs.len() < 2 {
        return Html::default();
    }
    let options =
        runs.iter().enumerate().map(|(at, run)| option(at, run.current, run_name(run, runs)));
    list(t().run, "runs nh", chosen(on, Msg::Run), all(options))
}

fn seed(on: &Callback<Msg>, seed: u64) -> Html {
    let change = on.clone();
    let onchange = Callback::from(move |event: Event| {
        let value = super::value(&event);
        if value.parse::<u64>().is_ok() {
            change.emit(Msg::Seed(value));
        }
    });
    html! {
        <span class="b seed nh">
            <label>
                <span class="k">{ t().seed }</span>
                <input class="m" type="text" inputmode="numeric" size="6" value={seed.to_string()}
                    {onchange} />
            </label>
            { Button::bare(t().fresh_seed, icon::FRESH).draw(on, Msg::FreshSeed) }
        </span>
    }
}

/// The way to a file on the user's machine.
fn open_file(on: &Callback<Msg>, name: &'static str) -> Html {
    let on = on.clone();
    let onchange = Callback::from(move |event: Event| {
        let on = on.clone();
        if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
            crate::browser::read(&input, move |file| on.emit(Msg::File(file.into())));
        }
    });
    html! {
        <label class="b file lean">
            { icon::draw(icon::OPEN) }<span class="n" aria-hidden="true">{ name }</span>
            <input class="vh" type="file" aria-label={t().open_file} {onchange} />
        </label>
    }
}

fn theme(on: &Callback<Msg>, theme: &str) -> Html {
    let name = match theme {
        "light" => t().theme_light,
        "dark" => t().theme_dark,
        _ => t().theme_auto,
    };
    Button { class: "b i theme", ..Button::bare(name, icon::THEME) }.draw(on, Msg::Theme)
}

/// What a run as a whole can be put through: icons in the header, where the most wanted have
/// their names beside them, and names for all in the last panel on a phone.
pub fn actions(on: &Callback<Msg>, named: bool, recorded: bool) -> Html {
    let draw = |name, icon, keys, msg| {
        let button = if named { Button::icon(name, icon) } else { Button::bare(name, icon) };
        Button { keys: Some(keys), ..button }.draw(on, msg)
    };
    html! {
        <>
            if !recorded {
                { draw(t().undo, icon::UNDO, "Control+Z", Msg::Undo) }
                { draw(t().redo, icon::REDO, "Control+Shift+Z", Msg::Redo) }
                { Button::icon(t().share, icon::SHARE).draw(on, Msg::Share) }
            }
            { Button { class: "b lean", ..Button::icon(t().save, icon::SAVE) }.draw(on, Msg::Save) }
            { Button { class: "b lean", ..Button::icon(t().export, icon::EXPORT) }
                .draw(on, Msg::Open(Some(Overlay::Export))) }
            { open_file(on, t().open) }
            if !recorded {
                { Button::icon(t().tab_check, icon::CHECK).draw(on, Msg::Tab(Tab::Check)) }
                { Button::icon(t().tab_explore, icon::EXPLORE).draw(on, Msg::Tab(Tab::Explore)) }
                { draw(t().command, icon::PROMPT, ":", Msg::Open(Some(Overlay::Command))) }
            }
            { draw(t().full_screen, icon::FULL, "f", Msg::FullScreen) }
            { draw(t().help, icon::HELP, "?", Msg::Open(Some(Overlay::Help))) }
        </>
    }
}

/// The bar at the top.
pub fn header(props: &HeaderProps) -> Html {
    let (on, about) = (&props.on, &props.about);
    // A scenario is at home where its main run is; a trace has no home.
    let main = props.runs.first().map_or(about.card.slug, |main| main.room.slug);
    let here = SHELVES.iter().position(|shelf| shelf.slug == main);
    let scenario = match here {
        Some(here) => scenarios(on, here, &SHELVES[here], about),
        None => html! { <span class="b scen">{ &*about.title }</span> },
    };
    let more = Button {
        class: "b i ph",
        ..Button::bare(t().tab_more, "M2.5 4.5h11M2.5 8h11M2.5 11.5h11")
    };
    html! {
        <header class="bar">
            { wordmark() }
            { rooms(on, here, about) }
            { scenario }
            { runs(on, &props.runs) }
            if !props.recorded { { seed(on, about.seed) } }
            <span class="sp" />
            <span class="acts nh">{ actions(on, false, props.recorded) }</span>
            { theme(on, &props.theme) }
            { more.draw(on, Msg::Tab(Tab::More)) }
        </header>
    }
}

/// The bar where no run is open.
pub fn entrance(on: &Callback<Msg>, chosen: &str) -> Html {
    html! {
        <header class="bar">
            { wordmark() }
            <span class="sp" />
            { open_file(on, t().open_trace) }
            { theme(on, chosen) }
        </header>
    }
}

fn wordmark() -> Html {
    html! {
        <a class="wm" href="#" aria-label={t().product}>
            <svg viewBox="0 0 20 20" aria-hidden="true">
                <circle cx="10" cy="10" r="8.2" /><circle cx="10" cy="10" r="2.6" />
                <path d="M10 10 15.8 4.2" />
            </svg>
            <h1>{ t().product }</h1>
        </a>
    }
}
