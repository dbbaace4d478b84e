//! One opened run: owns the stage, keeps what the components draw, and refreshes no more than
//! what an action can have changed.

use crate::scene::Live;
use crate::texts::t;
use clusterscope::exhibit::{
    self, About, Diagram, Expectation, Extent, Frame, Future, Marker, Other, Position, Reading,
    Rule, Run, Sentence, Settings, Stage, Tick,
};
use clusterscope::narrate::Lang;
use clusterscope::protocol::{Micros, NodeId};
use clusterscope::scenario::Complaint;
use clusterscope::scenario::inquiry::Inquiry;
use clusterscope_picture::lanes::clocks::Clock;
use std::rc::Rc;

/// How many bars the time slider shows.
pub const BARS: usize = 180;
/// The most arrows and marks that the space-time diagram draws.
const DIAGRAM_LIMIT: usize = 400;
/// How many sentences stand before and after the present one.
const STORY: (usize, usize) = (12, 1);
/// The spans of time that the space-time diagram can show, in microseconds.
const SPANS: &[Micros] =
    &[40_000, 80_000, 160_000, 320_000, 640_000, 1_280_000, 2_560_000, 5_120_000, 20_480_000];

/// A run and its picture.
pub struct Session {
    stage: Box<dyn Stage>,
    /// What was opened.
    pub about: Rc<About>,
    /// Where the playhead is.
    pub position: Position,
    /// How much is recorded.
    pub extent: Extent,
    /// The picture.
    pub frame: Rc<Frame>,
    /// The same, for the stage to watch.
    pub live: Live,
    /// The sentences around the present one.
    pub story: Rc<Vec<Sentence>>,
    /// The rules.
    pub verdict: Rc<Vec<Rule>>,
    /// The space-time diagram.
    pub diagram: Rc<Diagram>,
    /// The steps in it with logical clocks, where those are shown.
    pub ticks: Rc<Vec<Tick>>,
    /// Which clock is shown.
    pub clock: Clock,
    /// The window of time that it shows.
    pub window: (Micros, Micros),
    /// How many events each bar of the slider stands for.
    pub density: Rc<Vec<u32>>,
    /// What is worth jumping to.
    pub markers: Rc<Vec<Marker>>,
    /// Futures that acts have opened.
    pub futures: Rc<Vec<Future>>,
    /// Runs of the scenario.
    pub runs: Rc<Vec<Run>>,
    /// What is expected.
    pub expectations: Rc<Vec<Expectation>>,
    /// What those runs come to that have been measured, the first ones. After a change they stay
    /// until they are measured again.
    pub readings: Rc<Vec<Vec<Reading>>>,
    /// What can be set.
    pub settings: Rc<Settings>,
    /// What stands beside the picture, and what was opened as that run has it.
    pub beside: Option<(Other, Live, Rc<About>)>,
    /// Whether it was recorded elsewhere: then there is nothing to be done to it.
    pub recorded: bool,
    /// How many runs were measured since the last change.
    measured_runs: usize,
    span: usize,
    /// How many events were recorded when what looks ahead was drawn.
    drawn: usize,
    /// What the story and the diagram were last told for.
    read: (Position, usize),
}

/// Why a rule counts as broken here: the place of the rule.
pub fn broken(rules: &[Rule], event: usize) -> impl Iterator<Item = &Rule> {
    rules
        .iter()
        .filter(move |rule| rule.broken.as_ref().is_some_and(|broken| broken.event <= event))
}

/// What a run is called: where the runs are of several rooms, by its room.
pub fn run_name(run: &Run, runs: &[Run]) -> String {
    let room = run.room;
    if runs.iter().all(|other| other.room == room) {
        return if run.name.is_empty() { t().main_run.into() } else { run.name.clone() };
    }
    if run.name.is_empty() || run.name == room.slug {
        return room.title.into();
    }
    [room.title, ": ", &run.name].concat()
}

impl Session {
    /// Opens a scenario text.
    pub fn text(text: &str, lang: Lang) -> Result<Self, Complaint> {
        exhibit::open_text(text, lang).map(Self::new)
    }

    /// Opens a link's fragment.
    pub fn link(fragment: &str, lang: Lang) -> Result<Self, Complaint> {
        exhibit::open_link(fragment, lang).map(Self::new)
    }

    /// Opens what is on a stage.
    pub fn new(stage: Box<dyn Stage>) -> Self {
        let frame = Rc::new(stage.frame());
        let recorded = stage.about().card.slug == clusterscope_trace::CARD.slug;
        let mut session = Self {
            about: Rc::new(stage.about().clone()),
            position: stage.position(),
            extent: stage.extent(),
            live: Live::new(frame.clone()),
            frame,
            story: Rc::default(),
            verdict: Rc::default(),
            diagram: Rc::default(),
            ticks: Rc::default(),
            clock: Clock::Off,
            window: (0, 0),
            density: Rc::default(),
            markers: Rc::default(),
            futures: Rc::default(),
            runs: Rc::default(),
            expectations: Rc::default(),
            readings: Rc::default(),
            measured_runs: 0,
            settings: Rc::new(stage.settings()),
            beside: None,
            recorded,
            span: if recorded { span(stage.extent()) } else { 3 },
            drawn: 0,
            read: (stage.position(), 0),
            stage,
        };
        session.changed();
        session
    }

    /// The door to the engine, for what changes nothing.
    pub fn stage(&self) -> &dyn Stage {
        &*self.stage
    }

    /// The same for what may change more. Whoever takes it brings it back to where it was.
    pub fn stage_mut(&mut self) -> &mut dyn Stage {
        &mut *self.stage
    }

    /// Does something elsewhere in the run, and returns to where the playhead is.
    pub fn elsewhere<T>(&mut self, look: impl FnOnce(&mut dyn Stage) -> T) -> T {
        let Position { event, now, .. } = self.position;
        let seen = look(&mut *self.stage);
        self.stage.seek_event(event);
        // Between two events it is later than at the first of them.
        if self.stage.position().now != now {
            self.stage.seek_time(now);
        }
        seen
    }

    /// Records for at most so many milliseconds, and then measures; whether there is more to do,
    /// and whether what looks ahead was drawn anew: at the end, and whenever the record has
    /// doubled.
    pub fn record(&mut self, clock: impl Fn() -> f64, budget: f64) -> (bool, bool) {
        let start = clock();
        let mut more = !(self.extent.complete || self.extent.full);
        let mut read = false;
        while more && clock() - start < budget {
            more = self.stage.record(32);
        }
        while !more && clock() - start < budget && self.measured_runs < self.runs.len() {
            let Some(readings) = self.stage.measure(self.measured_runs, 32) else { continue };
            let all = Rc::make_mut(&mut self.readings);
            all.truncate(self.runs.len());
            match all.get_mut(self.measured_runs) {
                Some(old) => *old = readings,
                None => all.push(readings),
            }
            self.measured_runs += 1;
            read = self.measured();
        }
        self.extent = self.stage.extent();
        // At the frontier the next event is known only now.
        if self.frame.next.is_none() {
            self.picture();
        }
        let events = self.extent.events;
        let grown = events > self.drawn && (!more || events >= 2 * self.drawn);
        if grown {
            self.grown();
        }
        (more || self.measured_runs < self.runs.len(), grown || read)
    }

    /// Whether the scenario measures anything.
    pub fn measured(&self) -> bool {
        self.readings.iter().any(|readings| !readings.is_empty())
    }

    /// Goes to a position.
    pub fn seek(&mut self, event: usize) {
        self.stage.seek_event(event);
        self.moved();
    }

    /// Goes to a moment.
    pub fn seek_time(&mut self, at: Micros) {
        self.stage.seek_time(at);
        self.moved();
    }

    /// Plays on to a moment. The picture follows at once; what is read waits for
    /// [`Session::catch_up`].
    pub fn play_to(&mut self, at: Micros) {
        self.stage.seek_time(at);
        self.shift();
    }

    /// Goes so many sentences on, or back.
    pub fn step(&mut self, sentences: i32) {
        for _ in 0..sentences.unsigned_abs() {
            let moved = if sentences > 0 { self.stage.step() } else { self.stage.step_back() };
            if !moved {
                break;
            }
        }
        self.moved();
    }

    /// Goes to the next marker, or to the one before.
    pub fn jump(&mut self, direction: i32) {
        let here = self.position.event;
        let mut markers = self.markers.iter().map(|marker| marker.event);
        let target = if direction > 0 {
            markers.find(|event| *event > here)
        } else {
            markers.rfind(|event| *event < here)
        };
        self.seek(target.unwrap_or(if direction > 0 { self.extent.events } else { 0 }));
    }

    /// Does what a line says.
    pub fn act(&mut self, line: &str) -> Result<(), Complaint> {
        self.stage.act(line)?;
        self.changed();
        Ok(())
    }

    /// Asks something else of a search: text and link have it.
    pub fn inquire(&mut self, inquiry: Inquiry) {
        self.stage.inquire(inquiry);
    }

    /// Takes back the last act.
    pub fn undo(&mut self) -> bool {
        let undone = self.stage.undo();
        self.changed();
        undone
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> bool {
        let redone = self.stage.redo();
        self.changed();
        redone
    }

    /// Takes up another future.
    pub fn select_future(&mut self, id: usize) {
        self.stage.select_future(id);
        self.changed();
    }

    /// Takes up another run.
    pub fn select_run(&mut self, run: usize) {
        self.stage.select_run(run);
        self.about = Rc::new(self.stage.about().clone());
        self.beside = None;
        self.changed();
    }

    /// Sets another run or future beside the picture.
    pub fn compare(&mut self, with: Option<Other>) {
        let before = self.beside.take();
        let Some(other) = with else { return };
        let picture = Rc::new(self.stage.compare(other));
        self.beside = Some(match before {
            Some(before) if before.0 == other => {
                before.1.set(picture);
                before
            }
            _ => (other, Live::new(picture), Rc::new(self.stage.about_of(other).clone())),
        });
    }

    /// The node with this name.
    pub fn name(&self, id: NodeId) -> &str {
        self.frame.nodes.get(id.index()).map_or("", |node| &node.name)
    }

    /// What the current run or future is called, or what stands beside it.
    pub fn name_of(&self, beside: Option<Other>) -> String {
        let other = self.beside.as_ref().map(|(other, ..)| *other);
        let future = match (beside, other) {
            (Some(Other::Future(id)), _) => self.futures.iter().find(|one| one.id == id),
            (None, Some(Other::Future(_))) => self.futures.iter().find(|one| one.current),
            _ => None,
        };
        if let Some(future) = future {
            let acted = future.parent.is_some();
            return if acted { future.act.clone() } else { t().as_written.into() };
        }
        let run = match beside {
            Some(Other::Run(run)) => self.runs.get(run),
            _ => self.runs.iter().find(|run| run.current),
        };
        run.map(|run| run_name(run, &self.runs)).unwrap_or_default()
    }

    /// The place of the current run, where its room is another one than the main run's.
    pub fn abroad(&self) -> Option<usize> {
        let home = self.runs.first()?.room;
        self.runs.iter().position(|run| run.current && run.room != home)
    }

    /// The window shows more time, or less.
    pub fn zoom(&mut self, direction: i32) {
        self.span = self.span.saturating_add_signed(direction as isize).min(SPANS.len() - 1);
        self.window = (0, 0);
        self.follow(self.position.now as f64);
    }

    /// Keeps the moment inside the window of the space-time diagram; true if that moved.
    pub fn follow(&mut self, now: f64) -> bool {
        let window = window(self.window, SPANS[self.span], now, self.extent.end);
        let moved = window != self.window;
        if moved {
            self.window = window;
            self.draw();
        }
        moved
    }

    fn draw(&mut self) {
        let (from, to) = self.window;
        self.diagram = Rc::new(self.stage.diagram(from, to, DIAGRAM_LIMIT));
        self.ticks = match self.clock {
            Clock::Off => Rc::default(),
            Clock::Lamport | Clock::Vector => Rc::new(self.stage.clocks(from, to)),
        };
    }

    /// Shows the next kind of clock, or none.
    pub fn turn_clock(&mut self) {
        self.clock = self.clock.next();
        self.draw();
    }

    /// The position may be another one.
    fn moved(&mut self) {
        self.shift();
        self.catch_up(self.position.now as f64);
    }

    /// The position may be another one: renews what is seen.
    fn shift(&mut self) {
        let before = self.position.event;
        self.position = self.stage.position();
        self.extent = self.stage.extent();
        self.picture();
        if before != self.position.event {
            self.verdict = Rc::new(self.stage.verdict());
        }
        if let Some((other, ..)) = self.beside {
            self.compare(Some(other));
        }
    }

    fn picture(&mut self) {
        self.frame = Rc::new(self.stage.frame());
        self.live.set(self.frame.clone());
    }

    /// Renews what is read; true if the page may look different since it was last drawn.
    pub fn catch_up(&mut self, now: f64) -> bool {
        let (before, events) = self.read;
        self.read = self.present();
        let (after, _) = self.read;
        if before.sentence != after.sentence || before.event.abs_diff(after.event) > 1 {
            self.story = Rc::new(self.stage.story(STORY.0, STORY.1));
        }
        if self.follow(now) {
            return true;
        }
        if events != self.extent.events {
            self.draw();
        }
        (before, events) != self.read
    }

    /// What the story and the diagram are told for.
    fn present(&self) -> (Position, usize) {
        (self.position, self.extent.events)
    }

    /// More is recorded: what looks ahead is drawn anew.
    fn grown(&mut self) {
        self.drawn = self.extent.events;
        self.density = Rc::new(self.stage.density(BARS));
        self.markers = Rc::new(self.stage.markers());
        self.verdict = Rc::new(self.stage.verdict());
        self.expectations = Rc::new(self.stage.expectations());
        self.story = Rc::new(self.stage.story(STORY.0, STORY.1));
        self.draw();
        self.read = self.present();
    }

    /// The run itself may be another one.
    fn changed(&mut self) {
        self.position = self.stage.position();
        self.extent = self.stage.extent();
        self.picture();
        self.futures = Rc::new(self.stage.futures());
        self.runs = Rc::new(self.stage.runs());
        self.settings = Rc::new(self.stage.settings());
        self.measured_runs = 0;
        self.window = (0, 0);
        self.follow(self.position.now as f64);
        self.grown();
    }
}

/// The span, by its place, in which some tens of the events of a trace fall: of its pace nothing is
/// known.
fn span(extent: Extent) -> usize {
    let wanted = extent.end.saturating_mul(40) / (extent.events.max(1) as Micros);
    let fits = SPANS.iter().position(|span| *span >= wanted.min(extent.end));
    fits.unwrap_or(SPANS.len() - 1)
}

/// The window of time for a moment: it stays as long as the moment is well inside, then pages on
/// so that the moment stands at a fifth, where the next events have room.
fn window(old: (Micros, Micros), span: Micros, now: f64, end: Micros) -> (Micros, Micros) {
    let now = now.max(0.0) as Micros;
    let inside = old.1 == old.0 + span
        && (now >= old.0 + span / 10 || (old.0 == 0 && now <= span))
        && now <= old.0 + span / 10 * 9;
    if inside || span >= end {
        return if inside { old } else { (0, span) };
    }
    let from = now.saturating_sub(if now >= old.1 { span / 5 } else { span / 5 * 4 });
    (from, from + span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_while_the_moment_is_well_inside() {
        assert_eq!(window((0, 0), 100, 0.0, 1000), (0, 100));
        assert_eq!(window((0, 100), 100, 80.0, 1000), (0, 100));
        assert_eq!(window((0, 100), 100, 0.0, 1000), (0, 100));
        assert_eq!(window((200, 300), 100, 250.0, 1000), (200, 300));
    }

    #[test]
    fn a_short_run_is_shown_whole() {
        assert_eq!(window((0, 0), 100, 60.0, 90), (0, 100));
    }

    #[test]
    fn the_window_pages_both_ways() {
        let (from, to) = window((0, 100), 100, 95.0, 1000);
        assert!(from > 0 && to - from == 100 && (from..to).contains(&95));
        let (from, to) = window((200, 300), 100, 150.0, 1000);
        assert!(to - from == 100 && (from..to).contains(&150));
    }
}
