//! One hash for all targets: the same value has the same digest on 32 and on 64 bits.

use core::hash::{Hash, Hasher};
use siphasher::sip::SipHasher13;

/// SipHash-1-3 with fixed keys, which takes lengths, enum tags and `usize` as 64-bit
/// little-endian: derived `Hash` alone differs between 64-bit targets and wasm32.
#[derive(Clone, Debug)]
pub struct Digest(SipHasher13);

impl Digest {
    /// A digest of what follows, apart from digests with another `key`.
    pub fn keyed(key: u64) -> Self {
        Self(SipHasher13::new_with_keys(key, 0x636c_7573_7465_7273))
    }

    /// The digest of one value.
    pub fn of(value: &impl Hash) -> u64 {
        let mut digest = Self::keyed(0);
        value.hash(&mut digest);
        digest.finish()
    }
}

impl Hasher for Digest {
    fn finish(&self) -> u64 {
        self.0.finish()
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }
    fn write_u16(&mut self, i: u16) {
        self.0.write(&i.to_le_bytes());
    }
    fn write_u32(&mut self, i: u32) {
        self.0.write(&i.to_le_bytes());
    }
    fn write_u64(&mut self, i: u64) {
        self.0.write(&i.to_le_bytes());
    }
    fn write_u128(&mut self, i: u128) {
        self.0.write(&i.to_le_bytes());
    }
    fn write_usize(&mut self, i: usize) {
        self.0.write(&(i as u64).to_le_bytes());
    }
    fn write_i16(&mut self, i: i16) {
        self.write_u16(i as u16);
    }
    fn write_i32(&mut self, i: i32) {
        self.write_u32(i as u32);
    }
    fn write_i64(&mut self, i: i64) {
        self.write_u64(i as u64);
    }
    fn write_i128(&mut self, i: i128) {
        self.write_u128(i as u128);
    }
    fn write_isize(&mut self, i: isize) {
        self.write_u64(i as i64 as u64);
    }
}
