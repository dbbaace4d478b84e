//! Searches to time: the same in the browser and natively, so that the rates of both can be
//! compared in one run. TwoPhase is what Spectacle was measured on; a scenario of Raft is what the
//! page searches when somebody asks it to.

use clusterscope::check::{Checker, End, Limits, Plain, Search};
use clusterscope::exhibit::room;
use clusterscope::scenario;
use clusterscope_specs::two_phase::TwoPhase;

#[cfg(target_family = "wasm")]
use wasm_bindgen::prelude::wasm_bindgen;

/// The scenario whose question is answered as `raft`.
const RAFT: &str = include_str!("../raft.scope");

/// The most memory that the scenario's search takes, in bytes: what the page allows, too.
const BYTES: usize = 512 << 20;

/// What can be searched: by its name, the number of states that were visited.
type Space = (&'static str, fn() -> u32);

const SPACES: &[Space] = &[
    ("two-phase-3", || two_phase(3)),
    ("two-phase-4", || two_phase(4)),
    ("two-phase-5", || two_phase(5)),
    ("two-phase-8", || two_phase(8)),
    ("raft", raft),
];

/// The names of all spaces.
pub fn names() -> impl Iterator<Item = &'static str> {
    SPACES.iter().map(|(name, _)| *name)
}

/// Searches a space from its start to its end, once: the number of states that were visited, or
/// none where no space has this name.
#[cfg_attr(target_family = "wasm", wasm_bindgen)]
pub fn search(name: &str) -> Option<u32> {
    let (_, search) = SPACES.iter().find(|(it, _)| *it == name)?;
    Some(search())
}

/// TwoPhase with so many resource managers, and its invariants.
fn two_phase(managers: u32) -> u32 {
    let mut search = Search::new(Plain(TwoPhase::new(managers)), Limits::default());
    let end = search.run();
    let states = search.progress().states;
    let wanted = 2u32.pow(managers) + 4u32.pow(managers) + 6u32.pow(managers);
    assert!((end, states) == (End::Complete, wanted), "{end:?} after {states} states");
    states
}

/// The scenario, as the page's worker searches it.
fn raft() -> u32 {
    let parsed = scenario::parse(RAFT, &room).expect("the scenario can be read");
    let mut checker = Checker::new(&parsed, 0, BYTES);
    while clusterscope_web_search::advance(&mut checker) {}
    let [answer] = checker.answers() else { panic!("one question has one answer") };
    assert_eq!(answer.met, Some(true), "{answer:?}");
    answer.progress.states
}
