//! Who is who, by the configuration alone, and which keys there are at the start.

use super::{Config, Flaw, HashRing, Key, Memo, Spec, Terms};
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::format;
use alloc::string::String;

impl HashRing {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// This configuration with a flaw on.
    #[must_use]
    pub fn with(mut self, flaw: Flaw) -> Self {
        self.flaws |= 1 << flaw as u16;
        self.start = Memo::default();
        self
    }

    /// The router, if there is one.
    pub fn router(&self) -> Option<NodeId> {
        self.routed.then_some(NodeId(0))
    }

    /// The first storage node.
    pub fn first(&self) -> NodeId {
        NodeId(self.routed.into())
    }

    /// All storage nodes, members or not.
    pub fn storage(&self) -> impl Iterator<Item = NodeId> + use<> {
        let first = self.first().0;
        (first..first + self.nodes + self.spares).map(NodeId)
    }

    /// Whether a node stores keys.
    pub fn is_storage(&self, id: NodeId) -> bool {
        (self.first()..self.authority()).contains(&id)
    }

    /// The authority.
    pub fn authority(&self) -> NodeId {
        NodeId(self.first().0 + self.nodes + self.spares)
    }

    /// Whether a node is a client.
    pub fn is_client(&self, id: NodeId) -> bool {
        id > self.authority()
    }

    /// How many copies a write needs to be acknowledged.
    pub fn needed(&self) -> usize {
        self.copies.min(2).into()
    }

    /// The fewest members: a write must find its copies.
    pub fn fewest(&self) -> usize {
        self.needed()
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        match id {
            id if id < self.first() => String::from("r1"),
            id if self.is_storage(id) => format!("n{}", id.0 - self.first().0 + 1),
            id if id == self.authority() => String::from("a"),
            id => format!("c{}", id.0 - self.authority().0),
        }
    }

    /// The key with this place among those of the start. The hot ones come first.
    pub fn key(&self, place: u32) -> Key {
        match place < u32::from(self.hot) {
            true => format!("hot.{:04}", place + 1).into(),
            false => format!("user:{:04}", place + 1).into(),
        }
    }

    /// The keys of the start.
    pub fn first_keys(&self) -> impl Iterator<Item = Key> + '_ {
        (0..u32::from(self.keys)).map(|place| self.key(place))
    }

    /// Whether a key is one of the start.
    pub fn is_first(&self, key: &str) -> bool {
        let number = key.strip_prefix("user:").or_else(|| key.strip_prefix("hot."));
        let number = number.and_then(|number| number.parse::<u32>().ok());
        let place = number.filter(|it| (1..=u32::from(self.keys)).contains(it));
        place.is_some_and(|place| *self.key(place - 1) == *key)
    }

    /// The first membership. It is built once.
    pub(super) fn start(&self) -> Option<Rc<Config>> {
        if let Some(config) = self.start.0.get() {
            return Some(config.clone());
        }
        let spec = Spec::first(self);
        let births = spec.members.keys().map(|id| (*id, 1)).collect();
        let config = Config::new(self, 1, Terms { spec, births, ..Terms::default() }, [].into())?;
        Some(self.start.0.get_or_init(|| config).clone())
    }
}
