//! The space-time diagram: a lane for each node, an arrow for each message, on the playhead.

pub mod labels;
pub mod marks;
pub mod plot;

pub use clusterscope_picture::lanes::arrows;

use crate::components::part::{Moving, Own, moving, part};
use crate::geometry::board::{Board, Hit, rows};
use crate::geometry::num;
use crate::html::html;
use crate::scene::{Pick, SceneProps, SpaceTimeProps};
use crate::stage::{key, pick, wanted};
use crate::words::w;
use labels::{LabelsProps, labels};
use plot::PlotProps;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Draws what happened in a window of time. Arrows and marks can be picked; anywhere else a click
/// or a drag moves the playhead.
impl Moving for SpaceTimeProps {
    const MEASURED: bool = true;

    fn draw(&self, own: &Own) -> Html {
        let (host, lanes) = (own.refs[0].clone(), self.frame.nodes.len());
        if own.size.0 < 1.0 || lanes == 0 {
            return html! { <div ref={host} class="scene lanes" /> };
        }
        let selected = match self.scene.selected {
            Some(Pick::Node(node)) => Some(node),
            _ => None,
        };
        let board = Board::new(own.size, rows(lanes, &self.diagram, selected), self.window);
        let press = own.keep();
        let hand =
            Rc::new(Hand { host: host.clone(), board: board.clone(), props: self.clone(), press });
        let [down, moved, up] = [Hand::down, Hand::moved, Hand::up].map(|act| {
            let hand = hand.clone();
            Callback::from(move |event: PointerEvent| act(&hand, &event))
        });
        let scene = &self.scene;
        let (x, y) = (num(board.size.0), num(board.size.1));
        let view = ["0 0 ", &x, " ", &y].concat();
        html! {
            <div ref={host} class="scene lanes" onclick={click(scene)} onkeydown={key(scene)}
                onpointerdown={down} onpointermove={moved} onpointerup={up.clone()}
                onpointercancel={up}>
                <svg class="lanes-svg" width={x} height={y} viewBox={view} role="group"
                    aria-label={w().lanes}>
                    <pattern id="scope-hatch" width="6" height="6" patternUnits="userSpaceOnUse">
                        <path class="hatch" d="M-1 7L7-1M-1 1L1-1M5 7L7 5" />
                    </pattern>
                    { moving("plot", self.plot(&board)) }
                    { part(self.labels(&board), labels) }
                </svg>
            </div>
        }
    }
}

impl SpaceTimeProps {
    fn plot(&self, board: &Board) -> PlotProps {
        PlotProps {
            board: board.clone(),
            diagram: self.diagram.clone(),
            selected: self.scene.selected,
            ticks: self.ticks.clone(),
            causes: self.causes.clone(),
            playhead: self.scene.playhead.clone(),
        }
    }

    fn labels(&self, board: &Board) -> LabelsProps {
        LabelsProps {
            board: board.clone(),
            frame: self.frame.clone(),
            selected: self.scene.selected,
        }
    }
}

fn click(scene: &SceneProps) -> Callback<MouseEvent> {
    let (on_pick, wants) = (scene.on_pick.clone(), scene.wants);
    Callback::from(move |event: MouseEvent| {
        if let Some(pick) = pick::of(event.target()).filter(|pick| wanted(wants, *pick)) {
            on_pick.emit(pick);
        }
    })
}

/// A pointer that is down.
struct Press {
    at: (f64, f64),
    hit: Option<Pick>,
}

/// What a pointer does to the diagram.
struct Hand {
    host: NodeRef,
    board: Board,
    props: SpaceTimeProps,
    press: Rc<RefCell<Option<Press>>>,
}

impl Hand {
    /// Where the pointer is, from the left edge of the plot.
    fn place(&self, event: &PointerEvent) -> Option<(f64, f64)> {
        let host = self.host.cast::<web_sys::Element>()?;
        let corner = host.get_bounding_client_rect();
        Some((
            f64::from(event.client_x()) - corner.left() - self.board.plot.x,
            f64::from(event.client_y()) - corner.top() + f64::from(host.scroll_top()),
        ))
    }

    fn seek(&self, x: f64) {
        self.props.on_seek.emit(self.board.scale.moment(x));
    }

    fn down(&self, event: &PointerEvent) {
        let label = pick::of(event.target()).is_some();
        let Some(at) = self.place(event).filter(|_| event.button() == 0 && !label) else { return };
        let reach = if event.pointer_type() == "touch" { 20.0 } else { 9.0 };
        let hit = self.board.hit(&self.props.diagram, at, reach).map(|hit| match hit {
            Hit::Arrow(id) => Pick::Message(id),
            Hit::Mark(event) => Pick::Event(event),
        });
        if let Some(host) = self.host.cast::<web_sys::Element>() {
            let _ = host.set_pointer_capture(event.pointer_id());
        }
        if hit.is_none() {
            self.seek(at.0);
        }
        *self.press.borrow_mut() = Some(Press { at, hit });
    }

    fn moved(&self, event: &PointerEvent) {
        let Some(at) = self.place(event) else { return };
        let drags = match self.press.borrow_mut().as_mut() {
            None => false,
            Some(press) => {
                // A hand is never quite still.
                if (press.at.0 - at.0).abs() > 5.0 {
                    press.hit = None;
                }
                press.hit.is_none()
            }
        };
        if drags {
            self.seek(at.0);
        }
    }

    fn up(&self, event: &PointerEvent) {
        let press = self.press.borrow_mut().take();
        if let Some(pick) =
            press.and_then(|press| press.hit).filter(|_| event.type_() == "pointerup")
        {
            self.props.scene.on_pick.emit(pick);
        }
    }
}
