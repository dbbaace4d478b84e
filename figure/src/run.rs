//! One figure's run: what can be asked of it and done to it.

use crate::json::{Object, array};
use crate::wanted::{self, Source};
use clusterscope::exhibit::{
    self, EventKind, Marker, MarkerKind, Rule, Sentence, Stage, Status, Violation,
};
use clusterscope::narrate::Lang;
use clusterscope::protocol::Micros;
use clusterscope_picture::{Scene, View};
use wasm_bindgen::prelude::*;

/// A run that a figure shows.
#[wasm_bindgen]
pub struct Run {
    stage: Box<dyn Stage>,
    scene: Scene,
    /// What moves, as it was asked for last.
    movers: Vec<f32>,
}

/// The first room that a run needs besides those that are there; empty once it can be opened.
#[wasm_bindgen]
pub fn missing(link: bool, source: &str, there: &str) -> String {
    wanted::missing(named(link, source), there).unwrap_or_default().to_owned()
}

fn named(link: bool, source: &str) -> Source<'_> {
    if link { Source::Link(source) } else { Source::Text(source) }
}

#[wasm_bindgen]
impl Run {
    /// Opens a run: by the path of a shipped one or the fragment of a link, or a scenario. An empty
    /// seed leaves luck as it is.
    ///
    /// # Errors
    ///
    /// Say what is wrong with it, where that can be said with line, column and caret.
    pub fn open(link: bool, source: &str, seed: &str) -> Result<Run, String> {
        let open = |source| match source {
            Source::Link(link) => exhibit::open_link(link, Lang::En),
            Source::Text(text) => exhibit::open_text(text, Lang::En),
        };
        let mut stage = open(named(link, source)).map_err(|it| it.to_string())?;
        if !seed.is_empty() {
            let text = seeded(&stage.text(), seed);
            let run = stage.runs().iter().position(|run| run.current).unwrap_or(0);
            stage = open(Source::Text(&text)).map_err(|it| it.to_string())?;
            stage.select_run(run);
        }
        Ok(Self { stage, scene: Scene::new(View::Stage, Lang::En), movers: Vec::new() })
    }

    /// What was opened, in JSON.
    pub fn about(&self) -> String {
        let about = self.stage.about();
        Object::default()
            .text("room", about.card.title)
            .text("slug", about.card.slug)
            .text("title", &about.title)
            .text("teaches", &about.teaches)
            .number("seed", about.seed)
            .text("notice", about.notice.as_deref().unwrap_or_default())
            .end()
    }

    /// Where the run stands and what is to be read there, in JSON.
    pub fn state(&self) -> String {
        let (position, extent) = (self.stage.position(), self.stage.extent());
        let rules = self.stage.verdict();
        let broken = rules.iter().filter_map(|rule| Some((rule, rule.broken.as_ref()?)));
        let broken = broken.filter(|(_, it)| it.event <= position.event).map(broken_rule);
        let present = self.stage.story(0, 0).into_iter().find(|it| it.index == position.sentence);
        Object::default()
            .number("event", position.event as u64)
            .number("now", position.now)
            .number("events", extent.events as u64)
            .number("end", extent.end)
            .number("recorded", extent.recorded)
            .flag("complete", extent.complete || extent.full)
            .number("rules", rules.len() as u64)
            .raw("broken", &array(broken))
            .raw("sentence", &present.map_or_else(|| String::from("null"), |it| told(&it)))
            .end()
    }

    /// What is worth jumping to, in JSON.
    pub fn markers(&self) -> String {
        array(self.stage.markers().iter().map(marker))
    }

    /// Records so many more events; false once there is no more to record.
    pub fn record(&mut self, events: usize) -> bool {
        self.stage.record(events)
    }

    /// Goes to a moment, in microseconds.
    pub fn seek_time(&mut self, at: f64) {
        self.stage.seek_time(at as Micros);
    }

    /// Plays on to a moment; true if anything happened up to it.
    pub fn advance(&mut self, at: f64) -> bool {
        let before = self.stage.position().event;
        self.stage.seek_time(at as Micros);
        self.stage.position().event != before
    }

    /// Goes to a position.
    pub fn seek_event(&mut self, event: usize) {
        self.stage.seek_event(event);
    }

    /// Goes to the next sentence; false at the end.
    pub fn step(&mut self) -> bool {
        self.stage.step()
    }

    /// Goes to the sentence before; false at the start.
    pub fn step_back(&mut self) -> bool {
        self.stage.step_back()
    }

    /// Crashes a node, or restarts it where it is down.
    ///
    /// # Errors
    ///
    /// Say why that cannot be.
    pub fn strike(&mut self, node: &str) -> Result<(), String> {
        let frame = self.stage.frame();
        let down = frame.nodes.iter().any(|it| it.name == node && it.status == Status::Down);
        let line = [if down { "restart " } else { "crash " }, node].concat();
        self.stage.act(&line).map_err(|it| it.to_string())
    }

    /// Takes back what was done last; false if there is nothing.
    pub fn undo(&mut self) -> bool {
        self.stage.undo()
    }

    /// What is to be seen, `stage`, `space-time` or `both`, and whether things are to be still.
    pub fn look(&mut self, view: &str, still: bool) {
        self.scene.view = match view {
            "space-time" => View::SpaceTime,
            "both" => View::Both,
            _ => View::Stage,
        };
        self.scene.still = still;
    }

    /// The picture, for an `svg` element of this size.
    pub fn markup(&mut self, width: f64, height: f64) -> String {
        self.scene.markup(&*self.stage, (width, height))
    }

    /// How tall that picture is.
    pub fn tall(&self, width: f64, height: f64) -> f64 {
        self.scene.tall((width, height), &*self.stage)
    }

    /// Says what moves at this moment: how many numbers stand at [`Run::movers_at`].
    pub fn movers(&mut self, now: f64) -> usize {
        self.scene.movers(now as Micros, &mut self.movers);
        self.movers.len()
    }

    /// Where in memory those numbers are.
    pub fn movers_at(&self) -> *const f32 {
        self.movers.as_ptr()
    }

    /// The words of this moment, line by line; where tokens have room for theirs is settled anew.
    pub fn tellings(&mut self, now: f64) -> String {
        self.scene.settle(now as Micros);
        self.scene.tellings(now as Micros).join("\n")
    }

    /// The fragment of a link that opens this run, with what was done to it.
    pub fn link(&self) -> String {
        self.stage.link()
    }
}

/// A scenario as it is printed, with another seed.
fn seeded(text: &str, seed: &str) -> String {
    let mut seeded = String::with_capacity(text.len() + seed.len());
    for line in text.lines() {
        match line.strip_prefix("seed ") {
            Some(_) => seeded.extend(["seed ", seed, "\n"]),
            None => seeded.extend([line, "\n"]),
        }
    }
    seeded
}

fn told(sentence: &Sentence) -> String {
    let lines = sentence.lines.iter().map(|line| {
        Object::default()
            .text("text", &line.text)
            .text("why", &line.why)
            .text("source", line.source)
            .end()
    });
    Object::default()
        .number("index", sentence.index as u64)
        .number("at", sentence.at)
        .raw("lines", &array(lines))
        .text("caption", sentence.caption.as_deref().unwrap_or_default())
        .end()
}

fn broken_rule((rule, violation): (&Rule, &Violation)) -> String {
    let facts: Vec<&str> = violation.facts.iter().map(|fact| &*fact.text).collect();
    Object::default()
        .text("name", rule.name)
        .text("title", rule.title)
        .text("facts", &facts.join("; "))
        .text("outside", violation.outside.as_deref().unwrap_or_default())
        .number("event", violation.event as u64)
        .number("at", violation.at)
        .end()
}

fn marker(marker: &Marker) -> String {
    let kind = match marker.kind {
        MarkerKind::Fault(EventKind::Restart | EventKind::Resume | EventKind::Heal) => "mend",
        MarkerKind::Fault(_) => "fault",
        MarkerKind::Cue => "cue",
        MarkerKind::Key => "key",
        MarkerKind::Violation => "violation",
    };
    Object::default()
        .number("event", marker.event as u64)
        .number("at", marker.at)
        .text("kind", kind)
        .text("label", &marker.label)
        .end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn read(json: &str) -> Value {
        serde_json::from_str(json).expect("JSON")
    }

    fn open(source: &str) -> Run {
        Run::open(true, source, "").map_err(|it| panic!("{it}")).expect("a run")
    }

    #[test]
    fn a_run_says_what_it_is_and_where_it_stands() {
        let mut run = open("raft/leader-crash");
        assert_eq!(read(&run.about())["room"], "Raft");
        let state = read(&run.state());
        assert_eq!((&state["event"], &state["sentence"]), (&Value::from(0), &Value::Null));
        assert!(run.step());
        let state = read(&run.state());
        assert_eq!(state["sentence"]["index"], 1);
        assert!(state["sentence"]["lines"][0]["text"].as_str().is_some_and(|it| it.len() > 5));
        assert_eq!((&state["rules"], &state["broken"]), (&Value::from(9), &Value::Array(vec![])));
        assert!(run.step_back() && !run.step_back());
        let moved = (1..200).filter(|ms| run.advance(1000.0 * f64::from(*ms))).count();
        assert!(moved > 3 && moved < 150, "{moved}");
    }

    #[test]
    fn a_node_is_crashed_and_restarted_and_its_link_tells_so() {
        let mut run = open("raft/leader-crash");
        run.seek_time(300_000.0);
        let before = run.link();
        run.strike("n2").expect("a node");
        assert_ne!(run.link(), before);
        let again = open(&run.link());
        assert_eq!(again.link(), run.link());
        run.strike("n2").expect("it comes back");
        assert!(run.undo() && run.undo() && !run.undo());
        assert!(run.strike("n99").expect_err("no such node").contains("n99"));
    }

    #[test]
    fn the_picture_says_how_many_things_move_and_tell() {
        let mut run = open("raft/leader-crash");
        run.seek_time(380_000.0);
        for view in ["stage", "space-time", "both"] {
            run.look(view, false);
            let markup = run.markup(640.0, 400.0);
            let count = |what: &str| markup.matches(what).count();
            assert!(count("data-m=") > 0 && count("data-w=") > 0, "{view}");
            assert_eq!(run.movers(380_500.0), 3 * count("data-m="), "{view}");
            assert_eq!(run.tellings(380_500.0).split('\n').count(), count("data-w="), "{view}");
            assert_eq!(markup.contains("stage-svg"), view != "space-time");
            assert_eq!(markup.contains("lanes-svg"), view != "stage");
            assert!(run.tall(640.0, 400.0) >= 400.0);
        }
    }

    #[test]
    fn a_seed_changes_luck_and_nothing_else() {
        let run = Run::open(true, "raft/leader-crash", "12").map_err(drop).expect("a run");
        assert_eq!(read(&run.about())["seed"], 12);
        assert_eq!(read(&run.about())["title"], read(&open("raft/leader-crash").about())["title"]);
        assert!(Run::open(true, "raft/leader-crash", "many").is_err());
    }

    #[test]
    fn what_is_wrong_with_a_text_is_shown_by_a_caret() {
        let wrong = Run::open(false, "title t\nprotocol raft nodes=5\nend at soon\n", "");
        let complaint = wrong.map(drop).expect_err("no moment");
        assert!(complaint.contains("line 3") && complaint.contains('^'), "{complaint}");
    }

    #[test]
    fn a_broken_rule_is_told_from_when_it_is_broken() {
        let mut run = open("raft/one-vote/forgets-vote");
        assert_eq!(read(&run.state())["broken"], Value::Array(vec![]));
        while run.record(512) {}
        let markers = read(&run.markers());
        let markers = markers.as_array().expect("markers");
        let broken = markers.iter().find(|it| it["kind"] == "violation").expect("one");
        run.seek_event(broken["event"].as_u64().expect("a position") as usize);
        let state = read(&run.state());
        assert_eq!(state["broken"][0]["name"], "election-safety");
        assert_eq!(state["broken"][0]["event"], broken["event"]);
    }
}
