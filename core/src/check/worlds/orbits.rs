//! States that differ only in the names of interchangeable nodes count as one.

use super::Worlds;
use super::library::{Desk, Seat};
use super::packed::Draw;
use super::taking::{place, seat_print};
use super::timing::Letter;
use crate::check::print::Print;
use crate::check::relabel::{Part, Permutation};
use crate::exhibit::Playable;
use crate::protocol::Node;
use crate::shared::Rc;
use crate::world::{Envelope, Slot};
use alloc::boxed::Box;

/// The part that comes back is of the kind that went in.
macro_rules! renamed {
    ($worlds:expr, $names:expr, $kind:ident($value:expr)) => {
        match $worlds.protocol.relabel(Part::$kind($value.clone()), $names) {
            Part::$kind(renamed) => renamed,
            _ => unreachable!("a part of another kind"),
        }
    };
}

impl<P: Playable> Worlds<P> {
    pub(super) fn seat_images(&self, (id, slot, windows): &Seat<P>) -> Box<[Print]> {
        let image = |names: &Permutation| {
            let node: Node<P> = Node {
                disk: renamed!(self, names, Disk(slot.node.disk)),
                memory: renamed!(self, names, Memory(slot.node.memory)),
            };
            let timers = slot.timers.iter().map(|timer| renamed!(self, names, Timer(timer)));
            let unforced = slot.unforced.iter().map(|disk| renamed!(self, names, Disk(disk)));
            // Timers keep their order: those of interchangeable nodes name nobody who changes.
            let slot = Slot {
                node: Rc::new(node),
                life: slot.life,
                timers: timers.collect(),
                unforced: unforced.collect(),
            };
            seat_print::<P>(&(names.of(*id), slot, windows.clone()))
        };
        self.names.iter().map(image).collect()
    }

    pub(super) fn letter_images(&self, letter: &Letter<P>) -> Box<[Print]> {
        let image = |names: &Permutation| {
            let message = letter.message.as_ref().map(|it| renamed!(self, names, Message(it)));
            let (from, to) = (names.of(letter.from), names.of(letter.to));
            let envelope: Rc<Envelope<P>> = Rc::new(Envelope { from, to, message });
            Print::of(&Letter { envelope, window: letter.window }).at(place::LETTER)
        };
        self.names.iter().map(image).collect()
    }

    pub(super) fn ghost_images(&self, ghost: &P::Witness) -> Box<[Print]> {
        let image = |names: &Permutation| {
            let ghost: Rc<P::Witness> = Rc::new(renamed!(self, names, Witness(ghost)));
            Print::of(&ghost).at(place::GHOST)
        };
        self.names.iter().map(image).collect()
    }

    /// What stands for all images of a successor: the least of their prints.
    pub(super) fn orbit(&self, desk: &Desk<'_, P>, draw: &Draw<'_>) -> Print {
        let image = |names: usize| {
            let mut print = draw.coins.and(desk.ghost_image(draw.ghost, names));
            for (node, &seat) in draw.words[..self.nodes].iter().enumerate() {
                let seat = draw.seat.filter(|(it, _)| *it == node).map_or(seat, |(_, new)| new);
                print = print.and(desk.seat_image(seat, names));
            }
            let (datagrams, _) = self.letters(draw.words);
            for &letter in datagrams.iter().chain(&draw.added) {
                print = print.and(desk.letter_image(letter, names));
            }
            match draw.taken {
                Some(taken) => print.without(desk.letter_image(taken, names)),
                None => print,
            }
        };
        (0..self.names.len()).map(image).fold(draw.print, Print::min)
    }
}
