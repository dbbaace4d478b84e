//! Encodes films as GIF: a part of the program that is fetched for the first film. [`gates`] is the
//! only way in.

mod encoder;
pub mod gates;

/// Takes the pixels of one picture after the other, four bytes each; given none, it returns the
/// film, or nothing if that failed.
pub type Encode = Box<dyn FnMut(Option<&[u8]>) -> Option<Vec<u8>>>;
