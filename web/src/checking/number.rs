//! Large numbers, as people read them.

/// A number with a comma before every three digits: `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The power of ten that odds are one in, at least, of two states having been taken for one: below
/// `n² / 2^129` for `n` states ([`clusterscope::check::Print`]).
pub(super) fn odds(states: u32) -> u32 {
    let bits = 32 - states.leading_zeros();
    // A bit is 0.30103 of a decimal digit.
    (129 - 2 * bits) * 30_103 / 100_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_stands_before_every_three_digits() {
        let all = [0, 12, 999, 1000, 123_456, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "12", "999", "1,000", "123,456", "1,234,567"]);
    }

    #[test]
    fn odds_are_never_promised_better_than_they_are() {
        for states in [1, 2, 1199, 1_000_000, 10_000_000, u32::MAX] {
            let log = 129.0 * 2f64.log10() - 2.0 * f64::from(states).log10();
            let told = f64::from(odds(states));
            assert!(told <= log && log - told < 2.0, "{states}: 10^{log} told as 10^{told}");
        }
    }
}
