//! Every flaw breaks what it says, in a run that does no harm without it.

use super::logs::figure_8;
use super::papers::lost_reply;
use super::*;

/// Plays a run with the flaw and without: only with it is the rule broken.
fn breaks(flaw: Flaw, raft: Raft, rule: &str, play: impl Fn(Raft) -> Lab) -> String {
    play(raft.clone()).all_is_well();
    let lab = play(raft.with(flaw));
    assert!(lab.broke(rule), "{rule} is not broken, only {:?}", lab.broken);
    let named = Raft::FLAWS[flaw as usize].breaks;
    assert!(named.contains(&rule), "{rule} is not named");
    lab.fact(rule)
}

#[test]
fn forgets_vote_elects_two_leaders() {
    let fact = breaks(Flaw::ForgetsVote, servers(3), "election-safety", |raft| {
        let mut lab = Lab::new(raft);
        lab.elect(1, &[3]);
        lab.crash(3);
        lab.restart(3);
        lab.elect(2, &[3]);
        lab
    });
    assert_eq!(fact, "n1 and n2 both won the election of term 1");
}

#[test]
fn votes_twice_elects_two_leaders() {
    breaks(Flaw::VotesTwice, servers(3), "election-safety", |raft| {
        let mut lab = Lab::new(raft);
        lab.elect(1, &[3]);
        lab.elect(2, &[3]);
        lab
    });
}

#[test]
fn truncates_own_log_loses_what_others_applied() {
    let play = |raft| {
        let mut lab = Lab::new(raft);
        lab.timeout(1);
        lab.settle_all();
        lab.ask("put x=1");
        lab.settle_all();
        // Only n3 learns that it is committed.
        lab.heartbeat(1);
        lab.deliver(n(1), n(3));
        lab.lose_all();
        lab.timeout(2);
        lab.settle_all();
        lab.ask("get x");
        lab.settle_all();
        lab
    };
    for rule in ["leader-append-only", "leader-completeness", "commit-monotonic", "linearizability"]
    {
        breaks(Flaw::TruncatesOwnLog, servers(3), rule, play);
    }
}

#[test]
fn counts_old_terms_is_figure_8() {
    let fact = breaks(Flaw::CountsOldTerms, figures(5), "leader-completeness", |raft| {
        let mut lab = figure_8(raft);
        lab.lose_all();
        lab.crash(1);
        for _ in 0..2 {
            lab.timeout(5);
            lab.settle(&[n(2), n(3), n(4), n(5)]);
        }
        lab
    });
    assert_eq!(fact, "n5 leads term 5 without entry 2 (put t2=2), which n1 committed in term 4");
}

#[test]
fn skips_log_check_elects_a_leader_without_committed_entries() {
    for rule in ["leader-completeness", "commit-monotonic", "linearizability"] {
        breaks(Flaw::SkipsLogCheck, servers(3), rule, |raft| {
            let mut lab = Lab::new(raft);
            lab.timeout(1);
            lab.settle(&[n(1), n(2)]);
            lab.ask("put x=1");
            lab.settle(&[n(1), n(2), lab.client(1)]);
            lab.heartbeat(1);
            lab.settle(&[n(1), n(2)]);
            lab.lose_all();
            for _ in 0..2 {
                lab.timeout(3);
                lab.settle(&[n(2), n(3)]);
            }
            lab.ask("get x");
            for _ in 0..2 {
                lab.settle(&[n(2), n(3), lab.client(1)]);
                lab.apply(&Action::Fire(lab.client(1), Timer::Retry));
            }
            lab
        });
    }
}

#[test]
fn skips_prev_check_leaves_different_histories_under_equal_entries() {
    let fact = breaks(Flaw::SkipsPrevCheck, figures(3), "log-matching", |raft| {
        let disks = [(1, "term 3 log 1 3"), (2, "term 3 log 1 2"), (3, "term 3 log 1 3")];
        let mut lab = Lab::with_disks(raft, &disks);
        lab.elect(1, &[3]);
        lab.ask("put x=1");
        lab.deliver(lab.client(1), n(1));
        lab.deliver(n(1), n(2));
        lab
    });
    assert_eq!(fact, "the logs of n2 and n1 agree at index 3 but differ at index 2");
}

#[test]
fn applies_early_applies_what_is_replaced() {
    breaks(Flaw::AppliesEarly, servers(3), "state-machine-safety", |raft| {
        let mut lab = Lab::new(raft);
        lab.timeout(1);
        lab.settle_all();
        lab.ask("put x=1");
        lab.deliver(lab.client(1), n(1));
        lab.lose_all();
        lab.timeout(2);
        lab.settle(&[n(2), n(3)]);
        lab
    });
}

#[test]
fn answers_early_forgets_what_it_promised() {
    let play = |raft| {
        let mut lab = Lab::new(raft);
        lab.timeout(1);
        lab.settle_all();
        lab.ask("put x=1");
        let client = lab.client(1);
        lab.deliver(client, n(1));
        lab.deliver(n(1), client);
        lab.lose_all();
        lab.timeout(2);
        lab.settle(&[n(2), n(3)]);
        lab.ask_by(2, "get x");
        lab.deliver(lab.client(2), n(1));
        lab.lose_all();
        lab.apply(&Action::Fire(lab.client(2), Timer::Retry));
        lab.settle(&[n(2), n(3), lab.client(2)]);
        lab
    };
    let raft = Raft { clients: 2, ..servers(3) };
    let fact = breaks(Flaw::AnswersEarly, raft.clone(), "answers-kept", play);
    assert!(fact.starts_with("n1 told c1 that its operation 1 was done, but n2"), "{fact}");
    let fact = breaks(Flaw::AnswersEarly, raft, "linearizability", play);
    assert_eq!(fact, "c2 read that x is not set after c1 had been told x=1");
}

#[test]
fn no_sessions_adds_twice() {
    let fact = breaks(Flaw::NoSessions, servers(3), "exactly-once", lost_reply);
    assert_eq!(fact, "n2 ran c1's operation 1 (add x 10) again at index 4");
    let fact = breaks(Flaw::NoSessions, servers(3), "linearizability", lost_reply);
    assert_eq!(fact, "c1 was told that x is now 20, but it could only be that x is now 10");
}

#[test]
fn reads_locally_tells_what_was_so_before_it_was_deposed() {
    let raft = Raft { clients: 2, ..servers(3) };
    let fact = breaks(Flaw::ReadsLocally, raft, "linearizability", |raft| {
        let mut lab = Lab::new(raft);
        lab.timeout(1);
        lab.settle_all();
        lab.ask("put x=1");
        lab.settle_all();
        lab.timeout(2);
        lab.settle(&[n(2), n(3)]);
        lab.ask("put x=2");
        lab.deliver(lab.client(1), n(1));
        lab.lose_all();
        lab.apply(&Action::Fire(lab.client(1), Timer::Retry));
        lab.settle(&[n(2), n(3), lab.client(1)]);
        lab.ask_by(2, "get x");
        lab.settle(&[n(1), lab.client(2)]);
        lab
    });
    assert_eq!(fact, "c2 read x=1 after c1 had been told x=2");
}

#[test]
fn what_stood_in_logs_before_the_run_is_read_like_what_clients_wrote() {
    let mut lab = Lab::with_disks(figures(3), &[(1, "term 2 log 1 2"), (2, "term 2 log 1 2")]);
    lab.elect(1, &[2]);
    lab.ask("get t2");
    lab.settle_all();
    assert!(lab.holds("answered c1 get t2"));
    lab.all_is_well();
}

#[test]
fn a_lost_disk_is_outside_the_promise() {
    let mut lab = Lab::new(servers(3));
    lab.elect(1, &[3]);
    lab.apply(&Action::Crash { node: n(3), disk: DiskFate::Lost });
    lab.restart(3);
    lab.elect(2, &[3]);
    assert!(lab.broke("election-safety"));
}
