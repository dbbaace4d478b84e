//! The engine, rule by rule, on a small room of its own and on Raft.
#![allow(clippy::std_instead_of_alloc, reason = "a test runs where there is a system")]

mod causes;
mod clocks;
mod disks;
mod explore;
mod futures;
mod history;
mod inquire;
mod luck;
mod machines;
mod messages;
mod network;
mod retold;
mod room;
mod run;
mod script;
mod streams;
mod worlds;
