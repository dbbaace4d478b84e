//! What a node looks like.

use super::message::{Ballot, Proposal};
use super::state::{Disk, Memory, Phase};
use super::{Contention, Paxos, Roles};
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::sorted::Set;
use crate::view::{Badge, Body, Cell, Keeping, NodeView, Panel, Shape, Tone, field, panel};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

impl Paxos {
    /// What the colour of a ballot means.
    pub(super) fn tone(&self, ballot: Ballot) -> Tone {
        let place = ballot.round.saturating_sub(1).wrapping_mul(u64::from(self.proposers));
        Tone::Series(place.wrapping_add(u64::from(ballot.proposer.max(1))) as u32)
    }

    /// The tone and the outline of a node.
    pub(super) fn stand(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        let memory = node.memory;
        let shape = match self.roles {
            _ if self.leads(id) => Shape::Hexagon,
            Roles::Separate if self.proposes(id) => Shape::Diamond,
            Roles::Separate if self.learns(id) => Shape::Square,
            Roles::Combined if memory.phase.ballot().is_some() => Shape::Diamond,
            _ => Shape::Circle,
        };
        let tone = match (&memory.phase, &node.disk.promised) {
            _ if memory.known.is_some() => Tone::Success,
            (Phase::Preparing { .. }, _) => Tone::Active,
            (Phase::Accepting { .. }, _) => Tone::Leading,
            (Phase::Resting | Phase::Deferring { .. }, _) => Tone::Waiting,
            (Phase::Idle, Some(ballot)) => self.tone(*ballot),
            (Phase::Idle, None) => Tone::Idle,
        };
        (tone, shape)
    }

    fn leads(&self, id: NodeId) -> bool {
        self.contention == Contention::Distinguished && id == NodeId(0)
    }

    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let NodeRef { disk, memory } = node;
        let (tone, shape) = self.stand(id, node);
        let (detail, short) = self.detail(id, disk, memory);
        let mut badges: Vec<Badge> = self.badge(memory).into_iter().collect();
        if let Some(known) = &memory.known {
            badges.push(Badge { text: format!("{} is chosen", known.value), tone: Tone::Success });
        }
        NodeView {
            role: String::from(self.role(id)),
            detail,
            short,
            tone,
            shape,
            badges,
            strip: disk.accepted.iter().map(|it| self.cell(it, memory)).collect(),
            panels: self.panels(id, disk, memory),
        }
    }

    fn role(&self, id: NodeId) -> &'static str {
        match self.roles {
            _ if self.leads(id) => "Distinguished proposer",
            Roles::Combined => "Node",
            Roles::Separate if self.proposes(id) => "Proposer",
            Roles::Separate if self.accepts(id) => "Acceptor",
            Roles::Separate => "Learner",
        }
    }

    fn detail(&self, id: NodeId, disk: &Disk, memory: &Memory) -> (String, String) {
        match (&memory.phase, memory.phase.ballot(), disk.promised) {
            (Phase::Preparing { .. }, Some(ballot), _) => {
                (format!("phase 1, ballot {ballot}"), format!("{ballot}"))
            }
            (_, Some(ballot), _) => (format!("phase 2, ballot {ballot}"), format!("{ballot}")),
            (Phase::Resting, ..) => (String::from("waits"), String::from("waits")),
            (Phase::Deferring { to }, ..) => {
                (format!("leaves it to {}", self.name(*to)), String::from("waits"))
            }
            (.., Some(ballot)) => (format!("promised {ballot}"), format!("{ballot}")),
            _ if self.accepts(id) => (String::from("no promise"), String::new()),
            _ if memory.known.is_some() => (String::from("knows"), String::new()),
            _ => (String::from("idle"), String::new()),
        }
    }

    fn badge(&self, memory: &Memory) -> Option<Badge> {
        let (text, tone) = match &memory.phase {
            Phase::Preparing { promises, .. } => {
                (format!("{} of {} promises", promises.len(), self.quorum_1()), Tone::Active)
            }
            Phase::Accepting { by, .. } => {
                (format!("{} of {} accepted", by.len(), self.quorum_2()), Tone::Leading)
            }
            _ => {
                let most = memory.tallies.values().map(Set::len).max()?;
                (format!("{most} of {} accepted", self.quorum_2()), Tone::Active)
            }
        };
        Some(Badge { text, tone })
    }

    fn cell(&self, accepted: &Proposal, memory: &Memory) -> Cell {
        let known = memory.known.as_ref();
        Cell {
            text: accepted.value.chars().take(3).collect(),
            detail: format!("{} in ballot {}", accepted.value, accepted.ballot),
            tone: self.tone(accepted.ballot),
            settled: known.is_some_and(|known| known.value == accepted.value),
        }
    }

    fn panels(&self, id: NodeId, disk: &Disk, memory: &Memory) -> Vec<Panel> {
        let mut kept = Vec::new();
        let mut known = Vec::new();
        if self.proposes(id) {
            kept.push(field("highest round used", disk.round.to_string()));
            known.push(field("phase", phase(&memory.phase)));
            if let Phase::Accepting { proposal, .. } = &memory.phase {
                known.push(field("proposes", proposal.value.to_string()));
            }
            let wishes: Vec<String> = memory.wishes.iter().map(|wish| self.wish(wish)).collect();
            known.push(field("wishes", or_nothing(wishes.join(", "))));
            known.push(field("refusals", memory.refusals.to_string()));
        }
        if self.accepts(id) {
            let promised = disk.promised.map_or_else(String::new, |it| it.to_string());
            let accepted = disk.accepted.as_ref().map_or_else(String::new, in_ballot);
            kept.push(field("promised", or_nothing(promised)));
            kept.push(field("accepted", or_nothing(accepted)));
        }
        let chosen = memory.known.as_ref().map_or_else(String::new, in_ballot);
        known.push(field("chosen, as far as it knows", or_nothing(chosen)));
        let mut panels = Vec::new();
        if !kept.is_empty() {
            panels.push(panel("", Keeping::Disk, Body::Fields(kept)));
        }
        panels.push(panel("", Keeping::Memory, Body::Fields(known)));
        if let Phase::Preparing { promises, .. } = &memory.phase {
            let rows = promises.iter().map(|(&by, accepted)| {
                let accepted = accepted.as_ref().map_or_else(String::new, in_ballot);
                vec![self.name(by), or_nothing(accepted)]
            });
            let columns = columns(["acceptor", "had accepted"]);
            let body = Body::Table { columns, rows: rows.collect() };
            panels.push(panel("promises", Keeping::Memory, body));
        }
        if !memory.tallies.is_empty() {
            let rows = memory.tallies.iter().map(|(proposal, by)| {
                let names: Vec<String> = by.iter().map(|&id| self.name(id)).collect();
                vec![in_ballot(proposal), names.join(", ")]
            });
            let columns = columns(["proposal", "accepted by"]);
            let body = Body::Table { columns, rows: rows.collect() };
            panels.push(panel("heard from acceptors", Keeping::Memory, body));
        }
        panels
    }

    fn wish(&self, wish: &super::Wish) -> String {
        let what = match &wish.value {
            Some(value) => format!("propose {value}"),
            None => String::from("learn"),
        };
        match wish.from {
            Some(other) => format!("{what} ({})", self.name(other)),
            None => what,
        }
    }
}

fn phase(phase: &Phase) -> String {
    String::from(match phase {
        Phase::Idle => "none",
        Phase::Preparing { .. } => "1, prepare",
        Phase::Accepting { .. } => "2, accept",
        Phase::Resting => "waits after a refusal",
        Phase::Deferring { .. } => "leaves it to another",
    })
}

fn in_ballot(proposal: &Proposal) -> String {
    format!("{} in ballot {}", proposal.value, proposal.ballot)
}

fn or_nothing(text: String) -> String {
    if text.is_empty() { String::from("nothing") } else { text }
}

fn columns(names: [&str; 2]) -> Vec<String> {
    names.map(String::from).into()
}
