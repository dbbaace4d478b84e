//! Runs of the shipped rooms, written in every format and read again by whoever owns it.

extern crate alloc;

mod golden;
mod itf_reader;
mod perfetto;
mod shiviz;
mod stretches;

use clusterscope::exhibit::{Stage, open_path};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;

fn open(path: &str) -> Box<dyn Stage> {
    open_path(path, Lang::En).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The paths of some scenarios of every room: the first, those that go wrong, and one of a hundred.
fn some_of_every_room() -> Vec<String> {
    let mut paths = Vec::new();
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        let all = room.scenarios().iter().enumerate();
        let some = all.filter(|(place, it)| *place % 3 == 0 || it.slug.contains("lost"));
        paths.extend(some.map(|(_, it)| format!("{slug}/{}", it.slug)));
    }
    assert!(paths.len() > 20, "there are rooms enough to say something");
    paths
}
