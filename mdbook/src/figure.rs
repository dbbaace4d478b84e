//! From what a fence asks for to a run that has been played: its picture, its story, its text.

use crate::options::{Attributes, Run, Wish};
use clusterscope::exhibit::{Expectation, Fulfilment, MarkerKind, Stage, open_link, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocol::Micros;
use clusterscope::scenario::{Complaint, quantity};
use clusterscope_picture::{Options, Theme, View, still};

/// How many events are recorded at a time.
const EVENTS: usize = 10_000;
/// The most sentences of a story that stand below a picture.
const SENTENCES: usize = 60;

/// All that is shown of a run.
#[derive(Debug)]
pub(crate) struct Figure {
    /// The attributes of the element, each with its value if it has one.
    pub(crate) attributes: Attributes,
    /// What the scenario is called.
    pub(crate) title: String,
    /// What one learns from it.
    pub(crate) teaches: String,
    /// What the picture shows, in words.
    pub(crate) moment: String,
    /// The picture, a document of its own.
    pub(crate) picture: String,
    /// The story: when and what.
    pub(crate) story: Vec<(Micros, String)>,
    /// How many more sentences the story has.
    pub(crate) more: usize,
    /// The readable transcript.
    pub(crate) transcript: String,
}

/// Why a run cannot be shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A line of the scenario, from 1, and what is wrong there.
    Line(usize, String),
    /// What is wrong with the whole.
    Whole(String),
}

impl From<Complaint> for Refusal {
    fn from(complaint: Complaint) -> Self {
        if complaint.line == 0 {
            return Self::Whole(complaint.to_string());
        }
        Self::Line(complaint.line as usize, told_of_scenario(&complaint))
    }
}

/// Says whose line it is: the chapter has lines as well.
fn told_of_scenario(complaint: &Complaint) -> String {
    let text = complaint.to_string();
    let place = format!("line {}, ", complaint.line);
    match text.strip_prefix(&place) {
        Some(rest) => format!("line {} of the scenario, {rest}", complaint.line),
        None => text,
    }
}

/// Plays the run that a fence asks for.
pub(crate) fn draw(wish: &Wish) -> Result<Figure, Refusal> {
    let mut stage = open(&wish.run)?;
    let named = stage.position().now;
    if let Some(seed) = wish.value("seed") {
        let text = stage.with_setting("seed", seed)?;
        let run = stage.runs().iter().position(|run| run.current).unwrap_or(0);
        stage = open_text(&text, Lang::En)?;
        stage.select_run(run);
    }
    judge(&mut *stage, &wish.run)?;
    let mut attributes = vec![attribute(&*stage, &wish.run)];
    attributes.extend(wish.attributes.iter().cloned());
    let start = wish.value("start-at").and_then(|value| quantity::span(value).ok());
    let said = wish.poster.or(start).or((named > 0).then_some(named));
    stage.seek_time(said.unwrap_or_else(|| telling(&*stage)));
    let picture = still(&*stage, &options(wish));
    let moment = sentence(&*stage);
    let transcript = stage.transcript();
    stage.seek_event(0);
    let (story, more) = story(&*stage);
    let about = stage.about();
    let (title, teaches) = (about.title.clone(), about.teaches.clone());
    Ok(Figure { attributes, title, teaches, moment, picture, story, more, transcript })
}

fn open(run: &Run) -> Result<Box<dyn Stage>, Complaint> {
    match run {
        Run::Text(text) => open_text(text, Lang::En),
        Run::Path(fragment) | Run::Link(fragment) => open_link(fragment, Lang::En),
    }
}

/// The attribute that tells the element what to run. A text goes as a link: it stands on one line,
/// whatever list or quote is around it.
fn attribute(stage: &dyn Stage, run: &Run) -> (&'static str, Option<String>) {
    match run {
        Run::Path(path) => ("scenario", Some(path.clone())),
        Run::Link(link) => ("run", Some(link.clone())),
        Run::Text(_) => ("run", Some(stage.link())),
    }
}

/// Records the run; a text must keep what it says: what a book shows has been tried when it is
/// built.
fn judge(stage: &mut dyn Stage, run: &Run) -> Result<(), Refusal> {
    let current = stage.runs().iter().position(|run| run.current).unwrap_or(0);
    let runs =
        if matches!(run, Run::Text(_)) { 0..stage.runs().len() } else { current..current + 1 };
    for run in runs {
        stage.select_run(run);
        while stage.record(EVENTS) {}
        for it in stage.expectations() {
            if let Some(refusal) = failed(&it) {
                return Err(refusal);
            }
        }
    }
    stage.select_run(current);
    Ok(())
}

fn failed(it: &Expectation) -> Option<Refusal> {
    let why = match &it.state {
        Fulfilment::Met(_) => return None,
        Fulfilment::Pending => "it was not settled by the end".to_owned(),
        Fulfilment::Failed(event, why) => format!("at event {event}: {why}"),
    };
    let line = it.line as usize;
    Some(match line {
        0 => Refusal::Whole(format!("`{}` fails: {why}", it.text)),
        _ => {
            Refusal::Line(line, format!("line {line} of the scenario, `{}`, fails: {why}", it.text))
        }
    })
}

/// The moment that says most about a run whose author has not chosen one: what broke a rule, else
/// the middle one of its turning points.
fn telling(stage: &dyn Stage) -> Micros {
    let markers = stage.markers();
    let of = |kind| markers.iter().filter(move |it| it.kind == kind).map(|it| it.at);
    let keys: Vec<Micros> = of(MarkerKind::Key).collect();
    of(MarkerKind::Violation)
        .next()
        .or_else(|| keys.get(keys.len() / 2).copied())
        .unwrap_or(stage.extent().end / 2)
}

fn options(wish: &Wish) -> Options {
    let theme = match wish.value("theme") {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    };
    let view = match wish.value("view") {
        Some("space-time") => View::SpaceTime,
        Some("both") => View::Both,
        _ => View::Stage,
    };
    Options { theme, view, ..Options::default() }
}

/// What happened last, in one sentence.
fn sentence(stage: &dyn Stage) -> String {
    let at = format!("at {}", quantity::span_text(stage.position().now));
    match stage.story(0, 0).first().and_then(|it| it.lines.first().cloned()) {
        Some(line) => format!("{at}: {}", line.text),
        None => at,
    }
}

/// The story from its beginning, and how many sentences are left out.
fn story(stage: &dyn Stage) -> (Vec<(Micros, String)>, usize) {
    let all = stage.story(0, usize::MAX);
    let told: Vec<(Micros, String)> = all
        .iter()
        .take(SENTENCES)
        .map(|it| {
            let lines = it.lines.iter().map(|line| &*line.text);
            let words: Vec<&str> = lines.chain(it.caption.as_deref()).collect();
            (it.at, words.join(" "))
        })
        .collect();
    let more = all.len() - told.len();
    (told, more)
}
