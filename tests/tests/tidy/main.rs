//! The house rules, as tests: what they find is named by file and line.

mod rooms;
mod rust;
mod sources;
mod text;
mod web;

/// Fails with all troubles, one a line.
#[track_caller]
fn none(rule: &str, troubles: Vec<String>) {
    let (count, list) = (troubles.len(), troubles.join("\n"));
    assert!(troubles.is_empty(), "{rule}; {count} found:\n{list}\n");
}
