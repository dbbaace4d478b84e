//! Tokens that lie on others, or on nodes, show no words until they have room.

use crate::geometry::Rect;
use crate::geometry::crowd::{Crowd, obstacles};
use crate::geometry::place::Plan;
use crate::motion::Mover;
use clusterscope_picture::motion::Way;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How far aside a token lies that has no room for words.
pub type Tight = Cell<Option<f64>>;

/// Where a token is that has or has no room for words.
pub fn place(ways: &[Way; 2], tight: Option<f64>, still: bool, now: f64) -> (f64, f64) {
    ways[usize::from(tight.is_some())].place(still, now, tight.unwrap_or(0.0))
}

/// A token on the stage.
pub struct Member {
    /// The message's number.
    pub id: u32,
    /// Its element.
    pub element: web_sys::Element,
    /// What moves it.
    pub mover: Mover,
    /// Where it moves with words and without.
    pub ways: [Way; 2],
    /// How far aside it lies, if it has no room for words.
    pub tight: Rc<Tight>,
    /// How wide and tall it is.
    pub size: (f64, f64),
    /// Whether it shows its words in any case.
    pub chosen: bool,
}

/// The tokens on the stage.
pub struct Crush {
    /// By number.
    members: RefCell<Vec<Member>>,
    crowd: RefCell<Crowd>,
}

impl Crush {
    /// No token on a stage of this layout.
    pub fn new(plan: &Plan) -> Rc<Self> {
        let crowd = RefCell::new(Crowd::new(obstacles(plan)));
        Rc::new(Self { members: RefCell::default(), crowd })
    }

    /// Counts a token in, until the guard is dropped.
    pub fn join(self: &Rc<Self>, member: Member) -> Leave {
        let id = member.id;
        let mut members = self.members.borrow_mut();
        let place = members.partition_point(|other| other.id < id);
        members.insert(place, member);
        Leave { crush: self.clone(), id }
    }

    /// Gives words to those that have room for them, those that show theirs in any case first.
    pub fn settle(&self, still: bool, now: f64) {
        let members = self.members.borrow();
        let mut crowd = self.crowd.borrow_mut();
        crowd.clear();
        let (chosen, others): (Vec<_>, Vec<_>) = members.iter().partition(|member| member.chosen);
        for member in chosen.into_iter().chain(others) {
            let [large, small] = member.ways;
            let (x, y) = large.place(still, now, 0.0);
            let token = Rect::around(x, y, member.size.0, member.size.1);
            let always = member.chosen || large.broken(still, now);
            let tight = crowd.place(token, always, |aside| small.place(still, now, aside));
            let was = member.tight.replace(tight);
            if was != tight {
                let (x, y) = place(&member.ways, tight, still, now);
                member.mover.to(x, y);
            }
            if was.is_some() != tight.is_some() {
                let _ = member.element.toggle_attribute_with_force("data-tight", tight.is_some());
            }
        }
    }
}

/// Takes a token out when dropped.
pub struct Leave {
    crush: Rc<Crush>,
    id: u32,
}

impl Drop for Leave {
    fn drop(&mut self) {
        self.crush.members.borrow_mut().retain(|member| member.id != self.id);
    }
}
