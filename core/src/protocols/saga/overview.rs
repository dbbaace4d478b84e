//! The picture of the whole: where the pieces and the coins are, and how each saga stands.

use super::ledger::Goods;
use super::message::Outcome;
use super::state::{Order, Step};
use super::{ORDERS, Saga};
use crate::narrate::Lang;
use crate::view::{Body, Keeping, Overview, Panel};
use crate::world::Sight;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// So many of the last sagas are shown.
const SHOWN: usize = 8;

impl Saga {
    /// The whole.
    pub(super) fn whole(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview {
        let Lang::En = lang;
        let mut panels = Vec::from([self.amounts(world)]);
        let sagas = self.sagas(world);
        if !sagas.is_empty() {
            let last = &sagas[sagas.len().saturating_sub(SHOWN)..];
            let rows = last.iter().map(|order| self.saga_row(world, order)).collect();
            let columns = ["saga", "stock", "payment", "shipping", "in the log"];
            panels.push(table("What stands of each saga", &columns, rows));
        }
        Overview { ring: None, panels }
    }

    /// Pieces and coins: wherever they are, there are as many as at the start.
    fn amounts(&self, world: &dyn Sight<Self>) -> Panel {
        let goods = |step: Step| world.node(step.service()).disk.books().map(|it| &it.goods);
        let mut rows = Vec::new();
        if let Some(Goods::Pieces(free)) = goods(Step::Reserve) {
            let sent = match goods(Step::Ship) {
                Some(Goods::Parcels(sent)) => *sent,
                _ => 0,
            };
            let all = self.stock as i64;
            rows.push(row("pieces", *free, all - free - sent, sent, all));
        }
        if let Some(Goods::Coins { accounts, till }) = goods(Step::Pay) {
            let left: i64 = accounts.values().sum();
            let all = self.funds as i64 * accounts.len() as i64;
            rows.push(row("coins", left, all - left - till, *till, all));
        }
        let columns = ["", "free, or with clients", "between", "sent, or in the till", "in all"];
        table("What is where", &columns, rows)
    }

    fn saga_row(&self, world: &dyn Sight<Self>, order: &Order) -> Vec<String> {
        let steps = Step::ALL.map(|step| {
            let entry = self.entry(world, step, order);
            String::from(entry.told(step))
        });
        let known = world.node(ORDERS).disk.log().and_then(|log| log.sagas.get(order));
        let log = match known.map(|record| (record.end, record.undoing)) {
            None => "unknown",
            Some((Some(Outcome::Bought), _)) => "bought",
            Some((Some(Outcome::Refused), _)) => "refused",
            Some((None, true)) => "being taken back",
            Some((None, false)) => "open",
        };
        let name = [self.saga_name(order)].into_iter();
        name.chain(steps).chain([String::from(log)]).collect()
    }
}

fn row(name: &str, free: i64, between: i64, gone: i64, all: i64) -> Vec<String> {
    let numbers = [free, between, gone, all].map(|number| number.to_string());
    [String::from(name)].into_iter().chain(numbers).collect()
}

fn table(title: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Panel {
    let columns = columns.iter().copied().map(String::from).collect();
    let body = Body::Table { columns, rows };
    Panel { title: String::from(title), keeping: Keeping::Nowhere, body }
}
