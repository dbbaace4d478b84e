//! The menu, drawn.

use super::{KINDS, Kind, Menu, Wish};
use crate::components::{Button, chosen, list, option, overlay};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::t;
use yew::prelude::*;

/// The dialog.
pub(super) fn draw(menu: &Menu, on: &Callback<Msg>) -> Html {
    let busy = menu.film.is_some();
    let kinds = |picture: bool| {
        let kinds = KINDS.iter().enumerate().filter(move |(_, kind)| kind.is_picture() == picture);
        all(kinds.map(|(place, kind)| self::kind(menu, place, *kind, on)))
    };
    let group = |name: &'static str, picture| {
        html! {
            <fieldset disabled={busy}>
                <legend>{ name }</legend>
                <div class="kinds">{ kinds(picture) }</div>
            </fieldset>
        }
    };
    let inside = html! {
        <div class="export">
            { group(t().export_pictures, true) }
            { group(t().export_texts, false) }
            <p class="t3">{ menu.kind.words().1 }</p>
            <fieldset class="how" disabled={busy}>
                <legend class="vh">{ t().export_how }</legend>
                { how(menu, on) }
            </fieldset>
            { progress(menu) }
            <div role="status">
                if let Some((said, bad)) = menu.said {
                    <p class={if bad { "bad" } else { "t2" }}>{ said }</p>
                }
            </div>
            { buttons(menu, on) }
        </div>
    };
    overlay::dialog(t().export, on, inside)
}

/// One kind to choose.
fn kind(menu: &Menu, place: usize, kind: Kind, on: &Callback<Msg>) -> Html {
    let on = on.clone();
    let onchange = Callback::from(move |_: Event| on.emit(Wish::Kind(place).into()));
    html! {
        <label>
            <input type="radio" name="kind" value={place.to_string()} checked={kind == menu.kind}
                {onchange} />
            { kind.words().0 }
        </label>
    }
}

/// What can be chosen for the kind.
fn how(menu: &Menu, on: &Callback<Msg>) -> Html {
    let options = |names: &[&'static str], chosen: usize| {
        all(names.iter().enumerate().map(|(place, name)| option(place, place == chosen, *name)))
    };
    let choose = |name, wish, names: &[&'static str], place| {
        list(name, "opt", chosen(on, wish), options(names, place))
    };
    let auto = if menu.kind.is_text() { t().export_auto } else { t().export_as_page };
    let views = [t().export_both, t().stage, t().space_time];
    let themes = [auto, t().export_light, t().export_dark];
    let stretches = [t().export_window, t().export_onwards, t().export_whole];
    html! {
        <>
            if menu.kind.is_picture() {
                { choose(t().export_view, |it| Wish::View(it).into(), &views, menu.view) }
                { choose(t().theme, |it| Wish::Theme(it).into(), &themes, menu.theme) }
            }
            if menu.kind.is_stretch() {
                { choose(t().export_stretch, |it| Wish::Stretch(it).into(), &stretches,
                    menu.stretch()) }
            }
        </>
    }
}

/// How much of a film is drawn.
fn progress(menu: &Menu) -> Html {
    html! {
        if let Some(film) = &menu.film {
            <p class="making">
                <progress aria-label={t().export_progress} max={film.borrow().count().to_string()}
                    value={film.borrow().drawn().to_string()} />
            </p>
        }
    }
}

fn buttons(menu: &Menu, on: &Callback<Msg>) -> Html {
    let download = Button { class: "play", ..Button::new(t().download) };
    html! {
        <p class="do">
            if menu.film.is_some() {
                { Button::new(t().cancel).draw(on, Wish::Cancel.into()) }
            } else {
                { download.draw(on, Wish::Download.into()) }
                if menu.kind.is_text() { { Button::new(t().copy).draw(on, Wish::Copy.into()) } }
            }
            <span class="sp" />
            { Button::new(t().close).draw(on, Msg::Open(None)) }
        </p>
    }
}
