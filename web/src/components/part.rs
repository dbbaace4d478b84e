//! A part of the page that is drawn again only when what it shows has changed.
//!
//! It is one Yew component for all parts: Yew's machinery is compiled once for each component and
//! for each closure given to a hook, and that is most of what a small component weighs.

use core::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use yew::html::Scope;
use yew::prelude::*;
use yew::virtual_dom::{Key, VComp};

/// What goes on until a part is drawn again, or is gone.
pub type Guards = Option<Box<dyn Any>>;

/// A part that does more than being drawn: it moves its elements, or knows how large they are.
pub trait Moving: PartialEq + 'static {
    /// Whether it is drawn again when the first of its elements changes size.
    const MEASURED: bool = false;

    /// Draws it.
    fn draw(&self, own: &Own) -> Html;

    /// It has been drawn: takes hold of its elements. What it did before has ended.
    fn follow(&self, _: &Own) -> Guards {
        None
    }
}

/// What a part has of its own, as long as it is on the page.
pub struct Own {
    /// Its elements, where it wants to get hold of them.
    pub refs: [NodeRef; 5],
    /// The width and height of the first of them; zero until known.
    pub size: (f64, f64),
    link: Scope<Part>,
    kept: RefCell<Option<Rc<dyn Any>>>,
}

impl Own {
    /// Draws the part again.
    pub fn again(&self) -> Callback<()> {
        self.link.callback(|()| Wish::Again)
    }

    /// What it keeps from one drawing to the next.
    pub fn keep<T: Default + 'static>(&self) -> Rc<T> {
        let kept = self.kept.borrow().clone();
        kept.and_then(|kept| kept.downcast().ok()).unwrap_or_else(|| {
            let fresh = Rc::<T>::default();
            self.kept.replace(Some(fresh.clone()));
            fresh
        })
    }
}

/// Something that can be drawn, and compared with what was drawn before.
trait Drawn {
    fn draw(&self, own: &Own) -> Html;
    fn follow(&self, own: &Own) -> Guards;
    fn measured(&self) -> bool;
    fn same(&self, other: &dyn Drawn) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<T: Moving> Drawn for T {
    fn draw(&self, own: &Own) -> Html {
        Moving::draw(self, own)
    }

    fn follow(&self, own: &Own) -> Guards {
        Moving::follow(self, own)
    }

    fn measured(&self) -> bool {
        T::MEASURED
    }

    fn same(&self, other: &dyn Drawn) -> bool {
        other.as_any().downcast_ref().is_some_and(|other| self == other)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What is only drawn.
#[derive(PartialEq)]
struct Drawing<T> {
    shows: T,
    draw: Draw<T>,
}

struct Draw<T>(fn(&T) -> Html);

/// There is one way to draw a thing.
impl<T> PartialEq for Draw<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T: PartialEq + 'static> Moving for Drawing<T> {
    fn draw(&self, _: &Own) -> Html {
        self.draw.0(&self.shows)
    }
}

#[derive(Clone, Properties)]
struct PartProps {
    drawing: Rc<dyn Drawn>,
}

impl PartialEq for PartProps {
    fn eq(&self, other: &Self) -> bool {
        self.drawing.same(&*other.drawing)
    }
}

struct Part {
    own: Own,
    guards: Guards,
    sensor: Option<Sensor>,
}

enum Wish {
    Again,
    Measure,
}

impl Component for Part {
    type Message = Wish;
    type Properties = PartProps;

    fn create(ctx: &Context<Self>) -> Self {
        let own = Own {
            refs: Default::default(),
            size: (0.0, 0.0),
            link: ctx.link().clone(),
            kept: RefCell::new(None),
        };
        Self { own, guards: None, sensor: None }
    }

    fn update(&mut self, _: &Context<Self>, wish: Wish) -> bool {
        match wish {
            Wish::Again => true,
            Wish::Measure => {
                let element = self.own.refs[0].cast::<web_sys::Element>();
                let size = element.map_or((0.0, 0.0), |element| {
                    (f64::from(element.client_width()), f64::from(element.client_height()))
                });
                core::mem::replace(&mut self.own.size, size) != size
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        ctx.props().drawing.draw(&self.own)
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let drawing = &ctx.props().drawing;
        if first && drawing.measured() {
            ctx.link().send_message(Wish::Measure);
            self.sensor = Sensor::of(&self.own);
        }
        self.guards = None;
        self.guards = drawing.follow(&self.own);
    }
}

/// Notes when an element changes size, until it is dropped.
struct Sensor {
    observer: web_sys::ResizeObserver,
    _changed: Closure<dyn Fn()>,
}

impl Sensor {
    fn of(own: &Own) -> Option<Self> {
        let (element, link) = (own.refs[0].cast::<web_sys::Element>()?, own.link.clone());
        let changed = Closure::<dyn Fn()>::new(move || link.send_message(Wish::Measure));
        let observer = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
        observer.observe(&element);
        Some(Self { observer, _changed: changed })
    }
}

impl Drop for Sensor {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn place(key: Option<Key>, drawing: Rc<dyn Drawn>) -> Html {
    VComp::new::<Part>(Rc::new(PartProps { drawing }), key).into()
}

/// Draws what it shows, and draws it again only when that is no longer equal.
pub fn part<T: PartialEq + 'static>(shows: T, draw: fn(&T) -> Html) -> Html {
    place(None, Rc::new(Drawing { shows, draw: Draw(draw) }))
}

/// The same for what moves. What is a moving part in its place must always be one of its kind, or
/// have another key.
pub fn moving<T: Moving>(key: impl Into<Key>, shows: T) -> Html {
    place(Some(key.into()), Rc::new(shows))
}
