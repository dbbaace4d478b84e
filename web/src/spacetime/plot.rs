//! What happened, the axis, and the playhead over it.

use super::arrows::{Causes, bundles, lanes, line};
use super::marks::marks;
use crate::components::part::{Guards, Moving, Own};
use crate::geometry::board::Board;
use crate::geometry::{Path, between, time, translate};
use crate::html::{classes, html};
use crate::motion::{Beat, Mover, Playhead, Words};
use crate::scene::Pick;
use crate::words::w;
use clusterscope::exhibit::{Diagram, Tick};
use clusterscope_picture::lanes::clocks::{Clock, readings};
use std::rc::Rc;
use yew::prelude::*;

/// What the plot shows.
pub struct PlotProps {
    /// The layout.
    pub board: Board,
    /// What happened.
    pub diagram: Rc<Diagram>,
    /// The steps with logical clocks, and which clock is shown.
    pub ticks: (Rc<Vec<Tick>>, Clock),
    /// What is selected.
    pub selected: Option<Pick>,
    /// The causal past and future of the selected event.
    pub causes: Option<Rc<(Vec<usize>, Vec<usize>)>>,
    /// The moment shown.
    pub playhead: Playhead,
}

impl PartialEq for PlotProps {
    fn eq(&self, other: &Self) -> bool {
        self.selected == other.selected
            && self.board == other.board
            && self.playhead == other.playhead
            && (Rc::ptr_eq(&self.diagram, &other.diagram) || self.diagram == other.diagram)
            && self.causes == other.causes
            && self.ticks == other.ticks
    }
}

impl Moving for PlotProps {
    fn draw(&self, own: &Own) -> Html {
        let board = &self.board;
        let [veil, flag, moment, ..] = own.refs.clone();
        let causes = self.causes.as_deref().map(|causes| Causes::new(causes, self.selected));
        let bundles = bundles(board, &self.diagram, causes.as_ref());
        let (wide, tall) = (board.plot.w, board.size.1);
        let top = board.plot.y - 6.0;
        let cover = board.plot.h + 6.0;
        let class = classes!("plot", causes.is_some().then_some("explained"));
        let line = Path::default().segment(0.0, 20.0, 0.0, board.plot.y + board.plot.h);
        html! {
            <>
                <svg {class} x={board.plot.x} width={wide} height={tall}>
                    { for lanes(board, &self.diagram).into_iter().map(|(class, tone, path)| html! {
                        <path class={classes!(class, tone)} d={path} />
                    }) }
                    { for bundles.iter().map(|bundle| html! {
                        <g class={classes!("arrows", bundle.tone, bundle.light.class())}>
                            <path class="line" d={bundle.lines.clone()} />
                            <path class="head" d={bundle.heads.clone()} />
                            <path class="dots" d={bundle.dots.clone()} />
                        </g>
                    }) }
                    { marks(board, &self.diagram, causes.as_ref()) }
                    { chosen(board, &self.diagram, self.selected) }
                    { self.clocks() }
                    <g ref={veil} class="now" transform="translate(0 0)">
                        <rect class="veil" y={top} width={wide}
                            height={cover} />
                        <rect fill="url(#scope-hatch)" y={top} width={wide} height={cover} />
                        <path class="line" d={line} />
                    </g>
                    { for bundles.into_iter().map(|bundle| html! {
                        <path class={classes!("ahead", bundle.tone, bundle.light.class())}
                            d={bundle.lines} />
                    }) }
                    { chosen_ahead(board, &self.diagram, self.selected) }
                </svg>
                { axis(board) }
                { key(board, causes.is_some(), self.ticks.1, self.diagram.truncated) }
                <g ref={flag} class="flag" transform="translate(0 0)">
                    <rect x="-33" y="1" width="66" height="20" />
                    <text ref={moment} y="15"></text>
                </g>
            </>
        }
    }

    /// Moves the playhead, and its words.
    fn follow(&self, own: &Own) -> Guards {
        let [veil, flag, moment, ..] = &own.refs;
        let (veil, flag) = (Mover::of(veil)?, Mover::of(flag)?);
        let mut moment = Words::of(moment)?;
        let board = self.board.clone();
        let glide = self.playhead.on(Beat::Half, move |now| {
            let x = between(-2.0, board.scale.x(now), board.plot.w + 2.0);
            veil.to(x, 0.0);
            let edge = board.size.0 - 34.0;
            flag.to(between(34.0, board.plot.x + x, edge), 0.0);
        });
        let say = self.playhead.on(Beat::Full, move |now| {
            moment.say(crate::texts::moment(now.max(0.0) as u64));
        });
        Some(Box::new([glide, say]))
    }
}

impl PlotProps {
    /// What logical clocks show after each step; those of what is selected for certain.
    fn clocks(&self) -> Html {
        let (ticks, clock) = &self.ticks;
        let chosen: Vec<usize> = match self.selected {
            Some(Pick::Event(event)) => vec![event],
            Some(Pick::Message(id)) => {
                let arrow = self.diagram.arrows.iter().find(|arrow| arrow.id == id);
                arrow.map_or_else(Vec::new, |arrow| {
                    [Some(arrow.cause), arrow.end].into_iter().flatten().collect()
                })
            }
            _ => Vec::new(),
        };
        let drawn = readings(&self.board, ticks, *clock, &chosen);
        html! {
            <g class="clocks">
                { for drawn.into_iter().map(|(text, x, y, chosen)| html! {
                    <text class={chosen.then_some("chosen")} x={x} y={y}>{ text }</text>
                }) }
            </g>
        }
    }
}

/// The selected message, over the others.
fn chosen(board: &Board, diagram: &Diagram, selected: Option<Pick>) -> Html {
    match chosen_arrow(board, diagram, selected) {
        Some(path) => html! {
            <>
                <path class="chosen-halo" d={path.clone()} />
                <path class="chosen" d={path} />
            </>
        },
        None => Html::default(),
    }
}

/// What is yet to come of the selected message, or the selected event.
fn chosen_ahead(board: &Board, diagram: &Diagram, selected: Option<Pick>) -> Html {
    let (class, path) = match selected {
        Some(Pick::Event(event)) => {
            let place = place(board, diagram, event);
            ("chosen", place.map(|(x, y)| Path::default().circle(x, y, 10.0)))
        }
        _ => ("ahead chosen", chosen_arrow(board, diagram, selected)),
    };
    match path {
        Some(path) => html! { <path {class} d={path} /> },
        None => Html::default(),
    }
}

fn chosen_arrow(board: &Board, diagram: &Diagram, selected: Option<Pick>) -> Option<Path> {
    let Some(Pick::Message(id)) = selected else { return None };
    let arrow = diagram.arrows.iter().find(|arrow| arrow.id == id)?;
    Some(line(Path::default(), board, arrow))
}

/// Where an event stands: at its mark, or where a message arrived or left.
fn place(board: &Board, diagram: &Diagram, event: usize) -> Option<(f64, f64)> {
    let mark = diagram.marks.iter().find(|mark| mark.event == event);
    let end = || diagram.arrows.iter().find(|arrow| arrow.end == Some(event));
    let start = || diagram.arrows.iter().find(|arrow| arrow.cause == event);
    mark.map(|mark| (board.x(mark.at), board.y(mark.node)))
        .or_else(|| end().map(|arrow| board.ends(arrow)[1]))
        .or_else(|| start().map(|arrow| board.ends(arrow)[0]))
}

fn axis(board: &Board) -> Html {
    let (ticks, step) = board.scale.ticks(if board.compact { 64.0 } else { 84.0 });
    let y = board.plot.y + board.plot.h;
    let mut path = Path::default().segment(0.0, y, board.plot.w, y);
    for at in &ticks {
        let x = board.x(*at).round();
        path = path.segment(x, y, x, y + 5.0);
    }
    let roomy = 8.0..board.plot.w - 38.0;
    let unit = if step >= 1_000_000 { w().seconds } else { w().ms };
    html! {
        <g class="axis" transform={translate(board.plot.x, 0.0)}>
            <path d={path} />
            { for ticks.iter().filter(|at| roomy.contains(&board.x(**at))).map(|at| html! {
                <text x={board.x(*at)} y={y + 19.0}>{ time::tick(*at, step) }</text>
            }) }
            <text class="unit" x={board.plot.w} y={y + 19.0}>{ unit }</text>
        </g>
    }
}

/// What the colours of causes and the numbers mean, and that something is left out.
fn key(board: &Board, causes: bool, clock: Clock, truncated: bool) -> Html {
    let right = board.size.0 - 16.0;
    let item = |x: f64, class: &'static str, word: &'static str| {
        html! {
            <g {class} transform={translate(x, 12.0)}>
                <path class="line" d="M0 0H20" />
                <text x="26" y="4">{ word }</text>
            </g>
        }
    };
    let words = match clock {
        Clock::Off => None,
        Clock::Lamport => Some(w().lamport),
        Clock::Vector => Some(w().vectors),
    };
    html! {
        <g class="key">
            if causes {
                { item(board.plot.x, "past", w().past) }
                { item(board.plot.x + 90.0, "future", w().future) }
            }
            if let Some(words) = words {
                <text x={right - if truncated { 96.0 } else { 0.0 }} y="16" text-anchor="end">
                    { words }
                </text>
            }
            if truncated {
                <text x={right} y="16" text-anchor="end">{ w().truncated }</text>
            }
        </g>
    }
}
