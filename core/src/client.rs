//! The one stock client: it asks one thing at a time, asks again until it is answered, and numbers
//! what it asks so that a server can tell a retry from a new wish.
//!
//! It knows no protocol. A room keeps a [`Numbers`] on the client's disk and a [`Client`] in its
//! memory, sends what they say, and tells them what came back. The serial number is on disk before
//! the request leaves, so a client that crashes never uses one twice; what it was waiting for is
//! forgotten, and may or may not have happened.

use crate::protocol::{Datum, NodeId};
use crate::shared::Rc;
use alloc::vec::Vec;

/// The part of a client that survives a crash.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Numbers {
    /// The serial number used last; 0 before the first.
    pub serial: u64,
}

/// The part of a client that a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client<Op> {
    /// What it waits for.
    pub open: Option<Call<Op>>,
    /// What it will ask next, in order.
    pub queue: Vec<Rc<Op>>,
    /// Who answered last, or was named as the leader.
    pub leader: Option<NodeId>,
}

/// An operation on its way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call<Op> {
    /// Its number, counted from 1 by each client.
    pub serial: u64,
    /// What is asked.
    pub op: Rc<Op>,
    /// Who was asked last.
    pub to: NodeId,
    /// How often it was asked.
    pub tries: u32,
}

/// What a client makes of being sent elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn<Op> {
    /// It is about an operation that is no longer open: nothing.
    Stale,
    /// Nobody is named: it waits and tries another server when its patience ends.
    Wait,
    /// It asks the one who is named.
    Ask(Call<Op>),
}

impl<Op> Default for Client<Op> {
    fn default() -> Self {
        Self { open: None, queue: Vec::new(), leader: None }
    }
}

impl<Op: Datum> Client<Op> {
    /// Drops how often it asked: no step hangs on it.
    pub fn uncount(&mut self) {
        self.open.iter_mut().for_each(|call| call.tries = 1);
    }

    /// Takes a wish: what to send now, or `None` if it has to wait for its turn. Servers are
    /// numbered from 0; there are `servers` of them.
    pub fn ask(&mut self, numbers: &mut Numbers, op: Op) -> Option<Call<Op>> {
        self.queue.push(Rc::new(op));
        self.next(numbers)
    }

    /// What to send now, if something waits and nothing is open.
    pub fn next(&mut self, numbers: &mut Numbers) -> Option<Call<Op>> {
        if self.open.is_some() || self.queue.is_empty() {
            return None;
        }
        numbers.serial += 1;
        let op = self.queue.remove(0);
        let to = self.leader.unwrap_or_default();
        self.open = Some(Call { serial: numbers.serial, op, to, tries: 1 });
        self.open.clone()
    }

    /// Patience has ended: asks the next server.
    pub fn retry(&mut self, servers: u16) -> Option<Call<Op>> {
        self.leader = None;
        let open = self.open.as_mut()?;
        open.to = NodeId((open.to.0 + 1) % servers.max(1));
        open.tries += 1;
        Some(open.clone())
    }

    /// Someone says that another one leads.
    pub fn redirected(&mut self, serial: u64, leader: Option<NodeId>) -> Turn<Op> {
        match (&mut self.open, leader) {
            (Some(open), Some(leader)) if open.serial == serial => {
                self.leader = Some(leader);
                open.to = leader;
                open.tries += 1;
                Turn::Ask(open.clone())
            }
            (Some(open), None) if open.serial == serial => Turn::Wait,
            _ => Turn::Stale,
        }
    }

    /// Someone answers: the operation that is done, or `None` if it was not open.
    pub fn replied(&mut self, from: NodeId, serial: u64) -> Option<Call<Op>> {
        if self.open.as_ref()?.serial != serial {
            return None;
        }
        self.leader = Some(from);
        self.open.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> (Client<&'static str>, Numbers) {
        (Client::default(), Numbers::default())
    }

    #[test]
    fn one_operation_is_open_at_a_time_and_the_next_follows_its_answer() {
        let (mut client, mut numbers) = client();
        assert_eq!(client.ask(&mut numbers, "a").unwrap().serial, 1);
        assert_eq!(client.ask(&mut numbers, "b"), None);
        assert_eq!(client.next(&mut numbers), None);
        assert_eq!(*client.replied(NodeId(2), 1).unwrap().op, "a");
        let next = client.next(&mut numbers).unwrap();
        assert_eq!((*next.op, next.serial, next.to), ("b", 2, NodeId(2)));
    }

    #[test]
    fn a_retry_keeps_its_number_and_asks_the_next_server() {
        let (mut client, mut numbers) = client();
        let first = client.ask(&mut numbers, "a").unwrap();
        let tries: Vec<_> = (0..3).map(|_| client.retry(3).unwrap()).collect();
        assert!(tries.iter().all(|call| call.serial == first.serial));
        assert_eq!(tries.iter().map(|call| call.to.0).collect::<Vec<_>>(), [1, 2, 0]);
        assert_eq!(tries[2].tries, 4);
    }

    #[test]
    fn a_redirect_is_followed_and_one_without_a_name_waits() {
        let (mut client, mut numbers) = client();
        client.ask(&mut numbers, "a");
        assert_eq!(client.redirected(1, None), Turn::Wait);
        let Turn::Ask(call) = client.redirected(1, Some(NodeId(4))) else { panic!() };
        assert_eq!((call.to, call.serial), (NodeId(4), 1));
    }

    #[test]
    fn stale_answers_and_redirects_are_ignored() {
        let (mut client, mut numbers) = client();
        assert_eq!(client.replied(NodeId(0), 1), None);
        client.ask(&mut numbers, "a");
        client.replied(NodeId(0), 1);
        assert_eq!(client.replied(NodeId(0), 1), None);
        assert_eq!(client.redirected(1, Some(NodeId(1))), Turn::Stale);
        client.ask(&mut numbers, "b");
        assert_eq!(client.replied(NodeId(0), 1), None);
        assert!(client.open.is_some());
    }

    #[test]
    fn a_crashed_client_never_uses_a_number_twice() {
        let (mut client, mut numbers) = client();
        client.ask(&mut numbers, "a");
        let mut woken: Client<&'static str> = Client::default();
        assert_eq!(woken.ask(&mut numbers, "b").unwrap().serial, 2);
    }
}
