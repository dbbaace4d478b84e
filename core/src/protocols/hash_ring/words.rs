//! The words that hash rings add to the scenario language, as data.

use crate::kv::FORMS;
use crate::scenario::vocabulary::{Form, Kind, form};

/// What a client can be asked.
pub(super) const REQUESTS: [Form; 10] = [
    FORMS[0],
    FORMS[1],
    FORMS[2],
    FORMS[3],
    form("join", "join NODE", "The node becomes a member.", "join n5"),
    form("leave", "leave NODE", "The member leaves for good.", "leave n2"),
    form(
        "weight",
        "weight NODE NUMBER",
        "The node becomes a member of this weight.",
        "weight n1 3",
    ),
    form(
        "split",
        "split KEY NODE",
        "The range that holds the key is split there; from it on, keys go to the node.",
        "split user:0050 n3",
    ),
    form("merge", "merge KEY", "The range that starts there joins the one before.", "merge m"),
    form("give", "give KEY NODE", "The key's range, or the listed key, goes there.", "give x n3"),
];

/// What `when` and `expect` can wait for.
pub(super) const PREDICATES: &[Form] = &[
    form("epoch", "epoch N", "This epoch is numbered, or a later one.", "epoch 2"),
    form("settled", "settled", "No key is on its way, for no change and no write.", "settled"),
    form("moving", "moving", "Some key is on its way.", "moving"),
    form("member", "member NODE", "The node is a member.", "member n5"),
    form("dead", "dead NODE", "The authority takes the node for dead.", "dead n2"),
    form("stored", "stored KEY=VALUE", "Enough disks hold this, and nothing newer.", "stored x=1"),
    form("copies", "copies KEY N", "N disks hold the newest value of the key.", "copies x 2"),
    form("lost", "lost KEY", "No disk holds the key.", "lost x"),
    form("owner", "owner KEY NODE", "The node owns the key in the last epoch.", "owner x n3"),
    form("holds", "holds NODE KEY", "The node's disk holds the key.", "holds n3 x"),
    form(
        "moved",
        "moved at most SHARE | moved at least SHARE",
        "The last change gave this share of all keys another owner.",
        "moved at most 25%",
    ),
    form(
        "max/mean",
        "max/mean at most SHARE | max/mean at least SHARE",
        "The busiest node owns this much of the mean.",
        "max/mean at most 130%",
    ),
    form(
        "load",
        "load NODE at most SHARE | load NODE at least SHARE",
        "The node owns this much of the mean.",
        "load n3 at least 180%",
    ),
    form(
        "answered",
        "answered CLIENT | answered all",
        "The client, or every client, has been told all answers.",
        "answered c1",
    ),
];

/// Words that stand for nodes.
pub(super) const SELECTORS: &[Form] = &[
    form("member", "member", "The members that are up.", "crash member"),
    form("spare", "spare", "The storage nodes that are up and no members.", "crash spare"),
    form("client", "client", "All clients that are up.", "crash client"),
];

pub(super) const fn kind(name: &'static str, fields: &'static [&'static str]) -> Kind {
    Kind { name, fields }
}

/// The kinds of message: all can be told apart by key and epoch, where they have them.
pub(super) const MESSAGES: &[Kind] = &[
    kind("Request", &["key", "epoch"]),
    kind("Change", &["key", "epoch"]),
    kind("Reply", &["key", "epoch"]),
    kind("Redirect", &["key", "epoch"]),
    kind("Route", &["key", "epoch"]),
    kind("Done", &["key", "epoch"]),
    kind("NotOwner", &["key", "epoch"]),
    kind("Replicate", &["key", "epoch"]),
    kind("Stored", &["key", "epoch"]),
    kind("Move", &["key", "epoch"]),
    kind("Moved", &["key", "epoch"]),
    kind("Fetch", &["key", "epoch"]),
    kind("Fetched", &["key", "epoch"]),
    kind("Alive", &["key", "epoch"]),
    kind("Blank", &["key", "epoch"]),
    kind("Challenge", &["key", "epoch"]),
    kind("Welcome", &["key", "epoch"]),
    kind("Map", &["key", "epoch"]),
    kind("AskMap", &["key", "epoch"]),
];
