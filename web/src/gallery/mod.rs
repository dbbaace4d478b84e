//! The entry page: every room with a picture of a real run, every shipped scenario one click away,
//! failures by the name people know them by, and a search over all that scenarios say.

pub mod catalogue;

use crate::components::{Button, icon};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::{LANG, t};
use catalogue::{Item, SHELVES, Shelf};
use clusterscope::narrate::Family;
use yew::prelude::*;

/// What the gallery shows.
#[derive(Default)]
pub struct Gallery {
    /// What is searched for.
    pub query: AttrValue,
}

impl Gallery {
    /// Draws it.
    pub fn draw(&self, on: &Callback<Msg>) -> Html {
        let found = self.found();
        let body = match &found {
            Some(found) => Self::results(found),
            None => all(Family::ALL.iter().map(|family| Self::family(*family))),
        };
        html! {
            <main class="gallery">
                <div>
                    { self.hero(on) }
                    <p class="vh" role="status">{ found.as_deref().map(count) }</p>
                    { body }
                </div>
                { failures() }
            </main>
        }
    }

    fn hero(&self, on: &Callback<Msg>) -> Html {
        let search = on.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                search.emit(Msg::Search(input.value()));
            }
        });
        let start = Button { class: "play", ..Button::icon(t().home, icon::PLAY) };
        html! {
            <div class="hero">
                <h2>{ t().hero }</h2>
                <p>{ t().hero_more }</p>
                <div class="find" role="search">
                    <label>
                        { icon::draw(icon::FIND) }
                        <input id="find" type="search" placeholder={t().search_hint}
                            aria-label={t().search} value={self.query.clone()} {oninput} />
                        <kbd class="nh">{ "/" }</kbd>
                    </label>
                    { start.draw(on, Msg::Example(0, 0)) }
                </div>
            </div>
        }
    }

    fn family(family: Family) -> Html {
        let (name, words) = family.words(LANG);
        let mut shelves = SHELVES.iter().filter(|shelf| shelf.family == family).peekable();
        if shelves.peek().is_none() {
            return Html::default();
        }
        html! {
            <section class="fam" aria-label={name}>
                <h2>{ name }</h2>
                <p class="t3">{ words }</p>
                { all(shelves.map(Shelf::draw)) }
            </section>
        }
    }

    /// What fits the search: all of its words stand in the scenario, or in what its room says.
    fn found(&self) -> Option<Vec<Found>> {
        let query = self.query.to_ascii_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        if words.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        for shelf in SHELVES {
            let Shelf { title, summary, source, .. } = shelf;
            let about = [title, summary, source, shelf.family.words(LANG).0].join(" ");
            for item in shelf.items {
                let text = [&about, item.title, item.teaches, item.words].join(" ");
                let text = text.to_ascii_lowercase();
                if words.iter().all(|word| holds(&text, word)) {
                    found.push((shelf, item));
                }
            }
        }
        Some(found)
    }

    fn results(found: &[Found]) -> Html {
        html! {
            <section class="fam" aria-label={t().results}>
                <h2>{ count(found) }</h2>
                <ul class="hits">
                    { for found.iter().map(|(shelf, item)| html! {
                        <li>
                            <a href={path(shelf, item.slug)}>
                                <b>{ item.title }</b>
                                <span class="t3">{ shelf.title }</span>
                                <span>{ item.teaches }</span>
                            </a>
                        </li>
                    }) }
                </ul>
            </section>
        }
    }
}

/// Whether a text holds a word. A library's search is fast in long texts, and weighs more than all
/// else that is done here.
fn holds(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len().max(1)).any(|part| part == word.as_bytes())
}

/// Where something of a room is found.
fn path(shelf: &Shelf, inside: &str) -> String {
    ["#", shelf.slug, "/", inside].concat()
}

fn failures() -> Html {
    let famous = SHELVES
        .iter()
        .flat_map(|shelf| shelf.famous.iter().map(move |one| (path(shelf, one.path), one)));
    html! {
        <aside class="wrong" aria-label={t().wrong}>
            <h2>{ t().wrong }</h2>
            <p class="t3">{ t().wrong_more }</p>
            <ul>
                { for famous.map(|(path, one)| html! {
                    <li>
                        <a href={path}>
                            { icon::draw(icon::CROSS) }
                            <b>{ one.title }</b>
                            <span class="t3">{ one.words }</span>
                        </a>
                    </li>
                }) }
            </ul>
        </aside>
    }
}

/// A room and one of its scenarios.
type Found = (&'static Shelf, &'static Item);

fn count(found: &[Found]) -> String {
    [t().found, " ", &found.len().to_string()].concat()
}

impl Shelf {
    fn draw(&self) -> Html {
        let first = self.items.first().map_or("", |item| item.slug);
        html! {
            <article class="room" key={self.slug}>
                <a class="card" href={path(self, first)}>
                    { self.thumb() }
                    <b>{ self.title }</b>
                    <span>{ self.summary }</span>
                </a>
                <ul aria-label={self.title}>
                    { for self.items.iter().map(|item| html! {
                        <li><a href={path(self, item.slug)}>{ item.title }</a></li>
                    }) }
                </ul>
            </article>
        }
    }

    fn thumb(&self) -> Html {
        let classes = ["lane", "leads", "down", "asks", "grants", "refuses"];
        let paths = classes.into_iter().zip(self.thumb);
        html! {
            <svg class="thumb" viewBox="0 0 160 72" aria-hidden="true">
                { for paths.map(|(class, d)| html! { <path {class} {d} /> }) }
            </svg>
        }
    }
}
