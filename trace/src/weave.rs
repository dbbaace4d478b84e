//! What caused what: messages from their names or from vector clocks, and an order in which no
//! effect comes before its cause.

use crate::raw::Raw;
use crate::trouble::{Trouble, Troubles};
use alloc::collections::{BTreeMap, BinaryHeap};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::protocol::Micros;
use core::cmp::Reverse;

/// A message between two events, by their places in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) from: u16,
    pub(crate) to: u16,
    pub(crate) sent: u32,
    pub(crate) received: Option<u32>,
    pub(crate) label: String,
    pub(crate) line: u32,
}

/// The messages of an execution and the order of its events.
pub(crate) fn weave(raw: &Raw, troubles: &mut Troubles) -> (Vec<Link>, Vec<u32>) {
    let lines = lines(raw, troubles);
    let mut links = named(raw, troubles);
    if links.is_empty() {
        links = counted(raw, &lines, troubles);
    }
    let order = order(raw, &lines, &links, troubles);
    (links, order)
}

/// By host, its events in the order in which they happened: of their own count where clocks say
/// so, of the file otherwise.
fn lines(raw: &Raw, troubles: &mut Troubles) -> Vec<Vec<u32>> {
    let mut lines: Vec<Vec<u32>> = raw.hosts.iter().map(|_| Vec::new()).collect();
    for (place, event) in raw.events.iter().enumerate() {
        lines[usize::from(event.host)].push(place as u32);
    }
    for (host, line) in lines.iter_mut().enumerate() {
        let own = |event: &u32| raw.count(*event as usize, host as u16);
        if line.iter().any(|event| own(event) == 0) {
            continue;
        }
        line.sort_by_cached_key(own);
        for pair in line.windows(2).filter(|pair| own(&pair[0]) == own(&pair[1])) {
            let (line, count) = (raw.events[pair[1] as usize].line, own(&pair[1]));
            let reason = format!("{} counts {count} twice in its own clock", raw.hosts[host]);
            troubles.add(Trouble::at(line, reason));
        }
    }
    lines
}

/// Messages that are named at both ends.
fn named(raw: &Raw, troubles: &mut Troubles) -> Vec<Link> {
    let mut sends: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, send) in raw.sends.iter().enumerate() {
        sends.entry(&send.id).or_default().push(place);
    }
    let mut links = Vec::new();
    let mut received = alloc::vec![false; raw.sends.len()];
    let mut next: BTreeMap<&str, usize> = BTreeMap::new();
    for (event, id) in &raw.receives {
        let to = &raw.events[*event as usize];
        let Some(places) = sends.get(&**id) else {
            troubles.add(Trouble::at(
                to.line,
                format!("nobody sent `{}`", crate::trace::shorten(id, 40)),
            ));
            continue;
        };
        // A name that is used again means the next message; one that arrives again, a copy.
        let nth = next.entry(&**id).or_default();
        let place = places[(*nth).min(places.len() - 1)];
        *nth += 1;
        received[place] = true;
        let send = &raw.sends[place];
        let from = send.from.unwrap_or(raw.events[send.event as usize].host);
        let received = Some(*event);
        let (label, line) = (send.label.clone(), to.line);
        links.push(Link { from, to: to.host, sent: send.event, received, label, line });
    }
    for (send, _) in raw.sends.iter().zip(&received).filter(|(_, received)| !**received) {
        let Some(to) = send.to else { continue };
        let from = &raw.events[send.event as usize];
        let (label, line) = (send.label.clone(), from.line);
        let host = send.from.unwrap_or(from.host);
        links.push(Link { from: host, to, sent: send.event, received: None, label, line });
    }
    links
}

/// Messages that only clocks tell of: an event that knows more of another host than all before it
/// at its own host has heard from there, unless it has that from a third that knew it as well.
fn counted(raw: &Raw, lines: &[Vec<u32>], troubles: &mut Troubles) -> Vec<Link> {
    let mut links = Vec::new();
    // Where an event with a count stands: counts run from 1 without a gap, mostly.
    let find = |host: u16, count: u64| {
        let line = &lines[usize::from(host)];
        let own = |event: u32| raw.count(event as usize, host);
        let guess = (count as usize).checked_sub(1).and_then(|i| line.get(i)).copied();
        guess.filter(|event| own(*event) == count).or_else(|| {
            let place = line.partition_point(|event| own(*event) < count);
            line.get(place).copied().filter(|event| own(*event) == count)
        })
    };
    for (host, line) in lines.iter().enumerate() {
        let mut known = alloc::vec![0u64; lines.len()];
        let mut through = known.clone();
        for &event in line {
            let mut heard: Vec<(u16, u64, u32)> = Vec::new();
            for &(other, count) in raw.clock(event as usize) {
                let before = core::mem::replace(&mut known[usize::from(other)], count);
                if before > count {
                    known[usize::from(other)] = before;
                }
                if usize::from(other) == host || count <= before {
                    continue;
                }
                match find(other, count) {
                    Some(from) => heard.push((other, count, from)),
                    None => {
                        let name = &raw.hosts[usize::from(other)];
                        let reason = format!("{name} has no event {count} that this one knows of");
                        troubles.add(Trouble::at(raw.events[event as usize].line, reason));
                    }
                }
            }
            // What those that it heard from know of the others: that it may have through them.
            for &(third, _, from) in &heard {
                for &(other, count) in raw.clock(from as usize) {
                    if other != third {
                        let through = &mut through[usize::from(other)];
                        *through = count.max(*through);
                    }
                }
            }
            for &(from, count, sent) in &heard {
                if through[usize::from(from)] >= count {
                    continue;
                }
                let (to, received) = (host as u16, Some(event));
                let label = format!("{}:{count}", raw.hosts[usize::from(from)]);
                let line = raw.events[event as usize].line;
                links.push(Link { from, to, sent, received, label, line });
            }
            through.fill(0);
        }
    }
    links
}

/// An order in which each host's events come in theirs and messages arrive after they are sent:
/// by time where there are times, as in the file otherwise.
fn order(raw: &Raw, lines: &[Vec<u32>], links: &[Link], troubles: &mut Troubles) -> Vec<u32> {
    let count = raw.events.len();
    let mut waits = alloc::vec![0u32; count];
    let mut effects: Vec<Vec<u32>> = alloc::vec![Vec::new(); count];
    for link in links {
        if let Some(received) = link.received {
            waits[received as usize] += 1;
            effects[link.sent as usize].push(received);
        }
    }
    for pair in lines.iter().flat_map(|line| line.windows(2)) {
        waits[pair[1] as usize] += 1;
        effects[pair[0] as usize].push(pair[1]);
    }
    let key = |event: u32| {
        let time: Micros = raw.events[event as usize].time.unwrap_or_default();
        Reverse((time, event))
    };
    let ready = (0..count as u32).filter(|event| waits[*event as usize] == 0);
    let mut ready: BinaryHeap<_> = ready.map(key).collect();
    let (mut order, mut done) = (Vec::with_capacity(count), alloc::vec![false; count]);
    let mut heads = alloc::vec![0usize; lines.len()];
    let mut told = false;
    while order.len() < count {
        let Some(Reverse((_, event))) = ready.pop() else {
            // A circle: the earliest of the hosts' next events goes first all the same.
            let next = next(lines, &mut heads, &done, raw);
            let Some(event) = next else { break };
            if !told {
                let line = raw.events[event as usize].line;
                troubles.add(Trouble::at(line, "what this event waits for comes after it"));
                told = true;
            }
            waits[event as usize] = 0;
            ready.push(key(event));
            continue;
        };
        if core::mem::replace(&mut done[event as usize], true) {
            continue;
        }
        order.push(event);
        for &effect in &effects[event as usize] {
            let wait = &mut waits[effect as usize];
            if *wait > 0 {
                *wait -= 1;
                if *wait == 0 {
                    ready.push(key(effect));
                }
            }
        }
    }
    order
}

/// The earliest of the events that are next at their hosts.
fn next(lines: &[Vec<u32>], heads: &mut [usize], done: &[bool], raw: &Raw) -> Option<u32> {
    let mut earliest = None;
    for (line, head) in lines.iter().zip(heads) {
        while line.get(*head).is_some_and(|event| done[*event as usize]) {
            *head += 1;
        }
        let Some(&event) = line.get(*head) else { continue };
        let key = (raw.events[event as usize].time.unwrap_or_default(), event);
        if earliest.is_none_or(|best| key < best) {
            earliest = Some(key);
        }
    }
    earliest.map(|(_, event)| event)
}
