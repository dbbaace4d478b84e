//! The hash functions that a placement can use, each by a crate that is kept for it.

use core::fmt::Debug;
use core::hash::{Hash, Hasher};
use fnv::FnvHasher;
use md5::Digest;
use siphasher::sip::{SipHasher13, SipHasher24};
use xxhash_rust::{xxh3::xxh3_64_with_seed, xxh32::xxh32, xxh64::xxh64};

/// A hash function on bytes, as a value that can be part of a state.
pub trait KeyHash: Clone + Debug + Ord + Hash + crate::shared::Shared + 'static {
    /// The hash of `bytes`; functions with fewer than 64 bits leave the upper ones 0.
    fn of(&self, bytes: &[u8]) -> u64;
}

/// SipHash-1-3, keyed (Aumasson and Bernstein 2012, with fewer rounds).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sip13 {
    /// The first half of the key.
    pub k0: u64,
    /// The second half of the key.
    pub k1: u64,
}

impl KeyHash for Sip13 {
    #[inline]
    fn of(&self, bytes: &[u8]) -> u64 {
        SipHasher13::new_with_keys(self.k0, self.k1).hash(bytes)
    }
}

/// SipHash-2-4, keyed (Aumasson and Bernstein 2012).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sip24 {
    /// The first half of the key.
    pub k0: u64,
    /// The second half of the key.
    pub k1: u64,
}

impl KeyHash for Sip24 {
    #[inline]
    fn of(&self, bytes: &[u8]) -> u64 {
        SipHasher24::new_with_keys(self.k0, self.k1).hash(bytes)
    }
}

/// XXH32 (the xxHash specification), 32 bits: too few for a ring of many points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Xxh32 {
    /// The seed.
    pub seed: u32,
}

impl KeyHash for Xxh32 {
    #[inline]
    fn of(&self, bytes: &[u8]) -> u64 {
        u64::from(xxh32(bytes, self.seed))
    }
}

/// XXH64 (the xxHash specification).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Xxh64 {
    /// The seed.
    pub seed: u64,
}

impl KeyHash for Xxh64 {
    #[inline]
    fn of(&self, bytes: &[u8]) -> u64 {
        xxh64(bytes, self.seed)
    }
}

/// XXH3 with 64 bits (the xxHash specification): the fastest here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Xxh3 {
    /// The seed.
    pub seed: u64,
}

impl KeyHash for Xxh3 {
    #[inline]
    fn of(&self, bytes: &[u8]) -> u64 {
        xxh3_64_with_seed(bytes, self.seed)
    }
}

/// FNV-1a with 64 bits (Fowler, Noll and Vo). Its upper bits hardly depend on a short key's last
/// bytes: do not put it on a ring as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fnv1a;

impl KeyHash for Fnv1a {
    #[inline]
    fn of(&self, bytes: &[u8]) -> u64 {
        let mut hasher = FnvHasher::default();
        hasher.write(bytes);
        hasher.finish()
    }
}

/// The first 8 bytes of MD5 (RFC 1321), little-endian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Md5;

impl KeyHash for Md5 {
    #[inline]
    fn of(&self, bytes: &[u8]) -> u64 {
        let [a, b, ..] = md5_words(bytes);
        u64::from(b) << 32 | u64::from(a)
    }
}

/// MD5 (RFC 1321) as four little-endian words.
#[inline]
pub fn md5_words(bytes: &[u8]) -> [u32; 4] {
    let digest: [u8; 16] = md5::Md5::digest(bytes).into();
    let word = |at: usize| {
        u32::from_le_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]])
    };
    [word(0), word(4), word(8), word(12)]
}

/// Any of these functions, chosen while running: what a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnyHash {
    /// SipHash-1-3.
    Sip13(Sip13),
    /// SipHash-2-4.
    Sip24(Sip24),
    /// XXH32.
    Xxh32(Xxh32),
    /// XXH64.
    Xxh64(Xxh64),
    /// XXH3.
    Xxh3(Xxh3),
    /// FNV-1a.
    Fnv1a(Fnv1a),
    /// MD5.
    Md5(Md5),
}

impl KeyHash for AnyHash {
    fn of(&self, bytes: &[u8]) -> u64 {
        match self {
            Self::Sip13(function) => function.of(bytes),
            Self::Sip24(function) => function.of(bytes),
            Self::Xxh32(function) => function.of(bytes),
            Self::Xxh64(function) => function.of(bytes),
            Self::Xxh3(function) => function.of(bytes),
            Self::Fnv1a(function) => function.of(bytes),
            Self::Md5(function) => function.of(bytes),
        }
    }
}
