//! What the drawings and the shell around them share.

use clusterscope::exhibit::{About, Diagram, Frame};
use clusterscope::protocol::{Micros, NodeId};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// Something on screen that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A node, on the stage or by its lane.
    Node(NodeId),
    /// A directed link.
    Link(NodeId, NodeId),
    /// A message, in flight or as an arrow.
    Message(u32),
    /// An event, by the position just after it.
    Event(usize),
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
#[derive(Clone, PartialEq, Properties)]
pub struct SceneProps {
    /// What was opened.
    pub about: Rc<About>,
    /// The picture after the last event; what moves between events follows the playhead.
    pub frame: Rc<Frame>,
    /// What is selected.
    pub selected: Option<Pick>,
    /// What an armed fault wants.
    pub wants: Option<Wants>,
    /// Told what was clicked, tapped or chosen by key.
    pub on_pick: Callback<Pick>,
    /// The moment shown, which moves every frame.
    pub playhead: Playhead,
    /// Nodes and messages that a broken rule blames.
    #[prop_or_default]
    pub guilty: Rc<Vec<NodeId>>,
}

/// What the space-time diagram draws.
#[derive(Clone, PartialEq, Properties)]
pub struct SpaceTimeProps {
    /// The same as on the stage.
    pub scene: SceneProps,
    /// What happened in the window.
    pub diagram: Rc<Diagram>,
    /// The window of model time that is shown.
    pub window: (Micros, Micros),
    /// The causal past and future of the selected event, when they are to be shown.
    pub causes: Option<Rc<(Vec<usize>, Vec<usize>)>>,
    /// Told the moment that was clicked or dragged to.
    pub on_seek: Callback<Micros>,
}

type Listener = Rc<dyn Fn(f64)>;

/// The moment shown. One animation loop moves it; drawings subscribe and move what they own
/// without going through the virtual DOM.
#[derive(Clone, Default)]
pub struct Playhead {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    now: Cell<f64>,
    next_id: Cell<u32>,
    listeners: RefCell<Vec<(u32, Listener)>>,
}

impl PartialEq for Playhead {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl Playhead {
    /// The moment shown, in microseconds of model time.
    pub fn now(&self) -> f64 {
        self.inner.now.get()
    }

    /// Moves the playhead and tells all drawings.
    pub fn set(&self, now: f64) {
        self.inner.now.set(now);
        let listeners = self.inner.listeners.borrow().clone();
        for (_, listener) in listeners {
            listener(now);
        }
    }

    /// Calls `listener` whenever the playhead moves, until the subscription is dropped.
    pub fn subscribe(&self, listener: impl Fn(f64) + 'static) -> Subscription {
        let id = self.inner.next_id.get();
        self.inner.next_id.set(id + 1);
        self.inner.listeners.borrow_mut().push((id, Rc::new(listener)));
        Subscription { playhead: self.clone(), id }
    }
}

/// Ends when dropped.
pub struct Subscription {
    playhead: Playhead,
    id: u32,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.playhead.inner.listeners.borrow_mut().retain(|(id, _)| *id != self.id);
    }
}
