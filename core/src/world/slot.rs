//! A node and what surrounds it, and how it reacts by itself.

use super::{DiskFate, Outcome, Surroundings};
use crate::list::own;
use crate::protocol::{Context, Effect, Input, Node, NodeId, Protocol};
use crate::shared::Rc;
use crate::sorted::Set;
use alloc::vec::Vec;

/// Whether a node runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Life {
    /// It has not been started yet.
    Unborn,
    /// It runs.
    Up,
    /// It crashed and was not restarted.
    Down,
}

/// A node and what surrounds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot<P: Protocol> {
    /// Its state; while it is down, `memory` is what it last was.
    pub node: Rc<Node<P>>,
    /// Whether it runs.
    pub life: Life,
    /// The timers that are armed.
    pub timers: Set<P::Timer>,
    /// Older versions of the disk, from the last forced write on, while later writes are lazy.
    pub unforced: Vec<P::Disk>,
}

impl<P: Protocol> Slot<P> {
    /// Handles an input; with `sends`, the node crashes within the step, and only so many of its
    /// messages leave. A node that does not run does nothing.
    pub(crate) fn step(
        &mut self,
        protocol: &P,
        id: NodeId,
        input: Input<P>,
        sends: Option<u16>,
        around: Surroundings<'_>,
    ) -> Outcome<P> {
        if self.life != Life::Up {
            return Outcome::nothing(id);
        }
        let before = self.node.clone();
        let mut effects = Vec::new();
        let handed = Some(input.clone());
        let mut ctx = Context::new(id, around.clock, &mut effects, around.chooser);
        protocol.step(own(&mut self.node).edit(), input, &mut ctx);
        let lazy = ctx.is_lazy();
        let wrote = self.node.disk != before.disk;
        if wrote && lazy {
            self.unforced.push(before.disk.clone());
        } else if wrote {
            self.unforced.clear();
        }
        if let Some(sends) = sends {
            cut_short(&mut effects, sends);
        }
        self.wind(&effects);
        let crashed = sends.is_some();
        if crashed {
            self.fall();
        }
        let before = Some(before);
        Outcome { by: id, input: handed, booted: false, before, effects, wrote, lazy, crashed }
    }

    /// Starts the node with what its disk kept; one that runs does nothing.
    pub(crate) fn boot(
        &mut self,
        protocol: &P,
        id: NodeId,
        around: Surroundings<'_>,
    ) -> Outcome<P> {
        if self.life == Life::Up {
            return Outcome::nothing(id);
        }
        let mut effects = Vec::new();
        let mut disk = self.node.disk.clone();
        let mut ctx = Context::new(id, around.clock, &mut effects, around.chooser);
        let memory = protocol.boot(&mut disk, &mut ctx);
        let lazy = ctx.is_lazy();
        let wrote = disk != self.node.disk;
        if wrote && lazy {
            self.unforced.push(self.node.disk.clone());
        }
        self.node = Rc::new(Node { disk, memory });
        self.life = Life::Up;
        self.wind(&effects);
        Outcome { effects, wrote, lazy, booted: true, ..Outcome::nothing(id) }
    }

    /// Loses the memory, and of the disk what `fate` says; a node that does not run does nothing.
    pub(crate) fn crash(&mut self, protocol: &P, id: NodeId, fate: DiskFate) -> Outcome<P> {
        if self.life != Life::Up {
            return Outcome::nothing(id);
        }
        let before = self.node.clone();
        match fate {
            DiskFate::Kept => {}
            DiskFate::Version(version) => {
                if let Some(disk) = self.unforced.get(usize::from(version)).cloned() {
                    own(&mut self.node).disk = disk;
                }
            }
            DiskFate::Lost => own(&mut self.node).disk = protocol.blank_disk(),
        }
        self.fall();
        Outcome { before: Some(before), ..Outcome::nothing(id) }
    }

    fn fall(&mut self) {
        self.life = Life::Down;
        self.timers.clear();
        self.unforced.clear();
    }

    /// Starts and stops timers.
    fn wind(&mut self, effects: &[Effect<P>]) {
        for effect in effects {
            match effect {
                Effect::SetTimer { timer, .. } => {
                    self.timers.insert(timer.clone());
                }
                Effect::CancelTimer(timer) => {
                    self.timers.remove(timer);
                }
                _ => {}
            }
        }
    }
}

/// Drops what a node that crashes within its step no longer does.
fn cut_short<P: Protocol>(effects: &mut Vec<Effect<P>>, sends: u16) {
    let mut left = sends;
    effects.retain(|effect| match effect {
        Effect::Send { .. } if left > 0 => {
            left -= 1;
            true
        }
        Effect::Note(_) => true,
        _ => false,
    });
}
