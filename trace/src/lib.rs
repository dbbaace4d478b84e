//! Runs in the formats that other tools read, and traces of other tools on the stage.
//!
//! [`export`] writes what a [`Stage`](clusterscope::exhibit::Stage) has recorded; [`import`] reads
//! a trace, and [`Recorded`] is a stage that plays it. So whatever can be shown can be written, be
//! it a run of a room or a trace that was read.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod build;
mod export;
mod format;
mod import;
mod json;
mod raw;
mod recorded;
mod save;
mod trace;
mod trouble;
mod value;
mod weave;

pub use export::{Options, export};
pub use format::Format;
pub use import::{ImportOptions, Imported, Source, import, recognise};
pub use recorded::{CARD, Recorded};
pub use trace::Trace;
pub use trouble::Trouble;
