//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 11] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "two-phase", text: include_str!("checks/two-phase.scope") },
    Example { slug: "concurrent", text: include_str!("checks/concurrent.scope") },
    Example { slug: "reading", text: include_str!("checks/reading.scope") },
    Example { slug: "clocks", text: include_str!("checks/clocks.scope") },
    Example { slug: "wall-clocks", text: include_str!("checks/wall-clocks.scope") },
    Example { slug: "still", text: include_str!("checks/still.scope") },
    Example { slug: "three", text: include_str!("checks/three.scope") },
    Example { slug: "converge", text: include_str!("checks/converge.scope") },
    Example { slug: "agree", text: include_str!("checks/agree.scope") },
    Example { slug: "removals", text: include_str!("checks/removals.scope") },
];
