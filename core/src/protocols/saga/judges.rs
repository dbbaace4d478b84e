//! How invariants are checked.

use super::ledger::{Entry, Goods, Status};
use super::message::Outcome;
use super::state::{Memory, Order, Step};
use super::{ORDERS, Saga};
use crate::check::{Change, Fact};
use crate::protocol::NodeId;
use crate::sorted::Set;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

type Seen<'a> = &'a dyn Sight<Saga>;

impl Saga {
    /// What a service did for a saga.
    pub(super) fn entry(&self, world: Seen<'_>, step: Step, order: &Order) -> Entry {
        let books = world.node(step.service()).disk.books();
        books.map_or_else(Entry::default, |books| books.entry(order))
    }

    /// All sagas of which a service or `o1` knows, in order.
    pub(super) fn sagas(&self, world: Seen<'_>) -> Vec<Order> {
        let mut sagas = Set::default();
        for (_, node) in world.all() {
            let (log, books) = (node.disk.log(), node.disk.books());
            log.iter().flat_map(|log| log.sagas.keys()).for_each(|it| _ = sagas.insert(*it));
            books.iter().flat_map(|it| it.ledger.keys()).for_each(|it| _ = sagas.insert(*it));
        }
        sagas.into()
    }

    /// Whether somebody will go on with a saga, once all nodes are up.
    pub(super) fn is_worked_on(&self, world: Seen<'_>, order: &Order) -> bool {
        let log = world.node(ORDERS).disk.log();
        let record = log.and_then(|log| log.sagas.get(order));
        let open = !self.is_choreographed() && record.is_some_and(|it| it.end.is_none());
        // A client that asks again begins a saga of which the log knows nothing, and no other.
        let asks = record.is_none() && self.is_asked_for(world, order);
        open || asks
            || world.all().any(|(id, node)| {
                let posts = node.disk.outbox().iter().any(|post| post.order == *order);
                posts || world.is_up(id) && remembers(node.memory, order)
            })
    }

    /// Whether the client waits for an answer.
    fn is_asked_for(&self, world: Seen<'_>, order: &Order) -> bool {
        let client = world.node(order.client).memory.client();
        let call = client.and_then(|client| client.open.as_ref());
        world.is_up(order.client) && call.is_some_and(|call| call.serial == order.number)
    }

    /// Whether all steps of a saga stand.
    pub(super) fn stands(&self, world: Seen<'_>, order: &Order) -> bool {
        Step::ALL.into_iter().all(|step| self.entry(world, step, order).stands() == 1)
    }

    /// Whether nothing of a saga stands.
    pub(super) fn is_gone(&self, world: Seen<'_>, order: &Order) -> bool {
        Step::ALL.into_iter().all(|step| self.entry(world, step, order).stands() == 0)
    }

    /// Whether a saga is through: all stands, nothing is pending, and `o1` knows.
    fn is_through(&self, world: Seen<'_>, order: &Order) -> bool {
        let status = self.entry(world, Step::Reserve, order).status;
        let lifted = !self.lock || status == Status::Confirmed;
        self.stands(world, order) && lifted && self.ended(world, order) == Some(Outcome::Bought)
    }

    /// How a saga ended, by the log of `o1`.
    pub(super) fn ended(&self, world: Seen<'_>, order: &Order) -> Option<Outcome> {
        let log = world.node(ORDERS).disk.log();
        log.and_then(|log| log.sagas.get(order)).and_then(|record| record.end)
    }

    /// Whether a saga is through, or nothing of it stands and `o1` knows.
    pub(super) fn is_settled(&self, world: Seen<'_>, order: &Order) -> bool {
        let refused = self.ended(world, order) == Some(Outcome::Refused);
        self.is_through(world, order) || refused && self.is_gone(world, order)
    }

    fn guilty(&self, order: &Order, step: Step, text: &str) -> Fact {
        let name = self.saga_name(order);
        let service = self.name(step.service());
        let text = format!("{service} {text} for {name}");
        Fact { text, nodes: Vec::from([step.service(), order.client]) }
    }

    /// Judges every step of every saga.
    fn each_step(
        &self,
        change: &Change<'_, Self>,
        judge: impl Fn(&Order, Step, Entry) -> Option<String>,
    ) -> Vec<Fact> {
        let mut facts = Vec::new();
        for step in Step::ALL {
            let books = change.world.node(step.service()).disk.books();
            for (order, entry) in books.iter().flat_map(|books| books.ledger.iter()) {
                let text = judge(order, step, *entry);
                facts.extend(text.map(|text| self.guilty(order, step, &text)));
            }
        }
        facts
    }

    fn of_saga(&self, order: &Order, text: &str) -> Fact {
        let text = format!("{} {text}", self.saga_name(order));
        Fact { text, nodes: Vec::from([ORDERS, order.client]) }
    }
}

/// Whether a node has a saga in memory alone.
fn remembers(memory: &Memory, order: &Order) -> bool {
    memory.desk().is_some_and(|desk| desk.contains_key(order))
        || memory.jobs().iter().any(|job| job.order() == *order)
}

/// The verb of a step, as something that was done.
fn past(step: Step) -> &'static str {
    match step {
        Step::Reserve => "reserved",
        Step::Pay => "charged",
        Step::Ship => "shipped",
    }
}

pub(super) fn no_charge_twice(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    room.each_step(change, |_, step, entry| {
        (entry.done > 1).then(|| format!("{} {} times", past(step), entry.done))
    })
}

pub(super) fn only_done_is_undone(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    room.each_step(change, |_, _, entry| {
        let text = || format!("gave back {} and did {}", entry.undone, entry.done);
        (entry.undone > entry.done).then(text)
    })
}

pub(super) fn reverse_order(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    room.each_step(change, |order, step, entry| {
        let later = Step::ALL.into_iter().filter(|later| *later > step);
        let mut stand = later.filter(|later| room.entry(change.world, *later, order).stands() > 0);
        let other = if entry.undone > 0 { stand.next() } else { None };
        other.map(|other| format!("gave back before {}", room.name(other.service())))
    })
}

pub(super) fn forward_after_pivot(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    room.each_step(change, |order, _, entry| {
        let paid = room.entry(change.world, Step::Pay, order).done > 0;
        let back = room.pivot && paid && entry.undone > 0;
        back.then(|| String::from("gave back after the pivot"))
    })
}

pub(super) fn log_leads(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    let log = change.world.node(ORDERS).disk.log();
    room.each_step(change, |order, step, entry| {
        let logged = log.is_some_and(|log| log.sagas.contains_key(order));
        let text = || format!("has {} what o1's log does not know", past(step));
        (entry.done > 0 && !logged).then(text)
    })
}

pub(super) fn all_or_nothing(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    let world = change.world;
    let sagas = room.sagas(world).into_iter();
    let halves = sagas.filter(|it| !room.is_settled(world, it) && !room.is_worked_on(world, it));
    halves.map(|order| room.of_saga(&order, "stays halfway: nobody works on it any more")).collect()
}

pub(super) fn books_balance(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    let world = change.world;
    let sagas = room.sagas(world);
    if sagas.iter().any(|order| room.is_worked_on(world, order)) {
        return Vec::new();
    }
    let bought: Vec<_> = sagas.iter().filter(|order| room.stands(world, order)).collect();
    let sold = bought.len() as i64;
    let mut facts = Vec::new();
    let mut fault = |node: NodeId, what: String| {
        let text = format!("{} has {what}, where {sold} are sold", room.name(node));
        facts.push(Fact { text, nodes: Vec::from([node]) });
    };
    for step in Step::ALL {
        let node = step.service();
        match world.node(node).disk.books().map(|books| &books.goods) {
            Some(Goods::Pieces(free)) if *free != room.stock as i64 - sold => {
                fault(node, format!("{free} pieces of {}", room.stock));
            }
            Some(Goods::Parcels(sent)) if *sent != sold => fault(node, format!("sent {sent}")),
            Some(Goods::Coins { till, .. }) if *till != sold => {
                fault(node, format!("{till} coins"))
            }
            Some(Goods::Coins { accounts, .. }) => {
                for (client, left) in accounts.iter() {
                    let own = bought.iter().filter(|order| order.client == *client).count() as i64;
                    if *left != room.funds as i64 - own {
                        fault(node, format!("{left} coins of {}", room.name(*client)));
                    }
                }
            }
            _ => {}
        }
    }
    facts
}

pub(super) fn told_truth(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    let world = change.world;
    let told = world.witness().told.iter();
    let lies = told.filter(|(order, outcome)| match outcome {
        Outcome::Bought => !room.stands(world, order),
        Outcome::Refused => !room.is_gone(world, order),
    });
    let fact = |(order, outcome): (&Order, &Outcome)| match outcome {
        Outcome::Bought => room.of_saga(order, "was told that it has bought, and not all stands"),
        Outcome::Refused => {
            room.of_saga(order, "was told that it is refused, and something stands")
        }
    };
    lies.map(fact).collect()
}

pub(super) fn no_ghost_seat(room: &Saga, change: &Change<'_, Saga>) -> Vec<Fact> {
    let because = change.world.witness().because.iter();
    let ghosts =
        because.filter(|(_, holder)| room.entry(change.world, Step::Reserve, holder).undone > 0);
    let fact = |(refused, holder): &(Order, Order)| {
        let text = format!(
            "{} was refused because of the piece that {} gave back",
            room.saga_name(refused),
            room.saga_name(holder)
        );
        Fact { text, nodes: Vec::from([refused.client, holder.client]) }
    };
    ghosts.map(fact).collect()
}
