//! What a node looks like.

use super::state::{Client, Disk, Memory, Phase};
use super::{RedisLock, STORAGE};
use crate::locks::{self, Entry};
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::scenario::quantity::span_text;
use crate::view::{Badge, Body, Field, Keeping, NodeView, Panel, Shape, Tone, field};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl RedisLock {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (role, shape) = match id {
            id if self.is_redis(id) => ("Redis", Shape::Hexagon),
            STORAGE => ("Storage", Shape::Circle),
            _ => ("Client", Shape::Square),
        };
        let (detail, short, tone, badges) = match (node.disk, node.memory) {
            (_, Memory::Service(keys)) => self.redis_look(keys),
            (Disk::Storage(storage), _) => {
                let look = locks::storage_look(storage, self.fencing);
                (look.detail, look.short, look.tone, look.badges)
            }
            (_, Memory::Client(client)) => self.client_look(client),
            _ => (String::new(), String::new(), Tone::Idle, Vec::new()),
        };
        NodeView {
            role: String::from(role),
            detail,
            short,
            tone,
            shape,
            badges,
            strip: Vec::new(),
            panels: self.panels(node),
        }
    }

    fn redis_look(&self, keys: &super::Redis) -> (String, String, Tone, Vec<Badge>) {
        match keys.lock {
            Some(lock) => {
                let tone = self.grant_tone(keys.counter, lock.owner);
                let owner = self.entry(lock.owner);
                let endless = lock.until.is_none();
                let badge = endless.then(|| Badge { text: "no expiry".into(), tone: Tone::Danger });
                (format!("lock = {owner}"), owner, tone, badge.into_iter().collect())
            }
            None => (String::from("no lock"), String::from("free"), Tone::Idle, Vec::new()),
        }
    }

    /// The colour of a grant: its token's, or its owner's where several instances give none.
    pub(super) fn grant_tone(&self, token: u64, owner: Entry) -> Tone {
        match self.instances {
            1 => Tone::Series(token as u32),
            _ => Tone::Series(owner.client.0.into()),
        }
    }

    fn client_look(&self, client: &Client) -> (String, String, Tone, Vec<Badge>) {
        let Some(job) = &client.job else {
            return (String::from("idle"), String::new(), Tone::Idle, Vec::new());
        };
        let (detail, tone, token) = match &job.phase {
            Phase::Asking { .. } => ("asks", Tone::Active, None),
            Phase::Resting => ("waits", Tone::Waiting, None),
            Phase::Releasing { .. } => ("frees the lock", Tone::Active, None),
            Phase::Holding(held) => {
                let detail = locks::names(held.section.stage);
                let tone = self.grant_tone(held.section.token, held.section.entry);
                (detail, tone, (self.instances == 1).then_some(held.section.token))
            }
        };
        let badges = token.map(|token| Badge { text: format!("token {token}"), tone });
        let detail = String::from(detail);
        (detail.clone(), detail, tone, badges.into_iter().collect())
    }

    fn panels(&self, node: NodeRef<'_, Self>) -> Vec<Panel> {
        let disk = match node.disk {
            Disk::Service(keys) if self.persistent => self.keys(keys),
            Disk::Service(_) => Vec::from([field("append-only file", String::from("none"))]),
            Disk::Storage(storage) => locks::store_fields(storage),
            Disk::Client(numbers) => Vec::from([field("last attempt", numbers.serial.to_string())]),
        };
        let mut panels = Vec::from([panel(Keeping::Disk, disk)]);
        match node.memory {
            Memory::Service(keys) => panels.push(panel(Keeping::Memory, self.keys(keys))),
            Memory::Client(client) => panels.push(panel(Keeping::Memory, self.knows(client))),
            Memory::Storage => {}
        }
        panels
    }

    fn keys(&self, keys: &super::Redis) -> Vec<Field> {
        let owner = keys.lock.map_or_else(|| String::from("none"), |lock| self.entry(lock.owner));
        let mut fields = Vec::from([field("lock", owner)]);
        if let Some(lock) = keys.lock {
            let until = lock.until.map_or_else(|| String::from("never"), span_text);
            fields.push(field("expires, by its wall clock", until));
        }
        fields.push(field("token counter", keys.counter.to_string()));
        fields
    }

    fn knows(&self, client: &Client) -> Vec<Field> {
        let Some(job) = &client.job else {
            return Vec::from([field("request", String::from("none"))]);
        };
        let mut fields = Vec::from([field("adds", job.request.add.to_string())]);
        if let Some(entry) = job.entry() {
            fields.push(field("asks as", self.entry(entry)));
        }
        if let Phase::Holding(held) = &job.phase {
            fields.extend(locks::section_fields(&held.section));
        }
        if !client.wishes.is_empty() {
            fields.push(field("requests that wait", client.wishes.len().to_string()));
        }
        fields
    }
}

fn panel(keeping: Keeping, fields: Vec<Field>) -> Panel {
    Panel { title: String::new(), keeping, body: Body::Fields(fields) }
}
