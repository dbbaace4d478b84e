//! Commands for the network and for single messages.

use super::commands::{Performed, commanded};
use super::moment::{Loss, Moment};
use super::present::{Flight, Job, Present, Rules};
use super::wires::Rule;
use crate::check::Fault;
use crate::exhibit::{EventKind, Playable};
use crate::protocol::{Micros, NodeId};
use crate::scenario::syntax::{Command, Pattern, Target, Tweak, Verb, Way, Which};
use crate::shared::Rc;
use crate::sorted::Set;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

impl<P: Playable> Present<P> {
    pub(super) fn messages(
        &mut self,
        rules: &Rules<P>,
        command: &Command,
        verb: Verb,
        pattern: &Pattern,
        line: Option<u16>,
    ) -> Performed<P> {
        let mut rule = self.rule(rules, verb, pattern, line);
        let fitting: Vec<u32> = self
            .flights
            .iter()
            .filter(|(_, flight)| fits(rules, verb, pattern, &rule, flight))
            .map(|(&id, _)| id)
            .collect();
        self.must_keep_order(rules, &rule, pattern.which, &fitting)?;
        let mut matched = !fitting.is_empty();
        if verb == Verb::Release {
            matched |= self.end_rules(&rule);
        }
        match pattern.which {
            Which::Next(_) | Which::UntilRelease => {
                rule.used = matched && pattern.which == Which::UntilRelease;
                self.wires.rules.push(rule);
                matched = true;
            }
            Which::InFlight | Which::Nth(_) => {}
        }
        if !matched {
            return Err(String::from(match verb {
                Verb::Release => "no message that is held fits",
                _ => "no message in flight fits",
            }));
        }
        if !matches!(pattern.which, Which::Next(_)) {
            // What comes later in a stream is delayed first: nothing is pushed back twice.
            let back = matches!(verb, Verb::Delay(_));
            let stream = |id: &u32| back && self.flies_in_stream(rules, *id);
            let (mut jobs, others): (Vec<u32>, Vec<u32>) = fitting.into_iter().partition(stream);
            jobs.extend(others.into_iter().rev());
            self.jobs.extend(jobs.into_iter().map(|id| Job::Message(verb, id)));
        }
        Ok(commanded(NodeId(0), EventKind::Meddle, command))
    }

    /// Takes back what a `release` ends: holds, and all that was to go on until then.
    fn end_rules(&mut self, release: &Rule) -> bool {
        let ends =
            |rule: &Rule| (rule.verb == Verb::Hold || rule.left.is_none()) && rule.meets(release);
        let (ended, kept) = self.wires.rules.drain(..).partition(ends);
        self.wires.rules = kept;
        let ended: Vec<Rule> = ended;
        for line in ended.iter().filter(|rule| !rule.used).filter_map(|rule| rule.line) {
            let script = Rc::make_mut(&mut self.script);
            script.fail(line, String::from("no message fitted before the release"));
        }
        !ended.is_empty()
    }

    fn flies_in_stream(&self, rules: &Rules<P>, id: u32) -> bool {
        let flight = self.flights.get(&id);
        flight.is_some_and(|it| rules.is_stream(it.envelope.from, it.envelope.to))
    }

    /// Refuses what a stream does not do: lose, double, hold back, or let one message overtake
    /// another.
    fn must_keep_order(
        &self,
        rules: &Rules<P>,
        rule: &Rule,
        which: Which,
        fitting: &[u32],
    ) -> Result<(), String> {
        let ahead = matches!(rule.verb, Verb::Deliver | Verb::Release);
        if matches!(rule.verb, Verb::Delay(_)) {
            return Ok(());
        }
        let later = matches!(which, Which::Next(_) | Which::UntilRelease);
        if later
            && !ahead
            && let Some(link) = rule.links().find(|it| rules.is_stream(it.0, it.1))
        {
            return Err(in_a_stream(rules, link, "none is lost, doubled or held"));
        }
        for id in fitting.iter().filter(|id| self.flies_in_stream(rules, **id)) {
            let Some(flight) = self.flights.get(id) else { continue };
            let link = (flight.envelope.from, flight.envelope.to);
            // Of what a crashed sender left behind, the end may be lost.
            let left = rule.verb == Verb::Drop && !self.world.is_up(link.0);
            if !ahead && !left {
                return Err(in_a_stream(rules, link, "none is lost, doubled or held"));
            }
            let in_the_way = |it: &u32| {
                let Some(other) = self.flights.get(it).filter(|_| !fitting.contains(it)) else {
                    return false;
                };
                match left {
                    true => it > id && other.envelope.message.is_some(),
                    false => it < id && (other.held || rule.verb == Verb::Deliver),
                }
            };
            if self.on_link(link.0, link.1).iter().any(in_the_way) {
                let why = match left {
                    true => "a later one has to go first",
                    false => "an earlier one has to come first",
                };
                return Err(in_a_stream(rules, link, why));
            }
        }
        Ok(())
    }

    fn rule(&self, rules: &Rules<P>, verb: Verb, pattern: &Pattern, line: Option<u16>) -> Rule {
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
            line,
            used: false,
        }
    }

    /// Does something to one message in flight.
    pub(super) fn meddle(&mut self, rules: &Rules<P>, verb: Verb, id: u32) -> Rc<Moment<P>> {
        let Some(flight) = self.flights.get(&id).cloned() else {
            unreachable!("message {id} is gone")
        };
        let (from, to) = (flight.envelope.from, flight.envelope.to);
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
            Verb::Deliver if flight.lost.is_none() && !self.world.is_up(to) => {
                self.unschedule(id);
                return self.lose(rules, id, Loss::Down);
            }
            Verb::Deliver => self.reschedule(id, self.now),
            Verb::Duplicate => {
                self.blame(Fault::Duplication, to);
                kind = EventKind::Duplicate;
                self.copy(rules, &flight);
            }
            Verb::Delay(span) => self.delay(rules, id, span),
            Verb::Hold => self.hold(id),
            Verb::Release => {
                self.reschedule(id, flight.due.max(self.now));
                self.queue_up(rules, from, to);
            }
        }
        let command = Self::meant(&flight, verb);
        self.act(rules, commanded(from, kind, &command))
    }

    /// Puts a second copy of a message on its way: it takes as long as the first, is held with
    /// it, and is as lost as it where the link was cut when it was sent.
    fn copy(&mut self, rules: &Rules<P>, flight: &Flight<P>) {
        self.double(rules, &flight.envelope);
        let due = self.now + flight.due.saturating_sub(flight.sent);
        let lost = flight.lost.filter(|&loss| loss == Loss::Cut);
        let id = self.next_message;
        self.launch(rules, flight.envelope.clone(), due, lost, flight.kind);
        if let Some(copy) = self.flights.get_mut(&id) {
            copy.cause = flight.cause;
        }
        if flight.held {
            self.hold(id);
        }
    }

    /// Lets a message take longer, and in a stream all that come after it.
    fn delay(&mut self, rules: &Rules<P>, id: u32, span: Micros) {
        let now = self.now;
        let Some(flight) = self.flights.get_mut(&id) else { return };
        let (from, to) = (flight.envelope.from, flight.envelope.to);
        let due = flight.due.max(now) + span;
        if flight.held {
            flight.due = due;
        } else {
            self.reschedule(id, due);
            self.queue_up(rules, from, to);
        }
    }

    fn can_deliver(&self, flight: &Flight<P>) -> bool {
        let (from, to) = (flight.envelope.from, flight.envelope.to);
        let passes = flight.arrived || flight.envelope.message.is_none();
        let lost = flight.lost.is_some_and(|loss| loss != Loss::Network);
        let runs = self.world.is_up(to) && !self.machines[to.index()].paused;
        !lost && (passes || self.wires.is_up(from, to)) && runs
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
        let mut pairs: Set<(NodeId, NodeId)> = Set::new();
        for &(from, to) in links {
            if from != to && self.wires.set_cut(from, to, cut) && cut {
                pairs.insert((from.min(to), from.max(to)));
            }
        }
        for &(a, b) in pairs.iter() {
            self.disconnect(rules, a, b, true);
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

fn in_a_stream<P: Playable>(rules: &Rules<P>, link: (NodeId, NodeId), why: &str) -> String {
    let name = |node: NodeId| &rules.roles[node.index()].name;
    format!("messages from {} to {} travel in a stream: {why}", name(link.0), name(link.1))
}

/// Whether a message in flight is meant.
fn fits<P: Playable>(
    rules: &Rules<P>,
    verb: Verb,
    pattern: &Pattern,
    rule: &Rule,
    flight: &Flight<P>,
) -> bool {
    let (from, to) = (flight.envelope.from, flight.envelope.to);
    let nth = match pattern.which {
        Which::Nth(nth) => flight.nth == nth,
        _ => true,
    };
    let held = flight.held || verb != Verb::Release;
    // What has arrived and waits for a process takes no longer and stays on no way.
    let arrived = flight.arrived && matches!(verb, Verb::Delay(_) | Verb::Hold);
    let said = match &flight.envelope.message {
        Some(message) => rule.fields.iter().all(|(field, value)| {
            rules.protocol.message_field(message, usize::from(*field)) == *value
        }),
        // News of a closed stream can be told when, but not whether, it arrives.
        None => rule.fields.is_empty() && matches!(verb, Verb::Deliver | Verb::Release),
    };
    let there = flight.lost != Some(Loss::Closed);
    nth && there && held && !arrived && said && rule.covers(from, to, flight.kind)
}
