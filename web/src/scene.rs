//! What the drawings and the shell around them share.

pub use clusterscope_picture::pick::Pick;

use crate::motion::Playhead;
use clusterscope::exhibit::{About, Diagram, Frame, Tick};
use clusterscope::protocol::{Micros, NodeId};
use clusterscope_picture::lanes::clocks::Clock;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// The same node or link in another picture, by the names of the nodes.
pub fn across(pick: Pick, from: &Frame, to: &Frame) -> Option<Pick> {
    let there = |id: NodeId| {
        let name = &from.nodes.get(id.index())?.name;
        to.nodes.iter().find(|node| node.name == *name).map(|node| node.id)
    };
    match pick {
        Pick::Node(id) => there(id).map(Pick::Node),
        Pick::Link(from, to) => Some(Pick::Link(there(from)?, there(to)?)),
        Pick::Place(_) => Some(pick),
        _ => None,
    }
}

/// What an armed fault wants to be pointed at; everything else fades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A node.
    Node,
    /// A link.
    Link,
    /// A message in flight.
    Message,
}

/// What the stage draws.
#[derive(Clone, PartialEq)]
pub struct SceneProps {
    /// What was opened.
    pub about: Rc<About>,
    /// The picture after the last event; what moves between events follows the playhead.
    pub live: Live,
    /// What is selected.
    pub selected: Option<Pick>,
    /// What an armed fault wants.
    pub wants: Option<Wants>,
    /// Told what was clicked, tapped or chosen by key.
    pub on_pick: Callback<Pick>,
    /// The moment shown, which moves every frame.
    pub playhead: Playhead,
    /// Nodes and messages that a broken rule blames.
    pub guilty: Rc<Vec<NodeId>>,
}

/// What the space-time diagram draws.
#[derive(Clone, PartialEq)]
pub struct SpaceTimeProps {
    /// The same as on the stage.
    pub scene: SceneProps,
    /// The picture, when the page was last drawn.
    pub frame: Rc<Frame>,
    /// What happened in the window.
    pub diagram: Rc<Diagram>,
    /// The steps in it with logical clocks, where those are shown, and which clock is.
    pub ticks: (Rc<Vec<Tick>>, Clock),
    /// The window of model time that is shown.
    pub window: (Micros, Micros),
    /// The causal past and future of the selected event, when they are to be shown.
    pub causes: Option<Rc<(Vec<usize>, Vec<usize>)>>,
    /// Told the moment that was clicked or dragged to.
    pub on_seek: Callback<Micros>,
}

/// The picture that a stage draws, renewed at every event.
#[derive(Clone)]
pub struct Live(Rc<Watched>);

struct Watched {
    frame: RefCell<Rc<Frame>>,
    watcher: RefCell<Callback<()>>,
}

impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Live {
    /// Starts with this picture.
    pub fn new(frame: Rc<Frame>) -> Self {
        let watcher = RefCell::new(Callback::noop());
        Self(Rc::new(Watched { frame: RefCell::new(frame), watcher }))
    }

    /// The present picture.
    pub fn get(&self) -> Rc<Frame> {
        self.0.frame.borrow().clone()
    }

    /// Shows another picture.
    pub fn set(&self, frame: Rc<Frame>) {
        self.0.frame.replace(frame);
        let watcher = self.0.watcher.borrow().clone();
        watcher.emit(());
    }

    /// The stage that draws it is told of every other picture, without the page being drawn again.
    pub fn watch(&self, watcher: Callback<()>) {
        self.0.watcher.replace(watcher);
    }
}
