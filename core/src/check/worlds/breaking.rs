//! Streams that break, because an end of theirs crashed or by themselves.

use super::Worlds;
use super::bounds::Spent;
use super::library::{Desk, Key};
use super::moves::{Choice, deed};
use super::packed::Draw;
use crate::check::system::Sink;
use crate::exhibit::Playable;
use crate::protocol::{NodeId, Protocol};
use crate::world::{Action, Envelope, Life};
use alloc::vec::Vec;

/// A stream that breaks: from whom, to whom, and how many of its messages still arrive.
type Break = (NodeId, NodeId, u16);

impl<P: Playable> Worlds<P> {
    /// A node has crashed: its client's operation is over, and its streams break every way.
    pub(super) fn fallen<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        key: Key,
        step: u32,
        sink: &mut K,
    ) {
        let node = desk.step(step).outcome.by;
        let mut draw = draw.clone();
        if let Some(client) = self.purse.clients.iter().position(|(id, _)| *id == node) {
            self.spend(&mut draw, Spent::Open(client), 0);
        }
        let mut ways: Vec<Vec<Break>> = Vec::from([Vec::new()]);
        let touched = self.streams.iter().filter(|(from, to)| *from == node || *to == node);
        for &(from, to) in touched {
            let hears = to != node && self.life(desk, draw.words, to) == Life::Up;
            let longest = if hears { self.on_stream(desk, &draw, from, to) as u16 } else { 0 };
            let longer = |way: Vec<Break>| {
                (0..=longest).map(move |keep| [&way[..], &[(from, to, keep)]].concat())
            };
            ways = ways.into_iter().flat_map(longer).collect();
        }
        for way in ways {
            let mut draw = draw.clone();
            for &it in &way {
                self.sever(desk, &mut draw, it, Some(node));
            }
            self.offer(desk, &draw, sink, |desk| {
                let mut choice = deed(desk, key, step);
                choice.actions.extend(way.iter().map(close_action));
                choice
            });
        }
    }

    /// Streams break while both ends run: nothing that has not arrived comes through.
    pub(super) fn close<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        sink: &mut K,
    ) {
        let closes = self.spent(draw.words, Spent::Closes);
        if closes >= self.bounds.closes {
            return;
        }
        let both_run = |desk: &Desk<'_, P>, a, b| {
            [a, b].iter().all(|&it| self.life(desk, draw.words, it) == Life::Up)
        };
        for &(from, to) in self.streams.iter() {
            let twin = from > to && self.streams.contains(&(to, from));
            if twin || from == to || !both_run(desk, from, to) {
                continue;
            }
            let mut draw = draw.clone();
            self.spend(&mut draw, Spent::Closes, closes + 1);
            let way = [(from, to, 0), (to, from, 0)];
            for it in way {
                self.sever(desk, &mut draw, it, None);
            }
            self.offer(desk, &draw, sink, |_| Choice {
                actions: way.iter().map(close_action).collect(),
                picks: Vec::new(),
                ticks: 0,
                skews: Vec::new(),
            });
        }
    }

    /// A message reaches a node that is down: what travels behind it in a stream is lost as well,
    /// and who sent it hears of that.
    #[inline(never)]
    pub(super) fn turn_away(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &mut Draw<'_>,
        letter: u32,
    ) -> Vec<Action<P>> {
        let (from, to) = (desk.letter(letter).from, desk.letter(letter).to);
        if !self.streams.contains(&(from, to)) {
            return Vec::new();
        }
        let ways = [(from, to, 0), (to, from, u16::MAX)];
        for way in ways {
            self.sever(desk, draw, way, None);
        }
        ways.iter().map(close_action).collect()
    }

    fn on_stream(&self, desk: &Desk<'_, P>, draw: &Draw<'_>, from: NodeId, to: NodeId) -> usize {
        let streams = draw.streams.as_deref().unwrap_or_else(|| self.letters(draw.words).1);
        let on =
            |letter: &&u32| (desk.letter(**letter).from, desk.letter(**letter).to) == (from, to);
        streams.iter().filter(on).count()
    }

    /// What leads from one node to another breaks, as [`Action::Close`] says; `down` crashed.
    fn sever(&self, desk: &mut Desk<'_, P>, draw: &mut Draw<'_>, way: Break, down: Option<NodeId>) {
        let (from, to, keep) = way;
        let hears = Some(to) != down && self.life(desk, draw.words, to) == Life::Up;
        let notice = Envelope { from, to, message: None };
        if !self.streams.contains(&(from, to)) {
            if hears {
                let notice = self.write(desk, notice);
                self.add_letter(desk, draw, notice);
            }
            return;
        }
        let old = draw.streams.clone().unwrap_or_else(|| self.letters(draw.words).1.to_vec());
        let mut left = keep;
        let mut told = false;
        let mut new = old;
        new.retain(|&letter| {
            let letter = desk.letter(letter);
            if (letter.from, letter.to) != (from, to) {
                return true;
            }
            let stays = left > 0;
            left = left.saturating_sub(1);
            told = if stays { letter.message.is_none() } else { told };
            stays
        });
        self.set_streams(desk, draw, new);
        if hears && !told {
            let notice = self.write(desk, notice);
            self.add_letter(desk, draw, notice);
        }
    }
}

fn close_action<P: Protocol>(&(from, to, keep): &Break) -> Action<P> {
    Action::Close { from, to, keep }
}
