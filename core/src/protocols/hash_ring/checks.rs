//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 3] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "answers", text: include_str!("checks/answers.scope") },
    Example { slug: "router", text: include_str!("checks/router.scope") },
];
