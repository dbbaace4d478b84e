//! Sentences that were told lately: telling one runs events again, and a story shows most of them
//! many times.

use super::Sentence;
use alloc::vec::Vec;
use core::cell::RefCell;

/// How many are kept.
const KEPT: usize = 32;

/// Sentences of one future of one run, in one language.
#[derive(Default)]
pub(super) struct Told(RefCell<Vec<Sentence>>);

impl Told {
    /// Forgets all: the run, its future or the language is another one.
    pub(super) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    /// A sentence by its number, told if it has to be; one that may still grow is not kept.
    pub(super) fn get(
        &self,
        index: usize,
        complete: bool,
        tell: impl FnOnce() -> Sentence,
    ) -> Sentence {
        if let Some(kept) = self.0.borrow().iter().find(|kept| kept.index == index) {
            return kept.clone();
        }
        let sentence = tell();
        let mut told = self.0.borrow_mut();
        if complete {
            if told.len() == KEPT {
                told.remove(0);
            }
            told.push(sentence.clone());
        }
        sentence
    }
}
