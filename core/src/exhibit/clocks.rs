//! Logical clocks, told from outside: what nodes would count if their messages carried it.
//!
//! A step of a node is one event: all that it sends then carries the clock just after it. Lamport's
//! clock is that of L. Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System",
//! CACM 21(7), 1978; vector clocks are those of Fidge and of Mattern, 1988.

use super::picture::Nodes;
use super::{EventKind, Tick};
use crate::protocol::Micros;
use crate::simulate::chronicle::Chronicle;
use crate::sorted::Map;
use alloc::vec;
use alloc::vec::Vec;

/// A clock on its way: until which event something that carries it is on its way, and the clock.
type Carried = (u32, Vec<u64>);

/// The steps between two moments and the clocks just after each, by ascending event. All that came
/// before is gone through.
pub(super) fn clocks(chronicle: &Chronicle, nodes: usize, from: Micros, to: Micros) -> Vec<Tick> {
    let (first, last) = (chronicle.events_before(from), chronicle.events_until(to));
    // Behind the vector stands Lamport's clock: whoever hears of a clock takes the greater of both.
    let mut rows = vec![vec![0; nodes + 1]; nodes];
    let mut carried: Map<u32, Carried> = Map::default();
    let mut ticks = Vec::new();
    for event in 1..=last {
        let record = &chronicle.records[event - 1];
        let is_step = Nodes::is_step(record);
        let Some(row) = rows.get_mut(record.node.index()) else { continue };
        if is_step {
            if let (EventKind::Deliver, Some((_, theirs))) =
                (record.kind, carried.get(&record.cause))
            {
                row.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine = (*theirs).max(*mine));
            }
            row[record.node.index()] += 1;
            row[nodes] += 1;
            if event > first {
                let (vector, lamport) = (row[..nodes].to_vec(), row[nodes]);
                ticks.push(Tick { event, at: record.at, node: record.node, lamport, vector });
            }
        }
        let sent = &chronicle.sent[chronicle.sent_until(event - 1)..chronicle.sent_until(event)];
        if let Some(until) = sent.iter().filter(|it| !it.lost && it.end > 0).map(|it| it.end).max()
        {
            // What the network does is no step: a copy carries what the message carried.
            let clock = match is_step {
                true => Some(row.clone()),
                false => carried.get(&record.cause).map(|(_, clock)| clock.clone()),
            };
            clock.into_iter().for_each(|clock| drop(carried.insert(event as u32, (until, clock))));
        }
        if carried.get(&record.cause).is_some_and(|(until, _)| *until as usize <= event) {
            carried.remove(&record.cause);
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::Tick;
    use crate::exhibit::{Stage, open_text};
    use crate::narrate::Lang;
    use crate::protocol::{MS, Micros, NodeId};
    use alloc::boxed::Box;
    use alloc::format;
    use alloc::vec::Vec;

    fn open(script: &str) -> Box<dyn Stage> {
        let text = format!(
            "protocol two-phase-commit participants=2 clients=1\nnetwork latency 10ms\n\
             end at 1s\n{script}\n"
        );
        let mut stage = open_text(&text, Lang::En).expect("a scenario");
        while stage.record(100) {}
        stage
    }

    fn ticks(script: &str, from: Micros, to: Micros) -> Vec<Tick> {
        open(script).clocks(from, to)
    }

    /// Of the nodes co, p1, p2, c1: the clocks of what happens at these milliseconds.
    fn at(ticks: &[Tick], ms: u64) -> Vec<(u64, &[u64])> {
        let here = ticks.iter().filter(|tick| tick.at == ms * MS);
        here.map(|tick| (tick.lamport, &*tick.vector)).collect()
    }

    #[test]
    fn whoever_hears_of_a_clock_takes_the_greater_of_both_and_one_more() {
        let ticks = ticks("at 1ms client c1 begin x", 0, 100 * MS);
        // All begin with a step of their own.
        assert_eq!(at(&ticks, 0).len(), 4);
        assert_eq!(at(&ticks, 1), [(2, &[0, 0, 0, 2][..])]);
        assert_eq!(at(&ticks, 11), [(3, &[2, 0, 0, 2][..])]);
        let prepared = at(&ticks, 21);
        assert_eq!(prepared, [(4, &[2, 2, 0, 2][..]), (4, &[2, 0, 2, 2][..])]);
        let voted = at(&ticks, 31);
        assert_eq!(voted, [(5, &[3, 2, 0, 2][..]), (6, &[4, 2, 2, 2][..])]);
    }

    #[test]
    fn a_window_shows_the_clocks_that_the_whole_run_has() {
        let script = "at 1ms client c1 begin x\nat 50ms client c1 begin y";
        let all = ticks(script, 0, 1_000 * MS);
        let some = ticks(script, 40 * MS, 1_000 * MS);
        assert!(!some.is_empty() && all.ends_with(&some) && all.len() > some.len());
    }

    #[test]
    fn a_copy_carries_the_clock_of_what_was_sent() {
        let script = "at 1ms client c1 begin x\nat 2ms dup Begin c1 -> co";
        let ticks = ticks(script, 10 * MS, 15 * MS);
        let heard: Vec<_> = ticks.iter().map(|tick| (tick.node, tick.vector[3])).collect();
        assert_eq!(heard, [(NodeId(0), 2), (NodeId(0), 2)]);
    }

    #[test]
    fn clocks_order_events_as_causes_do() {
        let script = "at 1ms client c1 begin x\n\
                      at 20ms crash p1\nat 40ms restart p1\nat 60ms client c1 begin y\n\
                      at 61ms dup Prepare co -> p2 next 1";
        let stage = open(script);
        let end = 1_000 * MS;
        let ticks = stage.clocks(0, end);
        assert!(ticks.len() > 20);
        for tick in &ticks {
            let (past, _) = stage.causes(tick.event, 0, end);
            for other in ticks.iter().filter(|other| other.event != tick.event) {
                let before = past.binary_search(&other.event).is_ok();
                let less = other.vector.iter().zip(&tick.vector).all(|(a, b)| a <= b);
                assert_eq!(less, before, "{other:?} and {tick:?}");
                assert!(!before || other.lamport < tick.lamport);
            }
        }
    }
}
