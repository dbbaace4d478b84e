//! Sorting out what is new by several hands at once.
//!
//! The set of states that were seen falls into parts. What pieces of a level lead to is held
//! against each part by itself, in the order of the pieces: so it makes no difference how many work
//! at it.

use super::pieces::New;
use super::{Expanded, Search};
use crate::check::system::System;
use crate::check::visited::{PARTS, Part, part};
use alloc::vec::Vec;
use core::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering};

/// What is known of a state that a piece leads to.
#[derive(Debug, Default)]
pub(super) struct Mark(AtomicU8);

const NEW: u8 = 1;
const SEEN: u8 = 2;

impl Mark {
    /// Whether it is new; `None` if it was held against nothing yet.
    pub(super) fn is_new(&self) -> Option<bool> {
        match self.0.load(Ordering::Relaxed) {
            NEW => Some(true),
            SEEN => Some(false),
            _ => None,
        }
    }

    pub(super) fn set(&self, new: bool) {
        self.0.store(if new { NEW } else { SEEN }, Ordering::Relaxed);
    }
}

/// How much of a piece was held against what was seen.
#[derive(Debug, Default)]
pub(super) struct Sifted {
    all: AtomicUsize,
    fresh: AtomicU32,
}

impl Sifted {
    fn add(&self, all: usize, fresh: u32) {
        self.all.fetch_add(all, Ordering::Relaxed);
        self.fresh.fetch_add(fresh, Ordering::Relaxed);
    }

    /// How many were new, if that is known of all.
    pub(super) fn fresh(&self, all: usize) -> Option<u32> {
        let known = self.all.load(Ordering::Relaxed) == all;
        known.then(|| self.fresh.load(Ordering::Relaxed))
    }
}

/// Some parts of what was seen, and the pieces that are to be held against them.
pub struct Sieve<'a, S: System> {
    /// By place; the others have other parts.
    parts: Vec<Option<&'a mut Part>>,
    pieces: &'a [Expanded<S>],
}

impl<S: System> Sieve<'_, S> {
    /// Marks what is new in the pieces.
    pub fn sift(mut self) {
        for piece in self.pieces {
            let (mut all, mut fresh) = (0, 0);
            for New { print, mark, .. } in &piece.new {
                if let Some(part) = &mut self.parts[part(*print)] {
                    let new = part.insert(*print, u32::MAX);
                    mark.set(new);
                    all += 1;
                    fresh += u32::from(new);
                }
            }
            piece.sifted.add(all, fresh);
        }
    }
}

impl<S: System> Search<S> {
    /// Sieves for the next pieces, one for each hand, which can be used side by side before
    /// [`Self::take_in`] takes the pieces in. None where states need their numbers at once, for a
    /// graph.
    pub fn sieves<'a>(&'a mut self, pieces: &'a [Expanded<S>], hands: usize) -> Vec<Sieve<'a, S>> {
        if self.keeps_graph() {
            return Vec::new();
        }
        let sieve = |_| Sieve { parts: (0..PARTS).map(|_| None).collect(), pieces };
        let mut sieves: Vec<Sieve<'a, S>> = (0..hands.clamp(1, PARTS)).map(sieve).collect();
        let hands = sieves.len();
        for (place, part) in self.visited.parts().enumerate() {
            sieves[place % hands].parts[place] = Some(part);
        }
        sieves
    }
}
