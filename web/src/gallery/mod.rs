//! The entry page: every room with a picture of a real run, every shipped scenario one click away,
//! failures by the name people know them by, and a search over all that scenarios say.

mod thumb;

use crate::components::{Button, icon};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::texts::{LANG, t};
use clusterscope::exhibit::{Example, Room};
use clusterscope::narrate::{Card, Family};
use clusterscope::protocols::ALL;
use std::rc::Rc;
use yew::prelude::*;

/// What the gallery shows.
pub struct Gallery {
    /// What is searched for.
    pub query: AttrValue,
    shelves: Vec<Shelf>,
}

struct Shelf {
    room: &'static dyn Room,
    card: Card,
    items: Vec<Item>,
    thumb: Html,
}

/// A shipped scenario.
struct Item {
    title: &'static str,
    teaches: Vec<&'static str>,
    path: AttrValue,
    /// All that it says, in small letters.
    text: String,
}

impl Gallery {
    /// All that ships.
    pub fn new() -> Self {
        let shelves = ALL.iter().map(|room| Shelf::new(*room)).collect();
        Self { query: AttrValue::default(), shelves }
    }

    /// Draws it.
    pub fn draw(&self, on: &Callback<Msg>) -> Html {
        let found = self.found();
        let body = match &found {
            Some(found) => self.results(found),
            None => all(Family::ALL.iter().map(|family| self.family(*family))),
        };
        html! {
            <main class="gallery">
                <div>
                    { self.hero(on) }
                    <p class="vh" role="status">{ found.as_deref().map(count) }</p>
                    { body }
                </div>
                { self.failures() }
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

    fn family(&self, family: Family) -> Html {
        let (name, words) = family.words(LANG);
        let mut shelves = self.shelves.iter().filter(|shelf| shelf.card.family == family);
        let mut shelves = shelves.by_ref().map(Shelf::draw).peekable();
        if shelves.peek().is_none() {
            return Html::default();
        }
        html! {
            <section class="fam" aria-label={name}>
                <h2>{ name }</h2>
                <p class="t3">{ words }</p>
                { all(&mut shelves) }
            </section>
        }
    }

    /// What fits the search: all of its words stand in the scenario, or in what its room says.
    fn found(&self) -> Option<Vec<(&Shelf, &Item)>> {
        let query = self.query.to_ascii_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let found = self.shelves.iter().flat_map(|shelf| {
            let fits = |item: &&Item| words.iter().all(|word| item.text.contains(word));
            shelf.items.iter().filter(fits).map(move |item| (shelf, item))
        });
        (!words.is_empty()).then(|| found.collect())
    }

    fn results(&self, found: &[(&Shelf, &Item)]) -> Html {
        html! {
            <section class="fam" aria-label={t().results}>
                <h2>{ count(found) }</h2>
                <ul class="hits">
                    { for found.iter().map(|(shelf, item)| html! {
                        <li>
                            <a href={item.path.clone()}>
                                <b>{ item.title }</b>
                                <span class="t3">{ shelf.card.title }</span>
                                <span>{ item.teaches.join(" ") }</span>
                            </a>
                        </li>
                    }) }
                </ul>
            </section>
        }
    }

    fn failures(&self) -> Html {
        let famous = self.shelves.iter().flat_map(|shelf| {
            let slug = shelf.card.slug;
            shelf.room.famous().iter().map(move |one| (["#", slug, "/", one.path].concat(), one))
        });
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
}

fn count(found: &[(&Shelf, &Item)]) -> String {
    [t().found, " ", &found.len().to_string()].concat()
}

impl Default for Gallery {
    fn default() -> Self {
        Self::new()
    }
}

impl Shelf {
    fn new(room: &'static dyn Room) -> Self {
        let card = room.card(LANG);
        let about = [card.title, card.summary, card.source, card.family.words(LANG).0].concat();
        let about = about.to_ascii_lowercase();
        let items = room.scenarios().iter().map(|example| Item::new(&card, example, &about));
        let thumb = room.scenarios().first().map(|example| thumb::draw(example.text));
        Self { room, card, items: items.collect(), thumb: thumb.unwrap_or_default() }
    }

    fn draw(&self) -> Html {
        let Card { slug, title, summary, .. } = self.card;
        let first = self.items.first().map(|item| item.path.clone()).unwrap_or_default();
        html! {
            <article class="room" key={slug}>
                <a class="card" href={first}>
                    { self.thumb.clone() }
                    <b>{ title }</b>
                    <span>{ summary }</span>
                </a>
                <ul aria-label={title}>
                    { for self.items.iter().map(|item| html! {
                        <li><a href={item.path.clone()}>{ item.title }</a></li>
                    }) }
                </ul>
            </article>
        }
    }
}

impl Item {
    fn new(card: &Card, example: &'static Example, about: &str) -> Self {
        let lines = |keyword: &'static str| {
            let lines = example.text.lines().filter_map(move |line| line.strip_prefix(keyword));
            lines.map(str::trim)
        };
        Self {
            title: lines("title ").next().unwrap_or(example.slug),
            teaches: lines("teaches ").collect(),
            path: Rc::<str>::from(["#", card.slug, "/", example.slug].concat()).into(),
            text: example.text.to_ascii_lowercase() + about,
        }
    }
}
