//! Sentinels.

use super::*;

fn room() -> RedisLock {
    let (down_after, failover_timeout) = (500 * MS, 2_000 * MS);
    RedisLock { replicas: 2, down_after, failover_timeout, ..RedisLock::default() }
}

const R2: NodeId = NodeId(FIRST_CLIENT + 2);
const R3: NodeId = NodeId(FIRST_CLIENT + 3);
const W1: NodeId = NodeId(FIRST_CLIENT + 4);
const W2: NodeId = NodeId(FIRST_CLIENT + 5);
const W3: NodeId = NodeId(FIRST_CLIENT + 6);

fn hear(desk: &mut Desk<RedisLock>, ms: u64, from: NodeId, watch: Watch) -> Vec<(NodeId, Watch)> {
    desk.step(ms, Input::Deliver { from, message: Message::Watch(watch) });
    said(desk)
}

fn said(desk: &Desk<RedisLock>) -> Vec<(NodeId, Watch)> {
    let sent = desk.sent().into_iter();
    sent.filter_map(|(to, message)| match message {
        Message::Watch(watch) => Some((to, watch)),
        _ => None,
    })
    .collect()
}

fn conf(desk: &Desk<RedisLock>) -> Conf {
    match desk.node.disk {
        Disk::Service(File::Sentinel(conf)) => conf,
        _ => panic!("a sentinel"),
    }
}

fn asks_for_votes(said: &[(NodeId, Watch)]) -> bool {
    said.iter().any(|(_, watch)| matches!(watch, Watch::IsDown { elects: true, .. }))
}

/// A sentinel that has heard of both replicas, and finds the master down.
fn finds_down(offsets: [u64; 2]) -> Desk<RedisLock> {
    let mut desk = Desk::new(room(), W1);
    desk.step(100, Input::Fire(Timer::Ping));
    for (id, offset) in [(R2, offsets[0]), (R3, offsets[1])] {
        hear(&mut desk, 110, id, Watch::Pong { of: Some(REDIS), offset });
    }
    desk.step(599, Input::Fire(Timer::Ping));
    assert!(!said(&desk).iter().any(|(_, watch)| matches!(watch, Watch::IsDown { .. })));
    desk.step(600, Input::Fire(Timer::Ping));
    let asked = Watch::IsDown { master: REDIS, epoch: 0, elects: false };
    assert!(said(&desk).contains(&(W2, asked)), "it asks others, alone it is no quorum");
    desk
}

#[test]
fn a_quorum_makes_it_stand_and_most_votes_make_it_lead_to_the_replica_that_has_heard_most() {
    let mut desk = finds_down([3, 4]);
    let stands = hear(&mut desk, 610, W2, Watch::Verdict { down: true, vote: None });
    let asks = Watch::IsDown { master: REDIS, epoch: 1, elects: true };
    assert_eq!(stands, [(W2, asks), (W3, asks)]);
    assert_eq!(conf(&desk).vote, Some((1, W1)));
    let other = Some((1, W3));
    assert_eq!(hear(&mut desk, 620, W3, Watch::Verdict { down: true, vote: other }), []);
    let mine = Watch::Verdict { down: true, vote: Some((1, W1)) };
    assert_eq!(hear(&mut desk, 630, W2, mine), [(R3, Watch::ReplicaOf(None))]);
    let switched = hear(&mut desk, 650, R3, Watch::Pong { of: None, offset: 4 });
    assert!(switched.contains(&(R2, Watch::ReplicaOf(Some(R3)))));
    assert!(switched.contains(&(C1, Watch::Master(R3))));
    assert_eq!((conf(&desk).since, conf(&desk).master), (1, R3));
}

#[test]
fn of_replicas_that_have_heard_the_same_the_first_takes_over() {
    let mut desk = finds_down([4, 4]);
    hear(&mut desk, 610, W2, Watch::Verdict { down: true, vote: None });
    let mine = Watch::Verdict { down: true, vote: Some((1, W1)) };
    assert_eq!(hear(&mut desk, 630, W2, mine), [(R2, Watch::ReplicaOf(None))]);
}

#[test]
fn a_vote_is_given_once_in_an_epoch_and_outlives_a_crash() {
    let ask = |epoch| Watch::IsDown { master: REDIS, epoch, elects: true };
    let vote = |epoch, id| Watch::Verdict { down: false, vote: Some((epoch, id)) };
    let mut desk = Desk::new(room(), W3);
    assert_eq!(hear(&mut desk, 10, W1, ask(1)), [(W1, vote(1, W1))]);
    assert_eq!(hear(&mut desk, 20, W2, ask(1)), [(W2, vote(1, W1))]);
    desk.boot();
    assert_eq!(hear(&mut desk, 30, W2, ask(1)), [(W2, vote(1, W1))]);
    assert_eq!(hear(&mut desk, 40, W2, ask(2)), [(W2, vote(2, W2))]);
    assert_eq!(hear(&mut desk, 50, W1, ask(1)), [(W1, vote(2, W2))], "an old epoch");
}

#[test]
fn who_has_voted_leaves_failovers_to_others_for_a_while() {
    let mut desk = finds_down([3, 4]);
    hear(&mut desk, 605, W3, Watch::IsDown { master: REDIS, epoch: 1, elects: true });
    assert_eq!(hear(&mut desk, 610, W2, Watch::Verdict { down: true, vote: None }), []);
    desk.step(4_604, Input::Fire(Timer::Ping));
    assert!(!asks_for_votes(&said(&desk)));
    desk.step(4_605, Input::Fire(Timer::Ping));
    assert!(asks_for_votes(&said(&desk)));
}

#[test]
fn a_failover_that_takes_too_long_is_given_up() {
    let mut desk = finds_down([3, 4]);
    hear(&mut desk, 610, W2, Watch::Verdict { down: true, vote: None });
    desk.step(2_610, Input::Fire(Timer::Ping));
    let mine = Watch::Verdict { down: true, vote: Some((1, W1)) };
    assert_eq!(hear(&mut desk, 2_620, W2, mine), []);
}

#[test]
fn news_of_an_older_failover_change_nothing() {
    let mut desk = Desk::new(room(), W1);
    hear(&mut desk, 10, W2, Watch::Hello(Conf { epoch: 3, vote: None, since: 2, master: R3 }));
    assert_eq!((conf(&desk).epoch, conf(&desk).master), (3, R3));
    hear(&mut desk, 20, W3, Watch::Hello(Conf { epoch: 1, vote: None, since: 1, master: R2 }));
    assert_eq!((conf(&desk).epoch, conf(&desk).master), (3, R3));
}

#[test]
fn a_master_that_was_away_is_told_to_follow_but_not_at_once() {
    let mut desk = Desk::new(room(), W1);
    hear(&mut desk, 10, W2, Watch::Hello(Conf { epoch: 1, vote: None, since: 1, master: R2 }));
    hear(&mut desk, 20, R2, Watch::Pong { of: None, offset: 1 });
    let old = Watch::Pong { of: None, offset: 1 };
    assert_eq!(hear(&mut desk, 30, REDIS, old), []);
    assert_eq!(hear(&mut desk, 529, REDIS, old), []);
    assert_eq!(hear(&mut desk, 530, REDIS, old), [(REDIS, Watch::ReplicaOf(Some(R2)))]);
}
