//! Something in a picture that looks now this way, now that.

use super::keys::{Keys, Shown};
use crate::film::Millis;
use crate::markup::Markup;
use alloc::string::String;
use alloc::vec::Vec;

/// What it looks like, from when on.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    states: Vec<(Millis, String)>,
}

impl Slot {
    /// From now on it looks this way.
    pub(crate) fn show(&mut self, at: Millis, markup: String) {
        if self.states.last().is_some_and(|last| last.0 >= at) {
            self.states.pop();
        }
        if self.states.last().is_none_or(|last| last.1 != markup) {
            self.states.push((at, markup));
        }
    }

    /// Writes each look once, for the times at which it is so.
    pub(crate) fn write(&self, out: &mut Markup, keys: &mut Keys) {
        let mut looks: Vec<(&str, Vec<Shown>)> = Vec::new();
        for (i, (from, markup)) in self.states.iter().enumerate() {
            let until = self.states.get(i + 1).map_or(keys.length(), |next| next.0);
            match looks.iter_mut().find(|look| look.0 == markup) {
                Some(look) => look.1.push((*from, until)),
                None => looks.push((markup, Vec::from([(*from, until)]))),
            }
        }
        for (markup, times) in looks.iter().filter(|look| !look.0.is_empty()) {
            let class = keys.seen(times);
            if class.is_empty() {
                out.raw(markup);
            } else {
                out.open("g").class(&[&class]).raw(markup).close();
            }
        }
    }
}
