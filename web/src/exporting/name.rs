//! What exported files are called: `raft-leader-crash-392ms.svg`.

use crate::gallery::catalogue::SHELVES;
use clusterscope::exhibit::About;
use clusterscope::protocol::Micros;

/// The run's name: its room and its scenario, as in paths, and its title where it is none that
/// ships.
fn run(about: &About) -> String {
    let room = SHELVES.iter().find(|shelf| shelf.slug == about.card.slug);
    let items = room.into_iter().flat_map(|shelf| shelf.items);
    let known = items.into_iter().find(|item| item.title == about.title);
    match known {
        Some(item) => [about.card.slug, "-", item.slug].concat(),
        None => [about.card.slug, "-", &plain(&about.title)].concat(),
    }
}

/// A text as every file system takes it: small letters, digits, and hyphens between.
pub(crate) fn plain(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.take(12).collect::<Vec<_>>().join("-")
}

/// The name of a file, with the moment or the stretch that it shows; none is the whole run.
pub(super) fn file(about: &About, shows: Option<(Micros, Micros)>, extension: &str) -> String {
    let ms = |at: Micros| (at / 1000).to_string();
    let when = match shows {
        None => String::new(),
        Some((from, to)) if from == to => ["-", &ms(from), "ms"].concat(),
        Some((from, to)) => ["-", &ms(from), "-", &ms(to), "ms"].concat(),
    };
    [&run(about), &*when, ".", extension].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::LANG;
    use clusterscope::exhibit::{open_path, open_text};

    #[test]
    fn a_file_is_named_after_its_run_and_its_moment() {
        let stage = open_path("raft/leader-crash", LANG).expect("it ships");
        let about = stage.about();
        assert_eq!(file(about, Some((392_700, 392_700)), "svg"), "raft-leader-crash-392ms.svg");
        assert_eq!(file(about, Some((0, 320_000)), "gif"), "raft-leader-crash-0-320ms.gif");
        assert_eq!(file(about, None, "itf.json"), "raft-leader-crash.itf.json");
    }

    #[test]
    fn a_strange_title_makes_a_plain_name() {
        let text = "title ../\"Oh\", <b>no</b>!\nprotocol raft\nend at 1s\n";
        let stage = open_text(text, LANG).expect("a scenario");
        assert_eq!(file(stage.about(), None, "txt"), "raft-oh-b-no-b.txt");
    }
}
