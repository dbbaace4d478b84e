//! Traces of other tools, read.

mod hosts;
mod itf;
mod jsonl;
mod pattern;
mod shiviz;
mod states;
mod text;
mod tla;
mod tlc;

use crate::build::build;
use crate::raw::Raw;
use crate::recorded::Recorded;
use crate::trace::{Trace, plain};
use crate::trouble::{Trouble, Troubles};
use crate::weave::weave;
use alloc::boxed::Box;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::Stage;
use clusterscope::narrate::Lang;

/// How many bytes are read.
const BYTES: usize = 1 << 28;
/// How many events are kept.
pub(crate) const EVENTS: usize = 500_000;

/// A form that traces come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A log with vector clocks, as ShiViz reads it.
    ShiViz,
    /// States as JSON, of Quint and Apalache.
    Itf,
    /// The states that TLC prints.
    Tlc,
    /// Our own: one JSON object a line.
    JsonLines,
}

impl Source {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::ShiViz, Self::Itf, Self::Tlc, Self::JsonLines];

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ShiViz => "ShiViz log",
            Self::Itf => "ITF trace",
            Self::Tlc => "TLC error trace",
            Self::JsonLines => "JSON Lines",
        }
    }
}

/// How a trace is read.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// What the trace is called where it does not say so itself: the file's name.
    pub name: String,
    /// The form; told from the content if it is not given.
    pub source: Option<Source>,
    /// The regular expression that finds the events of a log, with groups named `clock`, `host`
    /// and `event`; the log's own first line or a usual one if it is not given.
    pub pattern: Option<String>,
    /// The regular expression between the executions of a log; a group named `trace` names them.
    pub delimiter: Option<String>,
}

/// What was read, and what could not be.
#[derive(Debug)]
pub struct Imported {
    /// What could be read.
    pub trace: Rc<Trace>,
    /// What could not be: the first hundred troubles.
    pub troubles: Vec<Trouble>,
    /// How many more there were.
    pub more: usize,
}

impl Imported {
    /// A stage that plays the trace.
    pub fn stage(&self, lang: Lang) -> Box<dyn Stage> {
        Box::new(Recorded::new(self.trace.clone(), lang))
    }
}

/// The form of a trace, by its content; `None` if it is none that is known.
pub fn recognise(bytes: &[u8]) -> Option<Source> {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    let first = head.lines().next().unwrap_or_default();
    if head.starts_with('{') {
        let states = head.contains("\"states\"") || head.contains("\"vars\"");
        return Some(if states && !first.contains("\"host\"") {
            Source::Itf
        } else {
            Source::JsonLines
        });
    }
    if first.contains("(?<") || first.contains("(?P<") {
        return Some(Source::ShiViz);
    }
    // TLC says much before it prints the first state.
    if tlc::looks_like(bytes) {
        return Some(Source::Tlc);
    }
    shiviz::looks_like(head).then_some(Source::ShiViz)
}

/// Reads a trace. What could be read is kept, and what could not is told by line and reason.
///
/// # Errors
///
/// If nothing of it could be read: why.
pub fn import(bytes: &[u8], options: &ImportOptions) -> Result<Imported, Trouble> {
    if bytes.len() > BYTES {
        let most = BYTES >> 20;
        return Err(Trouble::general(format!("this is larger than {most} MiB; take a part of it")));
    }
    let given = options.source.or(options.pattern.as_ref().map(|_| Source::ShiViz));
    let Some(source) = given.or_else(|| recognise(bytes)) else {
        return Err(Trouble::general(
            "this is neither a ShiViz log, nor ITF JSON, nor a trace of TLC, nor JSON Lines",
        ));
    };
    let mut troubles = Troubles::default();
    let text = text::decode(bytes, &mut troubles);
    let mut title = options.name.clone();
    let raws = match source {
        Source::ShiViz => shiviz::read(&text, options, &mut troubles),
        Source::Itf => Vec::from([itf::read(&text, &mut title, &mut troubles)]),
        Source::Tlc => Vec::from([tlc::read(&text, &mut troubles)]),
        Source::JsonLines => Vec::from([jsonl::read(&text, &mut title, &mut troubles)]),
    };
    finish(raws, source, title, troubles)
}

fn finish(
    raws: Vec<Raw>,
    source: Source,
    title: String,
    mut troubles: Troubles,
) -> Result<Imported, Trouble> {
    let mut executions = Vec::new();
    for raw in raws.into_iter().filter(|raw| !raw.events.is_empty()) {
        let (links, order) = weave(&raw, &mut troubles);
        executions.push(build(raw, &order, &links, &mut troubles));
    }
    if executions.is_empty() {
        let nothing = || Trouble::general(format!("this {} has no event", source.title()));
        return Err(troubles.list.into_iter().next().unwrap_or_else(nothing));
    }
    let title = if title.is_empty() { String::from(source.title()) } else { title };
    let title = plain(&title, 200).into_owned();
    let trace = Trace { title, source: source.title(), executions };
    Ok(Imported { trace: Rc::new(trace), troubles: troubles.list, more: troubles.more })
}

/// Whether one event more is kept; the first that is not is told.
fn has_room(events: usize, line: u32, troubles: &mut Troubles) -> bool {
    if events == EVENTS {
        let reason = format!("only the first {EVENTS} events are shown");
        troubles.add(Trouble::at(line, reason));
    }
    events < EVENTS
}
