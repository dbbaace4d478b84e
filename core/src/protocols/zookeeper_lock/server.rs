//! ZooKeeper: sessions, nodes, and who is told when they change.

use super::message::{Ask, Message, Tell, Timer};
use super::note::Note;
use super::state::{Disk, Tree, Watches, Znode};
use super::{Flaw, ZookeeperLock};
use crate::locks::{Entry, Overdue};
use crate::protocol::{Context, Delay, NodeId};
use crate::shared::Rc;
use crate::sorted::Set;
use alloc::vec::Vec;

impl Watches {
    /// A connection is broken: what was to be told over it is forgotten.
    pub(super) fn forget(&mut self, client: NodeId) {
        self.all.remove(&client);
        self.of.values_mut().for_each(|who| {
            who.remove(&client);
        });
        self.of.retain(|_, who| !who.is_empty());
    }
}

impl ZookeeperLock {
    /// Every session gets another full span: for as long as ZooKeeper was down, no client could be
    /// heard of.
    pub(super) fn wake_zookeeper(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Watches {
        if !matches!(disk, Disk::Service(_)) {
            *disk = Disk::Service(Tree::default());
        }
        let Disk::Service(tree) = disk else { return Watches::default() };
        if tree.sessions.last > 0 {
            ctx.note(Note::Returns { sessions: tree.sessions.open.len() as u64 });
        }
        let mut watches = Watches::default();
        for &session in tree.sessions.open.keys() {
            self.await_session(&mut watches, session, ctx);
        }
        watches
    }

    fn await_session(&self, watches: &mut Watches, session: u64, ctx: &mut Context<'_, Self>) {
        watches.heard.insert(session, ctx.monotonic());
        ctx.set_timer(Timer::Session(session), Delay::exactly(self.session));
    }

    pub(super) fn serve(
        &self,
        tree: &mut Tree,
        watches: &mut Watches,
        from: NodeId,
        ask: Ask,
        ctx: &mut Context<'_, Self>,
    ) {
        let tell = match ask.session() {
            None => self.open(tree, watches, from, ctx),
            Some(session) if !tree.sessions.is_open(session, from) => {
                ctx.note(Note::KnowsNot(session));
                Tell::Expired { session }
            }
            Some(session) => {
                self.await_session(watches, session, ctx);
                self.answer(tree, watches, from, ask, session, ctx)
            }
        };
        ctx.send(from, Message::Tell(tell));
    }

    fn open(
        &self,
        tree: &mut Tree,
        watches: &mut Watches,
        client: NodeId,
        ctx: &mut Context<'_, Self>,
    ) -> Tell {
        let session = tree.sessions.grant(client);
        ctx.note(Note::Opens { session, client });
        self.await_session(watches, session, ctx);
        Tell::Connected { session }
    }

    fn answer(
        &self,
        tree: &mut Tree,
        watches: &mut Watches,
        from: NodeId,
        ask: Ask,
        session: u64,
        ctx: &mut Context<'_, Self>,
    ) -> Tell {
        match ask {
            Ask::Connect { .. } => {
                ctx.note(Note::Resumes(session));
                Tell::Connected { session }
            }
            Ask::Ping { number, .. } => Tell::Pong { number },
            Ask::Create { entry, .. } => self.create(tree, watches, entry, session, ctx),
            Ask::List { watch, .. } => {
                if watch {
                    watches.all.insert(from);
                }
                let nodes = tree.nodes.iter().map(|(node, znode)| (*node, znode.entry));
                Tell::Nodes(Rc::new(nodes.collect()))
            }
            Ask::Exists { node, .. } => {
                let exists = tree.nodes.contains_key(&node);
                if exists {
                    watches.of.get_or_insert(node, Set::new()).insert(from);
                }
                Tell::Stat { node, exists }
            }
            Ask::Delete { entry, .. } => {
                let found = tree.nodes.iter().find(|(_, znode)| znode.entry == entry);
                match found.map(|(node, _)| *node) {
                    Some(node) => self.remove(tree, watches, node, ctx),
                    None => ctx.note(Note::Misses(entry)),
                }
                Tell::Deleted { entry }
            }
        }
    }

    fn create(
        &self,
        tree: &mut Tree,
        watches: &mut Watches,
        entry: Entry,
        session: u64,
        ctx: &mut Context<'_, Self>,
    ) -> Tell {
        tree.last_node += 1;
        let (node, znode) = (tree.last_node, Znode { entry, session });
        tree.nodes.insert(node, znode);
        ctx.note(Note::Creates { node, znode });
        self.tell(&core::mem::take(&mut watches.all), 0, ctx);
        Tell::Created { entry, node }
    }

    /// A node goes: those who watch are told, once.
    fn remove(
        &self,
        tree: &mut Tree,
        watches: &mut Watches,
        node: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(znode) = tree.nodes.remove(&node) else { return };
        let watchers = watches.of.remove(&node).unwrap_or_default();
        let all = core::mem::take(&mut watches.all);
        let told = (watchers.len() + all.len()) as u64;
        ctx.note(Note::Removes { node, znode, told });
        self.tell(&watchers, node, ctx);
        self.tell(&all, 0, ctx);
    }

    fn tell(&self, clients: &Set<NodeId>, node: u64, ctx: &mut Context<'_, Self>) {
        for client in clients.iter() {
            ctx.send(*client, Message::Tell(Tell::Changed { node }));
        }
    }

    /// Says if the first node stays though nothing was heard of its owner for too long.
    pub(super) fn judge(&self, tree: &Tree, watches: &Watches, ctx: &mut Context<'_, Self>) {
        let Some((_, first)) = tree.nodes.iter().next() else { return };
        let Some(heard) = watches.heard.get(&first.session) else { return };
        let overdue = Overdue::find(first.entry, *heard, ctx.monotonic(), self.session);
        overdue.into_iter().for_each(|overdue| ctx.note(Note::Overdue(overdue)));
    }

    /// Nothing was heard of a client for too long: its session ends, and its nodes go with it.
    pub(super) fn expire(
        &self,
        tree: &mut Tree,
        watches: &mut Watches,
        session: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(client) = tree.sessions.open.remove(&session) else { return };
        ctx.note(Note::Expires { session, client });
        if self.has(Flaw::Persistent) {
            return;
        }
        watches.heard.remove(&session);
        let own = tree.nodes.iter().filter(|(_, znode)| znode.session == session);
        let own: Vec<u64> = own.map(|(node, _)| *node).collect();
        for node in own {
            self.remove(tree, watches, node, ctx);
        }
    }
}
