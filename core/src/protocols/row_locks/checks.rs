//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 8] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "circles", text: include_str!("checks/circles.scope") },
    Example { slug: "circles-pass", text: include_str!("checks/circles-pass.scope") },
    Example { slug: "progress", text: include_str!("checks/progress.scope") },
    Example { slug: "none-starves", text: include_str!("checks/none-starves.scope") },
    Example { slug: "breaks", text: include_str!("checks/breaks.scope") },
    Example { slug: "compared", text: include_str!("checks/compared.scope") },
    Example { slug: "parts", text: include_str!("checks/parts.scope") },
];
