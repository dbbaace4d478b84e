//! Commands for the network and for single messages.

use super::commands::{Performed, commanded};
use super::events::Draft;
use super::moment::{Happened, Loss, Moment};
use super::present::{Flight, Job, Present, Rules};
use super::wires::Rule;
use crate::check::Fault;
use crate::exhibit::{EventKind, Exhibited};
use crate::protocol::NodeId;
use crate::scenario::syntax::{Command, Pattern, Target, Tweak, Verb, Way, Which};
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

impl<P: Exhibited> Present<P> {
    pub(super) fn messages(
        &mut self,
        rules: &Rules<P>,
        command: &Command,
        verb: Verb,
        pattern: &Pattern,
    ) -> Performed<P> {
        let rule = self.rule(rules, verb, pattern);
        let fitting: Vec<u32> = self
            .flights
            .iter()
            .filter(|(_, flight)| {
                let (from, to) = (flight.envelope.from, flight.envelope.to);
                let nth = match pattern.which {
                    Which::Nth(nth) => flight.nth == nth,
                    _ => true,
                };
                let fields = |message: &P::Message| {
                    rule.fields.iter().all(|(field, value)| {
                        rules.protocol.message_field(message, usize::from(*field)) == *value
                    })
                };
                nth && rule.covers(from, to, flight.kind)
                    && flight.envelope.message.as_ref().is_some_and(fields)
            })
            .map(|(&id, _)| id)
            .collect();
        let mut matched = !fitting.is_empty();
        if verb == Verb::Release {
            let before = self.wires.rules.len();
            self.wires.rules.retain(|held| !(held.verb == Verb::Hold && overlap(held, &rule)));
            matched |= self.wires.rules.len() < before;
        }
        match pattern.which {
            Which::Next(_) | Which::UntilRelease => {
                self.wires.rules.push(rule);
                matched = true;
            }
            Which::InFlight | Which::Nth(_) => {}
        }
        if !matched {
            return Err(String::from("no message in flight fits"));
        }
        if !matches!(pattern.which, Which::Next(_)) {
            let jobs = fitting.into_iter().rev().map(|id| Job::Message(verb, id));
            self.jobs.extend(jobs);
        }
        Ok(commanded(NodeId(0), EventKind::Meddle, command))
    }

    fn rule(&self, rules: &Rules<P>, verb: Verb, pattern: &Pattern) -> Rule {
        let nodes = |targets: &[Target]| {
            targets.iter().flat_map(|target| self.resolve(rules, *target)).collect()
        };
        let left = match pattern.which {
            Which::Next(left) => Some(left),
            _ => None,
        };
        Rule {
            verb,
            kind: pattern.kind,
            from: nodes(&pattern.way.from),
            to: nodes(&pattern.way.to),
            both: pattern.way.both,
            fields: pattern.fields.clone(),
            left,
        }
    }

    /// Does something to one message in flight.
    pub(super) fn meddle(&mut self, rules: &Rules<P>, verb: Verb, id: u32) -> Rc<Moment<P>> {
        let Some(flight) = self.flights.get(&id).cloned() else {
            let draft = Draft::new(NodeId(0), EventKind::Meddle, Happened::Said);
            return self.act(rules, draft);
        };
        let to = flight.envelope.to;
        self.blame_verb(verb, to);
        let mut kind = EventKind::Meddle;
        match verb {
            Verb::Drop => {
                self.blame(Fault::Loss, to);
                self.unschedule(id);
                return self.lose(rules, id, Loss::Dropped);
            }
            Verb::Deliver if self.can_deliver(&flight) => {
                self.unschedule(id);
                return self.deliver(rules, id);
            }
            Verb::Deliver => self.reschedule(id, self.now),
            Verb::Duplicate => {
                self.blame(Fault::Duplication, to);
                kind = EventKind::Duplicate;
                self.double(rules, &flight.envelope);
                let span = flight.due.saturating_sub(flight.sent);
                let due = self.now + span;
                self.launch(rules, flight.envelope.clone(), due, false, flight.kind);
            }
            Verb::Delay(span) => self.reschedule(id, flight.due.max(self.now) + span),
            Verb::Hold => self.hold(id),
            Verb::Release => self.reschedule(id, flight.due.max(self.now)),
        }
        let way = Way {
            from: Vec::from([Target::Node(flight.envelope.from)]),
            to: Vec::from([Target::Node(to)]),
            both: false,
        };
        let which = Which::Nth(flight.nth);
        let pattern = Pattern { kind: Some(flight.kind), way, fields: Vec::new(), which };
        let command = Command::Message(verb, pattern);
        self.act(rules, commanded(flight.envelope.from, kind, &command))
    }

    fn can_deliver(&self, flight: &Flight<P>) -> bool {
        let (from, to) = (flight.envelope.from, flight.envelope.to);
        self.wires.is_up(from, to) && self.world.is_up(to) && !self.machines[to.index()].paused
    }

    pub(super) fn rewire(&mut self, rules: &Rules<P>, command: &Command) -> Performed<P> {
        let kind = match command {
            Command::Cut(way) => {
                let links = self.links(rules, way);
                self.set_cuts(rules, &links, true);
                let node = links.first().map_or(NodeId(0), |link| link.1);
                self.blame(Fault::Cut, node);
                return Ok(commanded(node, EventKind::Cut, command));
            }
            Command::Split(groups) => {
                self.split(rules, groups);
                EventKind::Cut
            }
            Command::Heal(None) => {
                self.wires.cuts.clear();
                EventKind::Heal
            }
            Command::Heal(Some(way)) => {
                let links = self.links(rules, way);
                self.set_cuts(rules, &links, false);
                EventKind::Heal
            }
            Command::Network(tweaks) => {
                let settings = Rc::make_mut(&mut self.wires.settings);
                for &tweak in tweaks {
                    settings.all.tweak(tweak);
                    settings.links.values_mut().for_each(|link| link.tweak(tweak));
                }
                EventKind::Meddle
            }
            Command::Link(way, tweaks) => {
                self.tweak(rules, way, tweaks);
                EventKind::Meddle
            }
            _ => unreachable!("not a command for the network"),
        };
        Ok(commanded(NodeId(0), kind, command))
    }

    fn tweak(&mut self, rules: &Rules<P>, way: &Way, tweaks: &[Tweak]) {
        for link in self.links(rules, way) {
            let settings = Rc::make_mut(&mut self.wires.settings);
            let all = settings.all;
            let own = settings.links.get_or_insert(link, all);
            tweaks.iter().for_each(|&tweak| own.tweak(tweak));
        }
    }

    fn split(&mut self, rules: &Rules<P>, groups: &[Vec<Target>]) {
        let groups: Vec<Vec<NodeId>> = groups
            .iter()
            .map(|group| group.iter().flat_map(|t| self.resolve(rules, *t)).collect())
            .collect();
        let mut links = Vec::new();
        for (i, group) in groups.iter().enumerate() {
            for other in groups.iter().skip(i + 1) {
                for &a in group {
                    links.extend(other.iter().flat_map(|&b| [(a, b), (b, a)]));
                }
            }
        }
        self.set_cuts(rules, &links, true);
        let node = groups.first().and_then(|group| group.first()).copied().unwrap_or(NodeId(0));
        self.blame(Fault::Partition, node);
    }

    fn set_cuts(&mut self, rules: &Rules<P>, links: &[(NodeId, NodeId)], cut: bool) {
        for &(from, to) in links {
            if from != to && self.wires.set_cut(from, to, cut) && cut {
                self.close_streams(rules, from, to);
            }
        }
    }

    fn links(&self, rules: &Rules<P>, way: &Way) -> Vec<(NodeId, NodeId)> {
        let nodes = |targets: &[Target]| -> Vec<NodeId> {
            targets.iter().flat_map(|target| self.resolve(rules, *target)).collect()
        };
        let (from, to) = (nodes(&way.from), nodes(&way.to));
        let mut links = Vec::new();
        for &a in &from {
            for &b in to.iter().filter(|&&b| b != a) {
                links.push((a, b));
                if way.both {
                    links.push((b, a));
                }
            }
        }
        links
    }
}

/// Whether two rules can mean the same message.
fn overlap(a: &Rule, b: &Rule) -> bool {
    let meet = |x: &[NodeId], y: &[NodeId]| x.iter().any(|node| y.contains(node));
    let kinds = a.kind.is_none() || b.kind.is_none() || a.kind == b.kind;
    kinds && meet(&a.from, &b.from) && meet(&a.to, &b.to)
}
