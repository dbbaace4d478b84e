//! All that can happen in a state.

use super::Worlds;
use super::bounds::Spent;
use super::library::{Cue, Desk, Key};
use super::packed::Draw;
use crate::check::print::{Print, scatter};
use crate::check::system::Sink;
use crate::exhibit::Playable;
use crate::protocol::{NodeId, Protocol};
use crate::world::{Action, DiskFate, Life};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What happened, with the choices that were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<P: Protocol> {
    /// What happens to the world, one after the other: mostly one thing; at the start, all nodes
    /// that start; at a crash, what becomes of the node's streams as well.
    pub actions: Vec<Action<P>>,
    /// What nodes pick where they leave something to chance, in order.
    pub picks: Vec<(NodeId, u32)>,
    /// How many ticks pass.
    pub ticks: u32,
    /// Whose wall clock is ahead of the others' from the start on, in microseconds.
    pub skews: Vec<(NodeId, i64)>,
}

impl<P: Protocol> Choice<P> {
    fn of(action: Action<P>, picks: &[u32]) -> Self {
        let node = action.subject();
        let picks = picks.iter().map(|&pick| (node, pick)).collect();
        Self { actions: Vec::from([action]), picks, ticks: 0, skews: Vec::new() }
    }

    fn and(mut self, actions: Vec<Action<P>>) -> Self {
        self.actions.extend(actions);
        self
    }
}

impl<P: Playable> Worlds<P> {
    /// Hands over all successors of a state.
    pub(super) fn successors<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        words: &[u32],
        sink: &mut K,
    ) {
        let draw = self.draw(desk, words);
        let arriving = self.arriving(desk, words);
        for &letter in &arriving {
            self.deliver(desk, &draw, letter, sink);
        }
        for node in (0..self.nodes as u16).map(NodeId) {
            self.fire(desk, &draw, node, sink);
        }
        for client in 0..self.purse.clients.len() {
            self.ask(desk, &draw, client, sink);
        }
        self.trouble(desk, &draw, &arriving, sink);
        for node in (0..self.nodes as u16).map(NodeId) {
            self.crash(desk, &draw, node, sink);
            self.restart(desk, &draw, node, sink);
        }
        self.close(desk, &draw, sink);
        self.tick(desk, words, sink);
    }

    /// The messages that can come next: any datagram, and the first of every stream.
    fn arriving(&self, desk: &Desk<'_, P>, words: &[u32]) -> Vec<u32> {
        let (datagrams, streams) = self.letters(words);
        let mut arriving = datagrams.to_vec();
        arriving.dedup();
        let mut link = None;
        for &letter in streams {
            let own = Some((desk.letter(letter).from, desk.letter(letter).to));
            if link != own {
                arriving.push(letter);
            }
            link = own;
        }
        arriving
    }

    pub(super) fn life(&self, desk: &Desk<'_, P>, words: &[u32], node: NodeId) -> Life {
        desk.seat(words[node.index()]).1.life
    }

    /// Takes every step that a cue leads to, and within bounds every crash amid it. `ready` is the
    /// state with what the cue itself uses up.
    fn follow_cue<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        ready: &Draw<'_>,
        key: Key,
        sink: &mut K,
    ) {
        let crashes = self.spent(ready.words, Spent::Crashes);
        let within = self.spent(ready.words, Spent::CrashesWithin);
        let crashing = crashes < self.bounds.crashes && within < self.bounds.crashes_within;
        let steps = self.steps(desk, key);
        for step in steps.clone() {
            let mut draw = ready.clone();
            draw.fair = Some(self.owed(desk, key));
            self.take_step(desk, &mut draw, step);
            self.end_operation(desk, &mut draw, step);
            self.offer(desk, &draw, sink, |desk| deed(desk, key, step));
        }
        if !crashing {
            return;
        }
        let most = steps.clone().map(|step| desk.step(step).sends.len()).max().unwrap_or(0);
        for sends in 0..most as u16 {
            let key = Key { cut: Some(sends), ..key };
            for (whole, step) in steps.clone().zip(self.steps(desk, key)) {
                if desk.step(whole).sends.len() <= usize::from(sends) {
                    continue;
                }
                let mut draw = ready.clone();
                self.spend(&mut draw, Spent::Crashes, crashes + 1);
                self.spend(&mut draw, Spent::CrashesWithin, within + 1);
                self.take_step(desk, &mut draw, step);
                self.fallen(desk, &draw, key, step, sink);
            }
        }
    }

    /// A number for what happens: the same as long as it can happen.
    fn owed(&self, desk: &Desk<'_, P>, key: Key) -> u64 {
        let (node, slot, _) = desk.seat(key.seat);
        let (kind, what) = match key.cue {
            Cue::Deliver(letter) => (0, desk.letter_print(letter)),
            Cue::Fire(place) => (1, Print::of(&slot.timers.iter().nth(place.into()))),
            Cue::Ask(_) => (2, Print::default()),
            _ => (3, Print::default()),
        };
        scatter(what.low ^ scatter(u64::from(node.0) << 2 | kind))
    }

    /// A client that answered, or that is gone, can be asked again.
    fn end_operation(&self, desk: &Desk<'_, P>, draw: &mut Draw<'_>, step: u32) {
        let step = desk.step(step);
        if !(step.responded || step.outcome.crashed) {
            return;
        }
        let by = step.outcome.by;
        if let Some(client) = self.purse.clients.iter().position(|(id, _)| *id == by) {
            self.spend(draw, Spent::Open(client), 0);
        }
    }

    fn deliver<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        letter: u32,
        sink: &mut K,
    ) {
        let to = desk.letter(letter).to;
        let up = self.life(desk, draw.words, to) == Life::Up;
        if desk.letter(letter).window.earliest > 0 || !(up || self.bounds.timing.is_some()) {
            return;
        }
        let mut ready = draw.clone();
        self.take_letter(desk, &mut ready, letter);
        if !up {
            // It arrives where nobody is.
            let closes = self.turn_away(desk, &mut ready, letter);
            ready.fair = Some(self.owed(desk, self.cue(draw.words, to, Cue::Deliver(letter))));
            return self.offer(desk, &ready, sink, |desk| {
                let envelope = desk.letter(letter).envelope.clone();
                Choice::of(Action::Deliver(envelope), &[]).and(closes)
            });
        }
        self.follow_cue(desk, &ready, self.cue(draw.words, to, Cue::Deliver(letter)), sink);
    }

    fn fire<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        node: NodeId,
        sink: &mut K,
    ) {
        for place in 0..desk.seat(draw.words[node.index()]).1.timers.len() {
            let seat = desk.seat(draw.words[node.index()]);
            if !self.is_due(seat, place) {
                continue;
            }
            let slot = &seat.1;
            let timer = slot.timers.iter().nth(place);
            let kind = timer.map_or(0, |timer| self.protocol.timer_kind(timer));
            let mut ready = draw.clone();
            if let Some(&Some(most)) = self.bounds.fires.get(kind) {
                let fired = self.spent(draw.words, Spent::Fired(kind));
                if fired >= most {
                    sink.cut();
                    continue;
                }
                self.spend(&mut ready, Spent::Fired(kind), fired + 1);
            }
            self.follow_cue(
                desk,
                &ready,
                self.cue(draw.words, node, Cue::Fire(place as u16)),
                sink,
            );
        }
    }

    fn ask<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        client: usize,
        sink: &mut K,
    ) {
        let (node, places) = &self.purse.clients[client];
        let asked = self.spent(draw.words, Spent::Asked(client));
        let busy = self.spent(draw.words, Spent::Open(client)) > 0;
        let up = self.life(desk, draw.words, *node) == Life::Up;
        let Some(&place) = places.get(usize::from(asked)).filter(|_| up && !busy) else { return };
        let mut ready = draw.clone();
        self.spend(&mut ready, Spent::Asked(client), asked + 1);
        self.spend(&mut ready, Spent::Open(client), 1);
        self.follow_cue(desk, &ready, self.cue(draw.words, *node, Cue::Ask(place as u16)), sink);
    }

    /// Messages are lost and doubled.
    fn trouble<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        arriving: &[u32],
        sink: &mut K,
    ) {
        let losses = self.spent(draw.words, Spent::Losses);
        let duplicates = self.spent(draw.words, Spent::Duplicates);
        let (datagrams, _) = self.letters(draw.words);
        for &letter in arriving {
            let datagram = datagrams.binary_search(&letter).is_ok();
            let hears = self.life(desk, draw.words, desk.letter(letter).to) == Life::Up;
            if losses < self.bounds.losses && (datagram || !hears) {
                let mut lost = draw.clone();
                self.take_letter(desk, &mut lost, letter);
                self.spend(&mut lost, Spent::Losses, losses + 1);
                let closes = self.turn_away(desk, &mut lost, letter);
                self.offer(desk, &lost, sink, |desk| {
                    let envelope = desk.letter(letter).envelope.clone();
                    // In a stream nothing is lost on its way: it arrives where nobody is.
                    let lose = if datagram { Action::Lose } else { Action::Deliver };
                    Choice::of(lose(envelope), &[]).and(closes)
                });
            }
            if duplicates < self.bounds.duplicates && datagram {
                let mut doubled = draw.clone();
                self.add_letter(desk, &mut doubled, letter);
                if doubled.added.is_empty() {
                    continue;
                }
                self.spend(&mut doubled, Spent::Duplicates, duplicates + 1);
                let double =
                    |desk: &Desk<'_, P>| Action::Duplicate(desk.letter(letter).envelope.clone());
                self.offer(desk, &doubled, sink, |desk| Choice::of(double(desk), &[]));
            }
        }
    }

    fn crash<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        node: NodeId,
        sink: &mut K,
    ) {
        let crashes = self.spent(draw.words, Spent::Crashes);
        let lost = self.spent(draw.words, Spent::LostDisks);
        let slot = &desk.seat(draw.words[node.index()]).1;
        if slot.life != Life::Up || crashes >= self.bounds.crashes {
            return;
        }
        let mut cues = Vec::from([Cue::Crash]);
        cues.extend((0..slot.unforced.len()).map(|version| Cue::CrashTo(version as u16)));
        cues.extend((lost < self.bounds.lost_disks).then_some(Cue::CrashLost));
        for cue in cues {
            let key = self.cue(draw.words, node, cue);
            for step in self.steps(desk, key) {
                let mut fallen = draw.clone();
                self.spend(&mut fallen, Spent::Crashes, crashes + 1);
                if cue == Cue::CrashLost {
                    self.spend(&mut fallen, Spent::LostDisks, lost + 1);
                }
                self.take_step(desk, &mut fallen, step);
                self.fallen(desk, &fallen, key, step, sink);
            }
        }
    }

    fn restart<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        node: NodeId,
        sink: &mut K,
    ) {
        let restarts = self.spent(draw.words, Spent::Restarts);
        let life = self.life(desk, draw.words, node);
        if life == Life::Up {
            return;
        }
        if restarts >= self.bounds.restarts {
            // Nobody owes it that a node joins; one that crashed comes back, unless none does.
            if life == Life::Down && self.bounds.restarts > 0 {
                sink.cut();
            }
            return;
        }
        let mut ready = draw.clone();
        ready.fair =
            (life == Life::Down).then(|| self.owed(desk, self.cue(draw.words, node, Cue::Boot)));
        self.spend(&mut ready, Spent::Restarts, restarts + 1);
        let key = self.cue(draw.words, node, Cue::Boot);
        for step in self.steps(desk, key) {
            let mut draw = ready.clone();
            self.take_step(desk, &mut draw, step);
            self.offer(desk, &draw, sink, |desk| deed(desk, key, step));
        }
    }
}

/// What a trace says of a step.
pub(super) fn deed<P: Playable>(desk: &Desk<'_, P>, key: Key, step: u32) -> Choice<P> {
    let (node, slot, _) = desk.seat(key.seat);
    let step = desk.step(step);
    let crash = |disk| Action::Crash { node: *node, disk };
    let action = match (key.cue, &step.outcome.input) {
        (Cue::Deliver(letter), _) => Action::Deliver(desk.letter(letter).envelope.clone()),
        (Cue::Fire(place), _) => {
            let timer = slot.timers.iter().nth(place.into()).cloned();
            Action::Fire(*node, timer.unwrap_or_else(|| unreachable!("the timer was armed")))
        }
        (Cue::Ask(_), Some(crate::protocol::Input::Ask(request))) => {
            Action::Ask(*node, request.clone())
        }
        (Cue::Crash, _) => crash(DiskFate::Kept),
        (Cue::CrashTo(version), _) => crash(DiskFate::Version(version)),
        (Cue::CrashLost, _) => crash(DiskFate::Lost),
        (Cue::Boot | Cue::Ask(_), _) => Action::Restart(*node),
    };
    let action = match key.cut {
        Some(sends) => Action::CrashDuring { action: Box::new(action), sends },
        None => action,
    };
    Choice::of(action, &step.picks)
}
