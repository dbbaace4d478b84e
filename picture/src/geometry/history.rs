//! Where the operations of a history stand: a row for each client, a column for each call and
//! answer, wide enough for what is printed there.

use super::{num, width};
use crate::words::{Words, moment};
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::protocol::NodeId;
use clusterscope::view::history::{Fate, History, Operation};

/// How tall a row is, and where in it words and bars stand.
const ROW: f64 = 54.0;
const WORDS: f64 = 15.0;
/// How tall a bar is.
pub const BAR: f64 = 18.0;
/// Where columns begin, and how far they keep from the right edge.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 16.0;
/// The least distance of columns, and what one takes in which something takes effect.
const LEAST: f64 = 14.0;
const DOT: f64 = 24.0;
/// How much a character takes.
const WIDE: f64 = 6.9;

/// A history, laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// Width and height.
    pub size: (f64, f64),
    /// The rows: whose each is, and where its bars have their middle.
    pub rows: Vec<(Option<NodeId>, f64)>,
    /// The operations.
    pub bars: Vec<Bar>,
    /// Moments below, and where they stand.
    pub ticks: Vec<(f64, String)>,
}

/// One operation, laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Where it begins, its middle, and how long it is.
    pub x: f64,
    /// See `x`.
    pub y: f64,
    /// See `x`.
    pub w: f64,
    /// Whether its answer fits no order.
    pub wrong: bool,
    /// Whether nobody was told what came of it.
    pub open: bool,
    /// What was asked and told.
    pub text: String,
    /// Where it takes effect, and as which of all.
    pub effect: Option<(f64, String)>,
}

impl Bar {
    /// Its classes; the second is that of its colour.
    pub fn classes(&self) -> [&'static str; 3] {
        match (self.wrong, self.open) {
            (true, _) => ["told-bar", "t-danger", "told-wrong"],
            (_, true) => ["told-bar", "t-ink", "told-open"],
            _ => ["told-bar", "t-ink", ""],
        }
    }

    /// Where its words have their base line.
    pub fn words(&self) -> f64 {
        self.y - BAR / 2.0 - 6.0
    }
}

impl Board {
    /// Lays a history out, in as much room as it takes; if there is more, columns stand further
    /// apart.
    pub fn new(history: &History, room: f64, words: &Words) -> Self {
        let mut rows: Vec<Option<NodeId>> = Vec::new();
        for client in history.operations.iter().map(|it| it.client) {
            if let Err(place) = rows.binary_search(&client) {
                rows.insert(place, client);
            }
        }
        let texts: Vec<String> = history.operations.iter().map(|it| text(it, words)).collect();
        let edges = edges(history, &texts, room);
        let y = |place: usize| ROW * place as f64 + WORDS + 8.0 + BAR / 2.0;
        let bars = history.operations.iter().zip(&texts).map(|(it, text)| {
            let x = edges[it.called];
            let end = it.ended.unwrap_or(history.columns.len());
            let row = rows.binary_search(&it.client).unwrap_or_default();
            Bar {
                x,
                y: y(row),
                w: edges[end] - x,
                wrong: matches!(it.fate, Fate::Blamed(_)),
                open: matches!(it.fate, Fate::Open | Fate::GivenUp),
                text: text.clone(),
                effect: it.effect.map(|effect| spot(history, &edges, effect)),
            }
        });
        let bars = bars.collect();
        let size = (edges[history.columns.len()] + RIGHT, ROW * rows.len() as f64 + 28.0);
        let ticks = ticks(history, &edges);
        let rows = rows.into_iter().enumerate().map(|(place, who)| (who, y(place))).collect();
        Self { size, rows, bars, ticks }
    }
}

/// What is printed above an operation.
fn text(it: &Operation, words: &Words) -> String {
    let mut text = it.call.clone();
    let answer = match &it.fate {
        Fate::Fits => &it.answer,
        Fate::Open => words.open,
        Fate::GivenUp => words.given_up,
        Fate::Blamed(_) => &it.answer,
    };
    for part in [if answer.is_empty() { "" } else { ": " }, answer] {
        text.push_str(part);
    }
    if let Fate::Blamed(instead) = &it.fate {
        for (place, other) in instead.iter().take(3).enumerate() {
            text.push_str(if place == 0 { words.instead } else { words.or });
            text.push_str(other);
        }
    }
    text
}

/// Where the columns stand, and the right end.
fn edges(history: &History, texts: &[String], room: f64) -> Vec<f64> {
    let count = history.columns.len();
    let mut gaps = alloc::vec![LEAST; count];
    for column in history.operations.iter().filter_map(|it| Some(it.effect?.0)) {
        gaps[column] += DOT;
    }
    // Words reach to the next operation of the client, or to the end.
    for end in 1..=count {
        for (place, it) in history.operations.iter().enumerate() {
            let mut later = history
                .operations
                .iter()
                .filter(|other| other.client == it.client && other.called > it.called);
            let next = later.next().map_or(count, |next| next.called);
            if next == end {
                let has: f64 = gaps[it.called..end].iter().sum();
                gaps[end - 1] += (width(&texts[place], WIDE) + 14.0 - has).max(0.0);
            }
        }
    }
    let all: f64 = gaps.iter().sum::<f64>().max(1.0);
    let more = ((room - LEFT - RIGHT) / all).max(1.0);
    let mut edges = Vec::from([LEFT]);
    for gap in gaps {
        edges.push(edges[edges.len() - 1] + gap * more);
    }
    edges
}

/// Where an operation takes effect: those of one column share what is behind it.
fn spot(history: &History, edges: &[f64], (column, rank): (usize, usize)) -> (f64, String) {
    let ranks = history.operations.iter().filter_map(|it| it.effect);
    let same: Vec<usize> = ranks.filter(|it| it.0 == column).map(|it| it.1).collect();
    let before = same.iter().filter(|other| **other < rank).count() as f64;
    let gap = edges[column + 1] - edges[column];
    let x = edges[column] + gap * (before + 1.0) / (same.len() as f64 + 1.0);
    (x, num(rank as f64))
}

/// The moments that have room, the last in any case.
fn ticks(history: &History, edges: &[f64]) -> Vec<(f64, String)> {
    let mut ticks: Vec<(f64, String)> = Vec::new();
    let mut free = edges[history.columns.len()] + RIGHT;
    for (at, x) in history.columns.iter().zip(edges).rev() {
        let text = moment(*at);
        let half = width(&text, WIDE) / 2.0;
        // The words of the last may stand at the edge.
        let x = x.min(edges[history.columns.len()] + RIGHT - half).max(half);
        if x + half <= free {
            free = x - half - 10.0;
            ticks.push((x, text));
        }
    }
    ticks
}
