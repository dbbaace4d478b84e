//! The picture of the whole: what replicas show, and what was truly done.

use super::ReplicatedValues;
use super::portrait::vector_told;
use super::{listed, told};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::replicas::Replicas;
use crate::view::{Body, Keeping, Overview, columns, panel};
use crate::world::Sight;
use alloc::string::String;
use alloc::vec::Vec;

impl ReplicatedValues {
    /// The whole.
    pub(super) fn whole(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview {
        let Lang::En = lang;
        let witness = world.witness();
        let all = witness.all();
        let live = witness.live(self, &all);
        let truth = Vec::from([String::from("truth"), told(live.iter()), vector_told(self, &all)]);
        let rows = [truth].into_iter().chain(self.replicas().map(|id| self.row(world, id)));
        let columns = columns(&["", "shows", "has heard of"]);
        let body = Body::Table { columns, rows: rows.collect() };
        let title = "What should stand, and what replicas show";
        Overview { ring: None, panels: Vec::from([panel(title, Keeping::Nowhere, body)]) }
    }

    fn row(&self, world: &dyn Sight<Self>, id: NodeId) -> Vec<String> {
        let state = world.node(id).disk.replica().map(|disk| &disk.state);
        let shown = state.map(|state| told(listed(state).iter())).unwrap_or_default();
        let heard = state.map(|state| vector_told(self, &state.vector)).unwrap_or_default();
        Vec::from([self.name(id), shown, heard])
    }
}
