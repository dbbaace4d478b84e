//! What lies on the desk of somebody who checks or explores: a form, a search, a list of steps.

use super::form::{Form, Row};
use super::running::{Ended, Running};
use super::{Checking, Then, Wish, ask, steps, verdict};
use crate::browser;
use crate::html::html;
use crate::msg::Msg;
use crate::scene::Pick;
use crate::session::Session;
use crate::texts::{LANG, t};
use clusterscope::check::explore::{self, Step};
use clusterscope::exhibit::{Future, room};
use clusterscope::scenario::syntax::{Lexicon, Scenario};
use clusterscope::scenario::{link, parse_check};
use std::rc::Rc;
use yew::{Callback, Html};

/// The desk.
#[derive(Default)]
pub(super) struct Desk {
    /// The run that was looked at last.
    run: Option<Run>,
    form: Rc<Form>,
    /// The search that was begun last.
    running: Option<Running>,
    /// How many were begun.
    begun: u32,
    /// The answer whose link was copied, and whether that worked.
    copied: Option<(usize, bool)>,
    /// What could happen next, and at which position that is.
    steps: Option<(usize, Vec<Step>)>,
    pointed: Option<Pick>,
}

/// A run as the desk knows it.
struct Run {
    /// Another list of futures is another run.
    futures: Rc<Vec<Future>>,
    scenario: Scenario,
    place: u16,
    lexicon: Lexicon,
}

impl Run {
    /// The run that is open; none where it is too long for a link.
    fn of(session: &Session) -> Option<Self> {
        let decoded = link::decode(&session.stage().link(), &room).ok()?;
        let (room, plan) = decoded.scenario.run(decoded.run);
        let lexicon = room.lexicon(&plan.setup);
        let (futures, scenario) = (session.futures.clone(), decoded.scenario);
        Some(Self { futures, scenario, place: decoded.run, lexicon })
    }
}

impl Desk {
    /// Reads the run anew.
    fn read(&mut self, session: &Session) {
        self.run = Run::of(session);
        self.steps = None;
        self.pointed = None;
    }

    /// Changes the form; the scenario asks what it says, if nothing is wrong with it.
    fn fill(&mut self, session: &mut Session, change: impl FnOnce(&mut Form)) -> Then {
        let form = Rc::make_mut(&mut self.form);
        change(form);
        let Some(run) = &self.run else { return Then::Nothing };
        let Some(inquiry) = form.inquiry(&run.lexicon) else { return Then::Nothing };
        session.inquire(inquiry);
        self.read(session);
        Then::Link
    }

    fn start(&mut self, session: &mut Session, on: &Callback<Msg>) -> Then {
        let then = self.fill(session, |_| {});
        if matches!(then, Then::Link) {
            self.begun += 1;
            let form = &self.form;
            let claims = form.rows.iter().map(|row| form.claim(row, &session.verdict)).collect();
            let about = session.about.title.clone();
            let task = (session.stage().link(), (form.memory as usize) << 20);
            self.copied = None;
            // What went on before ends before the next one begins.
            self.running = None;
            self.running = Some(Running::begin(self.begun, (about, claims), task, on));
        }
        then
    }

    /// Asks what a line does, and nothing else; bounds come on top of those that there are.
    fn line(&mut self, line: &str, session: &mut Session, on: &Callback<Msg>) -> Then {
        let Some(run) = &self.run else { return Then::Nothing };
        match parse_check(line, &run.lexicon) {
            Some(Ok(asked)) => {
                let place = run.scenario.run(run.place);
                let form = Form::of(&asked.over(&place.1.inquiry), &run.lexicon, place.0);
                let searches = !asked.queries.is_empty();
                Rc::make_mut(&mut self.form).take(form);
                if searches { self.start(session, on) } else { self.fill(session, |_| {}) }
            }
            Some(Err(complaint)) => Then::Complain(complaint),
            None => Then::Nothing,
        }
    }

    fn answer(&self, place: usize) -> Option<&super::report::Told> {
        self.running.as_ref()?.answers.get(place).map(|(.., told)| told)
    }

    fn copy(&self, place: usize, on: &Callback<Msg>) {
        let Some(told) = self.answer(place) else { return };
        let (link, on) = ([&*browser::address(), "#", &told.link].concat(), on.clone());
        browser::copy(&link, move |copied| on.emit(Wish::Copied(place, copied).into()));
    }

    fn take(&self, place: usize, session: &mut Session) -> Then {
        let step = self.steps.as_ref().and_then(|(_, steps)| steps.get(place));
        let (Some(step), Some(run)) = (step, &self.run) else { return Then::Nothing };
        if run.scenario.run(run.place).1.manual {
            steps::give_time(session);
        }
        Then::Do(step.command.clone())
    }

    /// Changes a question.
    fn amend(&mut self, session: &mut Session, row: usize, change: impl FnOnce(&mut Row)) -> Then {
        self.fill(session, |form| {
            if let Some(row) = form.rows.get_mut(row) {
                change(row);
            }
        })
    }

    fn point(&mut self, place: Option<usize>, session: &Session) {
        let steps = self.steps.as_ref();
        let step = place.zip(steps).and_then(|(place, (_, steps))| steps.get(place));
        self.pointed = step.map(|step| steps::target(step, &session.frame));
    }
}

impl Checking for Desk {
    fn grant(&mut self, wish: Wish, session: &mut Session, on: &Callback<Msg>) -> Then {
        match wish {
            Wish::Kind(row, kind) => return self.amend(session, row, |row| row.kind = kind),
            Wish::Type(row, words) => {
                if let Some(row) = Rc::make_mut(&mut self.form).rows.get_mut(row) {
                    (row.words, row.wrong) = (words, None);
                }
            }
            Wish::Words(row, words) => return self.amend(session, row, |row| row.words = words),
            Wish::Line(line) => return self.line(&line, session, on),
            Wish::Add => {
                let form = Rc::make_mut(&mut self.form);
                form.rows.push(Row::goal(form));
            }
            Wish::Remove(row) => {
                return self.fill(session, |form| {
                    if row < form.rows.len() && form.rows.len() > 1 {
                        form.rows.remove(row);
                    }
                });
            }
            Wish::Bound(field, text) => {
                return self.fill(session, |form| form.set(field, &text));
            }
            Wish::Time(text) => return self.fill(session, |form| form.time.text = text),
            Wish::Memory(text) => Rc::make_mut(&mut self.form).set_memory(&text),
            Wish::Start => return self.start(session, on),
            Wish::Stop => {
                if let Some(running) = &mut self.running {
                    running.finish(Ended::Stopped);
                }
            }
            Wish::News(number, text, worker) => {
                if let Some(running) = &mut self.running {
                    running.hear(number, &text, worker);
                }
            }
            Wish::Show(place) => {
                let told = self.answer(place);
                return told.map_or(Then::Nothing, |told| Then::Open(told.text.clone(), false));
            }
            Wish::Copy(place) => self.copy(place, on),
            Wish::Copied(place, copied) => self.copied = Some((place, copied)),
            Wish::Point(place) => self.point(place, session),
            Wish::Take(place) => return self.take(place, session),
            Wish::ByHand => {
                let run = self.run.as_ref();
                return run.map_or(Then::Nothing, |run| {
                    Then::Open(steps::by_hand(&run.scenario, run.place), true)
                });
            }
        }
        Then::Nothing
    }

    fn look(&mut self, session: &Session, exploring: bool) {
        let known = self.run.as_ref().is_some_and(|it| Rc::ptr_eq(&it.futures, &session.futures));
        if !known {
            self.read(session);
            if let Some(run) = &self.run {
                let (room, plan) = run.scenario.run(run.place);
                let form = Form::of(&plan.inquiry, &run.lexicon, room);
                Rc::make_mut(&mut self.form).take(form);
            }
        }
        let event = session.position.event;
        if exploring && self.steps.as_ref().is_none_or(|(at, _)| *at != event) {
            let list = |run: &Run| explore::steps(&run.scenario, run.place, event, LANG);
            self.steps = self.run.as_ref().map(|run| (event, list(run)));
            self.pointed = None;
        }
    }

    fn check(&self, session: &Session, on: &Callback<Msg>) -> Html {
        if self.run.is_none() {
            return html! { <p class="t2">{ t().link_long }</p> };
        }
        let busy = self.running.as_ref().is_some_and(|it| it.end.is_none());
        let shows = ask::AskProps {
            form: self.form.clone(),
            rules: session.verdict.clone(),
            settings: session.settings.clone(),
            phrases: session.about.predicates,
            busy,
            on: on.clone(),
        };
        let answers = self.running.as_ref().map(|it| {
            let elsewhere = it.about != session.about.title;
            verdict::draw(it, elsewhere, self.copied, on)
        });
        ask::draw(shows, answers.unwrap_or_default())
    }

    fn explore(&self, session: &Session, playing: bool, on: &Callback<Msg>) -> Html {
        let Some(run) = &self.run else { return html! { <p class="t2">{ t().link_long }</p> } };
        let manual = run.scenario.run(run.place).1.manual;
        let list = self.steps.as_ref().filter(|(at, _)| *at == session.position.event && !playing);
        steps::draw(list.map(|(_, steps)| &steps[..]), session, manual, on)
    }

    fn pointed(&self) -> Option<Pick> {
        self.pointed
    }
}
