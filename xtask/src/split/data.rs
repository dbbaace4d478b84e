//! Which part writes which bytes of the memory.

use super::built::Built;
use super::linked::Linked;
use super::plan::{ENGINE, ENTRY, Plan};
use anyhow::{Context, Result};
use wasm_encoder::{ConstExpr, DataSection};

/// The longest gap that is cheaper to fill than to begin another segment.
const GAP: usize = 12;

/// The owners of the memory's first contents.
pub(super) struct Owners {
    /// The first address.
    from: u32,
    /// The part that each byte belongs to, if it belongs to any.
    parts: Vec<Option<usize>>,
}

impl Owners {
    pub(super) fn new(linked: &Linked<'_>, plan: &Plan) -> Self {
        let range = linked.range();
        let from = range.start;
        let mut owners = Self { from, parts: vec![None; range.len()] };
        for (datum, part) in linked.data.iter().zip(&plan.data) {
            for at in datum.at.clone() {
                let owner = &mut owners.parts[(at - from) as usize];
                // What two parts share belongs to one that is there before both.
                *owner = Some(match *owner {
                    Some(other) if other != *part => other.min(*part).min(ENGINE),
                    _ => *part,
                });
            }
        }
        owners
    }

    fn of(&self, at: u32) -> Option<usize> {
        *self.parts.get(at.checked_sub(self.from)? as usize)?
    }

    /// What a part writes. Zeros are there without it.
    pub(super) fn section(&self, built: &Built<'_>, part: usize) -> Result<DataSection> {
        let mut section = DataSection::new();
        for (base, bytes) in &built.data {
            let base_of = |place: usize| u32::try_from(place).map(|place| base + place);
            let mut run: Option<(usize, Vec<u8>)> = None;
            let mut gap = 0;
            let mut close = |run: Option<(usize, Vec<u8>)>| -> Result<()> {
                if let Some((start, bytes)) = run {
                    let at = ConstExpr::i32_const(base_of(start)?.cast_signed());
                    section.active(0, &at, bytes);
                }
                Ok(())
            };
            for (place, byte) in bytes.iter().enumerate() {
                let owner = self.of(base_of(place).context("an address")?);
                let own = owner.unwrap_or(ENTRY) == part && *byte != 0;
                // These bytes are zero, or a part that comes later writes them.
                let free = match owner {
                    None => *byte == 0,
                    Some(owner) => owner == part || part <= ENGINE && owner > part,
                };
                if own {
                    let (_, bytes) = run.get_or_insert((place, Vec::new()));
                    bytes.extend(core::iter::repeat_n(0, gap));
                    bytes.push(*byte);
                    gap = 0;
                } else if run.is_some() {
                    gap += 1;
                    if !free || gap > GAP {
                        close(run.take())?;
                        gap = 0;
                    }
                }
            }
            close(run)?;
        }
        Ok(section)
    }
}
