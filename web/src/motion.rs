//! What moves every frame, without the virtual DOM. Shapes move by transforms alone, which costs
//! neither layout nor paint; whatever does cost them follows on the playhead's beat.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::NodeRef;

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

type Follower = Box<dyn FnMut(f64)>;

/// The moment shown. One animation loop moves it; drawings follow it, each thing on its own beat,
/// and move what they own without going through the virtual DOM.
#[derive(Clone)]
pub struct Playhead(Rc<Inner>);

struct Inner {
    now: Cell<f64>,
    next: Cell<u32>,
    /// By beat.
    followers: [RefCell<Vec<(u32, Follower)>>; 3],
    still: Rc<Cell<bool>>,
    stillness: Option<web_sys::MediaQueryList>,
}

impl PartialEq for Playhead {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Default for Playhead {
    fn default() -> Self {
        let inner = Inner {
            now: Cell::new(0.0),
            next: Cell::new(0),
            followers: Default::default(),
            still: Rc::default(),
            stillness: crate::browser::query("(prefers-reduced-motion: reduce)"),
        };
        let playhead = Self(Rc::new(inner));
        playhead.refresh();
        playhead
    }
}

impl Playhead {
    /// The moment shown, in microseconds of model time.
    pub fn now(&self) -> f64 {
        self.0.now.get()
    }

    /// Moves the playhead, and what follows it.
    pub fn set(&self, Moment { now, beat }: Moment) {
        self.0.now.set(now);
        if beat == Beat::Full {
            self.refresh();
        }
        for followers in &self.0.followers[..=beat as usize] {
            for (_, follow) in followers.borrow_mut().iter_mut() {
                follow(now);
            }
        }
    }

    /// Asks again whether the user wants things to stand still.
    fn refresh(&self) {
        self.0.still.set(self.0.stillness.as_ref().is_some_and(|query| query.matches()));
    }

    /// Whether the user wants things to stand still, kept up to date.
    pub fn still(&self) -> Rc<Cell<bool>> {
        self.0.still.clone()
    }

    /// Calls `follow` now and on such beats, until the guard is dropped.
    pub fn on(&self, beat: Beat, mut follow: impl FnMut(f64) + 'static) -> Guard {
        follow(self.now());
        self.join(beat, Box::new(follow))
    }

    fn join(&self, beat: Beat, follow: Follower) -> Guard {
        let id = self.0.next.get();
        self.0.next.set(id.wrapping_add(1));
        self.0.followers[beat as usize].borrow_mut().push((id, follow));
        Guard { playhead: self.clone(), beat, id }
    }
}

/// Stops following when dropped.
pub struct Guard {
    playhead: Playhead,
    beat: Beat,
    id: u32,
}

impl Drop for Guard {
    fn drop(&mut self) {
        let followers = &self.playhead.0.followers[self.beat as usize];
        followers.borrow_mut().retain(|(id, _)| *id != self.id);
    }
}

/// The first transform in an element's list, to set it directly.
pub fn transform(of: &NodeRef) -> Option<web_sys::SvgTransform> {
    of.cast::<web_sys::SvgGraphicsElement>()?.transform().base_val().get_item(0).ok()
}

/// What moves an element whose `transform` is one translation.
#[derive(Clone)]
pub struct Mover {
    transform: web_sys::SvgTransform,
    at: Rc<Cell<(f64, f64)>>,
}

impl Mover {
    /// A move that is shorter, in pixels, cannot be seen and is left out.
    const LEAST: f64 = 0.5;

    /// Moves this element.
    pub fn of(element: &NodeRef) -> Option<Self> {
        let at = Rc::new(Cell::new((f64::NAN, f64::NAN)));
        Some(Self { transform: transform(element)?, at })
    }

    /// Moves it there.
    pub fn to(&self, x: f64, y: f64) {
        let (was_x, was_y) = self.at.get();
        let near = (x - was_x).abs() < Self::LEAST && (y - was_y).abs() < Self::LEAST;
        if !near {
            self.at.set((x, y));
            let _ = self.transform.set_translate(x as f32, y as f32);
        }
    }
}

/// Words that change in place.
pub struct Words {
    node: web_sys::Node,
    shown: String,
}

impl Words {
    /// The words that are all there is in an element.
    pub fn of(element: &NodeRef) -> Option<Self> {
        let element = element.get()?;
        if element.first_child().is_none() {
            element.set_text_content(Some(" "));
        }
        let node = element.first_child()?;
        let shown = node.node_value().unwrap_or_default();
        Some(Self { node, shown })
    }

    /// Says this, if it does not yet: words cost a layout.
    pub fn say(&mut self, words: String) {
        if words != self.shown {
            self.node.set_node_value(Some(&words));
            self.shown = words;
        }
    }
}
