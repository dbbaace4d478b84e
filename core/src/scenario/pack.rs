//! Short texts packed for a link, and read back from one.
//!
//! Bit by bit, a model says how likely a one is, and an arithmetic coder spends the fewer bits the
//! less surprising the truth was. The model counts what followed the last one, two and three
//! bytes, and begins with a sample of the language behind it: a scenario packs a fifth smaller
//! than by the general method of the web, with a tenth of its code. What is written here is
//! written into links: sample, numbers and order of steps stay as they are for ever.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// What the model has seen before it reads the first byte.
const SAMPLE: &[u8] = b"revision 1\ntitle     A leader crashes\nteaches   The servers that hold a \
majority elect another; what is committed survives.\nprotocol  raft nodes=5 clients=1\nnetwork   \
latency 10..30ms loss 1%\nseed      7\nend       at 10s\n\nat 400ms              client c1 put \
x=1\nwhen committed x=1    crash leader\n  say  The leader is gone.\nafter 2s              restart \
n1\nat 1500ms             cut n1 -> n2\nafter 500ms           heal\n\nexpect within 2s: leader in \
a newer term\nexpect finally: logs equal\nexpect always: invariants\nacts\n+1234567us timeout n4\n\
+81234us client c1 put x=2\n+890us#1 pause n2 3s\n+567890us drop AppendEntries n1 -> n3 #23\n";

/// Ends a text: no byte of UTF-8 is this one.
const END: u8 = 0xff;
/// How many bits address the counts.
const ADDRESS: u32 = 16;
/// How much a context of one, two and three bytes is trusted, beside the others.
const TRUST: [u32; 3] = [1, 6, 30];
/// The most that a count remembers.
const MEMORY: u32 = 12;

/// What followed each context: how likely a one is, of 2^16, above how often it was asked.
struct Model {
    counts: Box<[u32]>,
    /// The last three bytes, then the bits of the present one behind a leading one.
    past: u32,
    bits: u32,
}

impl Model {
    fn new() -> Self {
        let counts = vec![1 << 19; 1 << ADDRESS].into_boxed_slice();
        let mut model = Self { counts, past: 0, bits: 1 };
        for byte in SAMPLE {
            for place in (0..8).rev() {
                model.learn(byte >> place & 1 == 1);
            }
        }
        model
    }

    /// Where the counts of a context are.
    fn place(&self, order: usize) -> usize {
        let past = self.past & ((1 << (8 * (order as u32 + 1))) - 1);
        let context = past.wrapping_mul(0x9e37_79b1) ^ (self.bits << 2 | order as u32);
        (context.wrapping_mul(0x85eb_ca6b) >> (32 - ADDRESS)) as usize
    }

    /// How likely a one is, of 2^16.
    fn chance(&self) -> u32 {
        let (mut sum, mut weights) = (1 << 15, 1);
        for (order, trust) in TRUST.iter().enumerate() {
            let count = self.counts[self.place(order)];
            let (chance, seen) = (count >> 4, count & 15);
            let weight = trust * seen * seen;
            sum += u64::from(chance) * u64::from(weight);
            weights += weight;
        }
        ((sum / u64::from(weights)) as u32).clamp(400, (1 << 16) - 400)
    }

    /// Takes note of the next bit.
    fn learn(&mut self, bit: bool) {
        for order in 0..TRUST.len() {
            let count = &mut self.counts[self.place(order)];
            let (chance, seen) = (*count >> 4, *count & 15);
            let share = seen * 5 + 7;
            let chance = match bit {
                true => chance + ((1 << 16) - 1 - chance) * 5 / share,
                false => chance - chance * 5 / share,
            };
            *count = chance << 4 | (seen + 1).min(MEMORY);
        }
        self.bits = self.bits << 1 | u32::from(bit);
        if self.bits > 0xff {
            self.past = self.past << 8 | (self.bits & 0xff);
            self.bits = 1;
        }
    }
}

/// The part of all numbers that is left for the rest of the text.
struct Range {
    low: u32,
    high: u32,
}

impl Range {
    const ALL: Self = Self { low: 0, high: u32::MAX };

    /// The last number that stands for a one.
    fn split(&self, model: &Model) -> u32 {
        let span = u64::from(self.high - self.low);
        self.low + ((span * u64::from(model.chance())) >> 16) as u32
    }

    /// Goes on with the numbers that stand for this bit.
    fn narrow(&mut self, split: u32, bit: bool) {
        match bit {
            true => self.high = split,
            false => self.low = split + 1,
        }
    }

    /// The next byte that is settled: all numbers that are left begin with it.
    fn settled(&mut self) -> Option<u8> {
        let byte = (self.low >> 24) as u8;
        let same = byte == (self.high >> 24) as u8;
        same.then(|| {
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
            byte
        })
    }
}

/// Packs a text.
pub(super) fn pack(text: &str) -> Vec<u8> {
    let (mut model, mut range) = (Model::new(), Range::ALL);
    let mut out = Vec::new();
    for byte in text.bytes().chain([END]) {
        for place in (0..8).rev() {
            let bit = byte >> place & 1 == 1;
            range.narrow(range.split(&model), bit);
            model.learn(bit);
            while let Some(byte) = range.settled() {
                out.push(byte);
            }
        }
    }
    out.extend(range.high.to_be_bytes());
    out
}

/// Unpacks a text of at most `most` bytes; `None` where nothing packs to these bytes.
pub(super) fn unpack(packed: &[u8], most: usize) -> Option<String> {
    let (mut model, mut range) = (Model::new(), Range::ALL);
    let mut rest = packed.iter();
    let mut number = 0;
    for _ in 0..4 {
        number = number << 8 | u32::from(*rest.next()?);
    }
    let mut text = Vec::new();
    loop {
        let mut byte = 0;
        for _ in 0..8 {
            let split = range.split(&model);
            let bit = number <= split;
            range.narrow(split, bit);
            model.learn(bit);
            byte = byte << 1 | u8::from(bit);
            while range.settled().is_some() {
                number = number << 8 | u32::from(*rest.next()?);
            }
        }
        if byte == END {
            let whole = number == range.high && rest.next().is_none();
            return String::from_utf8(text).ok().filter(|_| whole);
        }
        if text.len() == most {
            return None;
        }
        text.push(byte);
    }
}

/// The digits of base64url.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes in base64url, without padding.
pub(super) fn spell(bytes: &[u8], out: &mut String) {
    for chunk in bytes.chunks(3) {
        let mut bits = 0;
        for place in 0..3 {
            bits = bits << 8 | chunk.get(place).map_or(0, |byte| u32::from(*byte));
        }
        for place in 0..=chunk.len() {
            out.push(char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
}

/// Reads base64url; `None` where it is none, or not as [`spell`] writes it.
pub(super) fn read(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut waiting) = (0u32, 0);
    for byte in text.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        bits = bits << 6 | digit as u32;
        waiting += 6;
        if waiting >= 8 {
            waiting -= 8;
            bytes.push((bits >> waiting) as u8);
            bits &= (1 << waiting) - 1;
        }
    }
    (bits == 0 && waiting < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_unpacks_to_the_same(text in any::<String>()) {
            prop_assert_eq!(unpack(&pack(&text), usize::MAX), Some(text));
        }

        #[test]
        fn any_bytes_unpack_to_a_text_that_packs_to_them_or_to_nothing(bytes: Vec<u8>) {
            if let Some(text) = unpack(&bytes, 1 << 16) {
                prop_assert_eq!(pack(&text), bytes);
            }
        }

        #[test]
        fn what_is_spelt_reads_the_same(bytes: Vec<u8>) {
            let mut text = String::new();
            spell(&bytes, &mut text);
            prop_assert_eq!(read(&text), Some(bytes));
        }

        #[test]
        fn what_reads_is_spelt_the_same(text in "[A-Za-z0-9_-]{0,20}") {
            if let Some(bytes) = read(&text) {
                let mut again = String::new();
                spell(&bytes, &mut again);
                prop_assert_eq!(again, text);
            }
        }
    }

    #[test]
    fn a_part_of_what_was_packed_is_nothing() {
        let packed = pack(&"at 400ms crash n1\n".repeat(40));
        assert!((0..packed.len()).all(|end| unpack(&packed[..end], usize::MAX).is_none()));
    }

    #[test]
    fn a_text_longer_than_allowed_is_nothing() {
        let text = " ".repeat(1_000);
        assert_eq!(unpack(&pack(&text), 999), None);
        assert_eq!(unpack(&pack(&text), 1_000), Some(text.to_string()));
    }

    #[test]
    fn known_bytes_spell_as_published() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foobar", "Zm9vYmFy")] {
            let mut spelt = String::new();
            spell(bytes.as_bytes(), &mut spelt);
            assert_eq!(spelt, text);
        }
    }
}
