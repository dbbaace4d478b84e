//! The page's search. The page is compiled to be small; what is compiled here, which is all that
//! [`Checker::advance`] calls and is generic or inline, is compiled to be quick: a profile of its
//! own in the workspace's manifest says so.
#![no_std]

use clusterscope::check::Checker;

/// Searches a little; false when all is answered.
#[inline(never)]
pub fn advance(checker: &mut Checker) -> bool {
    checker.advance()
}
