//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 3] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "three", text: include_str!("checks/three.scope") },
    Example { slug: "progress", text: include_str!("checks/progress.scope") },
];
