//! What scenarios can wait for and expect.

use super::Outbox;
use super::judges::Disks;
use super::state::{Order, Stage};
use crate::kv::{no_more, parse_int, reject};
use crate::scenario::vocabulary::{Form, Reject, form};
use crate::world::Sight;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// The order has a row.
    Committed(Order),
    /// Its event is in the outbox.
    Owed(Order),
    /// It is a half message.
    Half(Order),
    /// It is visible at the broker.
    Visible(Order),
    /// Its parcel was sent.
    Sent(Order),
    /// All orders are committed and sent once, or neither, and nobody works on any.
    Settled,
    /// So many coins are in the till.
    Till(i64),
    /// So many parcels were sent.
    Parcels(i64),
    /// So many pieces are on the shelf.
    Shelf(i64),
    /// So many messages were sent.
    Messages(u64),
}

/// All of them, for people.
pub(super) const PREDICATES: &[Form] = &[
    form("committed", "committed N", "The order with this number has a row.", "committed 1"),
    form("owed", "owed N", "The event of this order is in the outbox.", "owed 1"),
    form("half", "half N", "The broker has the event of this order as a half message.", "half 1"),
    form("visible", "visible N", "The event of this order is visible at the broker.", "visible 1"),
    form("sent", "sent N", "The parcel of this order was sent.", "sent 1"),
    form(
        "settled",
        "settled",
        "Each order is committed and sent once, or neither, and nobody works on any.",
        "settled",
    ),
    form("till", "till N", "So many coins are in the shop's till.", "till 1"),
    form("parcels", "parcels N", "So many parcels were sent.", "parcels 1"),
    form("shelf", "shelf N", "So many pieces are on the warehouse's shelf.", "shelf 4"),
    form("messages", "messages N", "So many messages were sent in all.", "messages 4"),
];

impl Outbox {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let order = || parse_int(words, 1);
        let predicate = match words.first() {
            Some(&"committed") => Predicate::Committed(order()?),
            Some(&"owed") => Predicate::Owed(order()?),
            Some(&"half") => Predicate::Half(order()?),
            Some(&"visible") => Predicate::Visible(order()?),
            Some(&"sent") => Predicate::Sent(order()?),
            Some(&"settled") => Predicate::Settled,
            Some(&"till") => Predicate::Till(parse_int(words, 1)?),
            Some(&"parcels") => Predicate::Parcels(parse_int(words, 1)?),
            Some(&"shelf") => Predicate::Shelf(parse_int(words, 1)?),
            Some(&"messages") => Predicate::Messages(order()?),
            _ => {
                let expected: Vec<_> = PREDICATES.iter().map(|form| form.word).collect();
                return reject(0, String::from("no such condition"), &expected);
            }
        };
        no_more(words, if predicate == Predicate::Settled { 1 } else { 2 })?;
        Ok(predicate)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(&self, it: &Predicate, now: &dyn Sight<Self>) -> bool {
        let Some(disks) = Disks::of(now) else { return false };
        match *it {
            Predicate::Committed(order) => disks.shop.rows.contains(&order),
            Predicate::Owed(order) => disks.shop.outbox.contains(&order),
            Predicate::Half(order) => disks.broker.get(&order) == Some(&Stage::Half),
            Predicate::Visible(order) => disks.broker.get(&order) == Some(&Stage::Visible),
            Predicate::Sent(order) => disks.parcels(order) > 0,
            Predicate::Settled => self.is_settled(now),
            Predicate::Till(number) => disks.shop.till == number,
            Predicate::Parcels(number) => disks.sent() == number,
            Predicate::Shelf(number) => disks.warehouse.shelf == number,
            Predicate::Messages(number) => now.witness().messages == number,
        }
    }
}
