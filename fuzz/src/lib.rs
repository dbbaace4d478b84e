//! What all targets for traces do with what was read.

use clusterscope::narrate::Lang;
use clusterscope_trace::{Format, ImportOptions, Options, Source, export, import};

/// Reads bytes as a form of trace, looks at all that comes of it, and writes it again.
pub fn look(bytes: &[u8], source: Option<Source>) {
    let options = ImportOptions { source, ..ImportOptions::default() };
    let Ok(imported) = import(bytes, &options) else { return };
    let mut stage = imported.stage(Lang::En);
    let events = stage.extent().events;
    for event in [1, events / 2, events] {
        stage.seek_event(event);
        stage.frame();
        stage.story(2, 2);
        stage.causes(event, 0, u64::MAX);
    }
    stage.diagram(0, u64::MAX, 1_000);
    for &format in Format::ALL {
        export(&mut *stage, format, &Options { to: 50_000, ..Options::default() });
    }
}
