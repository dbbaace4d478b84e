//! How starting disks are written.

use super::MultiPaxos;
use super::log::{Ballot, Command};
use super::state::{Disk, ServerDisk};
use crate::kv::{Op, Value, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::shared::Rc;
use alloc::format;

/// The most slots that a starting disk can fill.
const SLOTS: usize = 64;

impl MultiPaxos {
    /// Understands a starting disk: `promised 5 log 2 - 5`. What it accepted is the same wherever
    /// slot and ballot are the same.
    pub(super) fn disk_at(&self, node: NodeId, words: &[&str]) -> Result<Disk, Reject> {
        if self.is_client(node) {
            return reject(0, format!("{} is no server", self.name(node)), &[]);
        }
        if word(words, 0, "`promised`")? != "promised" {
            return reject(0, format!("`{}` is unknown", words[0]), &["promised"]);
        }
        let promised = Ballot(parse_int::<u32>(words, 1)?.into());
        let mut disk = ServerDisk { promised, ..ServerDisk::default() };
        match words.get(2) {
            None => return Ok(Disk::Server(disk)),
            Some(&"log") => {}
            Some(word) => return reject(2, format!("`{word}` is unknown"), &["log"]),
        }
        for (slot, at) in (1u64..).zip(3..words.len()) {
            if at >= 3 + SLOTS {
                return reject(at, format!("at most {SLOTS} slots can be given"), &[]);
            }
            if words[at] == "-" {
                continue;
            }
            let ballot = Ballot(parse_int::<u32>(words, at)?.into());
            if ballot > promised || ballot == Ballot::default() {
                let reason = format!("nothing is accepted in ballot {ballot} by who has promised");
                return reject(at, format!("{reason} {promised}"), &[]);
            }
            let op = Op::Put { key: format!("b{ballot}"), value: Value::Int(slot as i64) };
            disk.log.accept(slot, ballot, Rc::new(Command::Given(Rc::new(op))));
        }
        Ok(Disk::Server(disk))
    }
}
