//! Which part of a program keeps what.

use super::Rules;
use super::built::Built;
use super::linked::{Linked, Target};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// The part that the page begins with.
pub(super) const ENTRY: usize = 0;
/// The part that all others stand on.
pub(super) const ENGINE: usize = 1;
/// What those parts share that are opened later, and no room needs.
pub(super) const COMMON: usize = 2;
/// What is in no part.
pub(super) const NOWHERE: usize = usize::MAX;

/// Who keeps what.
pub(super) struct Plan {
    /// The names of the parts.
    pub(super) parts: Vec<String>,
    /// The part that each function is in.
    pub(super) functions: Vec<usize>,
    /// The part that each datum is in, in the linker's order.
    pub(super) data: Vec<usize>,
    /// How many parts are opened later: they follow what they share.
    later: usize,
}

/// Functions, then data, and what they refer to.
struct Graph {
    /// What is called.
    calls: Vec<Vec<usize>>,
    /// What is referred to otherwise: data, and functions that can be called through the table.
    mentions: Vec<Vec<usize>>,
    /// What is reached from the part behind it alone.
    gates: BTreeSet<usize>,
    /// What only rooms reach.
    doors: BTreeSet<usize>,
    /// What nothing calls.
    unused: BTreeSet<usize>,
    /// The part that each is in, once that is known.
    owner: Vec<Option<usize>>,
}

impl Plan {
    /// Makes the plan: what the entry reaches without passing a gate is the entry's; what is
    /// reached through the gates of a later part, or the doors of a room, and from no other, is
    /// that one's; what only later parts share is a part for them; the rest is the engine's.
    pub(super) fn new(built: &Built<'_>, linked: &Linked<'_>, rules: &Rules) -> Result<Self> {
        let mut graph = Graph::new(built, linked)?;
        let mut gates = vec![Vec::new(); rules.gates.len()];
        let mut rooms: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut absent = Vec::new();
        let referrers = graph.referrers();
        for (function, name) in &built.names {
            let function = *function as usize;
            if rules.is_unused(name) {
                graph.unused.insert(function);
            } else if rules.is_absent(name) {
                graph.gates.insert(function);
                absent.push(function);
            } else if let Some(place) = rules.gates_of(name) {
                graph.gates.insert(function);
                gates[place].push(function);
            } else if let Some(room) = rules.door(name) {
                // The compiler makes one of functions that are equal: then several rooms refer to
                // it, and it must be there for all of them.
                if referrers[function] == 1 {
                    graph.doors.insert(function);
                }
                rooms.entry(room).or_default().push(function);
            }
        }
        let closed = rules.gates.iter().zip(&gates).find(|(_, found)| found.is_empty());
        if let Some((part, _)) = closed {
            bail!("no gate into {} was found", part.part);
        }
        if absent.is_empty() != rules.absent.is_empty() {
            bail!("no way into what is to be absent was found");
        }
        if graph.doors.is_empty() {
            bail!("no door was found");
        }
        graph.claim(ENTRY, entries(built));
        for inside in rules.inside {
            let Some(doors) = rooms.remove(inside) else { bail!("there is no room {inside}") };
            graph.claim(ENTRY, doors);
        }
        let second = gates.remove(0);
        graph.gates.retain(|gate| !second.contains(gate));
        graph.claim(ENGINE, second);
        let later = gates.iter().chain(rooms.values());
        let reached: Vec<_> = later.map(|ways| graph.reach(ways)).collect();
        for node in reached.iter().flatten() {
            let mut places = (0..).zip(&reached).filter(|(_, own)| own.contains(node));
            let (first, last) = (places.next(), places.last());
            graph.owner[*node] = Some(match (first, last) {
                (_, Some((place, _))) if place >= gates.len() => ENGINE,
                (_, Some(_)) => COMMON,
                (place, None) => COMMON + 1 + place.map_or(0, |(place, _)| place),
            });
        }
        graph.leave_out(built, absent)?;
        let mut names = vec!["entry", rules.gates[0].part, "common"];
        names.extend(rules.gates.iter().skip(1).map(|gates| gates.part).chain(rooms.into_keys()));
        Ok(graph.plan(built, &names, gates.len()))
    }

    /// Whether one part may count on another to be there.
    pub(super) fn sees(&self, part: usize, other: usize) -> bool {
        let later = (COMMON + 1..=COMMON + self.later).contains(&part);
        part == other || other < part && (other <= ENGINE || later && other == COMMON)
    }

    /// The parts that are opened later, by their names: they need what they share.
    pub(super) fn later(&self) -> &[String] {
        &self.parts[COMMON + 1..=COMMON + self.later]
    }
}

/// What is reached from outside.
fn entries(built: &Built<'_>) -> Vec<usize> {
    let functions =
        built.exports.iter().filter(|export| export.kind == wasmparser::ExternalKind::Func);
    functions.map(|export| export.index).chain(built.start).map(|it| it as usize).collect()
}

impl Graph {
    fn new(built: &Built<'_>, linked: &Linked<'_>) -> Result<Self> {
        let count = built.functions.len();
        let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (function, name) in &built.names {
            named.entry(name).or_default().push(*function as usize);
        }
        let places = |target: &Target<'_>| match target {
            Target::Function(name) => named.get(name).cloned().unwrap_or_default(),
            Target::Datum(place) => vec![count + place],
        };
        let (mut calls, mut mentions) = (Vec::new(), Vec::new());
        for function in 0..u32::try_from(count)? {
            calls.push(built.calls(function)?.into_iter().map(|it| it as usize).collect());
            let name = built.names.get(&function).copied().unwrap_or("");
            let targets = linked.functions.get(name);
            if targets.is_none() && built.points(function, &linked.range())? {
                bail!("the linker does not know {name}, and it points at data");
            }
            mentions.push(targets.into_iter().flatten().flat_map(places).collect());
        }
        mentions.extend(linked.data.iter().map(|it| it.refers.iter().flat_map(places).collect()));
        calls.resize(mentions.len(), Vec::new());
        let (gates, doors, unused) = Default::default();
        Ok(Self { owner: vec![None; mentions.len()], calls, mentions, gates, doors, unused })
    }

    /// How many functions and data refer to each.
    fn referrers(&self) -> Vec<usize> {
        let mut count = vec![0; self.owner.len()];
        for (calls, mentions) in self.calls.iter().zip(&self.mentions) {
            for node in calls.iter().chain(mentions).collect::<BTreeSet<_>>() {
                count[*node] += 1;
            }
        }
        count
    }

    /// What comes next to something.
    fn next(&self, node: usize) -> impl Iterator<Item = usize> {
        let mentions = self.mentions[node].iter().filter(|it| !self.doors.contains(it));
        let all = self.calls[node].iter().chain(mentions).copied();
        all.filter(|it| !self.gates.contains(it) && !self.unused.contains(it))
    }

    /// Leaves out what nothing calls, what is to be absent, and what only those needed. What is
    /// reached from nowhere at all stays: it may be known to the script by its place.
    fn leave_out(&mut self, built: &Built<'_>, absent: Vec<usize>) -> Result<()> {
        for (caller, called) in self.calls.iter().enumerate() {
            let wrong = called.iter().find(|it| self.unused.contains(it));
            if let Some(unused) = wrong.filter(|_| self.owner[caller].is_some()) {
                let name = |it: usize| built.names.get(&(it as u32)).copied().unwrap_or("?");
                bail!("{} is said to be unused, and {} calls it", name(*unused), name(caller));
            }
        }
        let unused = self.unused.iter().copied().chain(absent).collect();
        self.claim(NOWHERE, unused);
        Ok(())
    }

    /// Gives a part all that can be reached from here and is nobody's.
    fn claim(&mut self, part: usize, from: Vec<usize>) {
        for node in self.reach(&from) {
            self.owner[node] = Some(part);
        }
    }

    /// All that can be reached from here and is nobody's.
    fn reach(&self, from: &[usize]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut left = from.to_vec();
        while let Some(node) = left.pop() {
            if self.owner[node].is_none() && found.insert(node) {
                left.extend(self.next(node));
            }
        }
        found
    }

    fn plan(&self, built: &Built<'_>, parts: &[&str], later: usize) -> Plan {
        let parts = parts.iter().map(|name| (*name).to_owned()).collect();
        let owner = |node: &Option<usize>| node.unwrap_or(ENTRY);
        let (functions, data) = self.owner.split_at(built.functions.len());
        // What is imported from the script is handed on by the entry.
        let imported = built.imports.iter().map(|_| ENTRY);
        let functions = functions.iter().skip(built.imports.len()).map(owner);
        let functions = imported.chain(functions).collect();
        Plan { parts, functions, data: data.iter().map(owner).collect(), later }
    }
}
