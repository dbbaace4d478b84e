//! Searches of this room: within these bounds nothing breaks, and with each flaw something does.

use crate::exhibit::Example;

pub(super) static CHECKS: [Example; 7] = [
    Example { slug: "flaws", text: include_str!("checks/flaws.scope") },
    Example { slug: "believers", text: include_str!("checks/believers.scope") },
    Example { slug: "clocks", text: include_str!("checks/clocks.scope") },
    Example { slug: "majorities", text: include_str!("checks/majorities.scope") },
    Example { slug: "failover", text: include_str!("checks/failover.scope") },
    Example { slug: "votes", text: include_str!("checks/votes.scope") },
    Example { slug: "nested", text: include_str!("checks/nested.scope") },
];
