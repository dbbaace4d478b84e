//! What a node looks like.

use super::RowLocks;
use super::settings::Method;
use super::state::{Base, Client, Disk, Memory, Phase, Work};
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Badge, Body, Cell, Field, Keeping, NodeView, Panel, Shape, Tone, field, panel};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Cells of the queue that stand beside the server.
const CELLS: usize = 6;

impl RowLocks {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (role, shape) = match (self.is_server(id), self.method) {
            (true, Method::Owner) if id == super::FIRST => ("Owner", Shape::Hexagon),
            (true, Method::Owner) => ("Server", Shape::Hexagon),
            (true, Method::Sharded) => ("Shard", Shape::Hexagon),
            (true, _) => ("Database", Shape::Hexagon),
            _ => ("Client", Shape::Square),
        };
        let mut view = match (node.disk, node.memory) {
            (Disk::Server(base), memory) => self.server_look(base, memory.server()),
            (_, Memory::Client(client)) => client_look(client),
            _ => NodeView::default(),
        };
        (view.role, view.shape) = (String::from(role), shape);
        view.panels = self.panels(node);
        view
    }

    fn server_look(&self, base: &Base, work: Option<&Work>) -> NodeView {
        let rows = base.rows.iter().map(|(row, cell)| format!("{}={}", row.text(), cell.value));
        let rows: Vec<String> = rows.collect();
        let detail = if rows.is_empty() { String::from("has no row") } else { rows.join(", ") };
        let short: Vec<String> = base.rows.values().map(|cell| cell.value.to_string()).collect();
        let locks = work.map(|work| work.locks.iter()).into_iter().flatten();
        let badges = locks.map(|(row, txn)| Badge {
            text: format!("{} is {}'s", row.text(), self.name(txn.client)),
            tone: Tone::Active,
        });
        let queue = work.map(|work| work.queue.iter()).into_iter().flatten();
        let strip = queue.take(CELLS).map(|waiter| Cell {
            text: self.name(waiter.txn.client),
            detail: format!("waits for {}", waiter.row.text()),
            tone: Tone::Waiting,
            settled: false,
        });
        NodeView {
            short: short.join("/"),
            detail,
            badges: badges.collect(),
            strip: strip.collect(),
            ..NodeView::default()
        }
    }

    fn panels(&self, node: NodeRef<'_, Self>) -> Vec<Panel> {
        let mut panels = Vec::new();
        match node.disk {
            Disk::Server(base) => {
                let row = |(row, cell): (&super::Row, &super::Cell)| {
                    let text = [cell.value, cell.version].map(|number| number.to_string());
                    [String::from(row.text())].into_iter().chain(text).collect()
                };
                let columns = ["row", "holds", "version"].map(String::from).into();
                let body = Body::Table { columns, rows: base.rows.iter().map(row).collect() };
                panels.push(panel("rows", Keeping::Disk, body));
                let done = |(client, done): (&NodeId, &super::Done)| Field {
                    name: self.name(*client),
                    value: format!("wish {}", done.number),
                };
                let body = Body::Fields(base.done.iter().map(done).collect());
                panels.push(panel("done last", Keeping::Disk, body));
            }
            Disk::Client(numbers) => {
                let field = Field { name: "last wish".into(), value: numbers.serial.to_string() };
                panels.push(panel("", Keeping::Disk, Body::Fields(Vec::from([field]))));
            }
        }
        match node.memory {
            Memory::Server(work) => panels.push(panel("locks", Keeping::Memory, self.locks(work))),
            Memory::Client(client) => {
                panels.push(panel("", Keeping::Memory, Body::Fields(self.knows(client))));
            }
        }
        panels
    }

    fn locks(&self, work: &Work) -> Body {
        let held = work.locks.iter().map(|(row, txn)| {
            [String::from(row.text()), self.txn(*txn), String::from("has it")].into()
        });
        let waits = work.queue.iter().map(|waiter| {
            let row = String::from(waiter.row.text());
            [row, self.txn(waiter.txn), String::from("waits")].into()
        });
        let columns = ["row", "transaction", ""].map(String::from).into();
        Body::Table { columns, rows: held.chain(waits).collect() }
    }

    fn knows(&self, client: &Client) -> Vec<Field> {
        let Some(job) = &client.job else {
            return Vec::from([field("request", String::from("none"))]);
        };
        let mut fields = Vec::from([field("transaction", self.txn(job.txn))]);
        if let Phase::Reading(read) | Phase::Computing(read) = &job.phase {
            for write in read {
                let text = format!("{} at version {}", write.read, write.version);
                fields.push(field(&format!("has read {}", write.row.text()), text));
            }
        }
        if !client.wishes.is_empty() {
            fields.push(field("requests that wait", client.wishes.len().to_string()));
        }
        fields
    }
}

fn client_look(client: &Client) -> NodeView {
    let (detail, tone) = match client.job.as_ref().map(|job| &job.phase) {
        None => ("idle", Tone::Idle),
        Some(Phase::Reading(_)) => ("reads", Tone::Active),
        Some(Phase::Computing(_)) => ("computes", Tone::Active),
        Some(Phase::Committing) => ("commits", Tone::Active),
        Some(Phase::Pausing) => ("pauses", Tone::Waiting),
        Some(Phase::Asking(_) | Phase::Summing(_)) => ("asks", Tone::Active),
    };
    let attempt = client.job.as_ref().map(|job| job.txn.attempt).filter(|attempt| *attempt > 1);
    let badge = attempt.map(|it| Badge { text: format!("attempt {it}"), tone: Tone::Waiting });
    let detail = String::from(detail);
    NodeView {
        short: detail.clone(),
        detail,
        tone,
        badges: badge.into_iter().collect(),
        ..NodeView::default()
    }
}
