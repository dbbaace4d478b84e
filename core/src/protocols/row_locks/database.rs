//! The server's side of transactions.

use super::message::{Ask, Message, Reason, Tell, Write};
use super::note::Note;
use super::settings::Method;
use super::state::{Base, Cell, Disk, Done, Row, Txn, Work};
use super::{FIRST, Flaw, RowLocks};
use crate::protocol::{Context, NodeId};

impl RowLocks {
    /// What each server has at first.
    pub(super) fn fresh(&self, id: NodeId) -> Base {
        let mut base = Base::default();
        let cell = Cell { value: self.start, version: 0 };
        match self.method {
            Method::Sharded => {
                base.rows.insert(Row::X, cell);
            }
            _ if id == FIRST => {
                base.rows.insert(Row::X, cell);
                base.rows.insert(Row::Y, cell);
            }
            _ => {}
        }
        base
    }

    /// Transactions that were under way are gone, and so are their locks: a log holds what was
    /// committed.
    pub(super) fn wake_server(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Work {
        let Disk::Server(base) = disk else {
            *disk = Disk::Server(self.fresh(ctx.me()));
            return Work::default();
        };
        if !base.done.is_empty() {
            ctx.note(Note::Returns(base.total()));
        }
        Work::default()
    }

    pub(super) fn serve(
        &self,
        base: &mut Base,
        work: &mut Work,
        (from, txn): (NodeId, Txn),
        ask: Ask,
        ctx: &mut Context<'_, Self>,
    ) {
        match ask {
            Ask::Select { row, lock: true } => self.lock(base, work, txn, row, ctx),
            Ask::Select { row, lock: false } => {
                ctx.note(Note::Shows(row));
                self.show(base, txn, row, ctx);
            }
            Ask::Commit { writes, added } => self.commit(base, work, txn, &writes, added, ctx),
            Ask::Rollback => {
                ctx.note(Note::RollsBack(txn));
                self.release(base, work, txn, ctx);
            }
            // An answer goes back the way that the wish came.
            Ask::Add { amount } => {
                let tell = self.add(base, txn, amount, ctx);
                ctx.send(from, Message::Tell { txn, tell });
            }
            Ask::Sum => self.tell(txn, Tell::Sum { value: base.total() }, ctx),
        }
    }

    pub(super) fn show(&self, base: &Base, txn: Txn, row: Row, ctx: &mut Context<'_, Self>) {
        let Cell { value, version } = base.cell(row);
        self.tell(txn, Tell::Holds { row, value, version }, ctx);
    }

    fn commit(
        &self,
        base: &mut Base,
        work: &mut Work,
        txn: Txn,
        writes: &[Write],
        added: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        let tell = if let Some(value) = base.done(txn).filter(|_| !self.has(Flaw::ForgetsDone)) {
            ctx.note(Note::Repeats(txn));
            Tell::Committed { value }
        } else if let Some(tell) = self.objects(base, work, txn, writes, ctx) {
            tell
        } else {
            for write in writes {
                let cell = base.rows.get_or_insert(write.row, Cell::default());
                let (row, read, over, value) = (write.row, write.read, cell.value, write.value);
                ctx.note(Note::Writes { txn, row, read, over, value });
                *cell = Cell { value, version: cell.version + 1 };
            }
            self.applied(base, txn, added, ctx)
        };
        self.tell(txn, tell, ctx);
        self.release(base, work, txn, ctx);
    }

    /// Why a transaction cannot commit.
    fn objects(
        &self,
        base: &Base,
        work: &Work,
        txn: Txn,
        writes: &[Write],
        ctx: &mut Context<'_, Self>,
    ) -> Option<Tell> {
        if self.method == Method::ForUpdate {
            let locked = writes.iter().all(|write| work.locks.get(&write.row) == Some(&txn));
            if locked || self.has(Flaw::ReadsUnlocked) {
                return None;
            }
            ctx.note(Note::RollsBack(txn));
            return Some(Tell::Aborted(Reason::Unknown));
        }
        let changed = writes.iter().find(|write| base.cell(write.row).version != write.version);
        let row = changed.filter(|_| !self.has(Flaw::SkipsVersion))?.row;
        ctx.note(Note::Conflicts { txn, row });
        Some(Tell::Conflict)
    }

    /// A wish is done, in one write with what it changes.
    pub(super) fn applied(
        &self,
        base: &mut Base,
        txn: Txn,
        added: u64,
        ctx: &mut Context<'_, Self>,
    ) -> Tell {
        ctx.note(Note::Applies { txn, added });
        let value = base.cell(Row::X).value;
        base.done.insert(txn.client, Done { number: txn.number, value });
        if self.has(Flaw::AnswersEarly) {
            ctx.lazily();
        }
        Tell::Committed { value }
    }

    pub(super) fn tell(&self, txn: Txn, tell: Tell, ctx: &mut Context<'_, Self>) {
        ctx.send(txn.client, Message::Tell { txn, tell });
    }
}
