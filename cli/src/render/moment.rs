//! Which moment, or which stretch, of a run is shown.

use super::span;
use clusterscope::exhibit::Stage;
use clusterscope::protocol::Micros;

/// How many events are recorded at a time.
const EVENTS: usize = 4_096;

/// Which moment of a run is shown.
#[derive(Debug, clap::Args)]
pub(super) struct Moments {
    /// The moment, such as `612ms`; the end of the run if none is named, or what a path says
    /// (`raft/leader-crash@612ms`).
    #[arg(long, value_name = "TIME", value_parser = span, conflicts_with_all = ["event", "marker"])]
    at: Option<Micros>,
    /// The moment just after this event, counted from 1; 0 is the start.
    #[arg(long, value_name = "N", conflicts_with = "marker")]
    event: Option<usize>,
    /// The moment of this turning point or fault, counted from 1 as the page's time line has them.
    #[arg(long, value_name = "N")]
    marker: Option<usize>,
    /// Where an animated picture begins, and the space-time diagram of a still one.
    #[arg(long, value_name = "TIME", value_parser = span)]
    from: Option<Micros>,
    /// Where it ends.
    #[arg(long, value_name = "TIME", value_parser = span)]
    to: Option<Micros>,
}

impl Moments {
    /// Whether a stretch of the run is named.
    pub(super) fn stretch(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Goes to the moment; from when to when a diagram runs, if that is said.
    pub(super) fn go(&self, stage: &mut dyn Stage) -> Result<Option<(Micros, Micros)>, String> {
        let begun = stage.position().now;
        record(stage);
        let extent = stage.extent();
        match (self.at, self.event, self.marker) {
            (Some(at), ..) => {
                within(at, extent.end, "--at")?;
                stage.seek_time(at);
            }
            (_, Some(event), _) if event > extent.events => {
                return Err(format!("--event {event}: the run has {} events", extent.events));
            }
            (_, Some(event), _) => stage.seek_event(event),
            (.., Some(marker)) => {
                let markers = stage.markers();
                let found = marker.checked_sub(1).and_then(|at| markers.get(at));
                let none = || format!("--marker {marker}: the run has {} markers", markers.len());
                let event = found.ok_or_else(none)?.event;
                stage.seek_event(event);
            }
            _ if begun == 0 => stage.seek_time(extent.end),
            _ => {}
        }
        Ok(if self.stretch() { Some(self.bounds(stage)?) } else { None })
    }

    /// From when to when an animated picture runs.
    pub(super) fn bounds(&self, stage: &mut dyn Stage) -> Result<(Micros, Micros), String> {
        record(stage);
        let end = stage.extent().end;
        let (from, to) = (self.from.unwrap_or(0), self.to.unwrap_or(end));
        within(from, end, "--from")?;
        within(to, end, "--to")?;
        if from >= to {
            return Err("--from is not before --to".into());
        }
        Ok((from, to))
    }
}

/// Records the whole run: what is to come is drawn as well.
fn record(stage: &mut dyn Stage) {
    while stage.record(EVENTS) {}
}

fn within(at: Micros, end: Micros, what: &str) -> Result<(), String> {
    if at <= end {
        return Ok(());
    }
    let ms = |at: Micros| format!("{}.{:03} ms", at / 1000, at % 1000);
    Err(format!("{what}: {} is beyond the end of the run, {}", ms(at), ms(end)))
}
