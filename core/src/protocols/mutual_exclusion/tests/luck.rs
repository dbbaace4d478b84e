//! Random schedules: messages in any order that their links allow, requests at any moment.

use super::*;
use crate::lab::Luck;

fn some_action(lab: &Lab, luck: &mut Luck, muted: NodeId) -> Option<Action<MutualExclusion>> {
    let due = lab.due();
    if due.is_empty() || luck.draw(8) == 0 {
        let peer = NodeId(luck.draw(usize::from(lab.room.nodes)) as u16);
        let busy = lab.world.node(peer).memory.peer().is_some_and(|it| it.wishes.len() > 1);
        let request = lab.room.sample(luck.draw(1_000) as u64);
        return (!busy && peer != muted).then_some(Action::Ask(peer, request));
    }
    let envelope = &due[luck.draw(due.len())];
    (envelope.from != muted).then(|| Action::Deliver(envelope.clone()))
}

fn play(room: &MutualExclusion, seed: u64) -> Lab {
    let mut lab = Lab::new(room.clone());
    lab.play(seed, 1_500, 20, some_action);
    lab
}

#[test]
fn no_order_of_messages_breaks_a_rule_and_everybody_gets_in() {
    for algorithm in ALL {
        for nodes in [2, 3, 5] {
            for seed in 0..40 {
                let mut lab = play(&room(algorithm, nodes), seed);
                lab.all_is_well();
                lab.settle();
                lab.all_is_well();
                assert!(lab.holds("nobody waiting") && lab.holds("nobody inside"));
                let stored = lab.world.node(lab.room.storage()).disk.value;
                assert_eq!(stored, lab.world.witness.written);
                assert!(lab.entries().len() > 10, "{algorithm:?}, {nodes} peers, seed {seed}");
            }
        }
    }
}

#[test]
fn such_schedules_find_every_flaw() {
    use Algorithm::{Lamport, RicartAgrawala, SuzukiKasami};
    let flaws = [
        (Lamport, Flaw::IgnoresTies),
        (RicartAgrawala, Flaw::IgnoresTies),
        (RicartAgrawala, Flaw::AnswersAtOnce),
        (Lamport, Flaw::EntersUnheard),
        (Lamport, Flaw::UnorderedLinks),
        (RicartAgrawala, Flaw::IgnoresClocks),
        (SuzukiKasami, Flaw::KeepsTheToken),
        (SuzukiKasami, Flaw::CopiesTheToken),
    ];
    for (algorithm, flaw) in flaws {
        let room = room(algorithm, 3).with(flaw);
        let named = MutualExclusion::FLAWS[flaw as usize].breaks;
        let found = (0..40).any(|seed| named.iter().any(|rule| play(&room, seed).broke(rule)));
        assert!(found, "{algorithm:?}, {flaw:?}");
    }
}
