//! What the tests share: every scenario of every room, opened and recorded.

pub mod chart;

pub mod refinement;

pub mod rooms;

pub mod stateright;

use clusterscope::exhibit::{Expectation, Fulfilment, Room, Stage, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;

/// A scenario that ships, and its room.
#[derive(Clone, Copy)]
pub struct Shipped {
    /// The room.
    pub room: &'static dyn Room,
    /// `raft/leader-crash`.
    pub slug: &'static str,
    /// The scenario's text.
    pub text: &'static str,
}

impl Shipped {
    /// `raft/leader-crash`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.room.card(Lang::En).slug, self.slug)
    }

    /// The scenario, opened.
    pub fn open(&self) -> Box<dyn Stage> {
        open_text(self.text, Lang::En).unwrap_or_else(|why| panic!("{}: {why}", self.path()))
    }
}

/// All scenarios that ship.
pub fn shipped() -> Vec<Shipped> {
    let of = |room: &&'static dyn Room| {
        let room = *room;
        let pack = move |example: &clusterscope::exhibit::Example| Shipped {
            room,
            slug: example.slug,
            text: example.text,
        };
        room.scenarios().iter().map(pack).collect::<Vec<_>>()
    };
    let all: Vec<Shipped> = ALL.iter().flat_map(of).collect();
    assert!(!all.is_empty(), "no room ships a scenario");
    all
}

/// Records the current run to its end.
pub fn record(stage: &mut dyn Stage) {
    while stage.record(4_096) {}
    assert!(stage.extent().complete, "the run fits into memory");
}

/// The expectations that are not met.
pub fn unmet(stage: &dyn Stage) -> Vec<Expectation> {
    let met = |it: &Expectation| matches!(it.state, Fulfilment::Met(_));
    stage.expectations().into_iter().filter(|it| !met(it)).collect()
}
