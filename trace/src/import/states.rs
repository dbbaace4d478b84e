//! States of a specification, before anybody asks whose they are.

use crate::value::Value;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::protocol::Micros;

/// One state, and what led to it.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The line that it begins in.
    pub(super) line: u32,
    /// What led to it, in words; empty if nobody says.
    pub(super) action: String,
    /// The name of the action.
    pub(super) act: String,
    /// What the action picked.
    pub(super) picks: Vec<(String, Value)>,
    /// When, if somebody says.
    pub(super) time: Option<Micros>,
    /// The variables.
    pub(super) vars: Vec<(String, Value)>,
    /// What is wrong with it.
    pub(super) broken: String,
}

impl State {
    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.vars.iter().find(|(var, _)| var == name).map(|(_, value)| value)
    }
}
