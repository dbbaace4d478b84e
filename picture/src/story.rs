//! What a picture says of its moment in words.

use crate::words::Words;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{Rule, Sentence, Stage};
use clusterscope::protocol::NodeId;

/// A sentence, its reason with its source, and what the author adds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Caption {
    /// What happened.
    pub(crate) said: String,
    /// Why, and where that is published.
    pub(crate) why: String,
    /// What the scenario's author says about it.
    pub(crate) adds: String,
}

impl Caption {
    /// What a sentence says.
    pub(crate) fn of(sentence: &Sentence) -> Self {
        let head = sentence.lines.first().cloned().unwrap_or_default();
        let mut why = head.why;
        if !head.source.is_empty() {
            if !why.is_empty() {
                why.push(' ');
            }
            why.push_str(head.source);
        }
        let adds = sentence.caption.clone().filter(|it| *it != head.text).unwrap_or_default();
        Self { said: head.text, why, adds }
    }

    /// The present sentence; before the first, what the scenario teaches.
    pub(crate) fn present(stage: &dyn Stage, words: &Words) -> Self {
        let present = stage.position().sentence;
        let story = stage.story(0, 0);
        match story.iter().find(|sentence| sentence.index == present) {
            Some(sentence) => Self::of(sentence),
            None => Self {
                said: words.nothing_yet.into(),
                why: stage.about().teaches.clone(),
                adds: String::new(),
            },
        }
    }

    /// All of it in one line.
    pub(crate) fn line(&self) -> String {
        let parts = [&*self.said, &*self.why, &*self.adds];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The rules that are broken up to a position, the first first.
pub(crate) fn broken(rules: &[Rule], event: usize) -> Vec<&Rule> {
    let at = |rule: &Rule| rule.broken.as_ref().map(|broken| broken.event);
    let mut all: Vec<&Rule> = Vec::new();
    // They are few: a library's way to sort weighs more than all else here.
    for rule in rules.iter().filter(|rule| at(rule).is_some_and(|at| at <= event)) {
        let place = all.partition_point(|other| at(other) <= at(rule));
        all.insert(place, rule);
    }
    all
}

/// Whom broken rules blame.
pub(crate) fn guilty(broken: &[&Rule]) -> Vec<NodeId> {
    let mut all: Vec<NodeId> = Vec::new();
    let facts = broken.iter().filter_map(|rule| rule.broken.as_ref()).flat_map(|one| &one.facts);
    for node in facts.flat_map(|fact| &fact.nodes) {
        if !all.contains(node) {
            all.push(*node);
        }
    }
    all
}

/// The first broken rule in words.
pub(crate) fn verdict(broken: &[&Rule], words: &Words) -> Option<String> {
    let first = broken.first()?;
    let violation = first.broken.as_ref()?;
    let facts: Vec<&str> = violation.facts.iter().map(|fact| &*fact.text).collect();
    let mut text = [first.title, words.is_broken].concat();
    if !facts.is_empty() {
        text.push_str(": ");
        text.push_str(&facts.join("; "));
    }
    if let Some(outside) = &violation.outside {
        text.push_str(" — ");
        text.push_str(outside);
    }
    Some(text)
}

/// The protocol, the scenario's title, and the run if it is not the main one.
pub(crate) fn title(stage: &dyn Stage) -> (String, String) {
    let about = stage.about();
    let mut title = about.title.clone();
    if let Some(run) = stage.runs().iter().find(|run| run.current && !run.name.is_empty()) {
        title.push_str(" (");
        title.push_str(&run.name);
        title.push(')');
    }
    (about.card.title.into(), title)
}
