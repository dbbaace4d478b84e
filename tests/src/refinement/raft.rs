//! Raft implements a log of committed entries.

use clusterscope::protocols::raft::{Entry, Raft};
use clusterscope::world::World;

/// What a world stands for: at each index what a server that runs takes for committed now, or else
/// what the first did that ever took one for committed there.
pub fn committed(world: &World<Raft>) -> Vec<Entry> {
    let mut log: Vec<Entry> =
        world.witness.committed.iter().map(|it| Entry::clone(&it.entry)).collect();
    let servers =
        world.up().filter_map(|(_, node)| Some((node.disk.server()?, node.memory.server()?)));
    for (disk, memory) in servers {
        let entries = disk.log.entries().iter().take(memory.commit as usize);
        for (place, entry) in entries.enumerate() {
            log[place] = Entry::clone(entry);
        }
    }
    log
}
