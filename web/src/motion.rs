//! What moves every frame, without the virtual DOM. Shapes move by transforms alone, which costs
//! neither layout nor paint; whatever does cost them follows on the playhead's beat.

use crate::scene::{Moment, Playhead, Subscription};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

type Mover = Box<dyn FnMut(f64)>;

/// Moves what a drawing owns: shapes at once, words on every beat.
pub struct Motion {
    playhead: Playhead,
    next: Cell<u32>,
    shapes: RefCell<Vec<(u32, Mover)>>,
    words: RefCell<Vec<(u32, Mover)>>,
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
            shapes: RefCell::default(),
            words: RefCell::default(),
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
        if beat {
            self.refresh();
            run(&self.words, now);
        }
        run(&self.shapes, now);
    }

    /// Asks again whether the user wants things to stand still.
    fn refresh(&self) {
        self.still.set(self.stillness.as_ref().is_some_and(|query| query.matches()));
    }

    /// Whether the user wants things to stand still, kept up to date.
    pub fn still(&self) -> Rc<Cell<bool>> {
        self.still.clone()
    }

    /// Calls `mover` now and whenever the playhead moves, until the guard is dropped.
    pub fn move_shapes(self: &Rc<Self>, mover: impl FnMut(f64) + 'static) -> Guard {
        self.add(&self.shapes, Box::new(mover))
    }

    /// Calls `mover` now and on every beat of the playhead, until the guard is dropped.
    pub fn move_words(self: &Rc<Self>, mover: impl FnMut(f64) + 'static) -> Guard {
        self.add(&self.words, Box::new(mover))
    }

    fn add(self: &Rc<Self>, to: &RefCell<Vec<(u32, Mover)>>, mut mover: Mover) -> Guard {
        mover(self.playhead.now());
        let id = self.next.get();
        self.next.set(id + 1);
        to.borrow_mut().push((id, mover));
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

fn run(movers: &RefCell<Vec<(u32, Mover)>>, now: f64) {
    for (_, mover) in movers.borrow_mut().iter_mut() {
        mover(now);
    }
}

/// Stops moving when dropped.
pub struct Guard {
    motion: Rc<Motion>,
    id: u32,
}

impl Drop for Guard {
    fn drop(&mut self) {
        for movers in [&self.motion.shapes, &self.motion.words] {
            movers.borrow_mut().retain(|(id, _)| *id != self.id);
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

/// The transform of an element whose `transform` is one translation, to set it directly.
pub fn transform(of: &NodeRef) -> Option<web_sys::SvgTransform> {
    of.cast::<web_sys::SvgGraphicsElement>()?.transform().base_val().get_item(0).ok()
}

/// Sets a translation.
pub fn translate(transform: &web_sys::SvgTransform, x: f64, y: f64) {
    let _ = transform.set_translate(x as f32, y as f32);
}
