//! What a node looks like.

use super::state::{Client, Disk, Failover, File, Instance, Memory, Phase, Sentinel, Server};
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
            id if self.is_redis(id) => (self.part(node), Shape::Hexagon),
            id if self.is_sentinel(id) => ("Sentinel", Shape::Diamond),
            STORAGE => ("Storage", Shape::Circle),
            _ => ("Client", Shape::Square),
        };
        let (detail, short, tone, badges) = match (node.disk, node.memory) {
            (_, Memory::Service(Server::Redis(redis))) => self.redis_look(redis),
            (_, Memory::Service(Server::Sentinel(sentinel))) => self.sentinel_look(sentinel),
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

    /// What an instance of Redis is called.
    fn part(&self, node: NodeRef<'_, Self>) -> &'static str {
        let redis = node.memory.service().and_then(Server::redis);
        match redis.map(|redis| redis.of) {
            _ if self.replicas == 0 => "Redis",
            Some(None) => "Master",
            _ => "Replica",
        }
    }

    fn redis_look(&self, redis: &Instance) -> (String, String, Tone, Vec<Badge>) {
        let mut badges = Vec::new();
        let mut badge = |text: &str, tone| badges.push(Badge { text: text.into(), tone });
        if redis.of.is_some() && !redis.synced {
            badge("cut off", Tone::Waiting);
        }
        let Some(lock) = redis.keys.lock else {
            return (String::from("no lock"), String::from("free"), Tone::Idle, badges);
        };
        if lock.twice {
            badge("held twice", Tone::Active);
        }
        if lock.until.is_none() {
            badge("no expiry", Tone::Danger);
        }
        let (tone, owner) =
            (self.grant_tone(redis.keys.counter, lock.owner), self.entry(lock.owner));
        (format!("lock = {owner}"), owner, tone, badges)
    }

    fn sentinel_look(&self, sentinel: &Sentinel) -> (String, String, Tone, Vec<Badge>) {
        let master = self.name(sentinel.conf.master);
        let (detail, tone) = match &sentinel.failover {
            Some(Failover { chosen: Some(id), .. }) => {
                (format!("promotes {}", self.name(*id)), Tone::Leading)
            }
            Some(_) => (String::from("asks for votes"), Tone::Active),
            None if sentinel.down => (format!("finds {master} down"), Tone::Danger),
            None => (format!("master {master}"), Tone::Idle),
        };
        let text = format!("epoch {}", sentinel.conf.epoch);
        (detail, master, tone, Vec::from([Badge { text, tone: Tone::Idle }]))
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
            Disk::Service(File::Redis { keys, .. }) if self.persistent => self.keys(keys),
            Disk::Service(File::Redis { .. }) => {
                Vec::from([field("append-only file", String::from("none"))])
            }
            Disk::Service(File::Sentinel(conf)) => self.conf_fields(conf),
            Disk::Storage(storage) => locks::store_fields(storage),
            Disk::Client(numbers) => Vec::from([field("last attempt", numbers.serial.to_string())]),
        };
        let mut panels = Vec::from([panel(Keeping::Disk, disk)]);
        match node.memory {
            Memory::Service(Server::Redis(redis)) => {
                panels.push(panel(Keeping::Memory, self.instance_fields(redis)));
            }
            Memory::Service(Server::Sentinel(sentinel)) => {
                panels.push(panel(Keeping::Memory, self.sentinel_fields(sentinel)));
            }
            Memory::Client(client) => panels.push(panel(Keeping::Memory, self.knows(client))),
            Memory::Storage => {}
        }
        panels
    }

    fn instance_fields(&self, redis: &Instance) -> Vec<Field> {
        let mut fields = self.keys(&redis.keys);
        if let Some(master) = redis.of {
            fields.push(field("replica of", self.name(master)));
        }
        for (id, offset) in redis.replicas.iter() {
            let acked = if self.wait_replicas > 0 { format!("at {offset}") } else { "fed".into() };
            fields.push(field(&format!("replica {}", self.name(*id)), acked));
        }
        if !redis.owed.is_empty() {
            fields.push(field("answers that wait for replicas", redis.owed.len().to_string()));
        }
        fields
    }

    fn sentinel_fields(&self, sentinel: &Sentinel) -> Vec<Field> {
        let names = |ids: &mut dyn Iterator<Item = NodeId>| {
            let names: Vec<String> = ids.map(|id| self.name(id)).collect();
            if names.is_empty() { String::from("none") } else { names.join(", ") }
        };
        let mut fields = Vec::from([
            field("owe an answer", names(&mut sentinel.silent.keys().copied())),
            field("agree that the master is down", names(&mut sentinel.agree.iter().copied())),
        ]);
        if let Some(failover) = &sentinel.failover {
            fields.push(field("votes for it", names(&mut failover.votes.iter().copied())));
        }
        fields
    }

    pub(super) fn keys(&self, keys: &super::Redis) -> Vec<Field> {
        let owner = keys.lock.map_or_else(|| String::from("none"), |lock| self.entry(lock.owner));
        let mut fields = Vec::from([field("lock", owner)]);
        if let Some(lock) = keys.lock {
            let until = lock.until.map_or_else(|| String::from("never"), span_text);
            fields.push(field("expires, by its wall clock", until));
        }
        fields.push(field("token counter", keys.counter.to_string()));
        if self.replicas > 0 {
            fields.push(field("replication offset", keys.offset.to_string()));
        }
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
