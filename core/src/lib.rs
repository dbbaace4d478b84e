//! Distributed protocols as pure state machines, and the worlds they run in.
//!
//! Read in this order: [`protocol`] says what a protocol is, [`world`] is the truth it acts on,
//! [`simulate`] adds time, luck, network and history, [`check`] says what must never happen.
//! [`narrate`] and [`view`] are how a protocol shows itself, [`scenario`] is a run as text, and
//! [`exhibit`] is the only door a viewer needs. [`drive`] runs one node on a real network.
#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

extern crate alloc;

pub mod check;
pub mod client;
pub mod commit;
pub mod digest;
pub mod drive;
pub mod exhibit;
pub mod kv;
#[cfg(test)]
mod lab;
pub mod list;
pub mod locks;
pub mod narrate;
pub mod placement;
pub mod protocol;
pub mod protocols;
pub mod replicas;
pub mod scenario;
pub mod shared;
pub mod shrink;
pub mod simulate;
pub mod sorted;
#[cfg(feature = "audit")]
pub mod sweep;
pub mod view;
pub mod world;
