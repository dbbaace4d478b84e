//! Linearizability: histories that are known to be so or not, and the two searches held against
#![allow(clippy::std_instead_of_alloc, reason = "a test runs where there is a system")]
//! trying every order.

mod big;
mod brute;
mod known;
mod random;
mod registers;
