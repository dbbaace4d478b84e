//! What the invariants need to remember: what clients were told, and which disks are gone.

use super::HashRing;
use super::message::{Message, Outcome, Version, Wish};
use super::spec::Key;
use super::state::{AuthorityDisk, Disk, MemberDisk};
use crate::list::own;
use crate::protocol::{EffectRef, InputRef, NodeId, Seen};
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use crate::world::Sight;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The newest version of each key of which a client was told; those of the start count.
    pub told: Rc<Map<Key, Version>>,
    /// What each client asks for: the number, and the version that it may rely on.
    pub floors: Map<NodeId, (u64, Version)>,
    /// The disk that each storage node had last.
    pub births: Map<NodeId, u32>,
    /// The disks that are gone and whose copies have not been made anew.
    pub lost: Map<NodeId, u32>,
    /// Whether more disks were lost at a time than the promise covers.
    pub beyond: bool,
    /// The key that was looked up last.
    pub last: Option<Key>,
}

impl Witness {
    /// What is known at the start.
    pub(super) fn first(room: &HashRing) -> Self {
        let version = Version { epoch: 1, count: 1 };
        let told = room.first_keys().map(|key| (key, version)).collect();
        let births = room.storage().map(|id| (id, 1)).collect();
        Self { told: Rc::new(told), births, ..Self::default() }
    }

    /// Writes down what a step did.
    pub(super) fn see(&mut self, room: &HashRing, seen: &Seen<'_, HashRing>) {
        match seen.after.disk {
            Disk::Member(disk) => self.see_member(seen, disk),
            Disk::Authority(disk) => self.see_authority(room, seen, disk),
            Disk::Client(_) => self.see_client(seen),
            Disk::Router(_) | Disk::Blank => {}
        }
        if let Some(InputRef::Deliver { message: Message::Request { op, .. }, .. }) = &seen.input {
            self.last = Some(Key::from(op.key()));
        }
    }

    fn see_member(&mut self, seen: &Seen<'_, HashRing>, disk: &MemberDisk) {
        let was = self.births.get(&seen.by).copied().unwrap_or(0);
        if disk.born > 0 {
            self.births.insert(seen.by, disk.born);
        } else if seen.before.is_none() && was > 0 {
            self.lost.insert(seen.by, was);
        }
    }

    fn see_authority(&mut self, room: &HashRing, seen: &Seen<'_, HashRing>, disk: &AuthorityDisk) {
        if !has_settled(seen, disk) {
            return;
        }
        let terms = disk.config.terms();
        self.beyond |= terms.lost.len() >= room.needed();
        self.lost.retain(|id, born| terms.births.get(id) == Some(born));
    }

    fn see_client(&mut self, seen: &Seen<'_, HashRing>) {
        for effect in &seen.effects {
            match effect {
                EffectRef::Send { message: Message::Request { serial, op }, .. } => {
                    let known = self.floors.get(&seen.by).is_some_and(|it| it.0 == *serial);
                    if !known {
                        let floor = self.told.get(&Key::from(op.key())).copied();
                        self.floors.insert(seen.by, (*serial, floor.unwrap_or_default()));
                    }
                }
                EffectRef::Respond(response) => {
                    if let (Wish::Op(op), Outcome::Done(_, version)) =
                        (&*response.wish, &response.outcome)
                    {
                        self.see_told(&Key::from(op.key()), *version);
                    }
                }
                _ => {}
            }
        }
    }

    fn see_told(&mut self, key: &Key, version: Version) {
        if self.told.get(key).is_none_or(|told| *told < version) && version > Version::default() {
            own(&mut self.told).insert(key.clone(), version);
        }
    }
}

/// Whether the authority found all keys in place, just now.
pub(super) fn has_settled(seen: &Seen<'_, HashRing>, disk: &AuthorityDisk) -> bool {
    let was = seen.before.and_then(|before| before.disk.authority());
    // It may have numbered the next membership in the same step.
    let settled = |it: &AuthorityDisk| (it.config.epoch, it.settled);
    disk.settled && was.is_some_and(|was| settled(was) != settled(disk))
}

/// The storage nodes' disks that are gone now and not made up for.
pub(super) fn lost_now(world: &dyn Sight<HashRing>) -> Set<NodeId> {
    let witness = world.witness();
    let blank = world.all().filter(|(id, node)| {
        let blank = match node.disk {
            Disk::Blank => true,
            Disk::Member(disk) => disk.born == 0,
            _ => false,
        };
        blank && witness.births.contains_key(id)
    });
    let blank: Set<NodeId> = blank.map(|(id, _)| id).collect();
    let authority = world.all().find_map(|(_, node)| node.disk.authority());
    // A blank disk whose copies have been made elsewhere since is no loss any more.
    let counts = |id: &NodeId| {
        let births = witness.births.get(id);
        authority.is_none_or(|it| {
            let mut held = it.config.past().iter().filter(|_| !it.settled);
            held.any(|past| past.terms().births.get(id) == births)
                || it.config.terms().births.get(id) == births
        })
    };
    let lost = blank.iter().filter(|id| counts(id)).chain(witness.lost.keys());
    lost.copied().collect()
}
