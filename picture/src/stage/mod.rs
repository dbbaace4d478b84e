//! The stage: nodes where they stand, and messages between them.

pub mod beside;
pub mod dots;
pub mod legend;
pub mod links;
pub(crate) mod message;
pub(crate) mod node;
pub mod ring;
pub mod strip;

use crate::geometry::crowd::{Crowd, obstacles};
use crate::geometry::place::{Plan, Spot};
use crate::geometry::{Rect, push_int, width};
use crate::pen::{Mover, Pen, Sheet, Token};
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{About, Frame, MessageFrame};
use message::Sent;

/// No more messages than this are drawn; among small marks, no more than the second.
const MOST: [usize; 2] = [200, 80];

/// Lays out a stage of this size for a run.
pub fn plan(size: (f64, f64), about: &About, frame: &Frame) -> Plan {
    let kinds: Vec<_> = frame.nodes.iter().map(|node| node.kind).collect();
    match frame.overview.ring {
        Some(_) => Plan::around(size, &kinds),
        None => Plan::new(size, about.layout, &kinds),
    }
}

/// Draws a stage, as the page does.
pub(crate) fn draw(pen: &mut Pen, sheet: &Sheet<'_>) {
    let circle = sheet.frame.overview.ring.is_some();
    if circle {
        ring::draw(pen, sheet);
    }
    links::draw(pen, sheet);
    let sent = messages(sheet.frame, sheet.plan);
    let tokens: Vec<Token> = sent.iter().map(|one| one.token(sheet)).collect();
    settle(sheet.plan, tokens.iter(), sheet.now);
    // Among small marks there are too many ways to tell them apart.
    if !crowded(sheet.plan) {
        pen.out.open("g").class(&["messages"]);
        sent.iter().for_each(|one| message::track(pen, sheet, one));
        pen.out.close();
    }
    pen.out.open("g").class(&["nodes"]);
    (0..sheet.frame.nodes.len()).for_each(|index| node::draw(pen, sheet, index));
    pen.out.close();
    if circle {
        dots::draw_walk(pen, sheet);
    }
    pen.out.open("g").class(&["messages"]);
    for (one, token) in sent.iter().zip(tokens) {
        message::token(pen, sheet, one, token);
    }
    pen.out.close();
    legend::draw(pen, sheet);
    overflow(pen, sheet);
}

/// The messages that were lost just now, and over them those in flight.
pub(crate) fn messages<'a>(frame: &'a Frame, plan: &Plan) -> Vec<Sent<'a>> {
    let all = &frame.messages;
    let gone = frame.lost.iter().map(|message| Sent { message, slot: 0, gone: true });
    let most = MOST[usize::from(crowded(plan))];
    let flying = all.iter().enumerate().take(most).map(|(index, message)| {
        let place = |m: &MessageFrame| (m.from, m.to, m.sent, m.due);
        let before = &all[index.saturating_sub(4)..index];
        let slot = before.iter().filter(|other| place(other) == place(message)).count();
        Sent { message, slot, gone: false }
    });
    gone.chain(flying).collect()
}

/// Gives words to tokens that have room, in order.
pub(crate) fn settle<'a>(plan: &Plan, tokens: impl Iterator<Item = &'a Token>, now: f64) {
    let mut crowd = Crowd::new(obstacles(plan));
    for token in tokens {
        let [large, small] = token.ways;
        let (x, y) = large.place(false, now, 0.0);
        let room = Rect::around(x, y, token.size.0, token.size.1);
        let always = large.broken(false, now);
        token.tight.set(crowd.place(room, always, |aside| small.place(false, now, aside)));
    }
}

/// The same for the tokens among what moves.
pub(crate) fn settle_movers(plan: &Plan, movers: &[Mover], now: f64) {
    let tokens = movers.iter().filter_map(|mover| match mover {
        Mover::Token(token) => Some(token),
        _ => None,
    });
    settle(plan, tokens, now);
}

/// Whether there are so many nodes that some are but marks.
pub(crate) fn crowded(plan: &Plan) -> bool {
    plan.spots.iter().any(Spot::tiny)
}

/// How many messages are not drawn.
pub(crate) fn overflow(pen: &mut Pen, sheet: &Sheet<'_>) {
    let most = MOST[usize::from(crowded(sheet.plan))];
    let more = sheet.frame.messages.len().saturating_sub(most);
    if more == 0 {
        return;
    }
    let mut text = String::from("+");
    push_int(&mut text, more as u64);
    text.push_str(sheet.words.more);
    pen.out.open("text").class(&["more"]).num("x", sheet.plan.size.0 - 12.0).num("y", 20.0);
    pen.out.set("text-anchor", "end").text(&text).close();
}

/// Words in as many lines as they need.
#[inline]
pub fn lines(text: &str, room: f64, per_char: f64) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match all.last_mut() {
            Some(line) if width(line, per_char) + width(word, per_char) + per_char <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => all.push(word.into()),
        }
    }
    all
}
