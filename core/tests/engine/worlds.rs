//! The world alone: whatever is asked of it, it never panics, and what is impossible is nothing.

use crate::room::{C1, Message, N1, Post, Request};
use clusterscope::digest::Digest;
use clusterscope::kv::{Op, Value};
use clusterscope::protocol::{Clock, NodeId};
use clusterscope::protocols::raft::Raft;
use clusterscope::scenario::vocabulary::Vocabulary;
use clusterscope::shared::Rc;
use clusterscope::world::{Action, DiskFate, Envelope, Life, NoChoice, Surroundings, World};
use proptest::prelude::*;

/// A few numbers that stand for an action, possible or not.
type Draw = (u8, u16, u16, u16);

fn envelope(world: &World<Raft>, pick: u16) -> Option<Rc<Envelope<Raft>>> {
    let all: Vec<_> = world.in_flight.keys().collect();
    (!all.is_empty()).then(|| all[usize::from(pick) % all.len()].clone())
}

fn action(world: &World<Raft>, old: &[Rc<Envelope<Raft>>], draw: Draw) -> Option<Action<Raft>> {
    let (kind, a, b, c) = draw;
    let node = NodeId(a % 6);
    let flying = || envelope(world, b);
    let gone = || (!old.is_empty()).then(|| old[usize::from(b) % old.len()].clone());
    let timer = || {
        let all: Vec<_> = world.slots.iter().flat_map(|slot| slot.timers.iter()).collect();
        (!all.is_empty()).then(|| *all[usize::from(b) % all.len()])
    };
    let put = || Op::Put { key: "x".into(), value: Value::Int(i64::from(c)) };
    Some(match kind % 16 {
        0..=4 => Action::Deliver(flying()?),
        5 => Action::Deliver(gone()?),
        6 => Action::Lose(if c % 2 == 0 { flying()? } else { gone()? }),
        7 => Action::Duplicate(if c % 2 == 0 { flying()? } else { gone()? }),
        8 | 9 => Action::Fire(node, timer()?),
        10 => Action::Ask(node, put()),
        11 => Action::Crash { node, disk: DiskFate::Version(c % 3) },
        12 => Action::Crash { node, disk: DiskFate::Lost },
        13 => Action::Restart(node),
        14 => Action::Close { from: node, to: NodeId(c % 6), keep: b % 3 },
        _ => {
            let action = action(world, old, (c as u8 % 15, a, b, c))?;
            Action::CrashDuring { action: Box::new(action), sends: c % 4 }
        }
    })
}

/// Whether the world offers an action.
fn offered(world: &World<Raft>, action: &Action<Raft>) -> bool {
    let up = |node: &NodeId| world.slots.get(node.index()).is_some_and(|it| it.life == Life::Up);
    match action {
        Action::Deliver(it) | Action::Lose(it) | Action::Duplicate(it) => {
            world.in_flight.contains_key(it)
        }
        Action::Fire(node, timer) => up(node) && world.slots[node.index()].timers.contains(timer),
        Action::Ask(node, _) | Action::Crash { node, .. } => up(node),
        Action::CrashDuring { action, .. } => {
            matches!(**action, Action::Deliver(_) | Action::Fire(..) | Action::Ask(..))
                && offered(world, action)
        }
        Action::Restart(node) => world.slots.len() > node.index() && !up(node),
        Action::Close { .. } => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..<_>::default() })]

    #[test]
    fn random_actions_never_panic_and_impossible_ones_change_nothing(
        draws in prop::collection::vec(any::<Draw>(), 1..400)
    ) {
        let raft = Raft { nodes: 4, clients: 1, ..Raft::default() };
        let (mut world, _) = World::started(&raft, &[], &mut NoChoice);
        let mut old = Vec::new();
        for draw in draws {
            let Some(action) = action(&world, &old, draw) else { continue };
            old.extend(envelope(&world, draw.2));
            let (offered, before) = (offered(&world, &action), Digest::of(&world));
            let around = Surroundings { chooser: &mut NoChoice, clock: Clock::default() };
            let outcome = world.apply(&raft, &action, around);
            if !offered {
                prop_assert_eq!(Digest::of(&world), before, "{:?} changed something", action);
                prop_assert!(outcome.input.is_none() && outcome.effects.is_empty());
            }
            prop_assert!(world.in_flight.values().all(|copies| *copies > 0));
            for slot in world.slots.iter().filter(|slot| slot.life != Life::Up) {
                prop_assert!(slot.timers.is_empty() && slot.unforced.is_empty());
            }
        }
    }
}

/// A world in which c1 has sent n1 three messages, in a stream or not.
fn sent(channel: u64) -> (Post, World<Post>) {
    let mut room = Post::default();
    room.set_knob(0, channel);
    let (mut world, _) = World::started(&room, &[], &mut NoChoice);
    act(&room, &mut world, &Action::Ask(C1, Request::Send(3, N1)));
    (room, world)
}

fn act(room: &Post, world: &mut World<Post>, action: &Action<Post>) {
    let around = Surroundings { chooser: &mut NoChoice, clock: Clock::default() };
    world.apply(room, action, around);
}

fn number(n: u64) -> Rc<Envelope<Post>> {
    Rc::new(Envelope { from: C1, to: N1, message: Some(Message::Number(n)) })
}

#[test]
fn of_a_stream_only_the_first_message_can_be_taken_and_none_doubled() {
    let (room, mut world) = sent(1);
    let before = Digest::of(&world);
    for n in [2, 3, 4] {
        act(&room, &mut world, &Action::Deliver(number(n)));
        act(&room, &mut world, &Action::Duplicate(number(n)));
    }
    assert_eq!(Digest::of(&world), before);
    (1..=3).for_each(|n| act(&room, &mut world, &Action::Deliver(number(n))));
    assert_eq!(world.node(N1).disk.log, [(C1, 1), (C1, 2), (C1, 3)]);
    assert_eq!(world.streams.len(), 1, "only the answers fly");
}

#[test]
fn a_closed_stream_keeps_a_prefix_and_tells_whoever_is_up() {
    let close = Action::Close { from: C1, to: N1, keep: 1 };
    let (room, mut world) = sent(1);
    act(&room, &mut world, &close);
    act(&room, &mut world, &close);
    let kept = world.streams.get(&(C1, N1)).expect("a message and the news");
    assert_eq!(kept.iter().filter(|it| it.message.is_none()).count(), 1);
    assert_eq!((kept.len(), &kept[0]), (2, &number(1)));
    let (room, mut world) = sent(1);
    act(&room, &mut world, &Action::Crash { node: N1, disk: DiskFate::Kept });
    act(&room, &mut world, &Action::Close { from: C1, to: N1, keep: 0 });
    assert!(world.streams.is_empty(), "nobody is there to be told");
    let (room, mut world) = sent(0);
    let before = Digest::of(&world);
    act(&room, &mut world, &close);
    assert_eq!(Digest::of(&world), before, "datagrams have nothing to close");
    let (room, mut world) = sent(2);
    act(&room, &mut world, &Action::Close { from: N1, to: C1, keep: 0 });
    assert_eq!(world.in_flight.len(), 1, "the sending end is told as well");
}

#[test]
fn what_is_sent_before_the_news_of_a_closed_stream_has_come_is_lost() {
    let (room, mut world) = sent(1);
    let news = |from, to| Rc::new(Envelope { from, to, message: None });
    for (from, to) in [(C1, N1), (N1, C1)] {
        act(&room, &mut world, &Action::Close { from, to, keep: 0 });
        assert!(world.is_broken(&room, to, from));
    }
    let again = Action::Ask(C1, Request::Send(1, N1));
    act(&room, &mut world, &again);
    assert_eq!(world.streams.get(&(C1, N1)), Some(&vec![news(C1, N1)]), "the fourth is lost");
    act(&room, &mut world, &Action::Deliver(news(N1, C1)));
    assert!(!world.is_broken(&room, C1, N1) && world.is_broken(&room, N1, C1));
    act(&room, &mut world, &again);
    let fifth = vec![news(C1, N1), number(5)];
    assert_eq!(world.streams.get(&(C1, N1)), Some(&fifth), "in a new stream");
}
