//! What is shown when the engine stops on a bug: a message, and what reproduces it.

use crate::browser;
use clusterscope::exhibit::About;
use std::cell::{Cell, RefCell};

thread_local! {
    static RUN: RefCell<(String, u64)> = const { RefCell::new((String::new(), 0)) };
    static EVENT: Cell<usize> = const { Cell::new(0) };
    static LINK: RefCell<String> = const { RefCell::new(String::new()) };
    static STOPPED: Cell<bool> = const { Cell::new(false) };
}

/// Remembers which run is on and where.
pub fn remember(about: &About, event: usize) {
    EVENT.set(event);
    RUN.with_borrow_mut(|run| {
        if run.0 != about.card.title || run.1 != about.seed {
            *run = (about.card.title.into(), about.seed);
        }
    });
}

/// Remembers the link of the run.
pub fn remember_link(link: &str) {
    LINK.with_borrow_mut(|old| link.clone_into(old));
}

/// Shows a panic once, in elements that the page was born with: nothing of the program runs on.
pub fn install() {
    yew::set_custom_panic_hook(Box::new(|info| {
        if STOPPED.replace(true) {
            return;
        }
        let run = RUN.try_with(|run| run.try_borrow().map(|run| run.clone()).unwrap_or_default());
        let (room, seed) = run.unwrap_or_default();
        let event = EVENT.get().to_string();
        let where_ = [&*room, ", seed ", &seed.to_string(), ", event ", &event].concat();
        let link = LINK.with(|link| link.try_borrow().map(|link| link.clone()).unwrap_or_default());
        let link = if link.is_empty() { browser::fragment() } else { link };
        let report =
            [&*where_, "\n", &info.to_string(), "\n", &browser::address(), "#", &link].concat();
        for (id, text) in [("stopped-where", &where_), ("stopped-report", &report)] {
            if let Some(element) = browser::by_id(id) {
                element.set_text_content(Some(text));
            }
        }
        if let Some(element) = browser::by_id("stopped") {
            let _ = element.remove_attribute("hidden");
        }
        if let Some(element) = browser::by_id("app") {
            let _ = element.set_attribute("inert", "");
        }
    }));
}
