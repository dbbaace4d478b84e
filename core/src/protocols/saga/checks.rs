//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 8] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "crash", text: include_str!("checks/crash.scope") },
    Example { slug: "two-purchases", text: include_str!("checks/two-purchases.scope") },
    Example { slug: "side-by-side", text: include_str!("checks/side-by-side.scope") },
    Example { slug: "seat", text: include_str!("checks/seat.scope") },
    Example { slug: "forward", text: include_str!("checks/forward.scope") },
    Example { slug: "by-events", text: include_str!("checks/by-events.scope") },
    Example { slug: "sold-out", text: include_str!("checks/sold-out.scope") },
];
