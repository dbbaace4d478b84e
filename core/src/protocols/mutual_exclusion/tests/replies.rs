//! Ricart and Agrawala's replies.

use super::*;

fn agreeing(nodes: u16) -> Lab {
    Lab::new(room(Algorithm::RicartAgrawala, nodes))
}

fn deferred(lab: &Lab, name: &str) -> Vec<(u16, u64)> {
    match &lab.peer(name).side {
        Side::RicartAgrawala(side) => {
            side.deferred.iter().map(|(id, &number)| (id.0 + 1, number)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_peer_takes_a_number_above_all_that_it_has_seen() {
    let mut lab = agreeing(2);
    lab.inject("n2", "n1", Message::Request { number: 7 });
    lab.ask("n1", "add 1");
    assert!(lab.holds("asked n1 8"));
    lab.settle();
    lab.ask("n1", "add 1");
    assert!(lab.holds("asked n1 9"), "its own numbers count as seen");
    lab.inject("n2", "n1", Message::Request { number: 3 });
    lab.settle();
    lab.ask("n1", "add 1");
    assert!(lab.holds("asked n1 10"), "an old request changes nothing");
}

#[test]
fn whoever_comes_first_defers_its_reply_until_it_is_done() {
    let mut lab = agreeing(3);
    lab.ask("n1", "add 1");
    lab.ask("n3", "add 4");
    lab.deliver("n1", "n2 n3");
    lab.deliver("n3", "n1 n2");
    // n3 replied to the request of n1, and n1 did not to that of n3: (1, n1) comes first.
    assert_eq!((deferred(&lab, "n1"), deferred(&lab, "n3")), ([(3, 1)].into(), [].into()));
    lab.deliver("n2 n3", "n1");
    lab.deliver("n2", "n3");
    assert!(lab.holds("inside n1") && lab.holds("waiting n3"));
    lab.ask("n2", "add 2");
    lab.deliver("n2", "n1 n3");
    assert_eq!(deferred(&lab, "n1"), [(2, 2), (3, 1)]);
    assert_eq!(deferred(&lab, "n3"), [(2, 2)]);
    lab.settle();
    assert_eq!(lab.entries(), lab.ids("n1 n3 n2"));
    assert_eq!(deferred(&lab, "n1"), []);
    lab.all_is_well();
}

#[test]
fn a_reply_counts_once_and_only_for_the_request_that_it_names() {
    let mut lab = agreeing(3);
    lab.ask("n1", "add 1");
    lab.inject("n2", "n1", Message::Reply { number: 1 });
    lab.inject("n2", "n1", Message::Reply { number: 1 });
    lab.inject("n3", "n1", Message::Reply { number: 0 });
    assert!(lab.holds("waiting n1"));
    assert_eq!(lab.noted(|note| matches!(note, Note::Ignores { .. })), 2);
    lab.inject("n3", "n1", Message::Reply { number: 1 });
    assert!(lab.holds("inside n1"));
}
