//! Events as they stand in a file, before anybody asks what caused what.

use crate::trace::plain;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::EventKind;
use clusterscope::protocol::Micros;

/// How many hosts can be shown.
pub(crate) const HOSTS: usize = 256;
/// What a host is called that has no name.
const NAMELESS: &str = "?";
/// How long a name may be, in characters.
const NAME: usize = 100;

/// What a file says of one execution.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    /// Its name.
    pub(crate) name: String,
    /// The hosts, in the order in which they are first named.
    pub(crate) hosts: Vec<String>,
    host_places: BTreeMap<String, u16>,
    /// The events, in the order of the file.
    pub(crate) events: Vec<RawEvent>,
    /// Entries of vector clocks: host and count.
    pub(crate) clocks: Vec<(u16, u64)>,
    /// Messages that are named where they are sent, with the event that sends them.
    pub(crate) sends: Vec<Send>,
    /// Messages that are named where they are received, with the event that receives them.
    pub(crate) receives: Vec<(u32, String)>,
    /// The names of fields.
    pub(crate) names: Vec<Rc<str>>,
    name_places: BTreeMap<Rc<str>, u32>,
    /// What events say of fields: event, host, name, value.
    pub(crate) fields: Vec<(u32, u16, u32, String)>,
}

/// One event.
#[derive(Debug)]
pub(crate) struct RawEvent {
    pub(crate) host: u16,
    pub(crate) line: u32,
    pub(crate) kind: Option<EventKind>,
    pub(crate) time: Option<Micros>,
    pub(crate) text: String,
    pub(crate) why: String,
    pub(crate) mark: String,
    pub(crate) broken: bool,
    /// Where the entries of its clock begin; the next event's are the end of them.
    pub(crate) clock: u32,
}

/// A message where it is sent.
#[derive(Debug)]
pub(crate) struct Send {
    pub(crate) event: u32,
    /// Who sends it, where that is another host than the event's.
    pub(crate) from: Option<u16>,
    pub(crate) id: String,
    pub(crate) to: Option<u16>,
    pub(crate) label: String,
}

impl Raw {
    /// A host by its name, new or known; `None` where there are too many.
    pub(crate) fn host(&mut self, name: &str) -> Option<u16> {
        let name = if name.trim().is_empty() { NAMELESS } else { name };
        let name = &*plain(name, NAME);
        if let Some(&place) = self.host_places.get(name) {
            return Some(place);
        }
        if self.hosts.len() >= HOSTS {
            return None;
        }
        let place = self.hosts.len() as u16;
        self.hosts.push(String::from(name));
        self.host_places.insert(String::from(name), place);
        Some(place)
    }

    /// Adds an event that happened to a host; more is said of it right after.
    pub(crate) fn event(&mut self, host: u16, line: u32, text: String) -> &mut RawEvent {
        self.events.push(RawEvent {
            host,
            line,
            kind: None,
            time: None,
            text,
            why: String::new(),
            mark: String::new(),
            broken: false,
            clock: self.clocks.len() as u32,
        });
        let last = self.events.len() - 1;
        &mut self.events[last]
    }

    /// The place of the last event.
    pub(crate) fn last(&self) -> u32 {
        self.events.len().saturating_sub(1) as u32
    }

    /// The last event says something of a field of a host.
    pub(crate) fn field(&mut self, host: u16, name: &str, value: String) {
        let name = &*plain(name, NAME);
        let place = match self.name_places.get(name) {
            Some(&place) => place,
            None => {
                let (shared, place) = (Rc::<str>::from(name), self.names.len() as u32);
                self.names.push(shared.clone());
                self.name_places.insert(shared, place);
                place
            }
        };
        self.fields.push((self.last(), host, place, value));
    }

    /// The clock of an event.
    pub(crate) fn clock(&self, event: usize) -> &[(u16, u64)] {
        let of = |i: usize| self.events.get(i).map_or(self.clocks.len(), |it| it.clock as usize);
        &self.clocks[of(event)..of(event + 1)]
    }

    /// What the clock of an event says of a host.
    pub(crate) fn count(&self, event: usize, host: u16) -> u64 {
        self.clock(event).iter().find(|(it, _)| *it == host).map_or(0, |(_, count)| *count)
    }
}
