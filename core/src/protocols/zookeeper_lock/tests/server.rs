//! ZooKeeper.

use super::*;

/// ZooKeeper with sessions 1 of c1 and 2 of c2, and a node of each, 1 and 2.
fn two_in_a_row() -> Desk<ZookeeperLock> {
    let mut desk = Desk::new(ZookeeperLock::default(), ZOOKEEPER);
    for client in [C1, C2] {
        ask(&mut desk, client, Ask::Connect { session: None });
    }
    for (client, session) in [(C1, 1), (C2, 2)] {
        let told = ask(&mut desk, client, Ask::Create { session, entry: entry(client, 1) });
        let created = Tell::Created { entry: entry(client, 1), node: session };
        assert_eq!(told, [(client, created)]);
    }
    desk
}

fn ask(desk: &mut Desk<ZookeeperLock>, from: NodeId, ask: Ask) -> Vec<(NodeId, Tell)> {
    desk.step(0, Input::Deliver { from, message: Message::Ask(ask) });
    told(desk)
}

#[test]
fn a_watch_is_told_once_and_only_if_the_node_was_there() {
    let mut desk = two_in_a_row();
    let watched = ask(&mut desk, C2, Ask::Exists { session: 2, node: 1 });
    assert_eq!(watched, [(C2, Tell::Stat { node: 1, exists: true })]);
    let gone = ask(&mut desk, C1, Ask::Delete { session: 1, entry: entry(C1, 1) });
    let deleted = Tell::Deleted { entry: entry(C1, 1) };
    assert_eq!(gone, [(C2, Tell::Changed { node: 1 }), (C1, deleted)]);
    let late = ask(&mut desk, C2, Ask::Exists { session: 2, node: 1 });
    assert_eq!(late, [(C2, Tell::Stat { node: 1, exists: false })]);
    let Memory::Service(watches) = &desk.node.memory else { panic!("it is ZooKeeper") };
    assert!(watches.of.is_empty() && watches.all.is_empty(), "{watches:?}");
}

#[test]
fn nodes_go_with_their_session_and_no_others_do() {
    let mut desk = two_in_a_row();
    ask(&mut desk, C2, Ask::Exists { session: 2, node: 1 });
    desk.step(0, Input::Fire(Timer::Session(1)));
    assert_eq!(told(&desk), [(C2, Tell::Changed { node: 1 })]);
    let tree = desk.node.disk.service().expect("a tree");
    assert_eq!(tree.nodes.keys().copied().collect::<Vec<_>>(), [2]);
    let told = ask(&mut desk, C1, Ask::Ping { session: 1, number: 1 });
    assert_eq!(told, [(C1, Tell::Expired { session: 1 })]);
}

#[test]
fn a_session_is_its_clients_alone() {
    let mut desk = two_in_a_row();
    let told = ask(&mut desk, C2, Ask::Delete { session: 1, entry: entry(C1, 1) });
    assert_eq!(told, [(C2, Tell::Expired { session: 1 })]);
    assert_eq!(desk.node.disk.service().map(|tree| tree.nodes.len()), Some(2));
}

#[test]
fn a_restart_keeps_nodes_and_sessions_and_no_watch() {
    let mut desk = two_in_a_row();
    ask(&mut desk, C2, Ask::Exists { session: 2, node: 1 });
    desk.boot();
    let timers = desk.effects.iter().filter(|it| matches!(it, Effect::SetTimer { .. })).count();
    assert_eq!(timers, 2, "each session gets another span");
    let gone = ask(&mut desk, C1, Ask::Delete { session: 1, entry: entry(C1, 1) });
    assert_eq!(gone.len(), 1, "{gone:?}");
}

#[test]
fn numbers_only_grow_whatever_goes() {
    let mut desk = two_in_a_row();
    ask(&mut desk, C2, Ask::Delete { session: 2, entry: entry(C2, 1) });
    let told = ask(&mut desk, C2, Ask::Create { session: 2, entry: entry(C2, 2) });
    assert_eq!(told, [(C2, Tell::Created { entry: entry(C2, 2), node: 3 })]);
}
