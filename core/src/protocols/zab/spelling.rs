//! How zxids and starting disks are written.

use super::Zab;
use super::history::{Command, History, Transaction, Zxid};
use super::state::{Disk, ServerDisk};
use crate::kv::{Op, Value, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::shared::Rc;
use alloc::format;
use alloc::vec::Vec;

/// The most transactions that a starting disk can hold.
const MOST: usize = 64;

/// Understands a zxid: `1.2` is the second transaction of epoch 1.
pub(super) fn parse_zxid(words: &[&str], at: usize) -> Result<Zxid, Reject> {
    let text = word(words, at, "a zxid")?;
    let parts = text.split_once('.');
    let parsed = parts.and_then(|(epoch, counter)| {
        Some(Zxid { epoch: epoch.parse().ok()?, counter: counter.parse().ok()? })
    });
    match parsed.filter(|zxid| zxid.epoch > 0 && zxid.counter > 0) {
        Some(zxid) => Ok(zxid),
        None => reject(at, format!("`{text}` is no zxid: EPOCH.COUNTER, both from 1"), &[]),
    }
}

/// What a transaction does that stood on a disk when the run began.
pub(super) fn given(zxid: Zxid) -> Op {
    Op::Put { key: format!("e{}", zxid.epoch), value: Value::Int(zxid.counter as i64) }
}

/// Understands the zxids from this word on.
pub(super) fn parse_zxids(words: &[&str], from: usize) -> Result<Vec<Zxid>, Reject> {
    (from..words.len()).map(|at| parse_zxid(words, at)).collect()
}

impl Zab {
    /// Understands a starting disk: `accepted 2 current 1 log 1.1 1.2`. What a transaction does
    /// is the same wherever its zxid is the same.
    pub(super) fn disk_at(&self, node: NodeId, words: &[&str]) -> Result<Disk, Reject> {
        if self.is_client(node) {
            return reject(0, format!("{} is no server", self.name(node)), &[]);
        }
        let keyword = |at: usize, is: &'static str| match words.get(at) {
            Some(word) if *word == is => Ok(()),
            Some(word) => reject(at, format!("`{word}` is unknown"), &[is]),
            None => reject(at, format!("`{is}` is missing"), &[is]),
        };
        keyword(0, "accepted")?;
        let accepted: u64 = parse_int::<u32>(words, 1)?.into();
        keyword(2, "current")?;
        let current: u64 = parse_int::<u32>(words, 3)?.into();
        if current > accepted {
            let reason = format!("a server in epoch {current} has accepted that epoch");
            return reject(3, reason, &[]);
        }
        let mut disk = ServerDisk { accepted, current, history: History::default() };
        if words.len() > 4 {
            keyword(4, "log")?;
            for (zxid, at) in parse_zxids(words, 5)?.into_iter().zip(5..) {
                log(&mut disk, zxid, at)?;
            }
        }
        Ok(Disk::Server(disk))
    }
}

fn log(disk: &mut ServerDisk, zxid: Zxid, at: usize) -> Result<(), Reject> {
    let last = disk.history.last();
    if disk.history.len() as usize >= MOST {
        return reject(at, format!("at most {MOST} transactions can be given"), &[]);
    }
    if zxid.epoch > disk.current {
        let reason = format!("a server in epoch {} has nothing of {zxid}", disk.current);
        return reject(at, reason, &[]);
    }
    if zxid.epoch < last.epoch || last.next_in(zxid.epoch) != zxid {
        return reject(at, format!("{zxid} does not follow {last}"), &[]);
    }
    let command = Command::Given(Rc::new(given(zxid)));
    disk.history.push(Rc::new(Transaction { zxid, command }));
    Ok(())
}
