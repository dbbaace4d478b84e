//! What an argument names, opened: a scenario, a link or a trace, with another seed, and one of
//! its runs.

use crate::input::{self, Input};
use clusterscope::exhibit::{Stage, open_link, open_text, room};
use clusterscope::narrate::Lang;
use clusterscope::protocol::Micros;
use clusterscope::scenario::{Complaint, quantity};
use clusterscope_trace::{ImportOptions, import};
use std::path::Path;

/// What was opened.
pub(crate) struct Opened {
    /// Its stage.
    pub(crate) stage: Box<dyn Stage>,
    /// What messages call it: a link is too long to name itself.
    pub(crate) name: String,
}

/// Opens what an argument names; errors say what is wrong with it and where.
pub(crate) fn open(file: &str, seed: Option<u64>) -> Result<Opened, String> {
    let input = match input::read(file) {
        Err(_) if shipped(file) => Input::Link(file.into()),
        read => read?,
    };
    let name = if matches!(input, Input::Link(_)) && !shipped(file) { "link" } else { file };
    let told = |complaint: Complaint| format!("{name}: {complaint}");
    let mut stage = match &input {
        Input::Text(text) => open_text(text, Lang::En).map_err(told)?,
        Input::Link(fragment) => open_link(fragment, Lang::En).map_err(told)?,
        Input::Trace(bytes) => open_trace(file, bytes)?,
    };
    if let Some(seed) = seed {
        let text = stage.with_setting("seed", &seed.to_string()).map_err(told)?;
        stage = open_text(&text, Lang::En).map_err(told)?;
    }
    Ok(Opened { stage, name: name.into() })
}

/// Whether a name is the path of a shipped run rather than of a file: it begins with a room.
fn shipped(name: &str) -> bool {
    name.split_once('/').is_some_and(|(first, _)| room(first).is_some())
}

/// Opens a trace; what could not be read of it is told, and the rest is shown.
fn open_trace(file: &str, bytes: &[u8]) -> Result<Box<dyn Stage>, String> {
    let named = Path::new(file).file_name().filter(|_| file != "-");
    let name = named.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let options = ImportOptions { name, ..ImportOptions::default() };
    let imported = import(bytes, &options).map_err(|trouble| format!("{file}: {trouble}"))?;
    for trouble in &imported.troubles {
        eprintln!("{file}: {trouble}");
    }
    if imported.more > 0 {
        eprintln!("{file}: and {} more", imported.more);
    }
    Ok(imported.stage(Lang::En))
}

/// Makes the run with this name current; hyphens stand for spaces, and `main` is the main run.
pub(crate) fn choose_run(stage: &mut dyn Stage, name: &str) -> Result<(), String> {
    let plain = |name: &str| match name {
        "" => String::from("main"),
        name => name.replace(' ', "-"),
    };
    let names: Vec<String> = stage.runs().iter().map(|run| plain(&run.name)).collect();
    let Some(place) = names.iter().position(|it| *it == plain(name)) else {
        return Err(format!("there is no run `{name}`; its runs are {}", names.join(", ")));
    };
    stage.select_run(place);
    Ok(())
}

/// A moment as the scenario language writes it: `1200ms`, `2s`.
pub(crate) fn moment(text: &str) -> Result<Micros, String> {
    quantity::span(text).map_err(|_| format!("`{text}` is no moment, such as 1200ms or 2s"))
}
