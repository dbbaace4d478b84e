//! Short ways to make what rooms show most: fields and panels.

use super::{Body, Field, Keeping, Panel};
use alloc::string::String;
use alloc::vec::Vec;

/// A name and its value.
pub fn field(name: &str, value: String) -> Field {
    Field { name: String::from(name), value }
}

/// Names and their values.
pub fn fields<const N: usize>(pairs: [(&str, String); N]) -> Body {
    Body::Fields(pairs.into_iter().map(|(name, value)| field(name, value)).collect())
}

/// The headings of a table.
pub fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| String::from(*name)).collect()
}

/// A panel.
pub fn panel(title: &str, keeping: Keeping, body: Body) -> Panel {
    Panel { title: String::from(title), keeping, body }
}

/// A panel of what survives a crash.
pub fn disk_panel(title: &str, body: Body) -> Panel {
    panel(title, Keeping::Disk, body)
}

/// A panel of what a crash wipes.
pub fn memory_panel(title: &str, body: Body) -> Panel {
    panel(title, Keeping::Memory, body)
}
