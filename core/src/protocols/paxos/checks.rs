//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 3] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "learning", text: include_str!("checks/learning.scope") },
    Example { slug: "choice", text: include_str!("checks/choice.scope") },
];
