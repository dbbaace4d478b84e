//! What the command line names: files, the standard input, links.

use std::io::{ErrorKind, Read, Write};

/// What is to be run.
pub(crate) enum Input {
    /// A scenario's text.
    Text(String),
    /// A link's fragment.
    Link(String),
}

/// Reads what an argument names.
pub(crate) fn read(name: &str) -> Result<Input, String> {
    match fragment(name) {
        Some(fragment) => Ok(Input::Link(fragment.into())),
        None => read_text(name).map(Input::Text),
    }
}

/// Reads a file, or the standard input for `-`.
pub(crate) fn read_text(name: &str) -> Result<String, String> {
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(name)
    };
    let bytes = bytes.map_err(|error| format!("{name}: {error}"))?;
    String::from_utf8(bytes).map_err(|_| format!("{name}: this is not a text in UTF-8"))
}

/// The fragment of a link, if the argument is one: `#v1.…`, `v1.…`, `#raft/leader-crash`, or a
/// whole address.
fn fragment(name: &str) -> Option<&str> {
    let (address, fragment) = name.split_once('#').unwrap_or(("", name));
    let path = fragment.contains('/') && fragment.len() < name.len();
    if path && (address.is_empty() || address.contains("://")) {
        return Some(fragment);
    }
    let digits = fragment.strip_prefix('v')?.split_once('.')?.0;
    let version = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (version && (address.is_empty() || address.contains("://"))).then_some(fragment)
}

/// Prints to the standard output; a reader that has gone away is no error.
pub(crate) fn print(text: &str) {
    if let Err(error) = std::io::stdout().lock().write_all(text.as_bytes())
        && error.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("the standard output: {error}");
    }
}
