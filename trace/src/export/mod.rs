//! Runs, written for others.

mod gather;
mod itf;
mod mermaid;
mod perfetto;
mod plantuml;
mod sequence;
mod shiviz;

use crate::Format;
use alloc::string::String;
use clusterscope::exhibit::{Stage, transcript};
use clusterscope::protocol::Micros;

/// What part of a run is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// From this moment on.
    pub from: Micros,
    /// Up to and including this moment.
    pub to: Micros,
    /// At most so many messages in a sequence diagram, which nobody reads beyond a few hundred;
    /// a note says what was left out.
    pub most: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { from: 0, to: Micros::MAX, most: 100 }
    }
}

/// The current run of a stage in a format. What is missing up to the end of the stretch is
/// recorded first; the playhead stays where it is.
pub fn export(stage: &mut dyn Stage, format: Format, options: &Options) -> String {
    match format {
        Format::Mermaid => mermaid::write(&gather::gather(stage, options), options.most),
        Format::PlantUml => plantuml::write(&gather::gather(stage, options), options.most),
        Format::ShiViz => shiviz::write(&gather::gather(stage, options)),
        Format::Itf => itf::write(stage, options),
        Format::Perfetto => perfetto::write(&gather::gather(stage, options)),
        Format::Transcript => transcript(stage, options.from, options.to),
    }
}
