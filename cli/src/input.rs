//! What the command line names: files, the standard input, links.

use clusterscope_trace::recognise;
use std::io::{ErrorKind, Read, Write};

/// What is to be run.
pub(crate) enum Input {
    /// A scenario's text.
    Text(String),
    /// A link's fragment.
    Link(String),
    /// A trace that was recorded elsewhere.
    Trace(Vec<u8>),
}

/// Reads what an argument names.
pub(crate) fn read(name: &str) -> Result<Input, String> {
    match fragment(name) {
        Some(fragment) => Ok(Input::Link(fragment.into())),
        None => {
            let bytes = read_bytes(name)?;
            match !name.ends_with(".scope") && recognise(&bytes).is_some() {
                true => Ok(Input::Trace(bytes)),
                false => text(name, bytes).map(Input::Text),
            }
        }
    }
}

/// Reads a file, or the standard input for `-`.
pub(crate) fn read_text(name: &str) -> Result<String, String> {
    text(name, read_bytes(name)?)
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| format!("{name}: this is not a text in UTF-8"))
}

fn read_bytes(name: &str) -> Result<Vec<u8>, String> {
    let bytes = if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(name)
    };
    bytes.map_err(|error| format!("{name}: {error}"))
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
