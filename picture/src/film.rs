//! How a stretch of a run plays: which moment is shown when, and what is said there.
//!
//! Model time passes at one speed, and stands still at what is worth a thought: at captions of the
//! author's, faults, turning points and broken rules, long enough for their words to be read.

use crate::Options;
use crate::still::{self, Around};
use crate::story::{Caption, broken, verdict};
use crate::words::words;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{MarkerKind, Sentence, Stage};
use clusterscope::protocol::Micros;

/// A moment of playing, in milliseconds from its start.
pub type Millis = u64;

/// How long the picture stands still at least where something is worth a thought.
const BREATH: Millis = 900;
/// How long words are shown at least, and so much longer for each letter, and at most.
const READ: (Millis, Millis, Millis) = (1_300, 26, 4_500);
/// How long the end is shown at least.
const END: Millis = 2_500;
/// So many seconds a whole run takes about, where nobody says how fast it plays.
const LONG: f64 = 40.0;
/// No run plays slower than this by itself: messages would crawl.
const SLOWEST: f64 = 0.04;

/// A moment at which model time stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stop {
    /// The moment of the run.
    at: Micros,
    /// When that is, and for how long.
    play: Millis,
    hold: Millis,
}

/// How a stretch of a run plays.
#[derive(Clone, Debug)]
pub struct Film {
    from: Micros,
    to: Micros,
    speed: f64,
    stops: Vec<Stop>,
    captions: Vec<(Millis, Caption)>,
    length: Millis,
    strip: f64,
}

/// How long it takes to read a caption.
fn reading(caption: &Caption) -> Millis {
    let letters = caption.line().chars().count() as Millis;
    (READ.0 + READ.1 * letters).min(READ.2)
}

impl Film {
    /// How the stretch between two moments plays; afterwards the stage stands at its end.
    pub fn new(stage: &mut dyn Stage, from: Micros, to: Micros, options: &Options) -> Self {
        while stage.extent().recorded < to && stage.record(4_096) {}
        let to = to.max(from + 1);
        let speed = options.speed.unwrap_or(((to - from) as f64 / 1e6 / LONG).max(SLOWEST));
        stage.seek_time(from);
        let begins = Caption::present(stage, words(options.lang));
        let first = stage.position();
        stage.seek_time(to);
        let last = stage.position();
        let count = last.sentence.saturating_sub(first.sentence);
        let mut story = stage.story(count, 0);
        story.retain(|one| one.index > first.sentence && one.at <= to);
        let mut film = Self {
            from,
            to,
            speed,
            stops: Vec::new(),
            captions: Vec::new(),
            length: 0,
            strip: 0.0,
        };
        film.captions.push((0, begins));
        let rules = stage.verdict();
        let verdict = verdict(&broken(&rules, last.event), words(options.lang));
        film.strip = crate::layout::verdict(verdict.as_deref(), options.size.0).0;
        film.stop_at_keys(stage, &story);
        film.fill(&story);
        let last = film.captions.last().map_or(0, |(at, caption)| at + reading(caption));
        film.length = (film.at(to) + END).max(last);
        film
    }

    /// Stops at what is worth a thought, as long as its words take.
    fn stop_at_keys(&mut self, stage: &dyn Stage, story: &[Sentence]) {
        let markers = stage.markers();
        let key = |one: &Sentence| {
            let inside = |event: usize| (one.first..=one.last).contains(&event);
            let marked = markers.iter().any(|it| it.kind != MarkerKind::Cue && inside(it.event));
            marked || one.caption.is_some()
        };
        for one in story.iter().filter(|one| key(one)) {
            if self.stops.is_empty() {
                // The first words have their time, too.
                self.stops.push(Stop { at: self.from, play: 0, hold: 0 });
            }
            let due = self.captions.last().map_or(0, |(said, words)| said + reading(words));
            // What was said before the stretch began is no news.
            let due = if self.captions.len() == 1 { due.min(BREATH) } else { due };
            let missing = due.saturating_sub(self.after(one.at));
            if let Some(last) = self.stops.last_mut() {
                last.hold += missing;
            }
            let play = self.after(one.at);
            self.stops.push(Stop { at: one.at, play, hold: BREATH });
            self.captions.push((play, Caption::of(one)));
        }
    }

    /// Lets other sentences be told where there is time to read them.
    fn fill(&mut self, story: &[Sentence]) {
        let keys = core::mem::take(&mut self.captions);
        let mut all: Vec<(Millis, Caption)> = Vec::new();
        for (i, (at, caption)) in keys.iter().enumerate() {
            let until = keys.get(i + 1).map_or(self.at(self.to), |next| next.0);
            let mut free = at + reading(caption);
            all.push((*at, caption.clone()));
            for one in story {
                let (start, caption) = (self.after(one.at), Caption::of(one));
                if start >= free && start + reading(&caption) <= until {
                    free = start + reading(&caption);
                    all.push((start, caption));
                }
            }
        }
        self.captions = all;
    }

    /// How long it plays, the pause at its end included.
    pub fn length(&self) -> Millis {
        self.length
    }

    /// When a moment of the run is shown first.
    pub fn at(&self, moment: Micros) -> Millis {
        let before = self.stops.iter().rev().find(|stop| stop.at < moment);
        match (self.stops.iter().find(|stop| stop.at == moment), before) {
            (Some(stop), _) => stop.play,
            (None, Some(stop)) => stop.play + stop.hold + self.played(moment - stop.at),
            (None, None) => self.played(moment.saturating_sub(self.from)),
        }
    }

    /// When a moment of the run is shown last.
    pub fn after(&self, moment: Micros) -> Millis {
        match self.stops.iter().rev().find(|stop| stop.at == moment) {
            Some(stop) => stop.play + stop.hold,
            None => self.at(moment),
        }
    }

    fn played(&self, span: Micros) -> Millis {
        (span as f64 / self.speed / 1000.0) as Millis
    }

    /// The points between which model time passes evenly, from one moment to another: when, and
    /// which moment.
    pub fn legs(&self, from: Micros, to: Micros) -> Vec<(Millis, Micros)> {
        let mut all = Vec::from([(self.at(from), from)]);
        if self.after(from) > self.at(from) {
            all.push((self.after(from), from));
        }
        let mut inside: Vec<Micros> = self.stops.iter().map(|stop| stop.at).collect();
        inside.dedup();
        for at in inside.into_iter().filter(|at| from < *at && *at < to) {
            all.push((self.at(at), at));
            all.push((self.after(at), at));
        }
        if to > from {
            all.push((self.at(to), to));
        }
        all
    }

    /// Which moment of the run is shown then.
    pub fn moment(&self, at: Millis) -> Micros {
        let stop = self.stops.iter().rev().find(|stop| stop.play <= at);
        let (play, model) = match stop {
            Some(stop) if at < stop.play + stop.hold => return stop.at,
            Some(stop) => (stop.play + stop.hold, stop.at),
            None => (0, self.from),
        };
        let span = (at - play) as f64 * self.speed * 1000.0;
        (model + span as Micros).min(self.to)
    }

    /// What is said, and from when on.
    pub(crate) fn captions(&self) -> &[(Millis, Caption)] {
        &self.captions
    }

    /// The moments at which something worth a thought is said.
    pub(crate) fn pegs(&self) -> impl Iterator<Item = Millis> + '_ {
        self.stops.iter().filter(|stop| stop.hold > 0).map(|stop| stop.play)
    }

    /// The picture that is shown then; all pictures of a film are of one size.
    pub fn still(&self, stage: &mut dyn Stage, at: Millis, options: &Options) -> String {
        stage.seek_time(self.moment(at));
        let said = self.captions.iter().rev().find(|(from, _)| *from <= at);
        let around = Around {
            caption: said.map(|(_, caption)| caption),
            foot: self.tallest(options),
            strip: self.strip,
        };
        let window = options.window.or(Some((self.from, self.to)));
        still::draw(stage, &Options { window, ..options.clone() }, &around)
    }

    /// How tall the tallest caption is.
    pub(crate) fn tallest(&self, options: &Options) -> f64 {
        let tall = |caption| crate::layout::Foot::new(caption, options.size).tall();
        self.captions.iter().map(|(_, caption)| tall(caption)).fold(0.0, f64::max)
    }

    /// How much room there is for what is broken.
    pub(crate) fn strip(&self) -> f64 {
        self.strip
    }
}
