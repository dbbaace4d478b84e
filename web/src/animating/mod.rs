//! Encodes films as GIF: a part of the program that is fetched for the first film. [`gates`] is the
//! only way in.

mod encoder;
pub mod gates;

/// Takes one picture after the other: its pixels, four bytes each, and for how many milliseconds it
/// is shown. Given none, it returns the film, or nothing if that failed.
pub type Encode = Box<dyn FnMut(Option<(&[u8], u64)>) -> Option<Vec<u8>>>;
