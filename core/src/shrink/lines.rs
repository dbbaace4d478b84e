//! Fewer lines: chunks are left out, then smaller ones, at last single lines until none can be.

use super::Case;
use super::bench::Bench;
use crate::protocol::Micros;

/// Up to how many lines pairs are tried: there are about half as many as its square.
const PAIRED: usize = 32;

/// Leaves out all lines that the rule can be broken without, up to a moment; false if there is
/// none. In the end no single line can be left out.
pub(super) fn fewer(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros) -> bool {
    let before = case.lines();
    let mut size = before;
    while size > 0 {
        let count = case.lines();
        let mut from = 0;
        while from < case.lines() {
            let mut scenario = case.scenario.clone();
            let lines = &mut scenario.plan.lines;
            lines.drain(from..lines.len().min(from + size));
            if !bench.take(case, scenario, horizon) {
                from += size;
            }
        }
        // A line may have been needed only for the sake of one that is gone.
        let again = size == 1 && case.lines() < count;
        size = if again { 1 } else { size / 2 };
    }
    case.lines() < before
}

/// Leaves out two lines at once where neither can go alone, such as a crash and a restart; false
/// if there are none.
pub(super) fn fewer_pairs(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros) -> bool {
    let before = case.lines();
    let (mut first, mut second) = (0, 1);
    while before <= PAIRED && first < case.lines() {
        if second >= case.lines() {
            (first, second) = (first + 1, first + 2);
            continue;
        }
        let mut scenario = case.scenario.clone();
        scenario.plan.lines.remove(second);
        scenario.plan.lines.remove(first);
        if !bench.take(case, scenario, horizon) {
            second += 1;
        }
    }
    case.lines() < before
}
