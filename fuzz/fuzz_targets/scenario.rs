//! The scenario language: what is understood prints to what is understood as the same.

#![no_main]

use clusterscope::exhibit::room;
use clusterscope::scenario::{parse, print};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    let Ok(scenario) = parse(text, &room) else { return };
    let printed = print(&scenario);
    let again = parse(&printed, &room).unwrap_or_else(|why| panic!("{why} in:\n{printed}"));
    assert_eq!(print(&again), printed);
});
