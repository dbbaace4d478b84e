//! Moving the playhead: by hand and by the clock.

use super::App;
use crate::browser;
use crate::motion::{Beat, Moment};
use crate::player::{Advance, Ground};
use crate::session::{Session, broken};
use clusterscope::protocol::Micros;

/// How long recording may take within one frame, in milliseconds.
const RECORDING: f64 = 4.0;
/// How often what is read follows what is seen, in milliseconds.
const BEAT: f64 = 200.0;

impl App {
    /// The browser is about to paint: records a slice, and moves the playhead if the run plays.
    /// True if more changed than what follows the playhead by itself.
    pub(super) fn paint(&mut self, wall: f64) -> bool {
        self.painter.painted();
        let Some(session) = &mut self.session else { return false };
        let mut render = false;
        if self.recording {
            let budget = if self.player.playing { RECORDING / 2.0 } else { RECORDING };
            (self.recording, render) = session.record(browser::clock, budget);
        }
        let ground = Ground {
            now: self.playhead.now(),
            next: session.frame.next,
            recorded: session.extent.recorded,
            complete: session.extent.complete || session.extent.full,
            end: session.extent.end,
            idle: session.frame.messages.is_empty(),
        };
        match self.player.tick(wall, ground) {
            Advance::Stay => {}
            Advance::To(now) => {
                let beat = self.next_beat(wall);
                render |= self.glide(now, beat);
            }
            Advance::Event => {
                let before = session.position.event;
                session.seek(before + 1);
                self.stop_at_violation(before);
                self.settle();
                render = true;
            }
            Advance::End(now) => {
                self.glide(now, Beat::Full);
                self.rest();
                render = true;
            }
        }
        render
    }

    /// What follows the playhead in this frame.
    fn next_beat(&mut self, wall: f64) -> Beat {
        self.odd = !self.odd;
        if wall - self.beat >= BEAT {
            self.beat = wall;
            return Beat::Full;
        }
        if self.odd { Beat::Off } else { Beat::Half }
    }

    /// Shows a moment between events, or goes on to the events up to it.
    fn glide(&mut self, now: f64, beat: Beat) -> bool {
        let Some(session) = &mut self.session else { return false };
        let at = now as Micros;
        let due = session.frame.next.is_some_and(|next| next <= at);
        if due {
            let before = session.position.event;
            session.play_to(at);
            if self.stop_at_violation(before) {
                self.rest();
                return true;
            }
        }
        self.playhead.set(Moment { now, beat });
        beat == Beat::Full && self.with(|session| session.catch_up(now)) == Some(true)
    }

    /// The first violation that playing comes across stops it, just after the guilty event.
    fn stop_at_violation(&mut self, before: usize) -> bool {
        let Some(session) = &mut self.session else { return false };
        let guilty = |session: &Session| {
            broken(&session.verdict, session.position.event)
                .filter_map(|rule| Some(rule.broken.as_ref()?.event))
                .filter(|event| *event > before)
                .min()
        };
        let Some(event) = guilty(session) else { return false };
        // One that was broken before is no news.
        if broken(&session.verdict, before).next().is_some() {
            return false;
        }
        session.seek(event);
        self.player.play(false);
        true
    }

    /// Plays or pauses; from the end it plays again from the start.
    pub(super) fn toggle_play(&mut self) {
        let Some(session) = &mut self.session else { return };
        let play = !self.player.playing;
        if play && session.extent.complete && self.playhead.now() >= session.extent.end as f64 {
            session.seek(0);
            self.settle();
        }
        self.player.play(play);
        if !play {
            self.rest();
        }
    }

    /// Steps by sentence, and says the sentence it came to.
    pub(super) fn step(&mut self, sentences: i32) {
        self.walk(|session| session.step(sentences));
        self.speak();
    }

    /// Steps by event.
    pub(super) fn step_event(&mut self, events: i32) {
        self.walk(|session| {
            let to = session.position.event.saturating_add_signed(events as isize);
            session.seek(to.min(session.extent.events.max(session.position.event + 1)));
        });
        self.speak();
    }

    /// Moves by hand, which stops playing.
    pub(super) fn walk(&mut self, go: impl FnOnce(&mut Session)) {
        self.sync();
        self.player.play(false);
        let Some(session) = &mut self.session else { return };
        go(session);
        self.settle();
        self.remember();
    }

    /// Brings the stage to the moment that is shown, before anything is done there.
    pub(super) fn sync(&mut self) {
        let now = self.playhead.now() as Micros;
        if let Some(session) = &mut self.session
            && self.player.playing
            && session.position.now < now
        {
            session.seek_time(now);
        }
    }

    /// Stops where the playhead is.
    pub(super) fn rest(&mut self) {
        let now = self.playhead.now() as Micros;
        if let Some(session) = &mut self.session
            && session.position.now < now
            && session.frame.next.is_none_or(|next| next > now)
        {
            session.seek_time(now);
        }
        self.settle();
        self.remember();
    }

    /// Brings what is read up to what is seen.
    pub(super) fn catch_up(&mut self) {
        let now = self.playhead.now();
        self.with(|session| session.catch_up(now));
    }

    /// Moves the playhead to where the stage is.
    pub(super) fn settle(&mut self) {
        if let Some(session) = &self.session {
            crate::stopped::remember(&session.about, session.position.event);
            self.playhead.set(Moment { now: session.position.now as f64, beat: Beat::Full });
        }
        self.trace_causes();
    }

    /// Keeps the position with the history's entry, for a reload.
    fn remember(&self) {
        if let Some(session) = &self.session {
            browser::set_fragment("", session.position.event, false);
        }
    }

    /// Has the present sentence said.
    fn speak(&mut self) {
        let Some(session) = &self.session else { return };
        let present = session.story.iter().find(|one| one.index == session.position.sentence);
        if let Some(line) = present.and_then(|sentence| sentence.lines.first()) {
            self.spoken = line.text.clone().into();
        }
    }
}
