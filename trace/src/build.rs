//! Events in their order become an execution with its indexes.

use crate::raw::{Raw, RawEvent};
use crate::trace::{self, Column, Event, Execution, Message, Pose, Reach, Update};
use crate::trouble::{Trouble, Troubles};
use crate::weave::Link;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{EventKind, Status};
use clusterscope::protocol::{MS, Micros};
use clusterscope::view::{Shape, Tone};
use core::mem::take;

/// Makes an execution of what was read and woven.
pub(crate) fn build(
    mut raw: Raw,
    order: &[u32],
    links: &[Link],
    troubles: &mut Troubles,
) -> Execution {
    let mut positions = alloc::vec![0u32; raw.events.len()];
    for (i, &event) in order.iter().enumerate() {
        positions[event as usize] = i as u32 + 1;
    }
    let mut it = Execution {
        name: trace::plain(&raw.name, 80).into_owned(),
        columns: raw.hosts.iter().map(|_| Vec::new()).collect(),
        poses: raw.hosts.iter().map(|_| Vec::new()).collect(),
        hosts: take(&mut raw.hosts),
        names: take(&mut raw.names),
        ..Execution::default()
    };
    messages(&mut it, links, &positions, troubles);
    updates(&mut it, &mut raw, &positions, troubles);
    events(&mut it, raw.events, order);
    arrivals(&mut it);
    poses(&mut it);
    marks(&mut it);
    it
}

/// What is worth jumping to.
fn marks(it: &mut Execution) {
    use EventKind::{Crash, Pause, Restart, Resume};
    let fault = |kind| matches!(kind, Crash | Restart | Pause | Resume);
    let marked = |event: &Event| event.broken || fault(event.kind) || !event.mark.is_empty();
    let events = it.events.iter().enumerate().filter(|(_, event)| marked(event));
    it.marked = events.map(|(i, _)| i as u32 + 1).take(trace::MARKED).collect();
}

/// The messages in the order of their sending, those that arrive before they are sent left out.
fn messages(it: &mut Execution, links: &[Link], positions: &[u32], troubles: &mut Troubles) {
    for link in links {
        let cause = positions[link.sent as usize];
        let end = link.received.map_or(0, |event| positions[event as usize]);
        if end != 0 && end <= cause {
            let reason = format!("{} is received before it is sent", link.label);
            troubles.add(Trouble::at(link.line, reason));
            continue;
        }
        let (from, to) = (link.from, link.to);
        let label = trace::plain(&link.label, 40).into_owned();
        it.messages.push(Message { from, to, label, cause, end });
    }
    it.messages.sort_by_key(|message| (message.cause, message.end));
}

/// What events say of fields, in the order of the events.
fn updates(it: &mut Execution, raw: &mut Raw, positions: &[u32], troubles: &mut Troubles) {
    let mut fields = take(&mut raw.fields);
    fields.sort_by_key(|(event, ..)| positions[*event as usize]);
    let (mut shortened, mut crowded) = (0usize, 0usize);
    let mut places = alloc::collections::BTreeMap::new();
    for (event, host, name, mut value) in fields {
        shortened += usize::from(trace::keep(&mut value));
        let place = it.updates.len() as u32;
        it.updates.push(Update { event: positions[event as usize], host, name, value });
        let columns = &mut it.columns[usize::from(host)];
        match places.get(&(host, name)) {
            Some(&column) => {
                let column: &mut Column = &mut columns[column];
                column.updates.push(place);
            }
            None if trace::has_room(columns) => {
                places.insert((host, name), columns.len());
                columns.push(Column { name, updates: Vec::from([place]) });
            }
            None => crowded += 1,
        }
    }
    if shortened > 0 {
        troubles.add(Trouble::general(format!("{shortened} long values are shortened")));
    }
    if crowded > 0 {
        let reason = "a host shows the first 64 of its fields; others are only found by a search";
        troubles.add(Trouble::general(reason));
    }
}

fn events(it: &mut Execution, mut events: Vec<RawEvent>, order: &[u32]) {
    let timed = events.iter().any(|event| event.time.is_some());
    let (mut now, mut update, mut message) = (0, 0, 0);
    it.events.reserve_exact(order.len());
    for (i, &event) in order.iter().enumerate() {
        let position = i as u32 + 1;
        let raw = &mut events[event as usize];
        // Hosts' clocks differ: what is caused is never shown before its cause.
        now = match raw.time {
            Some(time) if timed => now.max(time),
            _ if timed => now,
            _ => Micros::from(position) * MS,
        };
        update += it.updates[update as usize..].iter().take_while(|it| it.event < position).count()
            as u32;
        message +=
            it.messages[message as usize..].iter().take_while(|it| it.cause < position).count()
                as u32;
        trace::keep(&mut raw.text);
        trace::keep(&mut raw.why);
        it.events.push(Event {
            at: now,
            host: raw.host,
            kind: raw.kind.unwrap_or(EventKind::Fire),
            text: take(&mut raw.text),
            why: take(&mut raw.why),
            mark: trace::plain(&raw.mark, 80).into_owned(),
            broken: raw.broken,
            update,
            message,
            arrival: 0,
        });
    }
    it.end = now + MS;
}

/// Which messages arrive where and which never do.
fn arrivals(it: &mut Execution) {
    let by_end = |place: &u32| it.messages[*place as usize].end;
    let all = 0..it.messages.len() as u32;
    let (mut arrive, losses): (Vec<u32>, Vec<u32>) = all.partition(|place| by_end(place) != 0);
    arrive.sort_by_key(by_end);
    let mut arrival = 0;
    for (i, event) in it.events.iter_mut().enumerate() {
        let position = i as u32 + 1;
        event.arrival = arrival as u32;
        while arrive.get(arrival).is_some_and(|place| it.messages[*place as usize].end == position)
        {
            arrival += 1;
            if event.kind == EventKind::Fire {
                event.kind = EventKind::Deliver;
            }
        }
    }
    let took = arrive.iter().map(|place| {
        let message = &it.messages[*place as usize];
        it.at(message.end as usize) - it.at(message.cause as usize)
    });
    let total: Micros = took.fold(0, Micros::saturating_add);
    let takes = total.checked_div(arrive.len() as Micros).unwrap_or(MS).max(1);
    let ends: Vec<u32> = it.messages.iter().map(|message| message.end).collect();
    it.reach = Reach::new(&ends, takes);
    (it.arrivals, it.losses) = (arrive, losses);
}

/// What hosts are, from their first event on.
fn poses(it: &mut Execution) {
    for i in 0..it.events.len() {
        let event = &it.events[i];
        let (position, host) = (i as u32 + 1, usize::from(event.host));
        let last = it.poses[host].last().copied();
        let status = match event.kind {
            EventKind::Crash => Status::Down,
            EventKind::Pause => Status::Paused,
            EventKind::Start | EventKind::Restart | EventKind::Resume => Status::Up,
            _ => last.map_or(Status::Up, |pose| pose.status),
        };
        let old = last.map_or((Tone::Idle, Shape::Circle), |pose| (pose.tone, pose.shape));
        let (at, (tone, shape)) = (event.at, said(it, position, host).unwrap_or(old));
        strike(&mut it.poses[host], Pose { event: position, at, status, tone, shape });
        // Where states are recorded, an event may say something of hosts beside its own.
        for other in others(it, position, host) {
            let last = it.poses[other].last().copied();
            let status = last.map_or(Status::Up, |pose| pose.status);
            let old = last.map_or((Tone::Idle, Shape::Circle), |pose| (pose.tone, pose.shape));
            let (tone, shape) = said(it, position, other).unwrap_or(old);
            strike(&mut it.poses[other], Pose { event: position, at, status, tone, shape });
        }
    }
}

fn strike(poses: &mut Vec<Pose>, pose: Pose) {
    let same =
        |last: &Pose| (last.status, last.tone, last.shape) == (pose.status, pose.tone, pose.shape);
    if !poses.last().is_some_and(same) {
        poses.push(pose);
    }
}

fn others(it: &Execution, position: u32, host: usize) -> Vec<usize> {
    let said = it.updates(position as usize).iter().map(|update| usize::from(update.host));
    let mut others: Vec<usize> = said.filter(|other| *other != host).collect();
    others.dedup();
    others
}

/// What an event says of the part that a host plays, as a tone and an outline.
fn said(it: &Execution, position: u32, host: usize) -> Option<(Tone, Shape)> {
    let of_host = it.updates(position as usize).iter().filter(|it| usize::from(it.host) == host);
    let mut roles = of_host.filter(|update| trace::is_role(&it.names[update.name as usize]));
    roles.next().map(|update| look(&update.value))
}

/// What a role's name means to whoever looks.
fn look(role: &str) -> (Tone, Shape) {
    let role: String = role.chars().take(40).collect::<String>().to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| role.contains(word));
    if is(&["leader", "primary", "coordinator", "master"]) {
        (Tone::Leading, Shape::Hexagon)
    } else if is(&["candidate", "proposer", "electing"]) {
        (Tone::Active, Shape::Diamond)
    } else if is(&["crash", "fail", "abort", "error"]) {
        (Tone::Danger, Shape::Circle)
    } else if is(&["commit", "done", "decided", "chosen"]) {
        (Tone::Success, Shape::Circle)
    } else if is(&["wait", "prepared", "blocked"]) {
        (Tone::Waiting, Shape::Circle)
    } else {
        (Tone::Idle, Shape::Circle)
    }
}
