//! Every flaw breaks what it says, in a run that does no harm without it.

use super::*;

/// Plays a run with the flaw and without: only with it are the rules broken.
fn breaks(flaw: Flaw, room: MutualExclusion, rules: &[&str], play: impl Fn(&mut Lab)) {
    let mut sound = Lab::new(room.clone());
    play(&mut sound);
    sound.settle();
    sound.all_is_well();
    assert!(sound.holds("nobody waiting"));
    let mut lab = Lab::new(room.with(flaw));
    play(&mut lab);
    lab.settle();
    let named = MutualExclusion::FLAWS[flaw as usize].breaks;
    for rule in rules {
        assert!(lab.broke(rule), "{rule} is not broken, only {:?}", lab.broken);
        assert!(named.contains(rule), "{rule} is not named");
    }
}

const LOSES: &[&str] = &["mutual-exclusion", "no-lost-update"];

/// Messages among peers first, then those to and from the storage.
fn step_by_step(lab: &mut Lab) {
    lab.settle_among(|it| it.message.as_ref().is_some_and(|it| !it.is_storage()));
    let store = lab.room.storage();
    for _ in 0..2 {
        while let Some(envelope) = lab.due().into_iter().find(|it| it.to == store) {
            lab.apply(&Action::Deliver(envelope));
        }
        while let Some(envelope) = lab.due().into_iter().find(|it| it.from == store) {
            lab.apply(&Action::Deliver(envelope));
        }
    }
}

fn both_ask(lab: &mut Lab) {
    lab.ask("n1", "add 1");
    lab.ask("n2", "add 2");
    step_by_step(lab);
}

#[test]
fn without_ids_two_requests_at_the_same_time_both_come_first() {
    for algorithm in [Algorithm::Lamport, Algorithm::RicartAgrawala] {
        breaks(Flaw::IgnoresTies, room(algorithm, 3), LOSES, both_ask);
    }
}

#[test]
fn a_reply_at_once_lets_another_in() {
    breaks(Flaw::AnswersAtOnce, room(Algorithm::RicartAgrawala, 3), LOSES, both_ask);
}

#[test]
fn entering_unheard_lets_all_in() {
    breaks(Flaw::EntersUnheard, room(Algorithm::Lamport, 3), LOSES, both_ask);
}

#[test]
fn a_request_that_is_overtaken_is_not_known_in_time() {
    breaks(Flaw::UnorderedLinks, room(Algorithm::Lamport, 2), LOSES, |lab| {
        lab.ask("n1", "add 1");
        lab.ask("n2", "add 2");
        lab.deliver("n2", "n1");
        assert!(lab.holds("inside n1"));
        // The acknowledgement of n1 overtakes its request, if it can.
        let is_ack = |it: &Rc<Envelope<_>>| {
            it.to == NodeId(1) && matches!(it.message, Some(Message::Acknowledge { .. }))
        };
        if let Some(envelope) = lab.due().into_iter().find(is_ack) {
            lab.apply(&Action::Deliver(envelope));
        }
        step_by_step(lab);
    });
}

#[test]
fn a_number_below_one_that_was_seen_goes_before_whoever_is_inside() {
    let rules = &["mutual-exclusion", "no-lost-update", "granted-in-order"];
    breaks(Flaw::IgnoresClocks, room(Algorithm::RicartAgrawala, 2), rules, |lab| {
        lab.ask("n2", "add 2");
        lab.deliver("n2", "n1");
        lab.deliver("n1", "n2");
        assert!(lab.holds("inside n2"));
        lab.ask("n1", "add 1");
        step_by_step(lab);
    });
}

#[test]
fn a_token_that_is_kept_holds_others_up() {
    let room = room(Algorithm::SuzukiKasami, 2);
    breaks(Flaw::KeepsTheToken, room.clone(), &["holds-nobody-up"], both_ask);
    let mut lab = Lab::new(room.with(Flaw::KeepsTheToken));
    both_ask(&mut lab);
    lab.settle();
    assert!(lab.holds("waiting n2") && lab.holds("token n1") && lab.holds("nobody inside"));
}

#[test]
fn a_token_that_is_copied_lets_two_in() {
    let rules = &["one-token", "mutual-exclusion", "no-lost-update"];
    breaks(Flaw::CopiesTheToken, room(Algorithm::SuzukiKasami, 2), rules, |lab| {
        lab.ask("n2", "add 2");
        lab.deliver("n2", "n1");
        lab.ask("n1", "add 1");
        step_by_step(lab);
    });
}

#[test]
fn a_flaw_of_another_algorithm_changes_nothing() {
    let of = |algorithm| match algorithm {
        Algorithm::Lamport => [Flaw::AnswersAtOnce, Flaw::IgnoresClocks, Flaw::CopiesTheToken],
        Algorithm::RicartAgrawala => {
            [Flaw::EntersUnheard, Flaw::UnorderedLinks, Flaw::KeepsTheToken]
        }
        Algorithm::SuzukiKasami => [Flaw::IgnoresTies, Flaw::EntersUnheard, Flaw::AnswersAtOnce],
    };
    for algorithm in ALL {
        for flaw in of(algorithm) {
            let mut lab = Lab::new(room(algorithm, 3).with(flaw));
            both_ask(&mut lab);
            lab.settle();
            lab.all_is_well();
            assert!(lab.holds("stored 3"), "{algorithm:?}, {flaw:?}");
        }
    }
}
