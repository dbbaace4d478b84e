//! Every link that was ever released opens for ever: lines are added to the corpus, never changed.

use clusterscope::exhibit::open_link;
use clusterscope::narrate::Lang;

#[test]
fn every_released_link_opens_and_runs() {
    let corpus = include_str!("../golden/links.txt");
    let links: Vec<_> = corpus.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(!links.is_empty(), "the corpus is empty");
    for line in links {
        let (name, link) = line.split_once(' ').expect("a name and a link");
        let mut stage = open_link(link, Lang::En).unwrap_or_else(|why| panic!("{name}: {why}"));
        stage.record(1_000);
        assert!(stage.extent().events > 10, "{name} runs");
        assert!(!stage.about().title.is_empty(), "{name} has a title");
    }
}
