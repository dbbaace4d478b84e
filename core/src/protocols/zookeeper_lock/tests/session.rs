//! A client and its session.

use super::*;
use crate::shared::Rc;

fn tell(desk: &mut Desk<ZookeeperLock>, ms: u64, tell: Tell) {
    desk.step(ms, Input::Deliver { from: ZOOKEEPER, message: Message::Tell(tell) });
}

fn nodes(list: &[(u64, Entry)]) -> Tell {
    Tell::Nodes(Rc::new(list.to_vec()))
}

/// c1, which asked at 100 ms and waits for the list of nodes in session 7.
fn looks() -> Desk<ZookeeperLock> {
    let mut desk = Desk::new(ZookeeperLock::default(), C1);
    desk.step(100, Input::Ask(Request { add: 5, ..Request::default() }));
    assert_eq!(asked(&desk), [Ask::Connect { session: None }]);
    tell(&mut desk, 400, Tell::Connected { session: 7 });
    assert_eq!(asked(&desk), [Ask::Create { session: 7, entry: entry(C1, 1) }]);
    tell(&mut desk, 500, Tell::Created { entry: entry(C1, 1), node: 3 });
    assert_eq!(asked(&desk), [Ask::List { session: 7, watch: false }]);
    desk
}

fn until(desk: &Desk<ZookeeperLock>) -> Option<u64> {
    desk.node.memory.section().map(|section| section.until / MS)
}

#[test]
fn a_session_counts_from_when_it_was_asked_for_and_from_each_ping_that_was_answered() {
    let mut desk = looks();
    tell(&mut desk, 600, nodes(&[(3, entry(C1, 1))]));
    assert_eq!(until(&desk), Some(3_100));
    desk.step(1_400, Input::Fire(Timer::Ping));
    assert_eq!(until(&desk), Some(3_100));
    tell(&mut desk, 1_900, Tell::Pong { number: 1 });
    assert_eq!(until(&desk), Some(4_400));
    tell(&mut desk, 2_000, Tell::Expired { session: 7 });
    assert_eq!(until(&desk), Some(0));
}

#[test]
fn the_first_has_the_lock_and_others_watch_the_one_before() {
    let (other, last) = (entry(C2, 1), entry(C2, 2));
    let mut desk = looks();
    tell(&mut desk, 600, nodes(&[(1, other), (2, last), (3, entry(C1, 1))]));
    assert_eq!(asked(&desk), [Ask::Exists { session: 7, node: 2 }]);
    tell(&mut desk, 700, Tell::Stat { node: 2, exists: true });
    tell(&mut desk, 800, Tell::Changed { node: 2 });
    assert_eq!(asked(&desk), [Ask::List { session: 7, watch: false }]);
    tell(&mut desk, 900, nodes(&[(1, other), (3, entry(C1, 1))]));
    assert_eq!(asked(&desk), [Ask::Exists { session: 7, node: 1 }]);
    // It went between the look and the watch.
    tell(&mut desk, 950, Tell::Stat { node: 1, exists: false });
    tell(&mut desk, 990, nodes(&[(3, entry(C1, 1))]));
    assert_eq!(desk.node.memory.section().map(|section| section.token), Some(3));
}

#[test]
fn after_a_cut_it_goes_on_with_its_session_and_finds_its_node_or_asks_again() {
    for there in [true, false] {
        let mut desk = looks();
        desk.step(600, Input::Closed { peer: ZOOKEEPER });
        desk.step(900, Input::Fire(Timer::Reconnect));
        assert_eq!(asked(&desk), [Ask::Connect { session: Some(7) }]);
        tell(&mut desk, 950, Tell::Connected { session: 7 });
        assert_eq!(asked(&desk), [Ask::List { session: 7, watch: false }]);
        let own = (3, entry(C1, 1));
        tell(&mut desk, 990, nodes(if there { core::slice::from_ref(&own) } else { &[] }));
        let wanted: &[Ask] = match there {
            true => &[],
            false => &[Ask::Create { session: 7, entry: entry(C1, 1) }],
        };
        assert_eq!(asked(&desk), wanted);
    }
}

#[test]
fn who_tries_once_leaves_when_others_are_before_it() {
    let mut desk = Desk::new(ZookeeperLock::default(), C1);
    desk.step(0, Input::Ask(Request { add: 5, once: true, ..Request::default() }));
    tell(&mut desk, 1, Tell::Connected { session: 7 });
    tell(&mut desk, 2, Tell::Created { entry: entry(C1, 1), node: 3 });
    tell(&mut desk, 3, nodes(&[(1, entry(C2, 1)), (3, entry(C1, 1))]));
    assert!(desk.effects.contains(&Effect::Respond(Response::Busy)));
    assert_eq!(asked(&desk), [Ask::Delete { session: 7, entry: entry(C1, 1) }]);
}

#[test]
fn who_has_waited_long_enough_takes_its_node_out_of_the_row() {
    let mut desk = Desk::new(ZookeeperLock::default(), C1);
    desk.step(0, Input::Ask(Request { add: 5, within: Some(7), ..Request::default() }));
    let wait = desk.effects.iter().find_map(|effect| match effect {
        Effect::SetTimer { timer: Timer::Wait, after } => Some(after.min),
        _ => None,
    });
    assert_eq!(wait, Some(7));
    tell(&mut desk, 1, Tell::Connected { session: 7 });
    tell(&mut desk, 2, Tell::Created { entry: entry(C1, 1), node: 3 });
    desk.step(9, Input::Fire(Timer::Wait));
    assert!(desk.effects.contains(&Effect::Respond(Response::TimedOut)));
    assert_eq!(asked(&desk), [Ask::Delete { session: 7, entry: entry(C1, 1) }]);
}
