//! All that is seen at some time, gathered picture by picture.

use super::flight::Flights;
use super::keys::Keys;
use super::rings::Ring;
use super::slot::Slot;
use crate::film::{Film, Millis};
use crate::geometry::board::Board;
use crate::geometry::place::Plan;
use crate::geometry::{Rect, translate};
use crate::layout::verdict as verdict_lines;
use crate::markup::Markup;
use crate::motion::Clock;
use crate::pen::{Pen, Sheet};
use crate::shape::{status, tone};
use crate::stage::{crowded, dots, legend, links, node, ring};
use crate::story::{broken, guilty, verdict};
use crate::words::words;
use crate::{Options, around, lanes, stage};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{Frame, Stage, Status};
use clusterscope::protocol::{Micros, NodeId};

/// One node, through all pictures.
#[derive(Debug, Default)]
struct Actor {
    /// What is below its ring: the mark of a broken rule.
    blame: Slot,
    ring: Ring,
    body: Slot,
    beside: Slot,
    label: Slot,
}

/// What is seen of a stretch.
#[derive(Debug)]
pub(crate) struct Reel<'a> {
    film: &'a Film,
    plan: &'a Plan,
    options: &'a Options,
    board: Option<&'a Board>,
    /// The circle of positions, what lies on it, and a lookup.
    circle: [Slot; 2],
    links: BTreeMap<(usize, usize), Slot>,
    actors: Vec<Actor>,
    flights: Flights,
    /// The legend, and how many messages are not drawn.
    notes: [Slot; 2],
    /// What is broken, from when on.
    verdicts: Vec<(Millis, Option<String>)>,
}

impl<'a> Reel<'a> {
    /// Nothing yet, of so many nodes; `board` is where lanes are, if they are shown.
    pub(crate) fn new(
        film: &'a Film,
        plan: &'a Plan,
        board: Option<&'a Board>,
        options: &'a Options,
        nodes: usize,
    ) -> Self {
        Self {
            film,
            plan,
            options,
            board,
            circle: Default::default(),
            links: BTreeMap::new(),
            actors: (0..nodes).map(|_| Actor::default()).collect(),
            flights: Flights::default(),
            notes: Default::default(),
            verdicts: Vec::new(),
        }
    }

    /// What is drawn of a picture.
    pub(crate) fn sheet<'b>(&self, frame: &'b Frame, guilty: &'b [NodeId]) -> Sheet<'b>
    where
        'a: 'b,
    {
        Sheet {
            plan: self.plan,
            frame,
            now: frame.now as f64,
            lang: self.options.lang,
            words: words(self.options.lang),
            prefix: &self.options.prefix,
            guilty,
            selected: None,
            links: false,
            clocks: false,
        }
    }

    /// Goes through the stretch, and takes in every picture of it.
    pub(crate) fn shoot(&mut self, stage: &mut dyn Stage, from: Micros, to: Micros) {
        stage.seek_time(from);
        let mut frame = stage.frame();
        frame.now = from;
        let last = stage.extent().events;
        loop {
            let event = stage.position().event;
            let rules = stage.verdict();
            let broken = broken(&rules, event);
            let until = frame.next.unwrap_or(to).min(to);
            self.see(&frame, &guilty(&broken), until);
            let verdict = verdict(&broken, words(self.options.lang));
            if self.verdicts.last().is_none_or(|last| last.1 != verdict) {
                self.verdicts.push((self.film.at(frame.now), verdict));
            }
            if event >= last {
                break;
            }
            stage.seek_event(event + 1);
            frame = stage.frame();
            if frame.now > to {
                break;
            }
        }
        stage.seek_time(to);
        self.flights.end(to);
        self.actors.iter_mut().for_each(|actor| actor.ring.end(to));
    }

    /// Takes in one picture, which is shown until the moment `until`.
    fn see(&mut self, frame: &Frame, guilty: &[NodeId], until: Micros) {
        let sheet = self.sheet(frame, guilty);
        let at = self.film.at(frame.now);
        let drawn = |draw: &dyn Fn(&mut Pen)| {
            let mut pen = Pen::default();
            draw(&mut pen);
            pen.out.finish()
        };
        self.circle[0].show(at, drawn(&|pen| ring::draw(pen, &sheet)));
        self.circle[1].show(at, drawn(&|pen| dots::draw_walk(pen, &sheet)));
        self.notes[0].show(at, drawn(&|pen| legend::draw(pen, &sheet)));
        self.notes[1].show(at, drawn(&|pen| stage::overflow(pen, &sheet)));
        let present = links::of(self.plan, frame, None, false);
        for (ends, slot) in &mut self.links {
            if present.iter().all(|link| link.ends != *ends) {
                slot.show(at, String::new());
            }
        }
        for link in &present {
            let slot = self.links.entry(link.ends).or_default();
            slot.show(at, drawn(&|pen| links::one(&mut pen.out, self.plan, link)));
        }
        for (index, actor) in self.actors.iter_mut().enumerate() {
            actor.see(&sheet, self.board, index, at);
        }
        self.flights.see(&sheet, until);
    }

    /// Writes the stage.
    pub(crate) fn write(&self, out: &mut Markup, keys: &mut Keys, sheet: &Sheet<'_>) {
        self.circle[0].write(out, keys);
        out.open("g").class(&["links"]);
        links::guide(out, self.plan);
        self.links.values().for_each(|slot| slot.write(out, keys));
        out.close();
        if !crowded(self.plan) {
            self.flights.tracks(out, keys, self.film, self.plan);
        }
        out.open("g").class(&["nodes"]);
        for (actor, spot) in self.actors.iter().zip(&self.plan.spots) {
            out.open("g").set("transform", &translate(spot.x, spot.y));
            actor.blame.write(out, keys);
            if !spot.tiny() {
                out.open("g").class(&["node"]);
                actor.ring.write(out, keys, self.film, spot.r);
                out.close();
            }
            actor.body.write(out, keys);
            actor.beside.write(out, keys);
            out.close();
        }
        out.close();
        self.circle[1].write(out, keys);
        self.flights.tokens(out, keys, self.film, sheet);
        self.notes.iter().for_each(|slot| slot.write(out, keys));
    }

    /// Writes what is broken.
    pub(crate) fn verdicts(&self, out: &mut Markup, keys: &mut Keys, at: &Rect) {
        let mut slot = Slot::default();
        for (from, text) in &self.verdicts {
            let mut markup = Markup::default();
            around::verdict(&mut markup, at, &verdict_lines(text.as_deref(), at.w).1);
            slot.show(*from, markup.finish());
        }
        slot.write(out, keys);
    }

    /// Writes who has which lane.
    pub(crate) fn labels(&self, out: &mut Markup, keys: &mut Keys) {
        out.open("g").class(&["labels"]);
        self.actors.iter().for_each(|actor| actor.label.write(out, keys));
        out.close();
    }
}

impl Actor {
    /// Takes in the node of the next picture.
    fn see(&mut self, sheet: &Sheet<'_>, board: Option<&Board>, index: usize, at: Millis) {
        let (node, spot) = (&sheet.frame.nodes[index], &sheet.plan.spots[index]);
        let (role, role_tone) = node::role(sheet, node);
        let tone = if node.status == Status::Up { tone(node.view.tone) } else { role_tone };
        let within = |draw: &dyn Fn(&mut Pen)| {
            let mut pen = Pen::default();
            pen.out.open("g").class(&["node", tone, status(node.status)]);
            draw(&mut pen);
            pen.out.finish()
        };
        let guilty = sheet.guilty.contains(&node.id);
        self.blame.show(
            at,
            match guilty && !spot.tiny() {
                true => within(&|pen| {
                    pen.out.circle(&["blame"], 0.0, 0.0, spot.r + 6.0);
                }),
                false => String::new(),
            },
        );
        self.ring.see(node, sheet.frame.now);
        if spot.tiny() {
            self.body.show(at, within(&|pen| node::tiny(pen, node, spot, false, guilty)));
        } else {
            self.body.show(at, within(&|pen| node::body(pen, node, spot.r)));
            let clock = Clock::of(node);
            self.beside.show(at, within(&|pen| node::beside(pen, sheet, node, spot, role, &clock)));
        }
        if let Some(board) = board.filter(|board| board.y(node.id) > 0.0) {
            let mut pen = Pen::default();
            lanes::label(&mut pen, sheet, board, node);
            self.label.show(at, pen.out.finish());
        }
    }
}
