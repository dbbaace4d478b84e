//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 5] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "crashes", text: include_str!("checks/crashes.scope") },
    Example { slug: "delays", text: include_str!("checks/delays.scope") },
    Example { slug: "row", text: include_str!("checks/row.scope") },
    Example { slug: "nested", text: include_str!("checks/nested.scope") },
];
