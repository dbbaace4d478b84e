//! Ketama: the ring that memcached's clients agree on (libketama, Jones 2007).
//!
//! A ring of 32 bits hashed by MD5. Hash k of a server is the MD5 of its name, a hyphen, and k in
//! decimal; its 16 bytes are four points, each little-endian. A key's place is the first 4 bytes
//! of its MD5, little-endian. A server's name is what the client says for it, `10.0.1.1:11211` in
//! libketama: names that differ by as much as a port give another ring.
//!
//! With [`Shares::Equal`] each server has 40 hashes, 160 points; a join moves keys only to the
//! joiner. With [`Shares::Weighted`] libketama counts the hashes as
//! `floorf(percent * 40.0 * (float)servers)`, where `percent` is the weight over the total as a
//! `float`. That arithmetic is reproduced as C does it: the quotient is rounded to a `float`, the
//! products are `double`, and their result is rounded to a `float` before it is cut off. Integers
//! would not do: at equal weights the quotient's rounding can leave 39 hashes where 40 were meant.
//! As the counts hang on the number of servers, a join may move keys between others, too.
//!
//! Copies go to the next other owners along the circle, as on [`ring`](super::ring). Points at one
//! place, whose order libketama leaves to its sort, belong to the smallest index.

use super::circle::{Arcs, Circle};
use super::hashing::md5_words;
use super::ring::MOST_POINTS;
use super::{Member, Members, NodeIndex, Placement, Refusal, Step};
use alloc::format;
use alloc::vec::Vec;

/// How many hashes a server of mean weight has.
pub const HASHES: u32 = 40;
/// How many points a hash gives.
pub const POINTS_PER_HASH: u32 = 4;

/// How many points each server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shares {
    /// 160 each; all members must weigh 1.
    Equal,
    /// By weight, in libketama's arithmetic.
    Weighted,
}

/// A ring as libketama builds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ketama {
    shares: Shares,
    members: Members,
    circle: Circle<u32>,
}

impl Ketama {
    /// A ring of these servers.
    pub fn new(shares: Shares, members: Members) -> Result<Self, Refusal> {
        let members = match shares {
            Shares::Equal => members.unweighted()?,
            Shares::Weighted => members,
        };
        if members.len() as u64 * u64::from(HASHES * POINTS_PER_HASH) > MOST_POINTS {
            return Err(Refusal::TooMany);
        }
        let mut points = Vec::new();
        for member in members.iter() {
            let hashes = match shares {
                Shares::Equal => HASHES,
                Shares::Weighted => hashes_of(member.weight, members.weight(), members.len()),
            };
            points.extend(points_of(member, hashes));
        }
        Ok(Self { shares, members, circle: Circle::new(points) })
    }

    /// The points, and who owns what is before them.
    pub fn circle(&self) -> &Circle<u32> {
        &self.circle
    }

    /// Where `key` is on the circle.
    #[inline]
    pub fn position(key: &[u8]) -> u32 {
        md5_words(key)[0]
    }
}

/// How many hashes libketama gives a server of this weight, of this total, among so many.
pub fn hashes_of(weight: u32, total: u64, servers: usize) -> u32 {
    let percent = weight as f32 / total as f32;
    // 40.0 is a `double` in C, and so are the products; `floorf` takes a `float`.
    let hashes = (f64::from(percent) * f64::from(HASHES) * f64::from(servers as f32)) as f32;
    hashes as u32
}

fn points_of(member: &Member, hashes: u32) -> impl Iterator<Item = (u32, NodeIndex)> + '_ {
    (0..hashes)
        .flat_map(|k| md5_words(format!("{}-{k}", member.name).as_bytes()))
        .map(|point| (point, member.node))
}

impl Placement for Ketama {
    fn members(&self) -> &Members {
        &self.members
    }

    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        self.circle.owner(Self::position(key))
    }

    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let position = Self::position(key);
        self.circle.visit(position, copies.min(self.members.len()), see);
        Some(u64::from(position))
    }

    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        let mut members = self.members.clone();
        members.join(member)?;
        *self = Self::new(self.shares, members)?;
        Ok(())
    }

    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        let mut members = self.members.clone();
        members.leave(node)?;
        *self = Self::new(self.shares, members)?;
        Ok(())
    }

    fn arcs(&self) -> Option<Arcs> {
        Some(self.circle.arcs())
    }
}
