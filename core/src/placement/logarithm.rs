//! The binary logarithm in fixed point: the same bits on every machine, which `ln` of a system's
//! library does not promise.
//!
//! The mantissa's first bits choose a short reciprocal from a table; what the product lacks to 1 is
//! small, and seven terms of the Taylor series of log2(1 + z) do the rest.

/// How many of a logarithm's bits are behind the point.
pub const FRACTION_BITS: u32 = 57;

/// The bits of the mantissa that choose a row of the table.
const INDEX_BITS: u32 = 7;
/// The bits behind the point of a reciprocal.
const SHORT: u32 = 15;
/// The bits behind the point of what is added up.
const FINE: u32 = 62;

/// For each row: r, about 1/m in units of 2^-15, and -log2(r) in units of 2^-62.
static ROWS: [(u16, u64); 1 << INDEX_BITS] = rows();

/// log2(e) / k for k from 7 to 1, in units of 2^-62, with the series' signs.
const SERIES: [i64; 7] = {
    /// log2(e) in units of 2^-62.
    const LOG2_E: i64 = 6_653_256_548_922_161_245;
    let mut terms = [0; 7];
    let mut k = 7;
    while k > 0 {
        let term = LOG2_E / k;
        terms[7 - k as usize] = if k % 2 == 0 { -term } else { term };
        k -= 1;
    }
    terms
};

const fn rows() -> [(u16, u64); 1 << INDEX_BITS] {
    let mut rows = [(0, 0); 1 << INDEX_BITS];
    let mut i = 0;
    while i < rows.len() {
        // The middle of the row's mantissas is (2 i + 1 + 2^8) / 2^8.
        let reciprocal = (1_u64 << (SHORT + INDEX_BITS + 1)) / (2 * i as u64 + 1 + 256);
        rows[i] = (reciprocal as u16, (1 << FINE) - bit_by_bit(reciprocal << (64 - SHORT)));
        i += 1;
    }
    rows
}

/// log2(m) for m = mantissa / 2^63 in [1, 2), in units of 2^-62: each squaring gives a bit.
const fn bit_by_bit(mut mantissa: u64) -> u64 {
    let (mut fraction, mut bits) = (0, 0);
    while bits < FINE {
        let square = mantissa as u128 * mantissa as u128;
        let bit = (square >> 127) as u64;
        fraction = fraction << 1 | bit;
        mantissa = (square >> (63 + bit)) as u64;
        bits += 1;
    }
    fraction
}

/// -log2(u) for u = (x | 1) / 2^64, in units of 2^-57; at least 1.
///
/// The lowest bit is set so that u is neither 0 nor 1. The result is off by less than 2^-55.
#[inline]
pub fn minus_log2(x: u64) -> u64 {
    let x = x | 1;
    let zeros = x.leading_zeros();
    // u = m / 2^(zeros + 1), where m = mantissa / 2^63 is in [1, 2).
    let fraction = log2(x << zeros) >> (FINE - FRACTION_BITS);
    let whole = u64::from(zeros + 1) << FRACTION_BITS;
    whole.saturating_sub(fraction).max(1)
}

/// log2(m) for m = mantissa / 2^63 in [1, 2), in units of 2^-62.
#[inline]
fn log2(mantissa: u64) -> u64 {
    let row = (mantissa >> (63 - INDEX_BITS)) as usize % ROWS.len();
    let (reciprocal, base) = ROWS[row];
    // z = m r - 1, in units of 2^-63, is less than 2^-7.
    let product = u128::from(mantissa) * u128::from(reciprocal);
    let z = ((product as i128 - (1 << (63 + SHORT))) >> SHORT) as i64;
    let scaled = |sum: i64| ((i128::from(sum) * i128::from(z)) >> 63) as i64;
    let series = scaled(SERIES.iter().fold(0, |sum, term| scaled(sum) + term));
    base.saturating_add_signed(series)
}

/// A lower bound of [`minus_log2`] that costs a multiplication: -log2(u) is at least
/// (1 - u) log2(e), and log2(e) is more than 23/16.
#[inline]
pub fn at_least(x: u64) -> u64 {
    let rest = u64::MAX - (x | 1);
    // What rounding could add to the bound is taken off.
    ((rest >> (64 - FRACTION_BITS + 4)) * 23).saturating_sub(64)
}

#[cfg(test)]
mod tests {
    use super::{bit_by_bit, log2};

    #[test]
    fn the_series_gives_what_squaring_gives() {
        let mut mantissa = 1_u64 << 63;
        for _ in 0..20_000 {
            for at in [mantissa, !(mantissa >> 20)] {
                // Eight units are 2^-59.
                let (fast, slow) = (log2(at), bit_by_bit(at));
                assert!(fast.abs_diff(slow) <= 8, "{at}: {fast} {slow}");
            }
            mantissa = mantissa.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1) | 1 << 63;
        }
    }
}
