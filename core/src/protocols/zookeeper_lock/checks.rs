//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 3] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "queue", text: include_str!("checks/queue.scope") },
    Example { slug: "nested", text: include_str!("checks/nested.scope") },
];
