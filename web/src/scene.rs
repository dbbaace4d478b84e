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
    #[prop_or_default]
    pub guilty: Rc<Vec<NodeId>>,
}

/// What the space-time diagram draws.
#[derive(Clone, PartialEq, Properties)]
pub struct SpaceTimeProps {
    /// The same as on the stage.
    pub scene: SceneProps,
    /// The picture, when the page was last drawn.
    pub frame: Rc<Frame>,
    /// What happened in the window.
    pub diagram: Rc<Diagram>,
    /// The window of model time that is shown.
    pub window: (Micros, Micros),
    /// The causal past and future of the selected event, when they are to be shown.
    pub causes: Option<Rc<(Vec<usize>, Vec<usize>)>>,
    /// Told the moment that was clicked or dragged to.
    pub on_seek: Callback<Micros>,
}

/// A value that drawings watch: they are told of a new one without the page being drawn again.
struct Watched<T> {
    value: RefCell<T>,
    next_id: Cell<u32>,
    watchers: RefCell<Vec<(u32, Watcher<T>)>>,
}

type Watcher<T> = Rc<dyn Fn(&T)>;

impl<T: Clone> Watched<T> {
    fn new(value: T) -> Rc<Self> {
        let (next_id, watchers) = (Cell::new(0), RefCell::default());
        Rc::new(Self { value: RefCell::new(value), next_id, watchers })
    }

    fn get(&self) -> T {
        self.value.borrow().clone()
    }

    fn set(&self, value: T) {
        self.value.replace(value.clone());
        let watchers = self.watchers.borrow().clone();
        for (_, watcher) in watchers {
            watcher(&value);
        }
    }

    fn watch(self: &Rc<Self>, watcher: Watcher<T>) -> Subscription
    where
        T: 'static,
    {
        let id = self.next_id.get();
        self.next_id.set(id + 1);
        self.watchers.borrow_mut().push((id, watcher));
        let watched = self.clone();
        Subscription(Box::new(move || {
            watched.watchers.borrow_mut().retain(|(other, _)| *other != id);
        }))
    }
}

/// Ends when dropped.
pub struct Subscription(Box<dyn Fn()>);

impl Drop for Subscription {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// The moment shown. One animation loop moves it; drawings subscribe and move what they own
/// without going through the virtual DOM.
#[derive(Clone)]
pub struct Playhead(Rc<Watched<Moment>>);

/// Where the playhead is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// The moment shown, in microseconds of model time.
    pub now: f64,
    /// What follows it there.
    pub beat: Beat,
}

/// What follows the playhead in a frame. What flies does in every one; the rest costs more than
/// anybody sees of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beat {
    /// What flies.
    Off,
    /// The hands of instruments as well: in every second frame.
    Half,
    /// Words as well: a few times a second, and wherever the playhead comes to rest.
    #[default]
    Full,
}

impl Default for Playhead {
    fn default() -> Self {
        Self(Watched::new(Moment::default()))
    }
}

impl PartialEq for Playhead {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Playhead {
    /// The moment shown, in microseconds of model time.
    pub fn now(&self) -> f64 {
        self.0.get().now
    }

    /// Moves the playhead and tells all drawings.
    pub fn set(&self, moment: Moment) {
        self.0.set(moment);
    }

    /// Calls `listener` whenever the playhead moves, until the subscription is dropped.
    pub fn subscribe(&self, listener: impl Fn(Moment) + 'static) -> Subscription {
        self.0.watch(Rc::new(move |moment| listener(*moment)))
    }
}

/// The picture that a stage draws, renewed at every event.
#[derive(Clone)]
pub struct Live(Rc<Watched<Rc<Frame>>>);

impl PartialEq for Live {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Live {
    /// Starts with this picture.
    pub fn new(frame: Rc<Frame>) -> Self {
        Self(Watched::new(frame))
    }

    /// The present picture.
    pub fn get(&self) -> Rc<Frame> {
        self.0.get()
    }

    /// Shows another picture.
    pub fn set(&self, frame: Rc<Frame>) {
        self.0.set(frame);
    }
}

/// The present picture; draws again when there is another one.
#[hook]
pub fn use_live(live: &Live) -> Rc<Frame> {
    let again = use_force_update();
    use_effect_with(live.clone(), move |live| {
        let guard = live.0.watch(Rc::new(move |_| again.force_update()));
        move || drop(guard)
    });
    live.get()
}
