//! What is swept: a protocol or all of them, with the flaws and knobs that are wished for.

use super::report::Settings;
use clusterscope::exhibit::Room;
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope::sweep::Course;

/// Reads `NAME=VALUE`.
pub(super) fn knob(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if ![name, value].iter().any(|it| it.is_empty() || has_space(it)) => {
            Ok((name.into(), value.into()))
        }
        _ => Err(String::from("a knob is written NAME=VALUE, such as nodes=3")),
    }
}

fn has_space(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

/// The courses that are wished for; errors say what the protocol does not know.
pub(super) fn chosen(settings: &Settings) -> Result<Vec<Course>, String> {
    let slug = |room: &dyn Room| room.card(Lang::En).slug;
    let wanted = &settings.protocol;
    let mut rooms = ALL.to_vec();
    if wanted != "all" {
        rooms.retain(|room| slug(*room) == wanted);
    }
    if rooms.is_empty() {
        let known: Vec<&str> = ALL.iter().map(|room| slug(*room)).collect();
        return Err(format!("there is no protocol `{wanted}`; there are {}", known.join(", ")));
    }
    rooms.into_iter().map(|room| course(room, settings)).collect()
}

fn course(room: &'static dyn Room, settings: &Settings) -> Result<Course, String> {
    let title = room.card(Lang::En).title;
    let flaws: Vec<&str> = room.flaws().iter().map(|flaw| flaw.name).collect();
    if let Some(flaw) = settings.flaws.iter().find(|it| !flaws.contains(&&***it)) {
        return Err(format!("{title} has no flaw `{flaw}`; its flaws are {}", flaws.join(", ")));
    }
    let knobs: Vec<&str> = room.knobs().iter().map(|knob| knob.name).collect();
    if let Some((knob, _)) = settings.knobs.iter().find(|(it, _)| !knobs.contains(&&**it)) {
        return Err(format!("{title} has no knob `{knob}`; its knobs are {}", knobs.join(", ")));
    }
    let course = Course {
        room,
        flaws: settings.flaws.clone(),
        knobs: settings.knobs.clone(),
        events: settings.events as usize,
    };
    course.scenario(settings.seeds.from).map_err(|why| format!("{title}: {}", why.message))?;
    Ok(course)
}
