//! The network between the nodes at one moment: settings, cuts, and rules for single messages.

use crate::protocol::NodeId;
use crate::scenario::syntax::{Network, Verb};
use crate::shared::Rc;
use crate::sorted::Set;
use alloc::string::String;
use alloc::vec::Vec;

/// The state of the network. Cloning it is a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wires {
    /// How links treat messages.
    pub settings: Rc<Network>,
    /// Directed links that are cut.
    pub cuts: Set<(NodeId, NodeId)>,
    /// What is done to messages yet to be sent.
    pub rules: Vec<Rule>,
}

/// Something that is done to messages as they are sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// What is done.
    pub verb: Verb,
    /// To which kind of message; `None` for any.
    pub kind: Option<u16>,
    /// From whom.
    pub from: Vec<NodeId>,
    /// To whom.
    pub to: Vec<NodeId>,
    /// Whether the way back is meant as well.
    pub both: bool,
    /// Fields, by place, and the values that they must have.
    pub fields: Vec<(u16, String)>,
    /// To how many more; `None` until it is released.
    pub left: Option<u32>,
    /// The script's line that gave it.
    pub line: Option<u16>,
    /// Whether any message was meant so far.
    pub used: bool,
}

impl Rule {
    /// Whether a message on this link of this kind is meant, its fields aside.
    pub fn covers(&self, from: NodeId, to: NodeId, kind: u16) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
            && (self.runs(from, to) || (self.both && self.runs(to, from)))
    }

    fn runs(&self, from: NodeId, to: NodeId) -> bool {
        self.from.contains(&from) && self.to.contains(&to)
    }

    /// The directed links that it covers.
    pub fn links(&self) -> impl Iterator<Item = (NodeId, NodeId)> {
        let ways = self.from.iter().flat_map(|&a| self.to.iter().map(move |&b| (a, b)));
        let both = self.both;
        ways.filter(|(a, b)| a != b)
            .flat_map(move |(a, b)| [Some((a, b)), both.then_some((b, a))])
            .flatten()
    }

    /// Whether two rules can mean the same message.
    pub fn meets(&self, other: &Self) -> bool {
        let kinds = self.kind.is_none() || other.kind.is_none() || self.kind == other.kind;
        let covered = |from, to| other.runs(from, to) || (other.both && other.runs(to, from));
        kinds && self.links().any(|(from, to)| covered(from, to))
    }
}

impl Wires {
    /// The network at the start of a run.
    pub fn new(settings: &Network) -> Self {
        Self { settings: Rc::new(settings.clone()), cuts: Set::new(), rules: Vec::new() }
    }

    /// Whether a message can pass now.
    pub fn is_up(&self, from: NodeId, to: NodeId) -> bool {
        !self.cuts.contains(&(from, to))
    }

    /// Cuts or heals one directed link; false if nothing changes.
    pub fn set_cut(&mut self, from: NodeId, to: NodeId, cut: bool) -> bool {
        if cut { self.cuts.insert((from, to)) } else { self.cuts.remove(&(from, to)) }
    }

    /// The rules that fit a message that is being sent, each used up by one.
    pub fn apply_rules(
        &mut self,
        from: NodeId,
        to: NodeId,
        kind: u16,
        fits: impl Fn(&[(u16, String)]) -> bool,
    ) -> Vec<Verb> {
        let mut verbs = Vec::new();
        for rule in &mut self.rules {
            if rule.covers(from, to, kind) && fits(&rule.fields) {
                verbs.push(rule.verb);
                rule.used = true;
                rule.left = rule.left.map(|left| left - 1);
            }
        }
        if !verbs.is_empty() {
            self.rules.retain(|rule| rule.left != Some(0));
        }
        verbs
    }
}
