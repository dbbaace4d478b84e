//! The column at the left: who has which lane, and what it is now.

use crate::geometry::board::Board;
use crate::geometry::{fit, translate};
use crate::html::{classes, html};
use crate::scene::Pick;
use crate::shape::{outline, status, tone};
use crate::stage::pick;
use crate::words::w;
use clusterscope::exhibit::{Frame, NodeFrame, Status};
use clusterscope::view::Shape;
use std::rc::Rc;
use yew::prelude::*;

/// The nodes of a frame.
pub struct LabelsProps {
    /// The layout.
    pub board: Board,
    /// The picture.
    pub frame: Rc<Frame>,
    /// What is selected.
    pub selected: Option<Pick>,
}

impl PartialEq for LabelsProps {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&NodeFrame, &NodeFrame)| {
            (a.status, a.view.shape, a.view.tone) == (b.status, b.view.shape, b.view.tone)
                && a.name == b.name
                && a.view.short == b.view.short
        };
        let (a, b) = (&self.frame.nodes, &other.frame.nodes);
        self.selected == other.selected
            && self.board == other.board
            && (Rc::ptr_eq(&self.frame, &other.frame)
                || a.len() == b.len() && a.iter().zip(b).all(same))
    }
}

/// Draws the column.
pub fn labels(props: &LabelsProps) -> Html {
    let board = &props.board;
    let shown = board.rows.iter().filter_map(|node| props.frame.nodes.get(node.index()));
    html! {
        <g class="labels">
            { for shown.map(|node| {
                label(board, node, props.selected == Some(Pick::Node(node.id)))
            }) }
        </g>
    }
}

fn label(board: &Board, node: &NodeFrame, selected: bool) -> Html {
    let y = board.y(node.id);
    let tone = if node.status == Status::Down { "t-danger" } else { tone(node.view.tone) };
    let shape = if node.status == Status::Down { Shape::Circle } else { node.view.shape };
    let solid = (shape == Shape::Hexagon).then_some("solid");
    let tall = board.lane;
    let body = outline(shape, (tall * 0.45).min(11.0));
    // Where nothing stands behind it, a name may be longer.
    let alone = node.view.short.is_empty();
    let room = if alone { (board.plot.x - 42.0).max(34.0) } else { 34.0 };
    html! {
        <g class={classes!("label", tone, status(node.status))}
            transform={translate(0.0, y)}
            data-pick={pick::encode(Pick::Node(node.id))}>
            <g role="button" tabindex="0" aria-pressed={if selected { "true" } else { "false" }}
                aria-label={[w().lane, &node.name].concat()}>
                <rect class="hit" y={-tall / 2.0} width={board.plot.x - 4.0}
                    height={tall} />
                <rect class="focus" x="3" y={3.0 - tall / 2.0} width={board.plot.x - 8.0}
                    height={tall - 6.0} rx="3" />
                <g transform="translate(20 0)">
                    <path class={classes!("body", solid)} d={body} />
                    if node.status == Status::Down {
                        <path class="crash" d="M-3.5-3.5 3.5 3.5M-3.5 3.5 3.5-3.5" />
                    }
                    if node.status == Status::Paused {
                        <path class="crash" d="M-1.75-3.5V3.5M1.75-3.5V3.5" />
                    }
                </g>
                <text class="name" x="36" y="4.5">{ fit(&node.name, room, 7.6) }</text>
            </g>
            if !board.compact && node.status != Status::Unborn {
                <text class="t3" x="62" y="4.5">
                    { fit(&node.view.short, board.plot.x - 64.0, 6.2) }
                </text>
            }
        </g>
    }
}
