//! What a node looks like.

use super::Saga;
use super::ledger::{Books, Entry, Goods, Status};
use super::message::Wish;
use super::record::{Progress, Record};
use super::state::{Desk, Disk, Log, Memory, Post, Step};
use crate::client::Client;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Badge, Body, Field, Keeping, NodeView, Panel, Shape, Tone, panel};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Saga {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let mut view = match (node.disk, node.memory, Step::of(id)) {
            (Disk::Orders(log), Memory::Orders(desk), _) => self.orders_view(log, desk),
            (Disk::Service(books), memory, Some(step)) => self.service_view(step, books, memory),
            (Disk::Client(numbers), Memory::Client(client), _) => {
                client_view(numbers.serial, client)
            }
            _ => NodeView::default(),
        };
        let posts = node.disk.outbox();
        if !posts.is_empty() {
            view.badges.push(badge(format!("{} to tell", posts.len()), Tone::Active));
            view.panels.push(self.outbox(posts));
        }
        view
    }

    fn orders_view(&self, log: &Log, desk: &Desk) -> NodeView {
        let open = log.sagas.values().filter(|record| record.end.is_none()).count();
        let undoing =
            log.sagas.values().chain(desk.values()).any(|it| it.undoing && it.end.is_none());
        let (tone, badges) = match (undoing, open) {
            (true, _) => {
                (Tone::Danger, Vec::from([badge(String::from("takes back"), Tone::Danger)]))
            }
            (false, 0) => (Tone::Idle, Vec::new()),
            (false, open) => {
                (Tone::Leading, Vec::from([badge(format!("{open} open"), Tone::Leading)]))
            }
        };
        let role = if self.is_choreographed() { "Order service" } else { "Orchestrator" };
        let mut panels = Vec::from([self.log_panel("saga log", Keeping::Disk, &log.sagas)]);
        if !desk.is_empty() {
            panels.push(self.log_panel("compensated from memory", Keeping::Memory, desk));
        }
        let detail = match (open, log.sagas.len()) {
            (0, 1) => String::from("1 saga"),
            (0, all) => format!("{all} sagas"),
            (open, _) => format!("{open} open"),
        };
        NodeView {
            role: String::from(role),
            detail,
            tone,
            shape: Shape::Hexagon,
            badges,
            panels,
            ..NodeView::default()
        }
    }

    fn log_panel(&self, title: &str, keeping: Keeping, sagas: &Desk) -> Panel {
        let rows = sagas.iter().map(|(order, record)| {
            let steps = record.steps.map(|step| String::from(progress(step)));
            let end = String::from(end(record));
            [self.saga_name(order)].into_iter().chain(steps).chain([end]).collect()
        });
        let body = table(&["saga", "reserve", "pay", "ship", "saga is"], rows.collect());
        panel(title, keeping, body)
    }

    fn service_view(&self, step: Step, books: &Books, memory: &Memory) -> NodeView {
        let (role, detail) = match &books.goods {
            Goods::Pieces(free) => ("Stock", format!("{free} free")),
            Goods::Coins { till, .. } => ("Payment", format!("{till} in the till")),
            Goods::Parcels(sent) => ("Shipping", format!("{sent} sent")),
        };
        let mut badges = Vec::from([badge(detail, Tone::Series(step as u32))]);
        let pending = books.ledger.values().filter(|it| it.status == Status::Done).count();
        if step == Step::Reserve && self.lock && pending > 0 {
            badges.push(badge(format!("{pending} pending"), Tone::Waiting));
        }
        if !memory.jobs().is_empty() {
            badges.push(badge(format!("{} to do", memory.jobs().len()), Tone::Danger));
        }
        let mut panels = Vec::from([panel("", Keeping::Disk, self.goods(&books.goods))]);
        let rows = books.ledger.iter().map(|(order, entry)| {
            let counts = [entry.done, entry.undone].map(|count| count.to_string());
            let first = [self.saga_name(order), String::from(entry.told(step))];
            first.into_iter().chain(counts).collect()
        });
        let body = table(&["key", "step", "done", "undone"], rows.collect());
        panels.push(panel("what it did, by key", Keeping::Disk, body));
        NodeView {
            role: String::from(role),
            tone: Tone::Series(step as u32),
            badges,
            panels,
            ..NodeView::default()
        }
    }

    fn goods(&self, goods: &Goods) -> Body {
        match goods {
            Goods::Pieces(free) => fields(Vec::from([(String::from("free"), free.to_string())])),
            Goods::Parcels(sent) => fields(Vec::from([(String::from("sent"), sent.to_string())])),
            Goods::Coins { accounts, till } => {
                let accounts = accounts.iter().map(|(id, left)| (self.name(*id), left.to_string()));
                let till = (String::from("till"), till.to_string());
                fields(accounts.chain([till]).collect())
            }
        }
    }

    fn outbox(&self, posts: &[Post]) -> Panel {
        let rows = posts.iter().map(|post| {
            let fact = String::from(post.fact.word());
            Vec::from([self.saga_name(&post.order), fact, self.name(post.to)])
        });
        let body = table(&["saga", "event", "to"], rows.collect());
        panel("events not acknowledged", Keeping::Disk, body)
    }
}

impl Entry {
    /// Where it stands, in a word or two.
    pub(super) const fn told(&self, step: Step) -> &'static str {
        match (self.status, step) {
            (Status::Open, _) => "",
            (Status::Done, Step::Reserve) => "reserved",
            (Status::Done | Status::Confirmed, Step::Pay) => "paid",
            (Status::Done | Status::Confirmed, Step::Ship) => "shipped",
            (Status::Confirmed, Step::Reserve) => "sold",
            (Status::Refused, _) => "refused",
            (Status::Undone, Step::Reserve) => "released",
            (Status::Undone, Step::Pay) => "refunded",
            (Status::Undone, Step::Ship) => "recalled",
            (Status::Cancelled, _) => "ruled out",
        }
    }
}

fn client_view(serial: u64, client: &Client<Wish>) -> NodeView {
    let open = client.open.as_ref().map(|call| if call.op.abroad { "buys abroad" } else { "buys" });
    let tone = if open.is_some() { Tone::Waiting } else { Tone::Idle };
    let badges = open.iter().map(|text| badge(String::from(*text), Tone::Waiting)).collect();
    let facts = Vec::from([
        (String::from("waits for"), String::from(open.unwrap_or("nothing"))),
        (String::from("wishes besides"), client.queue.len().to_string()),
    ]);
    let number = Vec::from([(String::from("number"), serial.to_string())]);
    NodeView {
        role: String::from("Client"),
        tone,
        shape: Shape::Square,
        badges,
        panels: Vec::from([
            panel("", Keeping::Disk, fields(number)),
            panel("", Keeping::Memory, fields(facts)),
        ]),
        ..NodeView::default()
    }
}

const fn progress(step: Progress) -> &'static str {
    match step {
        Progress::Idle => "",
        Progress::Asked => "asked",
        Progress::Done => "done",
        Progress::Refused => "refused",
        Progress::Undone => "undone",
    }
}

const fn end(record: &Record) -> &'static str {
    match (record.end, record.undoing) {
        (Some(super::Outcome::Bought), _) => "bought",
        (Some(super::Outcome::Refused), _) => "refused",
        (None, true) => "being taken back",
        (None, false) => "open",
    }
}

fn badge(text: String, tone: Tone) -> Badge {
    Badge { text, tone }
}

fn fields(facts: Vec<(String, String)>) -> Body {
    Body::Fields(facts.into_iter().map(|(name, value)| Field { name, value }).collect())
}

fn table(columns: &[&str], rows: Vec<Vec<String>>) -> Body {
    Body::Table { columns: columns.iter().copied().map(String::from).collect(), rows }
}
