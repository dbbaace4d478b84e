//! From `check` lines to the bounds of a search.

use crate::check::search::Limits;
use crate::check::worlds::{Bounds, Timing};
use crate::exhibit::{Masked, Playable};
use crate::protocol::{Delay, NodeId, Protocol};
use crate::scenario::inquiry::{BOUNDS, Bound, Inquiry, Time};
use crate::scenario::quantity::{range_text, share_text, span_text};
use crate::scenario::syntax::{Command, Lexicon, Plan, Target, What};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How many requests of each kind of luck a search asks where the script asks nothing.
const SAMPLES: u64 = 1;

/// What bounds a search where nothing is said: one crash and one restart, one timeout of each
/// kind, no message lost on purpose (one that never arrives is as good as lost).
pub fn usual(bound: Bound) -> Option<u32> {
    match bound {
        Bound::Common(place) => match BOUNDS.get(place).map_or("", |(name, _)| *name) {
            "depth" | "requests" => None,
            "states" => Some(1_000_000),
            "crashes" | "restarts" | "copies" => Some(1),
            _ => Some(0),
        },
        Bound::Fires(_) => Some(1),
        Bound::Measure(_) => None,
    }
}

/// How large a bound is, said or not; `None` for no bound.
pub fn value(inquiry: &Inquiry, bound: Bound) -> Option<u32> {
    let given = inquiry.bounds.iter().find(|(it, _)| *it == bound);
    given.map_or_else(|| usual(bound), |(_, most)| *most)
}

/// The bounds of a search of the worlds of a plan.
pub(super) fn bounds(protocol: &Masked, plan: &Plan) -> Bounds<Masked> {
    let inquiry = &plan.inquiry;
    let count = |name| value(inquiry, Bound::common(name)).map_or(u8::MAX, |it| it.min(250) as u8);
    let words = protocol.words();
    let fires = (0..words.timers.len()).map(|kind| Bound::Fires(kind as u16));
    let most = value(inquiry, Bound::common("requests")).map_or(usize::MAX, |it| it as usize);
    let measures = (0..).take_while(|&it| protocol.gauge(it).is_some());
    Bounds {
        crashes: count("crashes"),
        crashes_within: count("partial-crashes"),
        lost_disks: count("lost-disks"),
        restarts: count("restarts"),
        losses: count("losses"),
        duplicates: count("duplicates"),
        closes: count("closes"),
        copies: count("copies").max(1),
        fires: fires.map(|it| value(inquiry, it).map(|most| most.min(250) as u8)).collect(),
        timing: timing(protocol, plan),
        symmetry: true,
        requests: requests(protocol, plan).into_iter().take(most).collect(),
        measures: measures
            .filter_map(|it| Some((it, value(inquiry, Bound::Measure(it as u16))?.into())))
            .collect(),
    }
}

/// How time is told: as the `check` lines say, or in halves of the longest time that a message may
/// take, where the room relies on one.
fn timing(protocol: &Masked, plan: &Plan) -> Option<Timing> {
    let bound = protocol.delay_bound();
    let (unit, offset, drift, until) = match (plan.inquiry.time, bound) {
        (Some(Time::Still), _) | (None, None) => return None,
        (Some(Time::Ticks { unit, offset, drift, until }), _) => (unit, offset, drift, until),
        (None, Some(bound)) => ((bound / 2).max(1), 0, 0, None),
    };
    let link = &plan.network.all;
    let delay = match bound {
        Some(bound) => Delay::between(0, bound),
        None => Delay::between(link.latency.min, link.latency.max + link.jitter),
    };
    let horizon = until.map(|until| (until / unit) as u32);
    Some(Timing { unit, delay, offset, drift, horizon })
}

/// What the script asks, in its order; where it asks nothing, something that the room suggests.
pub(in crate::check) fn requests(
    protocol: &Masked,
    plan: &Plan,
) -> Vec<(NodeId, <Masked as Protocol>::Request)> {
    let mut requests = Vec::new();
    for cue in &plan.lines {
        if let What::Command(Command::Ask(Target::Node(client), words)) = &cue.what {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            requests.extend(protocol.parse_request(&words).ok().map(|it| (*client, it)));
        }
    }
    if requests.is_empty() {
        let roles = protocol.cast();
        let asked = roles.iter().position(|role| role.kind.is_asked());
        let client = asked.map(|place| NodeId(place as u16));
        requests.extend(
            client
                .into_iter()
                .flat_map(|client| (0..SAMPLES).map(move |luck| (client, protocol.sample(luck)))),
        );
    }
    requests
}

/// Where a search stops even if it is not done.
pub(super) fn limits(plan: &Plan, bytes: usize) -> Limits {
    let whole = |name| value(&plan.inquiry, Bound::common(name)).unwrap_or(u32::MAX - 1);
    Limits { depth: whole("depth"), states: whole("states"), bytes }
}

/// All bounds in words: `crashes 1, restarts 1, election 2`; those that are 0 are left out.
pub(super) fn in_words(protocol: &Masked, plan: &Plan, lexicon: &Lexicon) -> String {
    let inquiry = &plan.inquiry;
    let mut out = String::new();
    if let Some(timing) = timing(protocol, plan) {
        let (unit, delay) = (span_text(timing.unit), range_text(timing.delay));
        let offset = match timing.offset {
            0 => String::from("0"),
            offset => span_text(offset),
        };
        out = ["ticks of ", &unit, ", delay ", &delay, ", offset ", &offset].concat();
        out.push_str(&[", drift ", &share_text(timing.drift)].concat());
        let until = timing.horizon.map(|it| span_text(u64::from(it) * timing.unit));
        out.extend(until.map(|until| [", until ", &until].concat()));
    }
    for bound in Bound::all(lexicon) {
        let most = value(inquiry, bound);
        let told = match bound {
            Bound::Common(_) | Bound::Measure(_) => most.is_some_and(|it| it > 0),
            Bound::Fires(_) => true,
        };
        if !told {
            continue;
        }
        let most = most.map_or_else(|| String::from("any"), |it| it.to_string());
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&[&bound.name(lexicon), " ", &most].concat());
    }
    out
}
