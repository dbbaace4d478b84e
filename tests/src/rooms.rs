//! Rooms as searches take them, by the names of all that is set.

use clusterscope::exhibit::{Masked, Playable, room};
use clusterscope::protocol::{NodeId, Protocol};

/// A room with these settings, its types hidden: all rooms go one way.
pub fn masked(slug: &str, knobs: &[(&str, u64)], flaw: Option<&str>) -> Masked {
    let room = room(slug).unwrap_or_else(|| panic!("no room {slug}"));
    let mut setup = room.defaults();
    for (name, value) in knobs {
        let place = room.knobs().iter().position(|knob| knob.name == *name);
        setup.knobs[place.unwrap_or_else(|| panic!("{slug} has no {name}"))] = *value;
    }
    if let Some(flaw) = flaw {
        let place = room.flaws().iter().position(|it| it.name == flaw);
        setup.flaws[place.unwrap_or_else(|| panic!("{slug} has no {flaw}"))] = true;
    }
    assert_eq!(room.refuse(&setup), None);
    room.masked(&setup)
}

/// What is asked: of a node by its name.
pub fn asks(
    protocol: &Masked,
    lines: &[(&str, &str)],
) -> Vec<(NodeId, <Masked as Protocol>::Request)> {
    let cast = protocol.cast();
    let ask = |(who, what): &(&str, &str)| {
        let place = cast.iter().position(|role| role.name == *who).expect("a node");
        let words: Vec<&str> = what.split(' ').collect();
        let request = protocol.parse_request(&words).unwrap_or_else(|why| panic!("{why:?}"));
        (NodeId(place as u16), request)
    };
    lines.iter().map(ask).collect()
}

/// How often timers run out, by their kinds; those that are not named never do.
pub fn fires(protocol: &Masked, named: &[(&str, u8)]) -> Vec<Option<u8>> {
    let most = |name| named.iter().find(|(it, _)| *it == name).map_or(0, |(_, most)| *most);
    protocol.words().timers.iter().map(|kind| Some(most(kind.name))).collect()
}

/// The places of all its rules.
pub fn rules(protocol: &Masked) -> Vec<usize> {
    (0..).take_while(|place| protocol.claim(*place).is_some()).collect()
}
