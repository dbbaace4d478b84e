//! The page: Yew components around one `dyn Stage`. It matches on no protocol.

pub mod geometry;
pub mod motion;
pub mod scene;
pub mod spacetime;
pub mod stage;
pub mod svg;
pub mod words;
