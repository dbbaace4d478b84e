//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 4] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "queues", text: include_str!("checks/queues.scope") },
    Example { slug: "replies", text: include_str!("checks/replies.scope") },
    Example { slug: "tokens", text: include_str!("checks/tokens.scope") },
];
