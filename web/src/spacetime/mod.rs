//! The space-time diagram: a lane for each node, an arrow for each message, on the playhead.

pub mod arrows;
pub mod labels;
pub mod marks;
pub mod plot;

use crate::geometry::board::{Board, Hit};
use crate::geometry::num;
use crate::motion::{use_motion, use_size};
use crate::scene::{Pick, SpaceTimeProps};
use crate::stage::{key, pick, wanted};
use crate::words::w;
use labels::Labels;
use plot::Plot;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// Draws what happened in a window of time. Arrows and marks can be picked; anywhere else a click
/// or a drag moves the playhead.
#[component]
pub fn SpaceTimeView(props: &SpaceTimeProps) -> Html {
    let host = use_node_ref();
    let size = use_size(&host);
    let scene = &props.scene;
    let motion = use_motion(&scene.playhead);
    let lanes = props.frame.nodes.len();
    let board = use_memo((size, lanes, props.window), |(size, lanes, window)| {
        Board::new(*size, *lanes, *window)
    });
    let press = use_mut_ref(|| None::<Press>);
    let hand =
        Rc::new(Hand { host: host.clone(), board: board.clone(), props: props.clone(), press });
    let onclick = {
        let (on_pick, wants) = (scene.on_pick.clone(), scene.wants);
        Callback::from(move |event: MouseEvent| {
            if let Some(pick) = pick::of(event.target()).filter(|pick| wanted(wants, *pick)) {
                on_pick.emit(pick);
            }
        })
    };
    if size.0 < 1.0 || lanes == 0 {
        return html! { <div ref={host} class="scene lanes" /> };
    }
    let (x, y) = (num(board.size.0), num(board.size.1));
    let view = ["0 0 ", &x, " ", &y].concat();
    let [down, moved, up] = [Hand::down, Hand::moved, Hand::up].map(|act| {
        let hand = hand.clone();
        Callback::from(move |event: PointerEvent| act(&hand, &event))
    });
    html! {
        <div ref={host} class="scene lanes" {onclick} onkeydown={key(scene)} onpointerdown={down}
            onpointermove={moved} onpointerup={up.clone()} onpointercancel={up}>
            <svg class="lanes-svg" width={x} height={y} viewBox={view} role="group"
                aria-label={w().lanes}>
                <pattern id="scope-hatch" width="6" height="6" patternUnits="userSpaceOnUse">
                    <path class="hatch" d="M-1 7L7-1M-1 1L1-1M5 7L7 5" />
                </pattern>
                <Plot board={board.clone()} diagram={props.diagram.clone()}
                    selected={scene.selected} causes={props.causes.clone()} {motion} />
                <Labels {board} frame={props.frame.clone()} selected={scene.selected} />
            </svg>
        </div>
    }
}

/// A pointer that is down.
struct Press {
    at: (f64, f64),
    hit: Option<Pick>,
}

/// What a pointer does to the diagram.
struct Hand {
    host: NodeRef,
    board: Rc<Board>,
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
