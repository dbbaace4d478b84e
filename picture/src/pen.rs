//! What all drawings are drawn with, and on.

use crate::geometry::place::Plan;
use crate::markup::Markup;
use crate::motion::{Clock, Way};
use crate::pick::{ATTRIBUTE, Pick, encode};
use crate::words::Words;
use alloc::vec::Vec;
use clusterscope::exhibit::Frame;
use clusterscope::narrate::Lang;
use clusterscope::protocol::NodeId;
use core::cell::Cell;

/// Something that moves between events.
#[derive(Debug)]
pub(crate) enum Mover {
    /// A message's token.
    Token(Token),
    /// The solid part of a message's way.
    Tail(Way),
    /// The ring of a node's timer.
    Ring(Clock),
    /// The edge of what is yet to come: the moment's place, from the left edge of the plot.
    Veil(crate::geometry::board::Board),
    /// The flag with the moment.
    Flag(crate::geometry::board::Board),
}

/// A token that moves.
#[derive(Debug)]
pub(crate) struct Token {
    /// Where it moves with words and without.
    pub(crate) ways: [Way; 2],
    /// How wide and tall it is.
    pub(crate) size: (f64, f64),
    /// How far aside it lies, if it has no room for words.
    pub(crate) tight: Cell<Option<f64>>,
}

/// Words that change between events.
#[derive(Debug)]
pub(crate) enum Telling {
    /// What is left of a timer, or how long a node is down.
    Clock(Clock),
    /// The moment.
    Moment,
}

/// Writes a picture and, if it is a live one, what of it moves.
#[derive(Debug, Default)]
pub(crate) struct Pen {
    /// The picture.
    pub(crate) out: Markup,
    /// Whether it will move, and be pointed at.
    pub(crate) live: bool,
    /// What moves, in the order in which it is written.
    pub(crate) movers: Vec<Mover>,
    /// Words that change, in the order in which they are written.
    pub(crate) tellings: Vec<Telling>,
}

impl Pen {
    /// Marks the element that was just begun as one that moves, if the picture is live.
    pub(crate) fn moves(&mut self, mover: impl FnOnce() -> Mover) {
        if self.live {
            self.out.set("data-m", "");
            self.movers.push(mover());
        }
    }

    /// Marks the element that was just begun as one whose words change.
    pub(crate) fn tells(&mut self, telling: impl FnOnce() -> Telling) {
        if self.live {
            self.out.set("data-w", "");
            self.tellings.push(telling());
        }
    }

    /// Says what the element that was just begun stands for.
    pub(crate) fn pick(&mut self, pick: Pick) {
        if self.live {
            self.out.set(ATTRIBUTE, &encode(pick));
        }
    }

    /// Makes the element that was just begun a button of this name.
    pub(crate) fn button(&mut self, name: &str, pressed: bool) {
        if self.live {
            self.out.set("role", "button").set("tabindex", "0");
            self.out.set("aria-pressed", if pressed { "true" } else { "false" });
            self.out.set("aria-label", name);
        }
    }

    /// Hides the element that was just begun from those who are read to: what is a picture as a
    /// whole needs no such mark.
    pub(crate) fn mute(&mut self) {
        if self.live {
            self.out.set("aria-hidden", "true");
        }
    }
}

/// What is drawn, and where.
#[derive(Clone, Copy)]
pub(crate) struct Sheet<'a> {
    /// The layout.
    pub(crate) plan: &'a Plan,
    /// The picture.
    pub(crate) frame: &'a Frame,
    /// The moment.
    pub(crate) now: f64,
    /// The language of what drawings say by themselves, and the words.
    pub(crate) lang: Lang,
    pub(crate) words: &'static Words,
    /// Before the names of what is referred to within the picture.
    pub(crate) prefix: &'a str,
    /// Nodes that a broken rule blames.
    pub(crate) guilty: &'a [NodeId],
    /// What is selected.
    pub(crate) selected: Option<Pick>,
    /// Whether links can be pointed at.
    pub(crate) links: bool,
    /// Whether what is left of timers is told in words.
    pub(crate) clocks: bool,
}
