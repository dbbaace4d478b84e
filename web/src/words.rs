//! The words that the drawings print themselves, in the language of the page.

use crate::texts::LANG;
use clusterscope_picture::words::{Words, words};

/// The words of the language of the page.
pub const fn w() -> &'static Words {
    words(LANG)
}
