//! What a node looks like.

use super::settings::System;
use super::state::{Client, Disk, Key, Memory, Phase, Table, Watches};
use super::{LeaseLock, SERVICE, STORAGE};
use crate::locks;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::scenario::quantity::span_text;
use crate::view::{Badge, Body, Cell, Field, Keeping, NodeView, Panel, Shape, Tone, field, panel};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Cells of the queue that stand beside the service.
const CELLS: usize = 6;

impl LeaseLock {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (role, shape) = match id {
            SERVICE => (["etcd", "Consul", "Database"][self.system as usize], Shape::Hexagon),
            STORAGE => ("Storage", Shape::Circle),
            _ => ("Client", Shape::Square),
        };
        let mut view = match (node.disk, node.memory) {
            (Disk::Service(table), memory) => self.table_look(table, memory.service()),
            (Disk::Storage(storage), _) => locks::storage_look(storage, self.fencing),
            (_, Memory::Client(client)) => client_look(client),
            _ => NodeView::default(),
        };
        (view.role, view.shape) = (String::from(role), shape);
        view.panels = self.panels(node);
        view
    }

    fn table_look(&self, table: &Table, watches: Option<&Watches>) -> NodeView {
        let delayed = watches.is_some_and(|watches| watches.delayed);
        let badges = delayed.then(|| Badge { text: "lock-delay".into(), tone: Tone::Waiting });
        let first = table.first();
        let detail = match first {
            Some((revision, key)) => {
                format!("{} has it, at {revision}", self.name(key.entry.client))
            }
            None => String::from("nobody has it"),
        };
        let cell = |(place, (revision, key)): (usize, (&u64, &Key))| Cell {
            text: self.name(key.entry.client),
            detail: format!("revision {revision}"),
            tone: Tone::Series(*revision as u32),
            settled: place == 0,
        };
        NodeView {
            detail,
            short: first.map_or_else(|| String::from("free"), |(revision, _)| revision.to_string()),
            tone: first.map_or(Tone::Idle, |(revision, _)| Tone::Series(revision as u32)),
            badges: badges.into_iter().collect(),
            strip: table.keys.iter().enumerate().take(CELLS).map(cell).collect(),
            ..NodeView::default()
        }
    }

    fn panels(&self, node: NodeRef<'_, Self>) -> Vec<Panel> {
        let disk = match node.disk {
            Disk::Service(table) => {
                let mut fields = Vec::from([field("revision", table.revision.to_string())]);
                if self.system != System::Row {
                    let open = table.leases.open.len().to_string();
                    fields.push(field(&format!("open {}s", self.lease_word()), open));
                }
                fields
            }
            Disk::Storage(storage) => locks::store_fields(storage),
            Disk::Client(numbers) => Vec::from([field("last attempt", numbers.serial.to_string())]),
        };
        let mut panels = Vec::from([panel("", Keeping::Disk, Body::Fields(disk))]);
        if let Disk::Service(table) = node.disk {
            panels.push(panel("keys", Keeping::Disk, self.keys(table)));
        }
        match node.memory {
            Memory::Service(watches) => {
                panels.push(panel("watches", Keeping::Memory, self.watches(watches)));
            }
            Memory::Client(client) => {
                panels.push(panel("", Keeping::Memory, Body::Fields(self.knows(client))));
            }
            Memory::Storage => {}
        }
        panels
    }

    fn keys(&self, table: &Table) -> Body {
        let row = |(revision, key): (&u64, &Key)| {
            let goes = match (key.lease, key.until) {
                (Some(lease), _) => format!("{} {lease}", self.lease_word()),
                (_, Some(until)) => span_text(until),
                _ => String::from("never"),
            };
            Vec::from([revision.to_string(), self.entry(key.entry), goes])
        };
        let columns = ["revision", "owner", "goes with"].map(String::from).into();
        Body::Table { columns, rows: table.keys.iter().map(row).collect() }
    }

    fn watches(&self, watches: &Watches) -> Body {
        let rows = watches.of.iter().map(|(revision, who)| {
            let names: Vec<String> = who.iter().map(|id| self.name(*id)).collect();
            Vec::from([format!("key {revision} goes"), names.join(", ")])
        });
        Body::Table { columns: ["when", "tells"].map(String::from).into(), rows: rows.collect() }
    }

    fn knows(&self, client: &Client) -> Vec<Field> {
        let mut fields = Vec::new();
        if self.system != System::Row {
            let id = client.lease.id.map_or_else(|| String::from("none"), |id| id.to_string());
            fields.push(field(self.lease_word(), id));
        }
        if client.lease.id.is_some() {
            fields.push(field("lasts, by its own clock, until", span_text(client.lease.until)));
        }
        let Some(job) = &client.job else { return fields };
        fields.push(field("adds", job.request.add.to_string()));
        fields.push(field("asks as", self.entry(job.entry)));
        match &job.phase {
            Phase::Waiting { on, .. } => fields.push(field("waits for", format!("key {on} to go"))),
            Phase::Holding(held) => fields.extend(locks::section_fields(&held.section)),
            _ => {}
        }
        if !client.wishes.is_empty() {
            fields.push(field("requests that wait", client.wishes.len().to_string()));
        }
        fields
    }
}

fn client_look(client: &Client) -> NodeView {
    let (detail, tone, badge) = match client.job.as_ref().map(|job| &job.phase) {
        None => (String::from("idle"), Tone::Idle, None),
        Some(Phase::Opening) => (String::from("wants a lease"), Tone::Active, None),
        Some(Phase::Acquiring(_)) => (String::from("asks"), Tone::Active, None),
        Some(Phase::Looking) => (String::from("looks"), Tone::Active, None),
        Some(Phase::Waiting { on, .. }) => (format!("waits for {on}"), Tone::Waiting, None),
        Some(Phase::Resting) => (String::from("waits"), Tone::Waiting, None),
        Some(Phase::Holding(held)) => {
            let token = held.section.token;
            let detail = String::from(locks::names(held.section.stage));
            (detail, Tone::Series(token as u32), Some(format!("token {token}")))
        }
        Some(Phase::Releasing) => (String::from("frees the lock"), Tone::Active, None),
    };
    let badges = badge.map(|text| Badge { text, tone }).into_iter().collect();
    NodeView { short: detail.clone(), detail, tone, badges, ..NodeView::default() }
}
