//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 4] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "half", text: include_str!("checks/half.scope") },
    Example { slug: "arrives", text: include_str!("checks/arrives.scope") },
    Example { slug: "ends", text: include_str!("checks/ends.scope") },
];
