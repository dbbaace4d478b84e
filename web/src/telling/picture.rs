//! The dialog and what is drawn in it.

use super::Telling;
use crate::components::Button;
use crate::geometry::history::{BAR, Bar, Board};
use crate::html::{all, html};
use crate::msg::Msg;
use crate::session::{Session, broken};
use crate::texts::t;
use clusterscope::narrate::Lang;
use clusterscope_picture::words::words;
use yew::prelude::*;

/// A history, ready to be drawn.
pub(super) struct Shown {
    /// What cannot be explained.
    facts: String,
    /// What the picture says in words.
    told: String,
    /// What its numbers mean.
    legend: String,
    board: Board,
    /// The names of the rows.
    names: Vec<String>,
}

impl Shown {
    /// That of the first rule that is broken at the present position and has one.
    pub(super) fn of(session: &Session) -> Option<Self> {
        let mut rules = broken(&session.verdict, session.position.event);
        let rule = rules.find(|rule| rule.history)?;
        let history = session.stage().history(rule.name)?;
        let facts = rule.broken.iter().flat_map(|broken| &broken.facts);
        let facts = facts.map(|fact| &*fact.text).collect::<Vec<_>>().join("; ");
        let words = words(Lang::En);
        let board = Board::new(&history, 0.0, words);
        let name = |row: &Option<_>| {
            let id = row.as_ref()?;
            session.frame.nodes.iter().find(|node| node.id == *id).map(|node| node.name.clone())
        };
        let names: Vec<_> =
            board.rows.iter().map(|(row, _)| name(row).unwrap_or_default()).collect();
        let mut told = String::new();
        for bar in &board.bars {
            let row = board.rows.iter().position(|(_, y)| *y == bar.y).unwrap_or_default();
            for part in [&names[row], " ", &bar.text, "; "] {
                told.push_str(part);
            }
        }
        let mut legend = String::from(words.order);
        if history.earlier > 0 {
            for part in [" ", &history.earlier.to_string(), words.earlier] {
                legend.push_str(part);
            }
        }
        Some(Self { facts, told, legend, board, names })
    }
}

impl Telling for Shown {
    fn draw(&self, on: &Callback<Msg>) -> Html {
        let close = Button { class: "play", ..Button::new(t().close) }.draw(on, Msg::Open(None));
        let closed = on.clone();
        let onclose = Callback::from(move |_: Event| closed.emit(Msg::Open(None)));
        html! {
            <dialog class="wide" aria-label={t().history} {onclose}>
                <h2>{ t().history }</h2>
                <p>{ &*self.facts }</p>
                <div class="history" tabindex="0">{ drawing(self) }</div>
                <p class="t3">{ &*self.legend }</p>
                { close }
            </dialog>
        }
    }
}

fn drawing(shown: &Shown) -> Html {
    let Board { size, rows, bars, ticks } = &shown.board;
    let row = |((_, y), name): (&(_, f64), &String)| {
        html! {
            <g>
                <line class="guide" x1="36" x2={size.0} y1={*y} y2={*y} />
                <text class="told-who" x="16" y={y + 4.5}>{ &**name }</text>
            </g>
        }
    };
    let tick = |(x, text): &(f64, String)| {
        html! {
            <text class="tick" x={*x} y={size.1 - 10.0}>{ &**text }</text>
        }
    };
    html! {
        <svg width={size.0} height={size.1} role="img" aria-label={shown.told.clone()}>
            { all(rows.iter().zip(&shown.names).map(row)) }
            { all(bars.iter().map(operation)) }
            { all(ticks.iter().map(tick)) }
        </svg>
    }
}

fn operation(bar: &Bar) -> Html {
    let effect = bar.effect.as_ref().map(|(x, rank)| {
        html! {
            <g class="told-at">
                <circle cx={*x} cy={bar.y} r="9" />
                <text x={*x} y={bar.y + 4.5}>{ &**rank }</text>
            </g>
        }
    });
    html! {
        <g class={bar.classes().join(" ")}>
            <rect x={bar.x} y={bar.y - BAR / 2.0} width={bar.w} height={BAR} rx="4" />
            <text x={bar.x} y={bar.words()}>{ &*bar.text }</text>
            { effect }
        </g>
    }
}
