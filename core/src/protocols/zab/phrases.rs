//! The phrases that Zab adds to the scenario language.

use crate::scenario::vocabulary::{Form, Kind, form};

/// What `when` and `expect` can wait for.
pub(super) const PREDICATES: &[Form] = &[
    form("leader", "leader [SERVER]", "A server that is up is an established leader.", "leader n2"),
    form(
        "leader",
        "leader in a newer epoch",
        "A server leads a later epoch than anyone led before the last fault or wish above.",
        "leader in a newer epoch",
    ),
    form(
        "leaders",
        "leaders >= N",
        "So many servers lead at once, each its epoch.",
        "leaders >= 2",
    ),
    form("no", "no leader", "No server that is up leads.", "no leader"),
    form("looking", "looking [SERVER]", "A server looks for a leader.", "looking n2"),
    form("serving", "serving [SERVER]", "A server answers clients.", "serving n2"),
    form(
        "committed",
        "committed KEY=VALUE | committed OPERATION",
        "A transaction with this operation is committed.",
        "committed x=1",
    ),
    form(
        "uncommitted",
        "uncommitted KEY=VALUE | uncommitted OPERATION",
        "A transaction with this operation is in some history, but is not committed.",
        "uncommitted add x 5",
    ),
    form(
        "applied",
        "applied SERVER KEY=VALUE",
        "The key has this value in the server's state.",
        "applied n3 x=1",
    ),
    form(
        "value",
        "value KEY=VALUE",
        "The key has this value in the state of the server that has delivered most.",
        "value x=1",
    ),
    form("logs", "logs equal", "All servers that are up have the same history.", "logs equal"),
    form(
        "log",
        "log SERVER EPOCH.COUNTER...",
        "The server's history has these zxids.",
        "log n3 1.1 1.2 2.1",
    ),
    form("length", "length SERVER N", "The server's history has so many.", "length n3 10"),
    form("epoch", "epoch >= N", "Some server is in this epoch, or a later one.", "epoch >= 2"),
    form("epoch", "epoch SERVER N", "The server's currentEpoch is this.", "epoch n2 3"),
    form("accepted", "accepted SERVER N", "The server's acceptedEpoch is this.", "accepted n2 3"),
    form(
        "answered",
        "answered CLIENT [OPERATION] | answered all",
        "The client has been told all answers, or the answer to this operation last.",
        "answered c1",
    ),
    form(
        "read",
        "read CLIENT KEY=VALUE",
        "What the client was told last is that the key has this value.",
        "read c2 x=1",
    ),
];

/// Who can be meant.
pub(super) const SELECTORS: &[Form] = &[
    form("leader", "leader", "The leader of the latest epoch.", "crash leader"),
    form("follower", "follower", "The servers that have a leader.", "pause follower"),
    form("looking", "looking", "The servers that look for a leader.", "crash looking"),
    form("server", "server", "All servers that are up.", "crash server"),
    form("client", "client", "All clients that are up.", "crash client"),
];

/// The kinds of messages.
pub(super) const MESSAGES: &[Kind] = &[
    Kind { name: "Notification", fields: &["round", "vote"] },
    Kind { name: "FollowerInfo", fields: &["accepted"] },
    Kind { name: "LeaderInfo", fields: &["epoch"] },
    Kind { name: "AckEpoch", fields: &["epoch", "last"] },
    Kind { name: "Diff", fields: &["epoch", "count"] },
    Kind { name: "Trunc", fields: &["epoch", "to"] },
    Kind { name: "Snap", fields: &["epoch", "count"] },
    Kind { name: "NewLeader", fields: &["epoch"] },
    Kind { name: "UpToDate", fields: &["epoch"] },
    Kind { name: "Proposal", fields: &["zxid", "key"] },
    Kind { name: "Ack", fields: &["zxid"] },
    Kind { name: "Commit", fields: &["zxid"] },
    Kind { name: "Inform", fields: &["zxid", "key"] },
    Kind { name: "Ping", fields: &["epoch"] },
    Kind { name: "Pong", fields: &["epoch"] },
    Kind { name: "Forward", fields: &["serial", "key"] },
    Kind { name: "Sync", fields: &["serial"] },
    Kind { name: "Synced", fields: &["serial"] },
    Kind { name: "Request", fields: &["serial", "key"] },
    Kind { name: "Reply", fields: &["serial"] },
    Kind { name: "Refusal", fields: &["serial"] },
];
