//! The binary logarithm in fixed point: the same bits on every machine, which `ln` of a system's
//! library does not promise.

/// How many of a logarithm's bits are behind the point.
pub const FRACTION_BITS: u32 = 57;

/// -log2(u) for u = (x | 1) / 2^64, in units of 2^-57; at least 1.
///
/// The lowest bit is set so that u is neither 0 nor 1. The fraction's bits come one by one, by
/// squaring (Knuth, The Art of Computer Programming, section 1.2.2, exercise 25 and its like).
/// The result is off by less than 2^-55.
pub fn minus_log2(x: u64) -> u64 {
    let x = x | 1;
    let zeros = x.leading_zeros();
    // u = m / 2^(zeros + 1), where m = mantissa / 2^63 is in [1, 2).
    let mut mantissa = x << zeros;
    let mut fraction = 0_u64;
    for _ in 0..FRACTION_BITS {
        let square = u128::from(mantissa) * u128::from(mantissa);
        let bit = (square >> 127) as u64;
        fraction = fraction << 1 | bit;
        mantissa = (square >> (63 + bit)) as u64;
    }
    let whole = u64::from(zeros + 1) << FRACTION_BITS;
    (whole - fraction).max(1)
}

/// A lower bound of [`minus_log2`] that costs a multiplication: -log2(u) is at least
/// (1 - u) log2(e), and log2(e) is more than 23/16.
#[inline]
pub fn at_least(x: u64) -> u64 {
    let rest = u64::MAX - (x | 1);
    // What rounding could add to the bound is taken off.
    ((rest >> (64 - FRACTION_BITS + 4)) * 23).saturating_sub(64)
}
