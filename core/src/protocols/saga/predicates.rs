//! What scenarios can wait for and expect.

use super::ledger::{Goods, Status};
use super::message::Outcome;
use super::state::{Disk, Order, Step};
use super::{ORDERS, Saga};
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Reject, form};
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// The step of the client's last saga is done and not undone.
    Did(Step, NodeId),
    /// The step of the client's last saga was undone.
    Undid(Step, NodeId),
    /// The log says that the client's last saga is taken back.
    Undoing(NodeId),
    /// The client was told last that it has bought, or is refused.
    Told(NodeId, Outcome),
    /// The client, or every client, has asked something and has been told all answers.
    Answered(Option<NodeId>),
    /// Some saga has taken effect at one service and not at all of them.
    HalfDone,
    /// With the semantic lock: pieces are pending, none is free, and some saga would have one.
    Waits,
    /// All sagas so far are through or taken back.
    Settled,
    /// So many pieces are free.
    Free(i64),
    /// So many coins are in the till.
    Till(i64),
    /// So many parcels were sent.
    Parcels(i64),
    /// The client has so many coins.
    Coins(NodeId, i64),
    /// So many messages were sent.
    Messages(u64),
}

/// All of them, for people.
pub(super) const PREDICATES: &[Form] = &[
    form("reserved", "reserved CLIENT", "A piece is set aside for its last saga.", "reserved c1"),
    form("paid", "paid CLIENT", "It has paid for its last saga.", "paid c1"),
    form("shipped", "shipped CLIENT", "The parcel of its last saga is sent.", "shipped c1"),
    form("released", "released CLIENT", "The piece of its last saga is given back.", "released c1"),
    form("refunded", "refunded CLIENT", "The coin of its last saga is given back.", "refunded c1"),
    form(
        "undoing",
        "undoing CLIENT",
        "Orchestrated: the log says that its last saga is taken back, and that is not over.",
        "undoing c1",
    ),
    form("bought", "bought CLIENT", "It was told last that it has bought.", "bought c1"),
    form("refused", "refused CLIENT", "It was told last that it is refused.", "refused c1"),
    form(
        "answered",
        "answered CLIENT | answered all",
        "The client, or every client, has asked something and was told all answers.",
        "answered c1",
    ),
    form(
        "half-done",
        "half-done",
        "Some saga has taken effect at one service, and not or no longer at all of them.",
        "half-done",
    ),
    form(
        "waits",
        "waits",
        "Some saga has to wait for a piece: all that are left are pending.",
        "waits",
    ),
    form("settled", "settled", "All sagas so far are through or taken back.", "settled"),
    form("free", "free N", "So many pieces are free.", "free 1"),
    form("till", "till N", "So many coins are in the shop's till.", "till 1"),
    form("parcels", "parcels N", "So many parcels were sent.", "parcels 1"),
    form("coins", "coins CLIENT N", "The client has so many coins left.", "coins c1 2"),
    form("messages", "messages N", "So many messages were sent in all.", "messages 12"),
];

impl Saga {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let client = || self.client_at(words, 1);
        let (predicate, used) = match *words {
            ["reserved", ..] => (Predicate::Did(Step::Reserve, client()?), 2),
            ["paid", ..] => (Predicate::Did(Step::Pay, client()?), 2),
            ["shipped", ..] => (Predicate::Did(Step::Ship, client()?), 2),
            ["released", ..] => (Predicate::Undid(Step::Reserve, client()?), 2),
            ["refunded", ..] => (Predicate::Undid(Step::Pay, client()?), 2),
            ["undoing", ..] => (Predicate::Undoing(client()?), 2),
            ["bought", ..] => (Predicate::Told(client()?, Outcome::Bought), 2),
            ["refused", ..] => (Predicate::Told(client()?, Outcome::Refused), 2),
            ["answered", "all", ..] => (Predicate::Answered(None), 2),
            ["answered", ..] => (Predicate::Answered(Some(client()?)), 2),
            ["half-done", ..] => (Predicate::HalfDone, 1),
            ["waits", ..] => (Predicate::Waits, 1),
            ["settled", ..] => (Predicate::Settled, 1),
            ["free", ..] => (Predicate::Free(parse_int(words, 1)?), 2),
            ["till", ..] => (Predicate::Till(parse_int(words, 1)?), 2),
            ["parcels", ..] => (Predicate::Parcels(parse_int(words, 1)?), 2),
            ["coins", ..] => (Predicate::Coins(client()?, parse_int(words, 2)?), 3),
            ["messages", ..] => (Predicate::Messages(parse_int(words, 1)?), 2),
            _ => {
                let expected: Vec<_> = PREDICATES.iter().map(|form| form.word).collect();
                return reject(0, String::from("no such condition"), &expected);
            }
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    fn client_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a client")?;
        let node = self.client_ids().find(|id| self.name(*id) == name);
        node.map_or_else(|| reject(at, format!("`{name}` is no client"), &[]), Ok)
    }

    /// The saga that a client began last, as far as anybody knows.
    fn last(&self, now: &dyn Sight<Self>, client: NodeId) -> Option<Order> {
        self.sagas(now).into_iter().rfind(|order| order.client == client)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(&self, it: &Predicate, now: &dyn Sight<Self>) -> bool {
        let goods = |step: Step| now.node(step.service()).disk.books().map(|books| &books.goods);
        match *it {
            Predicate::Did(step, client) => self
                .last(now, client)
                .is_some_and(|order| self.entry(now, step, &order).stands() > 0),
            Predicate::Undid(step, client) => {
                self.last(now, client).is_some_and(|order| self.entry(now, step, &order).undone > 0)
            }
            Predicate::Undoing(client) => {
                let log = now.node(ORDERS).disk.log();
                let record = self.last(now, client).and_then(|it| log?.sagas.get(&it));
                record.is_some_and(|record| record.undoing && record.end.is_none())
            }
            Predicate::Told(client, outcome) => {
                let told = now.witness().told.iter().filter(|(it, _)| it.client == client);
                told.max_by_key(|(it, _)| it.number).is_some_and(|(_, it)| *it == outcome)
            }
            Predicate::Answered(None) => self.client_ids().all(|id| is_answered(now, id)),
            Predicate::Answered(Some(id)) => is_answered(now, id),
            Predicate::HalfDone => self.sagas(now).iter().any(|order| {
                let stands = |step: &Step| self.entry(now, *step, order).stands() > 0;
                let done = Step::ALL.iter().filter(|step| stands(step)).count();
                (1..Step::ALL.len()).contains(&done)
            }),
            Predicate::Waits => {
                let stock = now.node(Step::Reserve.service());
                let none_free = goods(Step::Reserve) == Some(&Goods::Pieces(0));
                let pending = stock.disk.books().is_some_and(|books| books.has_pending());
                let open = |order: &Order| {
                    let asked = self.entry(now, Step::Reserve, order).status == Status::Open;
                    asked && self.ended(now, order).is_none()
                };
                self.lock && none_free && pending && self.sagas(now).iter().any(open)
            }
            Predicate::Settled => self.sagas(now).iter().all(|order| self.is_settled(now, order)),
            Predicate::Free(number) => goods(Step::Reserve) == Some(&Goods::Pieces(number)),
            Predicate::Parcels(number) => goods(Step::Ship) == Some(&Goods::Parcels(number)),
            Predicate::Till(number) => {
                matches!(goods(Step::Pay), Some(Goods::Coins { till, .. }) if *till == number)
            }
            Predicate::Coins(client, number) => match goods(Step::Pay) {
                Some(Goods::Coins { accounts, .. }) => accounts.get(&client) == Some(&number),
                _ => false,
            },
            Predicate::Messages(number) => now.witness().messages == number,
        }
    }
}

fn is_answered(now: &dyn Sight<Saga>, id: NodeId) -> bool {
    let node = now.node(id);
    let asked = matches!(node.disk, Disk::Client(numbers) if numbers.serial > 0);
    asked && node.memory.client().is_some_and(|it| it.open.is_none() && it.queue.is_empty())
}
