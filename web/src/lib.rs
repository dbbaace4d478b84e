//! The page: Yew components around one `dyn Stage`. It matches on no protocol.

pub mod scene;
pub mod spacetime;
pub mod stage;
