//! Which rooms must be there before a run can be opened.

use clusterscope::exhibit::{Room, room};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope::scenario::{link, rooms_named};

/// How a run is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// The path of a shipped run, or the fragment of a link.
    Link(&'a str),
    /// A scenario.
    Text(&'a str),
}

/// The first room that a run needs and that is not there yet; none once it can be opened. Which
/// rooms are there is said by their names, separated by spaces.
///
/// What a room's scenarios need besides is only known once the room is there, so ask again.
pub fn missing(source: Source<'_>, there: &str) -> Option<&'static str> {
    let slug_of = |room: &&'static dyn Room| room.card(Lang::En).slug;
    let is_there = |slug: &str| there.split(' ').any(|it| it == slug);
    let absent = |name: &str| {
        let known = ALL.iter().map(slug_of).find(|slug| *slug == name)?;
        (!is_there(known)).then_some(known)
    };
    match source {
        Source::Text(text) => rooms_named(text).find_map(absent),
        Source::Link(link) => {
            let link = link.strip_prefix('#').unwrap_or(link);
            let mut path = link.split(['/', '@']);
            let (slug, scenario) = (path.next().unwrap_or(""), path.next());
            if slug.contains('.') || scenario.is_none() {
                let text = link::unpack(link).unwrap_or_default();
                return rooms_named(&text).find_map(absent);
            }
            if let Some(slug) = absent(slug) {
                return Some(slug);
            }
            let example = room(slug)?.scenarios().iter().find(|it| Some(it.slug) == scenario)?;
            rooms_named(example.text).find_map(absent)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_needs_its_room_and_what_its_scenario_names() {
        let path = Source::Link("#multi-paxos/same-as-raft");
        assert_eq!(missing(path, "raft"), Some("multi-paxos"));
        assert_eq!(missing(path, "multi-paxos"), Some("raft"));
        assert_eq!(missing(path, "multi-paxos raft"), None);
        assert_eq!(missing(Source::Link("raft/leader-crash@1s"), "raft"), None);
    }

    #[test]
    fn what_nobody_knows_is_not_waited_for() {
        assert_eq!(missing(Source::Link("viewstamped/normal"), ""), None);
        assert_eq!(missing(Source::Link("raft/nothing"), "raft"), None);
        assert_eq!(missing(Source::Link(""), ""), None);
        assert_eq!(missing(Source::Text("protocol viewstamped"), ""), None);
    }

    #[test]
    fn a_text_and_a_link_need_the_rooms_that_they_name() {
        let text = "title t\nprotocol paxos\nend at 1s\n";
        assert_eq!(missing(Source::Text(text), "raft"), Some("paxos"));
        let stage = clusterscope::exhibit::open_text(text, Lang::En).expect("a scenario");
        let link = stage.link();
        assert_eq!(missing(Source::Link(&link), "raft"), Some("paxos"));
        assert_eq!(missing(Source::Link(&link), "raft paxos"), None);
    }
}
