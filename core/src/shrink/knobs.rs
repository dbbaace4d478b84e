//! Plainer settings: flaws that are not needed are off, nodes and clients are few, and all else is
//! as it is by default.

use super::Case;
use super::bench::Bench;
use crate::protocol::{Micros, Protocol};
use crate::scenario::vocabulary::KnobKind;
use crate::scenario::{value_text, with_setting};
use alloc::string::String;
use alloc::vec::Vec;

/// Makes the room's settings plainer; false if none can be.
pub(super) fn plainer(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros) -> bool {
    let mut better = false;
    let room = case.scenario.room;
    for (place, flaw) in room.flaws().iter().enumerate() {
        if case.scenario.plan.setup.flaws.get(place) == Some(&true) {
            let name = [String::from("flaw "), String::from(flaw.name)].concat();
            better |= set(bench, case, horizon, &name, "off");
        }
    }
    for (place, knob) in room.knobs().iter().enumerate() {
        for value in plainer_values(case, place) {
            if set(bench, case, horizon, knob.name, &value_text(knob.kind, value)) {
                better = true;
                break;
            }
        }
    }
    better
}

/// The values of a knob that make fewer nodes, the fewest first, or else its default.
fn plainer_values(case: &Case, place: usize) -> Vec<u64> {
    let (room, setup) = (case.scenario.room, &case.scenario.plan.setup);
    let size = |value: u64| {
        let mut setup = setup.clone();
        setup.knobs[place] = value;
        let fits = room.refuse(&setup).is_none();
        fits.then(|| room.masked(&setup).cast().len())
    };
    let (now, default) = (setup.knobs[place], room.defaults().knobs[place]);
    let Some(nodes) = size(now) else { return Vec::new() };
    let mut values = Vec::new();
    if let KnobKind::Number { min, .. } = room.knobs()[place].kind {
        // More nodes than this stand on no stage.
        let fewer = (min..now).take(64).filter(|value| size(*value).is_some_and(|it| it < nodes));
        values.extend(fewer);
    }
    if now != default && size(default).is_some_and(|it| it <= nodes) && !values.contains(&default) {
        values.push(default);
    }
    values
}

/// Changes one setting by its name, as a user would: nodes keep their names, if not their places.
fn set(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros, name: &str, value: &str) -> bool {
    with_setting(&case.scenario, name, value)
        .is_ok_and(|scenario| bench.take(case, scenario, horizon))
}
