//! What the entry page knows of the rooms, written down by the build script.

use clusterscope::exhibit::Famous;
use clusterscope::narrate::Family;

/// A room.
pub struct Shelf {
    /// Its name in paths: `raft`.
    pub slug: &'static str,
    /// `Raft`.
    pub title: &'static str,
    /// What it is about.
    pub family: Family,
    /// What it is for, in one sentence.
    pub summary: &'static str,
    /// The paper.
    pub source: &'static str,
    /// How its first scenario begins, as the `d` of paths: lanes, who leads, who is down, and
    /// messages that ask, grant and refuse.
    pub thumb: [&'static str; 6],
    /// Its scenarios.
    pub items: &'static [Item],
    /// The failures that they are known for.
    pub famous: &'static [Famous],
}

/// A shipped scenario.
pub struct Item {
    /// Its name in paths: `leader-crash`.
    pub slug: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it teaches.
    pub teaches: &'static str,
    /// The other rooms that take part in it.
    pub others: &'static [&'static str],
    /// The words that only its text holds, in small letters.
    pub words: &'static str,
}

/// All rooms, in the order of the registry.
pub static SHELVES: &[Shelf] = &include!(concat!(env!("OUT_DIR"), "/shelves.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use clusterscope::narrate::Lang;
    use clusterscope::protocols::ALL;

    #[test]
    fn the_catalogue_is_the_registry() {
        assert_eq!(SHELVES.len(), ALL.len());
        for (shelf, room) in SHELVES.iter().zip(ALL) {
            let card = room.card(Lang::En);
            assert_eq!(
                (shelf.slug, shelf.title, shelf.family),
                (card.slug, card.title, card.family)
            );
            assert_eq!(shelf.famous, room.famous());
            let slugs: Vec<_> = room.scenarios().iter().map(|one| one.slug).collect();
            assert_eq!(shelf.items.iter().map(|item| item.slug).collect::<Vec<_>>(), slugs);
        }
    }

    #[test]
    fn a_search_finds_every_word_of_a_scenario() {
        for (shelf, room) in SHELVES.iter().zip(ALL) {
            for (item, shipped) in shelf.items.iter().zip(room.scenarios()) {
                let all = [item.title, item.teaches, item.words].join(" ").to_ascii_lowercase();
                for word in shipped.text.to_ascii_lowercase().split_whitespace() {
                    assert!(all.contains(word), "{word} of {}/{}", shelf.slug, item.slug);
                }
            }
        }
    }

    #[test]
    fn every_room_has_a_picture_of_a_run() {
        for shelf in SHELVES {
            let [lanes, .., asks, grants, refuses] = shelf.thumb;
            assert!(!lanes.is_empty(), "{} has no lanes", shelf.slug);
            assert!([asks, grants, refuses].concat().len() > 40, "{} has no messages", shelf.slug);
        }
    }
}
