//! A part of the page that is drawn again only when what it shows has changed.
//!
//! It is one Yew component for all parts: Yew's machinery is compiled once for each component, and
//! that is most of what a small one weighs.

use core::any::Any;
use std::rc::Rc;
use yew::prelude::*;

/// Something that can be drawn, and compared with what was drawn before.
trait Drawn {
    fn draw(&self) -> Html;
    fn same(&self, other: &dyn Drawn) -> bool;
    fn as_any(&self) -> &dyn Any;
}

struct Drawing<T> {
    shows: T,
    draw: fn(&T) -> Html,
}

impl<T: PartialEq + 'static> Drawn for Drawing<T> {
    fn draw(&self) -> Html {
        (self.draw)(&self.shows)
    }

    fn same(&self, other: &dyn Drawn) -> bool {
        other.as_any().downcast_ref::<Self>().is_some_and(|other| self.shows == other.shows)
    }

    fn as_any(&self) -> &dyn Any {
        self
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

struct Part;

impl Component for Part {
    type Message = ();
    type Properties = PartProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        ctx.props().drawing.draw()
    }
}

fn place(drawing: Rc<dyn Drawn>) -> Html {
    html! { <Part {drawing} /> }
}

/// Draws what it shows, and draws it again only when that is no longer equal.
pub fn part<T: PartialEq + 'static>(shows: T, draw: fn(&T) -> Html) -> Html {
    place(Rc::new(Drawing { shows, draw }))
}

/// All of them, one after the other.
pub fn all(items: &mut dyn Iterator<Item = Html>) -> Html {
    let mut list = Vec::new();
    for item in items {
        list.push(item);
    }
    list.into_iter().collect()
}
