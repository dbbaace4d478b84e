//! The picture of the whole: the true total beside what each replica shows.

use super::ReplicatedCounter;
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::replicas::Replicas;
use crate::view::{Bar, Bars, Body, Keeping, Overview, Panel, Tone};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl ReplicatedCounter {
    /// The whole.
    pub(super) fn whole(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview {
        let Lang::En = lang;
        let total = world.witness().total();
        let truth = Bar {
            label: String::from("truth"),
            tone: Tone::Leading,
            value: length(total),
            note: shortfall(total),
            ..Bar::default()
        };
        let shown = self.replicas().map(|id| self.bar(world, id, total));
        let bars = [truth].into_iter().chain(shown).collect();
        let ideal = (total > 0).then(|| (length(total) * 100, format!("total {total}")));
        let caption = self.caption(world, total);
        let panel = Panel {
            title: String::from("The true total, and what replicas show"),
            keeping: Keeping::Nowhere,
            body: Body::Bars(Bars { bars, ideal, caption }),
        };
        Overview { ring: None, panels: Vec::from([panel]) }
    }

    fn bar(&self, world: &dyn Sight<Self>, id: NodeId, total: i64) -> Bar {
        let value = self.shown(world, id);
        let note = match value - total {
            _ if value < 0 => shortfall(value),
            0 => String::new(),
            more @ 1.. => format!("{more} too many"),
            less => format!("{} missing", -less),
        };
        let tone = Tone::Series(u32::from(id.0));
        Bar { label: self.name(id), tone, value: length(value), note, ..Bar::default() }
    }

    fn shown(&self, world: &dyn Sight<Self>, id: NodeId) -> i64 {
        world.node(id).disk.replica().map_or(0, |disk| disk.counter.value())
    }

    fn caption(&self, world: &dyn Sight<Self>, total: i64) -> String {
        let shown = self.replicas().map(|id| self.shown(world, id).to_string());
        let shown: Vec<_> = shown.collect();
        format!("The true total is {total}; the replicas show {}.", shown.join(", "))
    }
}

/// A bar has no length below 0.
fn length(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

fn shortfall(value: i64) -> String {
    if value < 0 { format!("{value}") } else { String::new() }
}
