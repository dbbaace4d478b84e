//! Messages on their way, through all pictures of a film.

use super::keys::{Keys, Points, Shown};
use crate::film::Film;
use crate::geometry::crowd::SMALL;
use crate::geometry::place::Plan;
use crate::geometry::{Lane, Path, translate};
use crate::markup::Markup;
use crate::motion::Way;
use crate::pen::{Pen, Sheet};
use crate::shape::{self, sign};
use crate::stage::message::{Sent, case, outline, shards};
use crate::stage::{messages, settle};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::MessageFrame;
use clusterscope::protocol::Micros;
use clusterscope::view::MessageKind;

/// How long what is left of a lost message is seen.
const SHARDS: Micros = 40_000;

/// A stretch in which a message moves evenly.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: Micros,
    to: Micros,
    /// With words, and without.
    ways: [Way; 2],
}

/// One message.
#[derive(Debug)]
struct Flight {
    lane: (usize, usize),
    tone: &'static str,
    lost: bool,
    /// With words, and without.
    looks: [String; 2],
    pieces: Vec<Piece>,
    /// What its last piece depends on.
    state: (Micros, Micros, bool, usize),
    open: bool,
    /// How long it had room for words, and how long it had not.
    room: [Micros; 2],
}

/// All messages of a film.
#[derive(Debug, Default)]
pub(crate) struct Flights {
    all: BTreeMap<u32, Flight>,
    /// Where messages were lost, and when.
    losses: BTreeMap<u32, ((f64, f64), Micros)>,
}

impl Flights {
    /// Takes in the messages of the next picture, which is shown until the moment `until`.
    pub(crate) fn see(&mut self, sheet: &Sheet<'_>, until: Micros) {
        let now = sheet.frame.now;
        let sent = messages(sheet.frame, sheet.plan);
        for flight in self.all.values_mut() {
            if flight.open {
                flight.pieces.last_mut().expect("an open flight has one").to = now;
            }
            flight.open = false;
        }
        for one in &sent {
            if one.gone {
                let way = one.way(sheet, one.size(sheet.plan.compact));
                let place = way.place(false, now as f64, 0.0);
                self.losses.entry(one.message.id).or_insert((place, one.message.due));
            } else {
                self.fly(sheet, one, now);
            }
        }
        self.crowd(sheet, &sent, now, until);
    }

    fn fly(&mut self, sheet: &Sheet<'_>, one: &Sent<'_>, now: Micros) {
        let message = one.message;
        let ways = [one.size(sheet.plan.compact), SMALL].map(|size| one.way(sheet, size));
        let state = (message.sent, message.due, message.held, one.slot);
        let piece = Piece { from: now, to: now, ways };
        match self.all.get_mut(&message.id) {
            Some(flight) => {
                if flight.state != state {
                    flight.pieces.push(piece);
                    flight.looks = looks(sheet, one);
                }
                (flight.state, flight.open, flight.lost) = (state, true, message.lost);
            }
            None => {
                let flight = Flight {
                    lane: (message.from.index(), message.to.index()),
                    tone: one.tone(),
                    lost: message.lost,
                    looks: looks(sheet, one),
                    pieces: Vec::from([piece]),
                    state,
                    open: true,
                    room: [0, 0],
                };
                self.all.insert(message.id, flight);
            }
        }
    }

    /// Notes who has room for words in the middle of the time until the next picture.
    fn crowd(&mut self, sheet: &Sheet<'_>, sent: &[Sent<'_>], now: Micros, until: Micros) {
        let span = until.saturating_sub(now);
        let tokens: Vec<_> = sent.iter().map(|one| one.token(sheet)).collect();
        settle(sheet.plan, tokens.iter(), (now + span / 2) as f64);
        for (one, token) in sent.iter().zip(&tokens) {
            if let Some(flight) = self.all.get_mut(&one.message.id) {
                flight.room[usize::from(token.tight.get().is_some())] += span;
            }
        }
    }

    /// The film ends at this moment.
    pub(crate) fn end(&mut self, at: Micros) {
        for flight in self.all.values_mut().filter(|flight| flight.open) {
            flight.pieces.last_mut().expect("an open flight has one").to = at;
        }
    }

    /// Draws the ways ahead: one for all that look alike, as long as there is a message on it.
    pub(crate) fn tracks(&self, out: &mut Markup, keys: &mut Keys, film: &Film, plan: &Plan) {
        type Look = ((usize, usize), &'static str, bool);
        let mut tracks: BTreeMap<Look, Vec<Shown>> = BTreeMap::new();
        for flight in self.all.values() {
            let (Some(first), Some(last)) = (flight.pieces.first(), flight.pieces.last()) else {
                continue;
            };
            let until = if flight.open { keys.length() } else { film.at(last.to) };
            let times = tracks.entry((flight.lane, flight.tone, flight.lost)).or_default();
            times.push((film.at(first.from), until));
        }
        out.open("g").class(&["messages"]);
        for (((from, to), tone, lost), times) in tracks {
            let lane = plan.lane(from, to);
            let end = if lost {
                lane.travel(SMALL.0, SMALL.1, crate::geometry::board::LOST_AT).1
            } else {
                lane.length
            };
            let class = keys.seen(&merged(times));
            out.open("g").class(&["track", tone, &class]).set("transform", &lane.transform());
            out.open("line").class(&["rest"]).num("x2", end).close();
            if lost {
                let d = shape::cross(Path::default(), end, 0.0, 4.0);
                out.path(&["cross t-danger"], &d);
            } else {
                let head = Path::default().to(end - 7.0, -4.0).line(end, 0.0).line(end - 7.0, 4.0);
                out.path(&["head"], &head);
            }
            out.close();
        }
        out.close();
    }

    /// Draws the messages, each with the way that is behind it, lane by lane.
    pub(crate) fn tokens(&self, out: &mut Markup, keys: &mut Keys, film: &Film, sheet: &Sheet<'_>) {
        let mut lanes: BTreeMap<(usize, usize), Vec<&Flight>> = BTreeMap::new();
        for flight in self.all.values() {
            lanes.entry(flight.lane).or_default().push(flight);
        }
        let clip = [sheet.prefix, "ahead"].concat();
        out.open("clipPath").set("id", &clip).open("rect").set("x", "-3").set("y", "-999");
        out.set("width", "9999").set("height", "1998").close().close();
        out.open("g").class(&["messages"]);
        for ((from, to), flights) in lanes {
            let lane = sheet.plan.lane(from, to);
            out.open("g").set("transform", &lane.transform());
            out.set("clip-path", &["url(#", &clip, ")"].concat());
            for flight in flights {
                flight.write(out, keys, film, &lane);
            }
            out.close();
        }
        self.shards(out, keys, film, sheet);
        out.close();
    }

    fn shards(&self, out: &mut Markup, keys: &mut Keys, film: &Film, sheet: &Sheet<'_>) {
        for ((x, y), at) in self.losses.values() {
            let class = keys.seen(&[(film.at(*at), film.at(at + SHARDS).min(keys.length()))]);
            let mut pen = Pen::default();
            shards(&mut pen, if sheet.plan.compact { "" } else { sheet.words.lost });
            out.open("g").class(&[&class]).set("transform", &translate(*x, *y));
            out.raw(&pen.out.finish()).close();
        }
    }
}

impl Flight {
    /// Draws it along its lane.
    fn write(&self, out: &mut Markup, keys: &mut Keys, film: &Film, lane: &Lane) {
        let tight = usize::from(self.room[1] > self.room[0]);
        let mut points: Points = Vec::new();
        for piece in &self.pieces {
            for (play, moment) in film.legs(piece.from, piece.to) {
                let point = (play, piece.ways[tight].at(false, moment as f64));
                match points.last_mut() {
                    // Where nothing happens between two points, one is enough.
                    Some(last) if last.0 == play => *last = point,
                    _ => points.push(point),
                }
            }
        }
        let Some(last) = points.last().copied() else { return };
        let class = keys.travels(&points, self.open);
        out.open("g").class(&[self.tone, &class]);
        out.set("transform", &translate(last.1, 0.0));
        let back = Path::default().segment(-lane.length, 0.0, 0.0, 0.0);
        out.path(&["tail"], &back);
        let aside = self.pieces.last().map_or(0.0, |piece| piece.ways[tight].aside);
        let upright =
            Lane { from: (0.0, aside), along: (lane.along.0, -lane.along.1), length: 0.0 };
        out.open("g").set("transform", &upright.transform()).raw(&self.looks[tight]);
        out.close().close();
    }
}

/// A token with words, and one without.
fn looks(sheet: &Sheet<'_>, one: &Sent<'_>) -> [String; 2] {
    let message: &MessageFrame = one.message;
    let (compact, kind) = (sheet.plan.compact, message.view.kind);
    let mut large = Pen::default();
    case(&mut large, message, one.size(compact).0, one.label(compact));
    let mut small = Pen::default();
    small.out.open("g").class(&[shape::case(kind)]);
    outline(&mut small, kind, SMALL.0, SMALL.1);
    if kind != MessageKind::Request {
        small.out.path(&["sign"], &sign(kind, 0.0));
    }
    [large.out.finish(), small.out.finish()]
}

/// Times in order, those that touch as one.
fn merged(mut times: Vec<Shown>) -> Vec<Shown> {
    times.sort_unstable();
    let mut all: Vec<Shown> = Vec::new();
    for (from, to) in times {
        match all.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => all.push((from, to)),
        }
    }
    all
}
