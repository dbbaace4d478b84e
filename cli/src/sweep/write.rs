//! The files of a sweep.

use super::report::{Report, RoomReport, Shrinking};
use std::fs;
use std::path::{Path, PathBuf};

/// Makes sure that a folder is there, before work is done that it is to hold.
pub(super) fn prepare(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Writes one file, and the folder that it is in.
pub(super) fn file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        prepare(folder)?;
    }
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// Where the short run of a failure goes.
pub(super) fn scenario_of(room: &RoomReport, seed: u64, folder: &Path) -> PathBuf {
    folder.join(format!("{}-{seed}.scope", room.protocol))
}

/// Writes a scenario for each failure that was shrunk.
pub(super) fn scenarios(room: &RoomReport, folder: &Path) -> Result<(), String> {
    for failure in &room.failures {
        if let Some(Shrinking::Run(run)) = &failure.shrunk {
            file(&scenario_of(room, failure.seed, folder), run.scenario.as_bytes())?;
        }
    }
    Ok(())
}

/// Writes the report: `sweep.json` for the whole, `shard-K-of-N.json` for a share.
pub(super) fn json(report: &Report, folder: &Path) -> Result<(), String> {
    let name = match report.shard {
        None => String::from("sweep.json"),
        Some(shard) => format!("shard-{}-of-{}.json", shard.number, shard.of),
    };
    let mut text = serde_json::to_string_pretty(report).map_err(|error| error.to_string())?;
    text.push('\n');
    file(&folder.join(name), text.as_bytes())
}
