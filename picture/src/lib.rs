//! Pictures of a run: where everything goes, and what it looks like.
//!
//! The page, figures, and the command line draw from here. [`geometry`] is plain arithmetic from a
//! frame to places, [`shape`] has the outlines and the names of what is drawn, [`words`] what
//! drawings say by themselves.
#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

extern crate alloc;

mod float;
pub mod geometry;
pub mod shape;
pub mod words;
