//! One message on its way.

use crate::geometry::Path;
use crate::geometry::crowd::SMALL;
use crate::motion::{TALL, Way, token_width};
use crate::pen::{Mover, Pen, Sheet, Token};
use crate::pick::Pick;
use crate::shape::{self, BROKEN, PIECES, bars, clipped, cross, message_tone, sign};
use alloc::string::String;
use clusterscope::exhibit::MessageFrame;
use clusterscope::protocol::NodeId;
use clusterscope::view::MessageKind;
use core::cell::Cell;

/// One message of a frame.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'a> {
    /// The message.
    pub(crate) message: &'a MessageFrame,
    /// How many messages before it are at the same place all the time.
    pub(crate) slot: usize,
    /// Whether it was lost just now.
    pub(crate) gone: bool,
}

impl<'a> Sent<'a> {
    fn lost(&self) -> bool {
        self.gone || self.message.lost
    }

    /// The class of its colour.
    pub(crate) fn tone(&self) -> &'static str {
        message_tone(self.message.view.kind, self.message.view.tone)
    }

    /// What is printed on it.
    pub(crate) fn label(&self, compact: bool) -> &'a str {
        let view = &self.message.view;
        if compact { &view.short } else { &view.label }
    }

    /// Its way with a token of this size.
    pub(crate) fn way(&self, sheet: &Sheet<'_>, size: (f64, f64)) -> Way {
        Way::new(sheet.plan, self.message, size, self.slot, self.gone)
    }

    /// How wide its token is, and how tall.
    pub(crate) fn size(&self, compact: bool) -> (f64, f64) {
        (token_width(self.message, self.label(compact)), TALL)
    }

    /// What moves its token.
    pub(crate) fn token(&self, sheet: &Sheet<'_>) -> Token {
        let size = self.size(sheet.plan.compact);
        let ways = [size, SMALL].map(|size| self.way(sheet, size));
        Token { ways, size: (size.0 + 2.0, size.1 + 2.0), tight: Cell::new(None) }
    }
}

/// Draws the way of a message: what is behind it solid, what is before it dotted.
pub(crate) fn track(pen: &mut Pen, sheet: &Sheet<'_>, sent: &Sent<'_>) {
    let way = sent.way(sheet, SMALL);
    let (lost, gone) = (sent.lost(), way.broken(false, sheet.now));
    let tone = if gone && !pen.live { "t-danger" } else { sent.tone() };
    pen.out.open("g").class(&["track", tone]).set("transform", &way.lane.transform());
    if gone {
        pen.out.set("data-gone", "");
    }
    let end = if lost { way.last } else { way.lane.length };
    let at = way.at(false, sheet.now);
    if pen.live || !gone {
        let from = if pen.live { 0.0 } else { at };
        pen.out.open("line").class(&["rest"]).num("x1", from).num("x2", end).close();
    }
    pen.out.open("line").class(&["tail"]);
    if pen.live {
        // Its transform counts thousands, so that a unit is enough for all lengths.
        pen.out.set("x2", "1").set("transform", "scale(0 1)");
    } else {
        pen.out.num("x2", at);
    }
    pen.moves(|| Mover::Tail(way));
    pen.out.close();
    if !lost {
        let head = Path::default().to(end - 7.0, -4.0).line(end, 0.0).line(end - 7.0, 4.0);
        pen.out.path(&["head"], &head);
    } else if pen.live || !gone {
        pen.out.path(&["cross t-danger"], &cross(Path::default(), end, 0.0, 4.0));
    }
    pen.out.close();
}

/// Draws a message itself; `tight` says how far aside it lies, if it has no room for words.
pub(crate) fn token(pen: &mut Pen, sheet: &Sheet<'_>, sent: &Sent<'_>, token: Token) {
    let (now, tight, [large, small]) = (sheet.now, token.tight.get(), token.ways);
    let gone = large.broken(false, now);
    let way = if tight.is_some() { small } else { large };
    let (x, y) = way.place(false, now, tight.unwrap_or(0.0));
    let view = &sent.message.view;
    let selected = sheet.selected == Some(Pick::Message(sent.message.id));
    pen.out.group(&["token", sent.tone()], x, y);
    if gone {
        pen.out.set("data-gone", "");
    }
    pen.out.set_if("data-tight", (tight.is_some() && pen.live).then_some(""));
    pen.pick(Pick::Message(sent.message.id));
    pen.button(&name(sheet, sent), selected);
    let wide = sent.size(sheet.plan.compact).0;
    pen.moves(|| Mover::Token(token));
    if pen.live {
        let hit = if sheet.plan.compact { 44.0 } else { 28.0 };
        pen.out.boxed(&["hit"], (wide + 6.0).max(hit), hit, 3.0);
    }
    if pen.live || !gone && tight.is_none() {
        case(pen, sent.message, wide, sent.label(sheet.plan.compact));
    }
    if pen.live || !gone && tight.is_some() {
        pen.out.open("g").class(&["small", shape::case(view.kind)]);
        outline(pen, view.kind, SMALL.0, SMALL.1);
        if view.kind != MessageKind::Request {
            pen.out.path(&["sign"], &sign(view.kind, 0.0));
        }
        pen.out.close();
    }
    if sent.lost() && (pen.live || gone) {
        shards(pen, if sheet.plan.compact && !pen.live { "" } else { sheet.words.lost });
    }
    if selected {
        pen.out.boxed(&["chosen"], wide + 10.0, TALL + 10.0, 2.0);
    }
    pen.out.close();
}

/// The outline of a token.
pub(crate) fn outline(pen: &mut Pen, kind: MessageKind, w: f64, h: f64) {
    match kind {
        MessageKind::Request => pen.out.boxed(&[], w, h, 0.0),
        MessageKind::Grant => pen.out.boxed(&[], w, h, h / 2.0),
        MessageKind::Refusal => pen.out.path(&[], &clipped(w, h)),
    };
}

/// A token with its words.
pub(crate) fn case(pen: &mut Pen, message: &MessageFrame, wide: f64, label: &str) {
    let kind = message.view.kind;
    let pause = if message.held { 13.0 } else { 0.0 };
    let icon = if kind == MessageKind::Request { 0.0 } else { 15.0 };
    pen.out.open("g").class(&[shape::case(kind)]);
    outline(pen, kind, wide, TALL);
    if icon > 0.0 {
        pen.out.path(&["sign"], &sign(kind, 13.0 - wide / 2.0));
    }
    pen.out.words(&[], (icon - pause) / 2.0, 4.5, label);
    if message.held {
        pen.out.path(&["held"], &bars(Path::default(), wide / 2.0 - 12.0, 0.0, 4.5));
    }
    pen.out.close();
}

/// What is left of a lost message.
pub(crate) fn shards(pen: &mut Pen, word: &str) {
    pen.out.open("g").class(&["shards t-danger"]);
    pen.out.line(&["pieces"], PIECES).line(&["cross"], BROKEN);
    if !word.is_empty() {
        pen.out.open("text").num("y", 27.0).text(word).close();
    }
    pen.out.close();
}

/// What kind of message, from whom to whom, and what is printed on it.
fn name(sheet: &Sheet<'_>, sent: &Sent<'_>) -> String {
    let (message, w) = (sent.message, sheet.words);
    let name = |id: NodeId| sheet.frame.nodes.get(id.index()).map_or("", |node| node.name.as_str());
    let mut text = [message.kind, w.from, name(message.from), w.link_to, name(message.to)].concat();
    text.push_str(", ");
    text.push_str(sent.label(sheet.plan.compact));
    for (is, word) in [(sent.lost(), w.lost), (message.held, w.held)] {
        if is {
            text.push_str(", ");
            text.push_str(word);
        }
    }
    text
}
