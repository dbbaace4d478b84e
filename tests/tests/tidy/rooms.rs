//! Rules for rooms: all furnished alike, and entered by two lines.

use crate::none;
use crate::sources::{files, folders, read, root};

/// Where the rooms are.
const ROOMS: &str = "core/src/protocols";
/// What every room has.
const FURNITURE: &[&str] = &[
    "mod.rs",
    "state.rs",
    "message.rs",
    "transition.rs",
    "invariants.rs",
    "narration.rs",
    "vocabulary.rs",
];

#[test]
fn every_room_is_furnished_alike() {
    let mut troubles = Vec::new();
    for room in folders(ROOMS) {
        for file in FURNITURE {
            if !root().join(ROOMS).join(&room).join(file).exists() {
                troubles.push(format!("{ROOMS}/{room}/{file}: missing"));
            }
        }
        if files(&format!("{ROOMS}/{room}/scenarios"), &[".scope"]).is_empty() {
            troubles.push(format!("{ROOMS}/{room}/scenarios: no scenario"));
        }
    }
    none("a room has all files that the others have", troubles);
}

#[test]
fn every_room_is_two_lines_of_the_registry() {
    let registry = read(&format!("{ROOMS}/mod.rs"));
    let mut troubles = Vec::new();
    for room in folders(ROOMS) {
        let words = |line: &str| {
            line.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == room)
        };
        let lines: Vec<_> = registry.lines().filter(|(_, line)| words(line)).collect();
        let declared = lines.iter().any(|(_, line)| *line == format!("pub mod {room};"));
        if lines.len() != 2 || !declared {
            let place = registry.at(lines.first().map_or(1, |(number, _)| *number));
            troubles.push(format!("{place}: `{room}` is named in {} lines", lines.len()));
        }
    }
    none("a room is `pub mod room;` and one line of `ALL`", troubles);
}

#[test]
fn every_scenario_is_in_its_rooms_list() {
    let mut troubles = Vec::new();
    for room in folders(ROOMS) {
        let sources = files(&format!("{ROOMS}/{room}"), &[".rs"]);
        let scopes = ["scenarios", "checks"].map(|it| format!("{ROOMS}/{room}/{it}"));
        for scenario in scopes.iter().flat_map(|folder| files(folder, &[".scope"])) {
            let name = scenario.path.rsplit('/').next().unwrap_or_default();
            let slug = name.trim_end_matches(".scope");
            let named = format!("\"{slug}\"");
            let file = format!("/{name}\"");
            let listed =
                sources.iter().any(|it| it.text.contains(&named) || it.text.contains(&file));
            if !listed {
                troubles.push(format!("{}: not in the room's list", scenario.at(1)));
            }
        }
    }
    none("a scenario file is one that the room shows", troubles);
}
