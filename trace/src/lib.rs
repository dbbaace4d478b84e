//! Runs in the formats that other tools read, and traces of other tools on the stage.
//!
//! [`export`] writes what a [`Stage`](clusterscope::exhibit::Stage) has recorded; whatever can be
//! shown can be written, be it a run of a room or a trace that was read.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod export;
mod format;
mod json;

pub use export::{Options, export};
pub use format::Format;
