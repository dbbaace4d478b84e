//! Two-phase commit implements `TCommit`, for each transaction.

use clusterscope::commit::{Outcome, Story, Tx};
use clusterscope::protocol::NodeId;
use clusterscope::protocols::two_phase_commit::{Record, TwoPhaseCommit};
use clusterscope::world::World;
use clusterscope_specs::refine::{Abstract, Each};
use clusterscope_specs::tcommit::{self, ABORTED, COMMITTED, PREPARED, TCommit};

/// What the room is held to, if all participants take part in every transaction.
pub fn spec(room: &TwoPhaseCommit) -> Each<TCommit> {
    Each(TCommit { managers: room.participants.into(), flawed: false })
}

/// What a world stands for: each participant is a resource manager.
pub fn map(
    room: &TwoPhaseCommit,
    world: &World<TwoPhaseCommit>,
) -> <Each<TCommit> as Abstract>::State {
    let state = |(tx, story): (Tx, &Story)| {
        let managers = room
            .everyone()
            .zip(0..)
            .filter_map(|(id, manager)| Some((manager, standing(world, id, tx, story)?)));
        let turned = |state, (manager, lane)| tcommit::turn(state, manager, lane);
        (tx.to_string(), managers.fold(tcommit::State::default(), turned))
    };
    world.witness.stories().map(state).collect()
}

/// How far a participant is; `None` while it works. Its log says so; a decision whose record a
/// crash took away, which may happen to lazy ones, is taken all the same.
fn standing(world: &World<TwoPhaseCommit>, id: NodeId, tx: Tx, story: &Story) -> Option<u32> {
    let log = world.node(id).disk.log()?;
    let prepared = || {
        let mut entries = log.entries().iter();
        entries.any(|entry| entry.tx == tx && entry.record == Record::Prepared)
    };
    match log.outcome(tx).or(story.decided.get(&id).copied()) {
        Some(Outcome::Commit) => Some(COMMITTED),
        Some(Outcome::Abort) => Some(ABORTED),
        None => prepared().then_some(PREPARED),
    }
}
