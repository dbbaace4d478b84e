//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 7] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "bounded", text: include_str!("checks/bounded.scope") },
    Example { slug: "reads", text: include_str!("checks/reads.scope") },
    Example { slug: "three", text: include_str!("checks/three.scope") },
    Example { slug: "converge", text: include_str!("checks/converge.scope") },
    Example { slug: "decrements", text: include_str!("checks/decrements.scope") },
    Example { slug: "answered", text: include_str!("checks/answered.scope") },
];
