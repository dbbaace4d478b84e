//! The stage: a scenario's runs, what the user did to them, and one place in model time.

use super::mask::Masked;
use super::performance::Performance;
use super::picture;
use super::playable::Playable;
use super::tell::Teller;
use super::told::Told;
use super::{
    About, Diagram, Expectation, Extent, Fulfilment, Future, Marker, Other, Position, Reading,
    Rule, Run, Sentence, Settings, Stage, Tick,
};
#[cfg(feature = "audit")]
use crate::digest::Digest;
use crate::exhibit::Frame;
use crate::narrate::Lang;
use crate::protocol::{Micros, NodeId};
use crate::scenario::inquiry::Inquiry;
use crate::scenario::syntax::{Act, Command, Cue, Plan, Scenario, What};
use crate::scenario::{self, Complaint};
use crate::shared::Rc;
use crate::simulate::{self, DEFAULT_CAP, Simulation};
use crate::view::history::History;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A scenario that has been opened.
pub(super) struct Theatre {
    scenario: Scenario,
    runs: Vec<Performance>,
    current: usize,
    lang: Lang,
    cap: usize,
    /// A future beside the current one, kept while it is compared.
    beside: Option<(Other, Simulation<Masked>)>,
    /// Sentences of the current future that were told lately.
    told: Told,
}

impl Theatre {
    /// Opens a scenario.
    pub(super) fn new(scenario: Scenario, notice: Option<String>, lang: Lang) -> Self {
        let count = 1 + scenario.variants.len() + scenario.forks.len();
        let open = |run| Performance::new(&scenario, run, notice.clone(), lang);
        let runs: Vec<Performance> = (0..count).map(open).collect();
        let current = scenario.acts.last().map_or(0, |act| usize::from(act.run));
        let current = current.min(runs.len() - 1);
        let (cap, told) = (DEFAULT_CAP, Told::default());
        Self { scenario, runs, current, lang, cap, beside: None, told }
    }

    fn run(&self) -> &Performance {
        &self.runs[self.current]
    }

    fn sim(&self) -> &Simulation<Masked> {
        &self.runs[self.current].sim
    }

    fn sim_mut(&mut self) -> &mut Simulation<Masked> {
        &mut self.runs[self.current].sim
    }

    fn teller(&self) -> Teller<'_, Masked> {
        let run = self.run();
        Teller { run: &run.sim, lexicon: &run.lexicon, lang: self.lang }
    }

    /// The place of what would be done now.
    fn place(&self) -> (Micros, u32) {
        let sim = self.sim();
        let at = sim.playhead();
        let records = &sim.chronicle().records[..sim.cursor()];
        let nth = records.iter().rev().take_while(|record| record.at == at).count();
        (at, nth as u32)
    }

    /// The scenario with the acts of all runs, as links carry it.
    fn with_acts(&self) -> Scenario {
        let mut scenario = self.scenario.clone();
        scenario.acts.clear();
        // The current run's acts come last: a link opens on the run that was acted on last.
        let order = (0..self.runs.len()).filter(|&i| i != self.current).chain([self.current]);
        for run in order {
            let acts = self.runs[run].futures.acts().into_iter();
            let run = run as u16;
            for (at, nth, command) in acts {
                let command = Command::clone(&command);
                scenario.acts.push(Act { run, at, nth, command });
            }
        }
        scenario
    }

    /// Takes up the current future's acts.
    fn refresh(&mut self) -> &mut Simulation<Masked> {
        self.beside = None;
        self.told.clear();
        let run = &mut self.runs[self.current];
        run.sim.set_acts(&run.futures.acts());
        &mut run.sim
    }

    /// Takes up the current future's acts, at the same moment.
    fn refresh_here(&mut self) {
        let at = self.sim().playhead();
        self.refresh().seek_time(at);
    }

    fn sentences(&self) -> usize {
        self.sim().chronicle().sentences.len()
    }

    fn sentence(&self, index: usize) -> Sentence {
        self.told.get(index, index < self.sentences(), || self.teller().sentence(index))
    }

    fn expectation(&self, run: &Performance, place: usize, cue: &Cue) -> Expectation {
        let text = scenario::print::cue_text(cue, &run.lexicon);
        Expectation { text, line: cue.line, state: run.sim.fulfilment(place) }
    }
}

impl Stage for Theatre {
    fn about(&self) -> &About {
        &self.run().about
    }

    fn about_of(&self, other: Other) -> &About {
        match other {
            Other::Run(run) => &self.runs[run.min(self.runs.len() - 1)].about,
            Other::Future(_) => self.about(),
        }
    }

    fn extent(&self) -> Extent {
        let sim = self.sim();
        Extent {
            events: sim.chronicle().len(),
            recorded: if sim.is_complete() { sim.rules().end } else { sim.front().now },
            end: sim.rules().end,
            complete: sim.is_complete(),
            full: sim.is_full(),
            bytes: sim.bytes(),
            cap: sim.cap(),
            longest_replay: sim.longest_replay(),
        }
    }

    fn record(&mut self, events: usize) -> bool {
        self.sim_mut().record(events)
    }

    fn position(&self) -> Position {
        let sim = self.sim();
        let (event, now) = (sim.cursor(), sim.playhead());
        Position { event, now, sentence: sim.chronicle().sentence_at(event) }
    }

    fn seek_event(&mut self, event: usize) {
        self.sim_mut().seek_event(event);
    }

    fn seek_time(&mut self, at: Micros) {
        self.sim_mut().seek_time(at);
    }

    fn step(&mut self) -> bool {
        let next = self.position().sentence + 1;
        while self.sentences() < next && self.record(64) {}
        let found = self.sentences() >= next;
        let event = match found {
            true => self.sim().chronicle().sentences[next - 1] as usize,
            false => self.sim().chronicle().len(),
        };
        self.seek_event(event);
        found
    }

    fn step_back(&mut self) -> bool {
        let sentence = self.position().sentence;
        let event = match sentence.checked_sub(2) {
            Some(before) => self.sim().chronicle().sentences[before] as usize,
            None => 0,
        };
        let moved = self.sim().cursor() != event;
        self.seek_event(event);
        moved
    }

    fn frame(&self) -> Frame {
        picture::frame(self.sim(), self.lang)
    }

    fn told(&self) -> Option<super::Told> {
        self.sim().here().last.as_deref().map(|moment| self.teller().told(moment))
    }

    fn story(&self, before: usize, after: usize) -> Vec<Sentence> {
        let now = self.position().sentence;
        let last = (now + after).min(self.sentences());
        (now.saturating_sub(before).max(1)..=last).map(|index| self.sentence(index)).collect()
    }

    fn verdict(&self) -> Vec<Rule> {
        let broken = &self.sim().chronicle().broken;
        let telling = self.sim().protocol().telling();
        let rules = self.run().room.claims().into_iter().enumerate().map(|(place, claim)| Rule {
            name: claim.name,
            title: claim.title,
            help: claim.help,
            source: claim.source,
            broken: broken.iter().find(|(it, _)| *it == place).map(|(_, it)| it.clone()),
            history: telling == Some(claim.name) && broken.iter().any(|(it, _)| *it == place),
        });
        rules.collect()
    }

    fn history(&self, rule: &str) -> Option<History> {
        let protocol = self.sim().protocol();
        let mut scribe = protocol.scribe().filter(|_| protocol.telling() == Some(rule))?;
        let mut broken = self.sim().chronicle().broken.iter();
        let is = |place: usize| protocol.claim(place).is_some_and(|claim| claim.name == rule);
        let event = broken.find(|(place, _)| is(*place))?.1.event;
        self.sim().retrace(event, &mut |moment, before, world| {
            let outcome = moment.outcome.as_ref();
            if let Some(seen) = outcome.and_then(|it| it.seen(world.node(it.by))) {
                scribe.see(moment.at, &seen, before);
            }
        });
        scribe.show()
    }

    fn diagram(&self, from: Micros, to: Micros, limit: usize) -> Diagram {
        picture::diagram(self.sim(), from, to, limit)
    }

    fn density(&self, buckets: usize) -> Vec<u32> {
        self.sim().chronicle().density(buckets, self.sim().rules().end)
    }

    fn markers(&self) -> Vec<Marker> {
        let chronicle = self.sim().chronicle();
        let marks = chronicle.bookmarks.iter().map(|bookmark| Marker {
            event: bookmark.event as usize,
            at: chronicle.at(bookmark.event as usize),
            kind: bookmark.kind,
            label: bookmark.label.clone(),
        });
        marks.collect()
    }

    fn causes(&self, event: usize, from: Micros, to: Micros) -> (Vec<usize>, Vec<usize>) {
        picture::causes(self.sim().chronicle(), event, from, to)
    }

    fn clocks(&self, from: Micros, to: Micros) -> Vec<Tick> {
        super::clocks::clocks(self.sim().chronicle(), self.sim().rules().roles.len(), from, to)
    }

    fn expectations(&self) -> Vec<Expectation> {
        let run = self.run();
        let cues = run.plan.lines.iter().enumerate();
        let mut list: Vec<Expectation> = cues
            .filter(|(_, cue)| matches!(cue.what, What::Expect(_)))
            .map(|(place, cue)| self.expectation(run, place, cue))
            .collect();
        for (line, why) in simulate::failures(&run.sim) {
            let cue = run.plan.lines.iter().find(|cue| cue.line == line);
            let text =
                cue.map(|cue| scenario::print::cue_text(cue, &run.lexicon)).unwrap_or_default();
            let state = Fulfilment::Failed(run.sim.chronicle().len(), why);
            list.push(Expectation { text, line, state });
        }
        list.extend(super::implied(run.plan.as_ref(), &run.sim));
        list
    }

    fn act(&mut self, line: &str) -> Result<(), Complaint> {
        let command = Rc::new(scenario::parse_command(line, &self.run().lexicon)?);
        let (at, nth) = self.place();
        let (before, playhead) = (self.sim().cursor(), self.sim().playhead());
        self.told.clear();
        let run = &mut self.runs[self.current];
        let acts = run.futures.with(at, nth, &command);
        if let Some(why) = run.sim.rehearse(&acts, (at, nth)) {
            return Err(Complaint::of(line, format!("this cannot be done now: {why}")));
        }
        run.sim.set_acts(&acts);
        if !run.sim.follow((at, nth)) {
            run.sim.set_acts(&run.futures.acts());
            run.sim.restore(before, playhead);
            let full = "this cannot be done: the memory for history is full";
            return Err(Complaint::of(line, String::from(full)));
        }
        run.futures.act(at, nth, command);
        self.beside = None;
        Ok(())
    }

    fn undo(&mut self) -> bool {
        let Some(place) = self.runs[self.current].futures.undo() else { return false };
        match place {
            Some(place) => self.refresh().stand_before(place),
            None => self.refresh_here(),
        }
        true
    }

    fn redo(&mut self) -> bool {
        let Some(place) = self.runs[self.current].futures.redo() else { return false };
        match place {
            Some(place) => drop(self.refresh().follow(place)),
            None => self.refresh_here(),
        }
        true
    }

    fn undoable(&self) -> (bool, bool) {
        self.run().futures.can()
    }

    fn futures(&self) -> Vec<Future> {
        let run = self.run();
        run.futures.list(|command| scenario::print_command(command, &run.lexicon))
    }

    fn select_future(&mut self, id: usize) {
        self.runs[self.current].futures.select(id);
        self.refresh_here();
    }

    fn runs(&self) -> Vec<Run> {
        let runs = self.runs.iter().enumerate().map(|(i, run)| Run {
            name: run.name.clone(),
            room: run.about.card,
            forks_at: run.forks_at,
            current: i == self.current,
        });
        runs.collect()
    }

    fn select_run(&mut self, run: usize) {
        let at = self.sim().playhead();
        self.current = run.min(self.runs.len() - 1);
        self.beside = None;
        self.told.clear();
        let cap = self.cap;
        self.sim_mut().set_cap(cap);
        self.seek_time(at);
    }

    fn compare(&mut self, with: Other) -> Frame {
        let (at, lang) = (self.sim().playhead(), self.lang);
        match with {
            Other::Run(run) => {
                let run = run.min(self.runs.len() - 1);
                self.runs[run].sim.seek_time(at);
                picture::frame(&self.runs[run].sim, lang)
            }
            Other::Future(id) => {
                if self.beside.as_ref().is_none_or(|(kept, _)| *kept != with) {
                    let run = self.run();
                    let (acts, plan) = (run.futures.path(id), run.plan.clone());
                    let protocol = run.room.masked(&plan.setup);
                    self.beside = Some((with, Simulation::new(protocol, plan, run.fork, &acts)));
                }
                let Some((_, sim)) = &mut self.beside else { unreachable!("just opened") };
                sim.seek_time(at);
                picture::frame(sim, lang)
            }
        }
    }

    fn measure(&mut self, run: usize, events: usize) -> Option<Vec<Reading>> {
        self.runs.get_mut(run)?.measure(events, self.lang)
    }

    fn settings(&self) -> Settings {
        super::settings::list(self.run().room, &self.run().plan)
    }

    fn with_setting(&self, name: &str, value: &str) -> Result<String, Complaint> {
        let mut scenario = self.with_acts();
        let run = self.run();
        let changed = if run.room != scenario.room {
            scenario::with_setting_of(&scenario, self.current - 1, name, value)?
        } else {
            if run.forks_at.is_none() && self.current > 0 {
                super::settings::promote(&mut scenario, self.current, &run.plan);
            }
            scenario::with_setting(&scenario, name, value)?
        };
        Ok(scenario::print_with_acts(&changed))
    }

    fn inquire(&mut self, inquiry: Inquiry) {
        let (_, asked) = self.scenario.run(self.current as u16);
        let asked = asked.inquiry.clone();
        // What a variant has from the main run goes with it.
        let main = self.current == 0 || self.run().forks_at.is_some();
        for (place, run) in self.runs.iter_mut().enumerate() {
            let heir = main && run.room == self.scenario.room && run.plan.inquiry == asked;
            if heir || place == self.current {
                run.plan = Rc::new(Plan { inquiry: inquiry.clone(), ..Plan::clone(&run.plan) });
                *self.scenario.inquiry_mut(place) = inquiry.clone();
            }
        }
    }

    fn text(&self) -> String {
        scenario::print_with_acts(&self.with_acts())
    }

    fn link(&self) -> String {
        scenario::link::encode_at(&self.with_acts(), self.current as u16)
    }

    #[cfg(feature = "audit")]
    fn digest(&mut self) -> u64 {
        self.sim_mut().record_all();
        self.sim().digest()
    }

    #[cfg(feature = "audit")]
    fn fingerprint(&self) -> u64 {
        let here = self.sim().here();
        Digest::of(&(&here.world, &here.machines, here.now, here.events))
    }

    #[cfg(feature = "audit")]
    fn reasons(&mut self) -> Vec<String> {
        self.sim_mut().record_all();
        self.run().reasons(self.lang)
    }

    fn set_memory_cap(&mut self, bytes: usize) {
        self.cap = bytes;
        self.sim_mut().set_cap(bytes);
    }

    fn set_lang(&mut self, lang: Lang) {
        self.lang = lang;
        self.told.clear();
        self.runs.iter_mut().for_each(|run| run.set_lang(&self.scenario, lang));
    }

    fn complete(&self, prefix: &str) -> Vec<String> {
        scenario::complete(prefix, &self.run().lexicon)
    }

    fn find(&self, name: &str) -> Option<NodeId> {
        let run = self.run();
        if let Some(place) = run.lexicon.nodes.iter().position(|node| node == name) {
            return Some(NodeId(place as u16));
        }
        let selector = run.room.words().selectors.iter().position(|form| form.word == name)?;
        run.sim.protocol().select(selector, &run.sim.here().world).first().copied()
    }

    fn tally(&self) -> super::Tally {
        let front = self.sim().front();
        super::Tally { faults: front.faults.to_vec(), answered: front.answered }
    }
}
