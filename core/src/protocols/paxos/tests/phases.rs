//! One test for each rule about proposers, acceptors and learners.

use super::*;
use crate::protocols::paxos::Why;

#[test]
fn two_phases_choose_a_value_and_everyone_who_waits_hears_of_it() {
    let mut lab = Lab::new(acceptors(3));
    lab.ask("p1", "propose X");
    assert!(lab.holds("preparing p1"));
    lab.deliver("p1", "a1 a2 a3");
    assert!(lab.holds("promised a3 1.1") && lab.holds("accepted a3 nothing"));
    lab.deliver("a1 a2 a3", "p1");
    assert!(lab.holds("proposing p1 X") && lab.holds("nothing chosen"));
    lab.deliver("p1", "a1");
    assert!(lab.holds("nothing chosen"));
    lab.deliver("p1", "a2");
    assert!(lab.holds("chosen X") && !lab.holds("learned"));
    lab.settle_all();
    assert!(lab.holds("learned l1 X") && lab.holds("answered p1 X"));
    lab.all_is_well();
}

#[test]
fn one_acceptor_is_a_majority_of_itself_even_within_one_node() {
    let mut lab = Lab::new(combined(1));
    lab.ask("n1", "propose X");
    assert!(lab.holds("chosen X") && lab.holds("answered n1 X") && lab.holds("learned n1 X"));
    lab.all_is_well();
}

#[test]
fn nodes_that_play_all_parts_agree_as_well() {
    let mut lab = Lab::new(combined(3));
    lab.ask("n1", "propose X");
    lab.ask("n2", "propose Y");
    for _ in 0..20 {
        lab.settle_all();
    }
    assert!(lab.holds("chosen") && lab.holds("learned by all"));
    lab.all_is_well();
}

#[test]
fn a_promise_forbids_everything_below_it_and_a_refusal_says_what_was_promised() {
    let mut lab = Lab::new(acceptors(3));
    lab.inject("p2", "a1", Message::Prepare { ballot: ballot(2, 2) });
    let low = lab.inject("p1", "a1", Message::Prepare { ballot: ballot(2, 1) });
    let refused = |round, proposer| Message::Refused {
        ballot: ballot(round, proposer),
        promised: ballot(2, 2),
    };
    assert_eq!(sent(&low), [refused(2, 1)]);
    let low = lab.inject("p1", "a1", Message::Accept { proposal: proposal(2, 1, "X") });
    assert_eq!(sent(&low), [refused(2, 1)]);
    assert!(lab.holds("accepted a1 nothing"));
    lab.inject("p2", "a1", Message::Accept { proposal: proposal(2, 2, "Y") });
    assert!(lab.holds("accepted a1 Y"));
}

#[test]
fn a_ballot_gets_one_promise_and_a_second_request_gets_no_answer() {
    let mut lab = Lab::new(acceptors(3));
    let prepare = Message::Prepare { ballot: ballot(1, 1) };
    assert_eq!(sent(&lab.inject("p1", "a1", prepare.clone())).len(), 1);
    assert_eq!(sent(&lab.inject("p1", "a1", prepare)), []);
}

#[test]
fn a_promise_reports_the_highest_proposal_that_was_accepted() {
    let mut lab = Lab::new(acceptors(3));
    lab.inject("p1", "a1", Message::Accept { proposal: proposal(1, 1, "X") });
    lab.inject("p2", "a1", Message::Accept { proposal: proposal(1, 2, "Y") });
    let outcome = lab.inject("p1", "a1", Message::Prepare { ballot: ballot(2, 1) });
    let accepted = Some(proposal(1, 2, "Y"));
    assert_eq!(sent(&outcome), [Message::Promise { ballot: ballot(2, 1), accepted }]);
}

#[test]
fn what_was_promised_and_accepted_is_on_disk_before_the_reply_and_survives_a_crash() {
    let mut lab = Lab::new(acceptors(3));
    let prepare = Message::Prepare { ballot: ballot(1, 1) };
    assert!(lab.inject("p1", "a1", prepare).wrote);
    let accept = Message::Accept { proposal: proposal(1, 1, "X") };
    let outcome = lab.inject("p1", "a1", accept);
    assert!(outcome.wrote && !outcome.lazy);
    lab.crash("a1");
    lab.restart("a1");
    assert!(lab.holds("promised a1 1.1") && lab.holds("accepted a1 X"));
}

#[test]
fn an_acceptor_that_crashes_before_it_replies_keeps_what_it_accepted() {
    let mut lab = Lab::new(acceptors(3));
    lab.prepare("p1", "propose X", "a1 a2");
    let to_a1 = |e: &&Rc<Envelope<Paxos>>| e.to == NodeId(2);
    let envelope = lab.world.in_flight.keys().find(to_a1).unwrap().clone();
    let action = Action::Deliver(envelope).into();
    lab.apply(&Action::CrashDuring { action, sends: 0 });
    assert!(lab.holds("accepted a1 X") && !lab.world.is_up(NodeId(2)));
    lab.lose_all();
    lab.restart("a1");
    lab.prepare("p2", "propose Y", "a1 a3");
    assert!(lab.holds("proposing p2 X"));
    lab.all_is_well();
}

#[test]
fn a_proposer_takes_the_value_of_the_highest_ballot_reported_not_the_commonest() {
    let disks = [("a1", "accepted 1.1 X"), ("a2", "accepted 1.1 X"), ("a3", "accepted 2.2 Y")];
    let paxos = Paxos { acceptors: 5, phase_1: 4, phase_2: 3, ..acceptors(5) };
    let mut lab = Lab::with_disks(paxos, &disks);
    lab.prepare("p1", "propose Z", "a1 a2 a3 a4");
    assert!(!lab.holds("proposing p1"), "round 1 is too low for a3");
    lab.settle("p1 a1 a2 a3 a4");
    assert!(lab.holds("chosen Y"));
    lab.all_is_well();
}

#[test]
fn a_round_is_used_once_even_after_a_crash() {
    let mut lab = Lab::new(acceptors(3));
    lab.ask("p1", "propose X");
    lab.crash("p1");
    lab.restart("p1");
    lab.ask("p1", "propose Z");
    assert_eq!(lab.memory("p1").phase.ballot(), Some(ballot(2, 1)));
}

#[test]
fn a_proposer_that_hears_nothing_tries_a_higher_ballot() {
    let mut lab = Lab::new(acceptors(3));
    lab.ask("p1", "propose X");
    lab.lose_all();
    lab.timeout("p1");
    assert_eq!(lab.memory("p1").phase.ballot(), Some(ballot(2, 1)));
    lab.settle_all();
    assert!(lab.holds("answered p1 X"));
    let why = |note: &Note| matches!(note, Note::Prepares { why: Why::NoAnswer, .. });
    assert!(lab.noted(why));
}

#[test]
fn late_and_doubled_replies_do_no_harm() {
    let mut lab = Lab::new(acceptors(5));
    lab.ask("p1", "propose X");
    let promise = Message::Promise { ballot: ballot(1, 1), accepted: None };
    for _ in 0..3 {
        lab.inject("a1", "p1", promise.clone());
    }
    assert!(lab.holds("preparing p1"), "one acceptor counts once");
    lab.inject("a2", "p1", promise.clone());
    lab.inject("a3", "p1", promise.clone());
    assert!(lab.holds("proposing p1 X"));
    lab.inject("a4", "p1", promise);
    let accepted = Message::Accepted { proposal: proposal(1, 1, "X") };
    for _ in 0..3 {
        lab.inject("a1", "p1", accepted.clone());
        lab.inject("a1", "l1", accepted.clone());
    }
    assert!(!lab.holds("learned"));
    let refused = Message::Refused { ballot: ballot(0, 1), promised: ballot(9, 2) };
    lab.inject("a5", "p1", refused);
    assert!(lab.holds("proposing p1 X"), "a refusal of another ballot is stale");
}

#[test]
fn without_a_value_nothing_is_proposed_and_what_is_accepted_is_found() {
    let mut lab = Lab::new(acceptors(3));
    lab.ask("p1", "learn");
    lab.settle_all();
    assert!(lab.holds("answered p1 nothing") && lab.holds("nothing chosen"));
    lab.prepare("p2", "propose X", "a1 a2");
    lab.settle("p2 a1 a2");
    lab.lose_all();
    lab.ask("p1", "learn");
    lab.settle_all();
    assert!(lab.holds("answered p1 X") && lab.holds("learned l1 X"));
    lab.all_is_well();
}

#[test]
fn one_choice_answers_all_wishes() {
    let mut lab = Lab::new(acceptors(3));
    lab.ask("p1", "propose X");
    lab.ask("p1", "propose Y");
    lab.ask("p1", "learn");
    lab.settle_all();
    assert_eq!(lab.memory("p1").wishes, []);
    assert!(lab.holds("chosen X") && !lab.holds("answered p1 Y"));
    let again = lab.ask("p1", "propose Z");
    assert!(sent(&again).is_empty() && lab.holds("answered p1 X"));
}
