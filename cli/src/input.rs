//! What the command line names: files, the standard input, links.

use clusterscope::exhibit::{Stage, open_link, open_path, open_text, room};
use clusterscope::narrate::Lang;
use clusterscope::scenario::Complaint;
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

/// Opens what an argument names, the path of a shipped run among it: one run of it, with one seed.
pub(crate) fn stage(
    name: &str,
    seed: Option<u64>,
    run: Option<&str>,
) -> Result<Box<dyn Stage>, String> {
    let (opened, name) = match read(name) {
        Err(_) if shipped(name) => (open_path(name, Lang::En), name),
        Err(message) => return Err(message),
        Ok(Input::Text(text)) => (open_text(&text, Lang::En), name),
        // A link is too long to name the input in a message.
        Ok(Input::Link(fragment)) => (open_link(&fragment, Lang::En), "link"),
    };
    let told = |complaint: Complaint| format!("{name}: {complaint}");
    let mut stage = opened.map_err(told)?;
    if let Some(seed) = seed {
        let text = stage.with_setting("seed", &seed.to_string()).map_err(told)?;
        stage = open_text(&text, Lang::En).map_err(told)?;
    }
    if let Some(run) = run {
        let names: Vec<String> = stage.runs().into_iter().map(|run| run.name).collect();
        let found = names.iter().position(|name| name == run || name.replace(' ', "-") == run);
        let listed: Vec<&str> = names.iter().map(|it| &**it).filter(|it| !it.is_empty()).collect();
        let none = || match &*listed.join(", ") {
            "" => format!("{name}: there is no run `{run}`, only the main one"),
            all => format!("{name}: there is no run `{run}`; there are {all}"),
        };
        stage.select_run(found.ok_or_else(none)?);
    }
    Ok(stage)
}

/// Whether a name is the path of a shipped run rather than of a file: it begins with a room.
fn shipped(name: &str) -> bool {
    name.split_once('/').is_some_and(|(first, _)| room(first).is_some())
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
