//! What must never happen, and the switch that makes it happen.

use super::MajorityRegister;
use super::message::Response;
use crate::check::{Change, Fact, Fault, Flaw, Invariant, Invariants, with_flaw};
use crate::protocol::EffectRef;
use alloc::format;
use alloc::vec::Vec;

/// The paper.
pub(super) const SOURCE: &str = "Attiya, Bar-Noy and Dolev 1995";

impl Invariants for MajorityRegister {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "writes-are-kept",
            title: "Writes are kept",
            help: "A write that was acknowledged, or a newer one, is on a majority of disks.",
            source: SOURCE,
            check: writes_are_kept,
        },
        Invariant {
            name: "reads-are-fresh",
            title: "Reads are fresh",
            help: "A read returns no older write than was acknowledged when it began.",
            source: SOURCE,
            check: reads_are_fresh,
        },
    ];

    const FLAWS: &'static [Flaw] = &[Flaw {
        name: "answers-early",
        help: "A client is content with the first answer.",
        breaks: &["writes-are-kept", "reads-are-fresh"],
    }];

    const TOLERATES: &'static [Fault] = Fault::IN_DATAGRAMS;

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}

fn writes_are_kept(room: &MajorityRegister, change: &Change<'_, MajorityRegister>) -> Vec<Fact> {
    let number = change.world.witness().acknowledged;
    let lacks = |id| change.world.node(id).disk.number < number;
    let nodes: Vec<_> = room.everyone().filter(|&id| lacks(id)).collect();
    if usize::from(room.servers) - nodes.len() >= room.majority() {
        return Vec::new();
    }
    let names: Vec<_> = nodes.iter().map(|&id| room.name(id)).collect();
    let text = format!("write {number} was acknowledged, and {} lack it", names.join(" and "));
    Vec::from([Fact { text, nodes }])
}

fn reads_are_fresh(room: &MajorityRegister, change: &Change<'_, MajorityRegister>) -> Vec<Fact> {
    let Some(seen) = change.seen else { return Vec::new() };
    let floor = change.witness_before.begun.get(&seen.by).copied().unwrap_or_default();
    let stale = seen.effects.iter().filter_map(|effect| match effect {
        EffectRef::Respond(Response::Value(write)) if write.number < floor => Some(write),
        _ => None,
    });
    let told = stale.map(|write| Fact {
        text: format!(
            "{} read write {} after write {floor} had been acknowledged",
            room.name(seen.by),
            write.number
        ),
        nodes: Vec::from([seen.by]),
    });
    told.collect()
}
