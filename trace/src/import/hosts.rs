//! Whose a specification's states are: variables that are functions over one set of processes
//! make each process a host; all else belongs to a host of its own.

use super::states::State;
use crate::raw::{HOSTS, Raw, Send};
use crate::trace::shorten;
use crate::trouble::{Trouble, Troubles};
use crate::value::Value;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use clusterscope::exhibit::EventKind;

/// The host of what belongs to no process, and of everything where there are none.
const SHARED: &str = "shared";
const ALONE: &str = "state";
/// How many variables are asked whether they are functions over processes.
const CANDIDATES: usize = 64;
/// What messages call their ends.
const FROM: &[&str] = &["from", "src", "source", "sender", "msource"];
const TO: &[&str] = &["to", "dst", "dest", "destination", "receiver", "mdest"];

/// States become events: one each, at the host that it changes first.
pub(super) fn events(states: Vec<State>, troubles: &mut Troubles) -> Raw {
    let mut raw = Raw::default();
    let hosts = domain(&states).unwrap_or_default();
    for name in &hosts {
        raw.host(name);
    }
    let mut reading = Reading { hosts, last: BTreeMap::new(), flying: BTreeMap::new(), sent: 0 };
    for state in states {
        reading.state(&mut raw, state, troubles);
    }
    raw
}

/// The entries of what may be a function over processes.
fn entries(value: &Value) -> Option<Vec<(String, &Value)>> {
    match value {
        Value::Map(pairs) => {
            let entry = |(key, value)| Some((Value::plain(key)?.to_string(), value));
            pairs.iter().map(|(key, value)| entry((key, value))).collect()
        }
        Value::Record(fields) => {
            Some(fields.iter().map(|(name, value)| (name.clone(), value)).collect())
        }
        Value::List(items) => {
            Some(items.iter().enumerate().map(|(i, value)| ((i + 1).to_string(), value)).collect())
        }
        _ => None,
    }
}

/// The processes: the domain that most variables share. Functions say that they are some; records
/// and sequences look like functions, so two must agree.
fn domain(states: &[State]) -> Option<Vec<String>> {
    let first = states.first()?;
    let mut domains: Vec<(BTreeSet<String>, bool, &Value)> = Vec::new();
    for (name, value) in &first.vars {
        if domains.len() == CANDIDATES {
            break;
        }
        let Some(domain) = keys(value).filter(|it| (1..HOSTS).contains(&it.len())) else {
            continue;
        };
        let stays =
            states.iter().all(|state| state.get(name).and_then(keys).as_ref() == Some(&domain));
        if stays {
            domains.push((domain, matches!(value, Value::Map(_)), value));
        }
    }
    let score = |domain: &BTreeSet<String>| {
        let (mut score, mut sure) = (0, false);
        for (other, function, _) in &domains {
            let counts = if *function { other.is_subset(domain) } else { other == domain };
            score += usize::from(counts);
            sure |= counts && *function;
        }
        (sure || (score > 1 && domain.len() > 1)).then_some((score, domain.len()))
    };
    let mut best: Option<((usize, usize), &Value)> = None;
    for (domain, _, value) in &domains {
        if let Some(score) = score(domain)
            && best.is_none_or(|(other, _)| score > other)
        {
            best = Some((score, value));
        }
    }
    let written = entries(best?.1)?;
    Some(written.into_iter().map(|(name, _)| name).collect())
}

fn keys(value: &Value) -> Option<BTreeSet<String>> {
    let entries = entries(value)?;
    let count = entries.len();
    let keys: BTreeSet<String> = entries.into_iter().map(|(key, _)| key).collect();
    (keys.len() == count).then_some(keys)
}

/// A message that stands in a set of messages.
#[derive(Clone, Debug)]
struct Flying {
    from: u16,
    to: u16,
    label: String,
    id: String,
}

/// A field of a host, and its value.
type Said = (u16, String, String);

/// What was read so far.
struct Reading {
    hosts: Vec<String>,
    /// The values of fields, by host and name.
    last: BTreeMap<(u16, String), String>,
    /// Messages on their way, by all that they say.
    flying: BTreeMap<String, Flying>,
    sent: usize,
}

impl Reading {
    fn state(&mut self, raw: &mut Raw, state: State, troubles: &mut Troubles) {
        let (mut fields, mut shared, mut messages) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (name, value) in &state.vars {
            messages.extend(self.messages(value));
            match self.over_hosts(value) {
                Some(entries) => {
                    for (host, value) in entries {
                        flatten(host, name, value, &mut fields);
                    }
                }
                None => shared.push((name, value)),
            }
        }
        if !shared.is_empty() || self.hosts.is_empty() {
            let name = if self.hosts.is_empty() { ALONE } else { SHARED };
            let Some(host) = raw.host(name) else {
                return troubles.add(Trouble::at(state.line, super::shiviz::too_many_hosts()));
            };
            fields
                .extend(shared.iter().map(|(name, value)| (host, (*name).clone(), value.shown())));
        }
        fields.retain(|(host, name, value)| {
            let old = self.last.insert((*host, name.clone()), value.clone());
            old.as_ref() != Some(value)
        });
        self.event(raw, state, fields, messages);
    }

    /// A function over hosts, by host.
    fn over_hosts<'a>(&self, value: &'a Value) -> Option<Vec<(u16, &'a Value)>> {
        let entries = entries(value)?;
        let all = entries.len() == self.hosts.len();
        // A function may be of some hosts only; what only looks like one may not.
        if entries.is_empty() || !(all || matches!(value, Value::Map(_))) {
            return None;
        }
        let place = |name: &str| self.hosts.iter().position(|host| host == name);
        let entries = entries.into_iter().map(|(name, value)| Some((place(&name)? as u16, value)));
        entries.collect()
    }

    /// The messages in a set of them, or in a bag.
    fn messages(&self, value: &Value) -> BTreeMap<String, Flying> {
        let message = |value: &Value| {
            let end = |names: &[&str]| {
                let name = names.iter().find_map(|name| value.field(name)?.plain())?;
                self.hosts.iter().position(|host| host == name)
            };
            let kind = ["label", "type", "mtype", "kind"];
            let label = kind.iter().find_map(|name| value.field(name)?.plain()).map(String::from);
            let (from, to, said) = (end(FROM)? as u16, end(TO)? as u16, value.shown());
            let label = label.unwrap_or_else(|| shorten(&said, 40));
            Some((said, Flying { from, to, label, id: String::new() }))
        };
        match value {
            Value::Set(items) => items.iter().filter_map(message).collect(),
            Value::Map(pairs) => {
                let held = pairs.iter().filter(|(_, count)| count.plain() != Some("0"));
                held.filter_map(|(item, _)| message(item)).collect()
            }
            _ => BTreeMap::new(),
        }
    }

    fn event(
        &mut self,
        raw: &mut Raw,
        state: State,
        fields: Vec<Said>,
        mut messages: BTreeMap<String, Flying>,
    ) {
        let place = raw.events.len();
        let gone = self.flying.iter().filter(|(said, _)| !messages.contains_key(*said));
        let gone: Vec<(String, Flying)> =
            gone.map(|(said, message)| (said.clone(), message.clone())).collect();
        let new = messages.iter().find(|(said, _)| !self.flying.contains_key(*said));
        let picked = state.picks.iter().find_map(|(_, value)| {
            self.hosts.iter().position(|host| Some(&**host) == value.plain())
        });
        let host = picked
            .map(|place| place as u16)
            .or(gone.first().map(|(_, message)| message.to))
            .or(new.map(|(_, message)| message.from))
            .or(fields.first().map(|(host, ..)| *host))
            .unwrap_or(0);
        let lost =
            ["lose", "loss", "drop"].iter().any(|word| state.act.to_lowercase().contains(word));
        let text = match &*state.action {
            "" => format!("State {}", place + 1),
            action => String::from(action),
        };
        let event = raw.event(host, state.line, text);
        event.time = state.time;
        event.kind = (place == 0).then_some(EventKind::Start);
        event.broken = !state.broken.is_empty();
        event.mark = state.broken;
        for (name, value) in state.picks {
            raw.field(host, &name, value.shown());
        }
        for (host, name, value) in fields {
            raw.field(host, &name, value);
        }
        for (said, message) in gone {
            self.flying.remove(&said);
            if !lost && message.to == host {
                raw.receives.push((place as u32, message.id));
            }
        }
        messages.retain(|said, _| !self.flying.contains_key(said));
        for (said, mut message) in messages {
            self.sent += 1;
            message.id = self.sent.to_string();
            let (id, to, label) = (message.id.clone(), Some(message.to), message.label.clone());
            // A set says who sent a message, not in whose event.
            let from = Some(message.from);
            raw.sends.push(Send { event: place as u32, from, id, to, label });
            self.flying.insert(said, message);
        }
    }
}

/// A host's value as fields: those of a record one by one.
fn flatten(host: u16, name: &str, value: &Value, fields: &mut Vec<Said>) {
    match value {
        Value::Record(parts) if (1..=16).contains(&parts.len()) => {
            let parts = parts.iter();
            fields
                .extend(parts.map(|(part, value)| (host, format!("{name}.{part}"), value.shown())));
        }
        value => fields.push((host, String::from(name), value.shown())),
    }
}
