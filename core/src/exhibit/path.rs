//! Names for shipped runs: short enough to type, and the way in which a gallery links to them.

use super::{Room, Stage, open_text, room};
use crate::narrate::Lang;
use crate::scenario::{Complaint, nearest, quantity};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Opens a shipped run by its path: `ROOM/SCENARIO`, then `/RUN` for a variant or a fork (its name
/// with hyphens for spaces), then `@MOMENT` to begin there: `raft/figure-8/case-d@1200ms`.
///
/// # Errors
///
/// Say which part is unknown, and what comes nearest.
pub fn open_path(path: &str, lang: Lang) -> Result<Box<dyn Stage>, Complaint> {
    let (path, moment) = match path.split_once('@') {
        Some((path, moment)) => (path, Some(moment)),
        None => (path, None),
    };
    let mut parts = path.split('/');
    let slug = parts.next().unwrap_or_default();
    let Some(room) = room(slug) else {
        let known: Vec<&str> =
            crate::protocols::ALL.iter().map(|room| room.card(lang).slug).collect();
        return Err(unknown("room", slug, &known));
    };
    let mut stage = open_text(scenario(room, parts.next().unwrap_or_default())?, lang)?;
    if let Some(name) = parts.next() {
        let names: Vec<String> =
            stage.runs().iter().map(|run| run.name.replace(' ', "-")).collect();
        let place = names.iter().position(|it| it == name);
        let known: Vec<&str> = names.iter().map(|it| &**it).collect();
        stage.select_run(place.ok_or_else(|| unknown("run", name, &known))?);
    }
    if let Some(rest) = parts.next() {
        return Err(Complaint::general(format!("nothing can stand behind the run: `{rest}`")));
    }
    if let Some(moment) = moment {
        let wrong = |_| Complaint::general(format!("`{moment}` is no moment, such as 1200ms"));
        let at = quantity::span(moment).map_err(wrong)?;
        while stage.extent().recorded < at && stage.record(256) {}
        stage.seek_time(at);
    }
    Ok(stage)
}

fn scenario(room: &'static dyn Room, slug: &str) -> Result<&'static str, Complaint> {
    let shipped = || room.scenarios().iter().chain(room.checks());
    let found = shipped().find(|example| example.slug == slug);
    let known: Vec<&str> = shipped().map(|example| example.slug).collect();
    found.map(|example| example.text).ok_or_else(|| unknown("scenario", slug, &known))
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Complaint {
    let suggestion = nearest(name, known).map(|it| it.to_string());
    Complaint { suggestion, ..Complaint::general(format!("there is no {what} `{name}`")) }
}
