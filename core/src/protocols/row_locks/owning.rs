//! A server that adds by itself: it owns the number, or a part of it.

use super::message::{Ask, Message, Tell};
use super::note::Note;
use super::settings::Method;
use super::state::{Base, Cell, Row, Txn};
use super::{FIRST, Flaw, RowLocks};
use crate::protocol::{Context, NodeId};

impl RowLocks {
    /// Adds in one write, with a record that it is done.
    pub(super) fn add(
        &self,
        base: &mut Base,
        txn: Txn,
        amount: u64,
        ctx: &mut Context<'_, Self>,
    ) -> Tell {
        let done = base.done(txn).filter(|_| !self.has(Flaw::ForgetsDone));
        if let Some(value) = done {
            ctx.note(Note::Repeats(txn));
            return Tell::Committed { value };
        }

        let cell = base.rows.get_or_insert(Row::X, Cell::default());
        let (row, over) = (Row::X, cell.value);
        let value = over + amount;
        ctx.note(Note::Writes { txn, row, read: over, over, value });
        *cell = Cell { value, version: cell.version + 1 };
        self.applied(base, txn, amount, ctx)
    }

    /// Whether a server hands wishes on.
    pub(super) fn hands_on(&self, me: NodeId) -> bool {
        self.method == Method::Owner && me != FIRST
    }

    pub(super) fn hand_on(&self, txn: Txn, ask: Ask, ctx: &mut Context<'_, Self>) {
        ctx.note(Note::HandsOn(txn));
        ctx.send(FIRST, Message::Ask { txn, ask });
    }

    pub(super) fn hand_back(&self, txn: Txn, tell: Tell, ctx: &mut Context<'_, Self>) {
        ctx.note(Note::HandsBack(txn));
        self.tell(txn, tell, ctx);
    }
}
