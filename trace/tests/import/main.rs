//! Traces of other tools, read and played.

extern crate alloc;

mod itf;
mod jsonl;
mod round_trip;
mod shiviz;
mod stage;
mod tlc;

use clusterscope::exhibit::{Arrow, Frame, Stage};
use clusterscope::narrate::Lang;
use clusterscope::view::Body;
use clusterscope_trace::{ImportOptions, Imported, import};

fn read(text: &str) -> Imported {
    import(text.as_bytes(), &ImportOptions::default()).unwrap_or_else(|why| panic!("{why}"))
}

fn open(text: &str) -> Box<dyn Stage> {
    read(text).stage(Lang::En)
}

/// The troubles as lines.
fn troubles(imported: &Imported) -> Vec<String> {
    imported.troubles.iter().map(ToString::to_string).collect()
}

/// What all events say, in order.
fn sentences(stage: &dyn Stage) -> Vec<String> {
    let all = stage.story(usize::MAX, usize::MAX).into_iter();
    all.map(|sentence| sentence.lines[0].text.clone()).collect()
}

fn arrows(stage: &dyn Stage) -> Vec<Arrow> {
    stage.diagram(0, u64::MAX, usize::MAX).arrows
}

/// Sender, receiver, and the events at both ends.
fn ends(stage: &dyn Stage) -> Vec<(u16, u16, usize, Option<usize>)> {
    arrows(stage).iter().map(|it| (it.from.0, it.to.0, it.cause, it.end)).collect()
}

/// What a node's panel shows of a field.
fn field(frame: &Frame, node: &str, name: &str) -> Option<String> {
    let node = frame.nodes.iter().find(|it| it.name == node)?;
    let fields = node.view.panels.iter().filter_map(|panel| match &panel.body {
        Body::Fields(fields) => Some(fields),
        _ => None,
    });
    fields.flatten().find(|field| field.name == name).map(|field| field.value.clone())
}
