//! A plainer network: settings that are not needed go, and what links did at random becomes lines.

use super::Case;
use super::bench::Bench;
use crate::protocol::{Delay, Micros, NodeId};
use crate::scenario::syntax::{Link, Plan, Tweak};
use crate::simulate::deeds::{By, lines_of};
use alloc::vec::Vec;

/// Makes the network plainer, and starting disks fewer; false if nothing can be.
pub(super) fn plainer(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros) -> bool {
    let mut better = fewer_parts(bench, case, horizon);
    let plain = |link: &Link| Link { latency: link.latency, ..Link::default() };
    if any(case, &|link| *link != plain(link)) {
        better |= tweak(bench, case, horizon, &|link| *link = plain(link));
    }
    if any(case, &|link| link.jitter > 0) {
        better |= tweak(bench, case, horizon, &|link| link.tweak(Tweak::Jitter(0)));
    }
    for (by, setting) in [
        (By::Loss, Tweak::Loss(0)),
        (By::Duplication, Tweak::Duplicate(0)),
        (By::Reordering, Tweak::Reorder(0)),
    ] {
        let without = |link: &Link| {
            let mut other = *link;
            other.tweak(setting);
            other
        };
        if any(case, &|link| *link != without(link)) {
            better |= tweak(bench, case, horizon, &|link| link.tweak(setting))
                || written_out(bench, case, horizon, &[by], &|link| link.tweak(setting));
        }
    }
    better | steadier(bench, case, horizon)
}

/// Leaves out links with settings of their own, starting disks, and what nodes are told to pick.
fn fewer_parts(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros) -> bool {
    let mut better = false;
    let links: Vec<(NodeId, NodeId)> = case.scenario.plan.network.links.keys().copied().collect();
    for link in links {
        better |= changed(bench, case, horizon, &|plan| _ = plan.network.links.remove(&link));
    }
    for place in (0..case.scenario.plan.disks.len()).rev() {
        better |= changed(bench, case, horizon, &|plan| _ = plan.disks.remove(place));
    }
    for place in (0..case.scenario.plan.picks.len()).rev() {
        better |= changed(bench, case, horizon, &|plan| _ = plan.picks.remove(place));
    }
    better
}

/// Lets every message take the same time.
fn steadier(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros) -> bool {
    let Delay { min, max } = case.scenario.plan.network.all.latency;
    let middle = (min + max) / 2;
    let whole = if middle >= 1_000 { middle / 1_000 * 1_000 } else { middle };
    min < max
        && [whole, min, max].into_iter().any(|span| {
            let latency = Tweak::Latency(Delay::between(span, span));
            tweak(bench, case, horizon, &|link| link.tweak(latency))
        })
}

/// Whether any link of the case is so.
fn any(case: &Case, so: &dyn Fn(&Link) -> bool) -> bool {
    let network = &case.scenario.plan.network;
    so(&network.all) || network.links.values().any(so)
}

/// Changes all links.
fn tweak(
    bench: &mut Bench<'_>,
    case: &mut Case,
    horizon: Micros,
    change: &dyn Fn(&mut Link),
) -> bool {
    changed(bench, case, horizon, &|plan| change_all(plan, change))
}

/// Changes the plan; false where that is another run.
fn changed(
    bench: &mut Bench<'_>,
    case: &mut Case,
    horizon: Micros,
    change: &dyn Fn(&mut Plan),
) -> bool {
    let mut scenario = case.scenario.clone();
    change(&mut scenario.plan);
    bench.take(case, scenario, horizon)
}

/// Does by lines all that links did at random; false where that is another run.
pub(super) fn written_out_whole(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros) -> bool {
    let steady = |link: &mut Link| {
        let latency = Delay::between(link.latency.min, link.latency.min);
        *link = Link { latency, ..Link::default() };
    };
    let by = [By::Loss, By::Duplication, By::Reordering, By::Latency];
    any(case, &|link| {
        let mut other = *link;
        steady(&mut other);
        other != *link
    }) && written_out(bench, case, horizon, &by, &steady)
}

/// Does by lines what links did at random, and takes the settings away.
fn written_out(
    bench: &mut Bench<'_>,
    case: &mut Case,
    horizon: Micros,
    by: &[By],
    change: &dyn Fn(&mut Link),
) -> bool {
    let mut sim = bench.simulation(Plan { end: horizon, ..case.scenario.plan.clone() });
    sim.record(case.violation.event);
    let mut deeds = sim.deeds(case.violation.event);
    deeds.retain(|it| it.by == By::Script || by.contains(&it.by));
    let mut scenario = case.scenario.clone();
    scenario.plan.lines = lines_of(&deeds);
    change_all(&mut scenario.plan, change);
    bench.take(case, scenario, horizon)
}

fn change_all(plan: &mut Plan, change: &dyn Fn(&mut Link)) {
    change(&mut plan.network.all);
    plan.network.links.values_mut().for_each(change);
}
