//! What nodes of a room of locks say and keep, where they are all alike: a service, the storage,
//! and clients.

use super::{Access, Answer, STORAGE, Section, Storage};
use crate::client::Numbers;
use crate::protocol::{Context, NodeId, Protocol};

/// What nodes say to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message<Ask, Tell> {
    /// A client to the service.
    Ask(Ask),
    /// The service to a client.
    Tell(Tell),
    /// A client to the storage.
    Access(Access),
    /// The storage to a client.
    Answer {
        /// What was asked.
        access: Access,
        /// What it answers.
        answer: Answer,
    },
}

/// What survives a crash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk<Service> {
    /// The service's.
    Service(Service),
    /// The storage.
    Storage(Storage),
    /// A client's: the number of its last attempt.
    Client(Numbers),
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory<Service, Client> {
    /// The service's.
    Service(Service),
    /// The storage has nothing that is not on disk.
    Storage,
    /// A client's.
    Client(Client),
}

/// A message that can be one to the storage, or from it.
pub trait Said {
    /// Says an access.
    fn access(access: Access) -> Self;
    /// What is asked of the storage, if it does that.
    fn asked(&self) -> Option<Access>;
    /// Says what the storage answers.
    fn answer(access: Access, answer: Answer) -> Self;
}

/// A disk that can be the storage's.
pub trait Kept {
    /// What the storage keeps, if it is its disk.
    fn stored(&self) -> Option<&Storage>;
}

/// A memory that can be a client's.
pub trait Known {
    /// The critical section that a client is in.
    fn section(&self) -> Option<&Section>;
    /// Whether it is a client that has something to do.
    fn is_busy(&self) -> bool;
}

/// A client that passes through critical sections.
pub trait Customer {
    /// The one that it is in.
    fn section(&self) -> Option<&Section>;
    /// The one that it is in, to go on with.
    fn section_mut(&mut self) -> Option<&mut Section>;
    /// Whether it has something to do.
    fn is_busy(&self) -> bool;
}

impl<Ask, Tell> Said for Message<Ask, Tell> {
    fn access(access: Access) -> Self {
        Self::Access(access)
    }

    fn asked(&self) -> Option<Access> {
        if let Self::Access(access) = self { Some(*access) } else { None }
    }

    fn answer(access: Access, answer: Answer) -> Self {
        Self::Answer { access, answer }
    }
}

impl<Service> Default for Disk<Service> {
    fn default() -> Self {
        Self::Client(Numbers::default())
    }
}

impl<Service> Disk<Service> {
    /// The service's, if it is its disk.
    pub fn service(&self) -> Option<&Service> {
        if let Self::Service(service) = self { Some(service) } else { None }
    }
}

impl<Service> Kept for Disk<Service> {
    fn stored(&self) -> Option<&Storage> {
        if let Self::Storage(storage) = self { Some(storage) } else { None }
    }
}

impl<Service, Client> Memory<Service, Client> {
    /// The service's, if it is the service's.
    pub fn service(&self) -> Option<&Service> {
        if let Self::Service(service) = self { Some(service) } else { None }
    }

    /// A client's, if it is one.
    pub fn client(&self) -> Option<&Client> {
        if let Self::Client(client) = self { Some(client) } else { None }
    }
}

impl<Service, Client: Customer> Known for Memory<Service, Client> {
    fn section(&self) -> Option<&Section> {
        self.client()?.section()
    }

    fn is_busy(&self) -> bool {
        self.client().is_some_and(Customer::is_busy)
    }
}

/// What the storage and clients have at first.
pub fn first_disk<Service>(node: NodeId) -> Disk<Service> {
    match node {
        STORAGE => Disk::Storage(Storage::default()),
        _ => Disk::Client(Numbers::default()),
    }
}

/// The storage or a client starts. A disk that was lost is blank: whose it is, the node says.
pub fn boot<R, Kept, Held, Client: Default>(
    disk: &mut Disk<Kept>,
    ctx: &mut Context<'_, R>,
    forgets: fn(u64) -> R::Note,
) -> Memory<Held, Client>
where
    R: Protocol,
{
    if ctx.me() == STORAGE {
        if !matches!(disk, Disk::Storage(_)) {
            *disk = first_disk(STORAGE);
        }
        return Memory::Storage;
    }
    if let Disk::Client(numbers) = disk
        && numbers.serial > 0
    {
        ctx.note(forgets(numbers.serial));
    }
    Memory::Client(Client::default())
}
