//! What moves every frame, without the virtual DOM. Shapes move by transforms alone, which costs
//! neither layout nor paint; whatever does cost them follows on the playhead's beat.

use crate::scene::{Beat, Moment, Playhead, Subscription};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

type Follower = Box<dyn FnMut(f64)>;

/// Moves what a drawing owns, each on its own beat.
pub struct Motion {
    playhead: Playhead,
    next: Cell<u32>,
    /// By beat.
    followers: [RefCell<Vec<(u32, Follower)>>; 3],
    still: Rc<Cell<bool>>,
    stillness: Option<web_sys::MediaQueryList>,
    subscription: RefCell<Option<Subscription>>,
}

impl Motion {
    /// Follows a playhead.
    pub fn new(playhead: &Playhead) -> Rc<Self> {
        let motion = Rc::new(Self {
            playhead: playhead.clone(),
            next: Cell::new(0),
            followers: Default::default(),
            still: Rc::default(),
            stillness: web_sys::window().and_then(|window| {
                window.match_media("(prefers-reduced-motion: reduce)").ok().flatten()
            }),
            subscription: RefCell::new(None),
        });
        let weak = Rc::downgrade(&motion);
        let subscription = playhead.subscribe(move |moment| {
            if let Some(motion) = weak.upgrade() {
                motion.tick(moment);
            }
        });
        motion.refresh();
        *motion.subscription.borrow_mut() = Some(subscription);
        motion
    }

    fn tick(&self, Moment { now, beat }: Moment) {
        if beat == Beat::Full {
            self.refresh();
        }
        for followers in &self.followers[..=beat as usize] {
            for (_, follow) in followers.borrow_mut().iter_mut() {
                follow(now);
            }
        }
    }

    /// Asks again whether the user wants things to stand still.
    fn refresh(&self) {
        self.still.set(self.stillness.as_ref().is_some_and(|query| query.matches()));
    }

    /// Whether the user wants things to stand still, kept up to date.
    pub fn still(&self) -> Rc<Cell<bool>> {
        self.still.clone()
    }

    /// Calls `follow` now and on such beats of the playhead, until the guard is dropped.
    pub fn on(self: &Rc<Self>, beat: Beat, mut follow: impl FnMut(f64) + 'static) -> Guard {
        follow(self.playhead.now());
        let id = self.next.get();
        self.next.set(id + 1);
        self.followers[beat as usize].borrow_mut().push((id, Box::new(follow)));
        Guard { motion: self.clone(), id }
    }
}

/// How much of a way is done: 0 to 1, in three steps for those who want things still.
pub fn progress(still: bool, now: f64, from: f64, to: f64) -> f64 {
    let done = if to > from { ((now - from) / (to - from)).clamp(0.0, 1.0) } else { 1.0 };
    match still {
        false => done,
        true if done < 0.25 => 0.0,
        true if done < 1.0 => 0.5,
        true => 1.0,
    }
}

/// Stops moving when dropped.
pub struct Guard {
    motion: Rc<Motion>,
    id: u32,
}

impl Drop for Guard {
    fn drop(&mut self) {
        for followers in &self.motion.followers {
            followers.borrow_mut().retain(|(id, _)| *id != self.id);
        }
    }
}

/// The motion of a drawing that follows this playhead.
#[hook]
pub fn use_motion(playhead: &Playhead) -> Rc<Motion> {
    use_memo(playhead.clone(), Motion::new).as_ref().clone()
}

/// The size of an element, kept up to date; zero until it is known.
#[hook]
pub fn use_size(host: &NodeRef) -> (f64, f64) {
    let size = use_state_eq(|| (0.0, 0.0));
    {
        let (host, size) = (host.clone(), size.setter());
        use_effect_with((), move |()| {
            let measure = {
                let host = host.clone();
                move || {
                    if let Some(element) = host.cast::<web_sys::Element>() {
                        size.set((
                            f64::from(element.client_width()),
                            f64::from(element.client_height()),
                        ));
                    }
                }
            };
            measure();
            let changed = Closure::<dyn Fn()>::new(measure);
            let observer = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, host.cast::<web_sys::Element>()) {
                observer.observe(&element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(changed);
            }
        });
    }
    *size
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
