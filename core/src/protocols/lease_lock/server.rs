//! The service: etcd, Consul, or a database with a row.

use super::message::{Ask, Message, Tell, Timer};
use super::note::Note;
use super::settings::System;
use super::state::{Disk, Key, Table, Watches};
use super::{Flaw, LeaseLock};
use crate::locks::Entry;
use crate::protocol::{Context, Delay, Micros, NodeId};
use crate::sorted::Set;

impl Table {
    /// The revision of an attempt's key.
    pub fn revision_of(&self, entry: Entry) -> Option<u64> {
        self.keys.iter().find(|(_, key)| key.entry == entry).map(|(revision, _)| *revision)
    }

    /// The owner's key.
    pub fn first(&self) -> Option<(u64, Key)> {
        self.keys.iter().next().map(|(revision, key)| (*revision, *key))
    }
}

impl Watches {
    /// A connection is broken: what was to be told over it is forgotten.
    pub(super) fn forget(&mut self, client: NodeId) {
        self.of.values_mut().for_each(|who| {
            who.remove(&client);
        });
        self.of.retain(|_, who| !who.is_empty());
    }
}

impl LeaseLock {
    /// Every lease has its full span again: for as long as the service was down, nobody could be
    /// heard of.
    pub(super) fn wake_service(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Watches {
        if !matches!(disk, Disk::Service(_)) {
            *disk = Disk::Service(Table::default());
        }
        let Disk::Service(table) = disk else { return Watches::default() };
        if table.leases.last > 0 || table.revision > 0 {
            ctx.note(Note::Returns { leases: table.leases.open.len() as u64 });
        }
        for &lease in table.leases.open.keys() {
            self.await_owner(lease, ctx);
        }
        if self.system == System::Row {
            ctx.set_timer(Timer::Sweep, Delay::exactly(self.sweep));
        }
        let now = self.now(ctx);
        let heard = table.keys.keys().map(|revision| (*revision, now)).collect();
        Watches { heard, ..Watches::default() }
    }

    /// The moment, on the clock that leases run on.
    pub(super) fn now(&self, ctx: &Context<'_, Self>) -> Micros {
        if self.system == System::Row { ctx.wall() } else { ctx.monotonic() }
    }

    fn await_owner(&self, lease: u64, ctx: &mut Context<'_, Self>) {
        ctx.set_timer(Timer::Lease(lease), Delay::exactly(self.grace()));
    }

    pub(super) fn serve(
        &self,
        table: &mut Table,
        watches: &mut Watches,
        from: NodeId,
        ask: Ask,
        ctx: &mut Context<'_, Self>,
    ) {
        let tell = match ask {
            Ask::Open => {
                let lease = table.leases.grant(from);
                ctx.note(Note::Grants { lease, client: from });
                self.await_owner(lease, ctx);
                Tell::Opened { lease }
            }
            Ask::Keep { lease, .. } | Ask::Acquire { lease: Some(lease), .. }
                if !table.leases.is_open(lease, from) =>
            {
                ctx.note(Note::KnowsNot(lease));
                Tell::Ended { lease }
            }
            Ask::Keep { lease, number } => {
                let own = table.keys.iter().filter(|(_, key)| key.entry.client == from);
                own.for_each(|(revision, _)| {
                    watches.heard.insert(*revision, ctx.monotonic());
                });
                self.await_owner(lease, ctx);
                Tell::Kept { number }
            }
            Ask::Acquire { lease, entry } => self.acquire(table, watches, lease, entry, ctx),
            Ask::Extend { entry, number } => self.prolong(table, watches, entry, number, ctx),
            Ask::Before { entry } => match table.revision_of(entry) {
                None => {
                    ctx.note(Note::Misses(entry));
                    Tell::Missing { entry }
                }
                Some(revision) => {
                    let earlier = table.keys.keys().take_while(|other| **other < revision);
                    Tell::Next { on: earlier.last().copied(), revision }
                }
            },
            Ask::Watch { on, from: at_once } => {
                let there = table.keys.contains_key(&on);
                if there {
                    watches.of.get_or_insert(on, Set::new()).insert(from);
                }
                if !there && at_once {
                    Tell::Gone { on }
                } else if self.system == System::Etcd {
                    Tell::Watching { on }
                } else {
                    // A blocking query is answered when there is something to say.
                    return;
                }
            }
            Ask::Free { entry, checked } => self.free(table, watches, entry, checked, ctx),
        };
        ctx.send(from, Message::Tell(tell));
    }

    fn acquire(
        &self,
        table: &mut Table,
        watches: &mut Watches,
        lease: Option<u64>,
        entry: Entry,
        ctx: &mut Context<'_, Self>,
    ) -> Tell {
        if let Some(revision) = table.revision_of(entry) {
            ctx.note(Note::Finds(entry));
            let first = table.first().is_some_and(|(first, _)| first == revision);
            return Tell::Placed { entry, revision, first };
        }
        if let Some((on, Key { entry: owner, .. })) = table.first()
            && self.system != System::Etcd
        {
            ctx.note(Note::Refuses { entry, owner });
            return Tell::Busy { on: (self.system == System::Consul).then_some(on) };
        }
        if watches.delayed && !self.has(Flaw::SkipsDelay) {
            ctx.note(Note::Delays(entry));
            return Tell::Busy { on: None };
        }
        let bound = !self.has(Flaw::NoLease);
        let row = self.system == System::Row;
        let until = (row && bound).then(|| ctx.wall() + self.ttl);
        let key = Key { entry, lease: lease.filter(|_| bound), until };
        table.revision += 1;
        let revision = table.revision;
        table.keys.insert(revision, key);
        watches.heard.insert(revision, self.now(ctx));
        ctx.note(Note::Puts { revision, key });
        Tell::Placed { entry, revision, first: table.keys.len() == 1 }
    }

    fn prolong(
        &self,
        table: &mut Table,
        watches: &mut Watches,
        entry: Entry,
        number: u64,
        ctx: &mut Context<'_, Self>,
    ) -> Tell {
        let wall = ctx.wall();
        let Some(revision) = table.revision_of(entry) else {
            ctx.note(Note::Misses(entry));
            return Tell::Lost { entry };
        };
        watches.heard.insert(revision, wall);
        let Some(key) = table.keys.get_mut(&revision) else { return Tell::Lost { entry } };
        if let Some(until) = &mut key.until {
            *until = wall + self.ttl;
        }
        ctx.note(Note::Prolongs(entry));
        Tell::Kept { number }
    }

    fn free(
        &self,
        table: &mut Table,
        watches: &mut Watches,
        entry: Entry,
        checked: bool,
        ctx: &mut Context<'_, Self>,
    ) -> Tell {
        let found = match checked {
            true => table.revision_of(entry),
            false => table.first().map(|(revision, _)| revision),
        };
        match found {
            Some(revision) => self.remove(table, watches, revision, ctx),
            None => ctx.note(Note::Misses(entry)),
        }
        Tell::Freed { entry }
    }

    /// A key goes: those who watch are told, once.
    pub(super) fn remove(
        &self,
        table: &mut Table,
        watches: &mut Watches,
        revision: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(key) = table.keys.remove(&revision) else { return };
        watches.heard.remove(&revision);
        let watchers = watches.of.remove(&revision).unwrap_or_default();
        let told = watchers.len() as u64;
        ctx.note(Note::Removes { revision, owner: key.entry, told });
        for client in watchers.iter() {
            ctx.send(*client, Message::Tell(Tell::Gone { on: revision }));
        }
    }
}
