//! How playing moves the playhead: a pure reducer, fed with the browser's clock.

use clusterscope::protocol::Micros;

/// The speeds on offer, and what they are called; the last one is as fast as possible.
pub const SPEEDS: &[(f64, &str)] = &[
    (0.001, "0.001×"),
    (0.002, "0.002×"),
    (0.005, "0.005×"),
    (0.01, "0.01×"),
    (0.02, "0.02×"),
    (0.05, "0.05×"),
    (0.1, "0.1×"),
    (0.25, "¼×"),
    (0.5, "½×"),
    (1.0, "1×"),
    (2.0, "2×"),
    (5.0, "5×"),
    (10.0, "10×"),
    (100.0, "100×"),
    (f64::INFINITY, "max"),
];

/// A gap between two paints is never taken to be longer than this, in milliseconds: a page that
/// was hidden goes on where it stood.
const LONGEST_GAP: f64 = 100.0;
/// Under reduced motion an event lasts this long, in milliseconds.
const STEP_PACE: f64 = 1000.0;
/// Skipping idle time stops this long before the next event, in milliseconds of the wall clock.
const IDLE_LEAD: f64 = 200.0;

/// Whether and how the run plays.
#[derive(Clone, Debug, PartialEq)]
pub struct Player {
    /// Whether it plays.
    pub playing: bool,
    /// The place in [`SPEEDS`].
    pub speed: usize,
    /// Whether time in which nothing is in flight is skipped.
    pub skip_idle: bool,
    /// Whether motion is reduced: one event a second instead of gliding.
    pub reduced: bool,
    last: Option<f64>,
    waited: f64,
}

/// What the player must know of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ground {
    /// The moment shown.
    pub now: f64,
    /// The moment of the next event.
    pub next: Option<Micros>,
    /// The moment up to which the run is recorded.
    pub recorded: Micros,
    /// Whether no more will be recorded.
    pub complete: bool,
    /// When the run ends.
    pub end: Micros,
    /// Whether nothing is in flight.
    pub idle: bool,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Advance {
    /// Nothing.
    Stay,
    /// Show this moment.
    To(f64),
    /// Go to the next event.
    Event,
    /// Show this moment, the last one: playing has stopped.
    End(f64),
}

impl Default for Player {
    fn default() -> Self {
        let (playing, reduced) = (false, false);
        Self { playing, speed: 6, skip_idle: false, reduced, last: None, waited: 0.0 }
    }
}

impl Player {
    /// One that stands still.
    pub fn new(reduced: bool) -> Self {
        Self { reduced, ..Self::default() }
    }

    /// Starts or stops playing.
    pub fn play(&mut self, playing: bool) {
        self.playing = playing;
        self.last = None;
        self.waited = 0.0;
    }

    /// The browser paints at `wall`, in milliseconds: moves on by what has passed.
    pub fn tick(&mut self, wall: f64, ground: Ground) -> Advance {
        if !self.playing {
            return Advance::Stay;
        }
        let Some(last) = self.last.replace(wall) else { return Advance::Stay };
        let passed = crate::geometry::between(0.0, wall - last, LONGEST_GAP);
        if self.reduced { self.pace(passed, ground) } else { self.glide(passed, ground) }
    }

    fn pace(&mut self, passed: f64, ground: Ground) -> Advance {
        if ground.next.is_none() && ground.complete {
            self.play(false);
            return Advance::End(ground.end as f64);
        }
        self.waited += passed;
        if self.waited < STEP_PACE {
            return Advance::Stay;
        }
        self.waited -= STEP_PACE;
        Advance::Event
    }

    fn glide(&mut self, passed: f64, ground: Ground) -> Advance {
        let rate = SPEEDS[self.speed].0 * 1000.0;
        let frontier = if ground.complete { ground.end } else { ground.recorded } as f64;
        let mut to = if rate.is_finite() { ground.now + passed * rate } else { frontier };
        if self.skip_idle && ground.idle {
            let next = ground.next.map_or(frontier, |next| next as f64);
            to = to.max(next - rate * IDLE_LEAD);
        }
        if to < frontier {
            return Advance::To(to);
        }
        if ground.complete {
            self.play(false);
            return Advance::End(frontier);
        }
        Advance::To(frontier.max(ground.now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUND: Ground = Ground {
        now: 1000.0,
        next: Some(500_000),
        recorded: 900_000,
        complete: true,
        end: 1_000_000,
        idle: false,
    };

    fn playing(speed: f64) -> Player {
        let speed = SPEEDS.iter().position(|(rate, _)| *rate == speed).unwrap();
        let mut player = Player { speed, ..Player::default() };
        player.play(true);
        assert_eq!(player.tick(5000.0, GROUND), Advance::Stay, "starts where it stands");
        player
    }

    #[test]
    fn a_paused_player_stays() {
        assert_eq!(Player::default().tick(1.0, GROUND), Advance::Stay);
    }

    #[test]
    fn model_time_passes_at_speed_times_wall_time() {
        assert_eq!(playing(0.5).tick(5016.0, GROUND), Advance::To(9000.0));
        assert_eq!(playing(0.001).tick(5016.0, GROUND), Advance::To(1016.0));
    }

    #[test]
    fn a_hidden_page_does_not_leap() {
        assert_eq!(playing(1.0).tick(99_000.0, GROUND), Advance::To(101_000.0));
    }

    #[test]
    fn playing_stops_at_the_end() {
        let mut player = playing(f64::INFINITY);
        assert_eq!(player.tick(5016.0, GROUND), Advance::End(1_000_000.0));
        assert!(!player.playing);
    }

    #[test]
    fn playing_waits_for_what_is_not_recorded_yet() {
        let mut player = playing(f64::INFINITY);
        let ground = Ground { complete: false, ..GROUND };
        assert_eq!(player.tick(5016.0, ground), Advance::To(900_000.0));
        assert!(player.playing);
    }

    #[test]
    fn idle_time_is_skipped_up_to_shortly_before_the_next_event() {
        let mut player = playing(0.1);
        player.skip_idle = true;
        let idle = Ground { idle: true, ..GROUND };
        assert_eq!(player.tick(5016.0, idle), Advance::To(480_000.0));
        assert_eq!(player.tick(5032.0, GROUND), Advance::To(2600.0), "but not while busy");
    }

    #[test]
    fn reduced_motion_steps_one_event_a_second() {
        let mut player = playing(1.0);
        player.reduced = true;
        let events = (1..=300)
            .filter(|n| player.tick(5000.0 + 10.0 * f64::from(*n), GROUND) == Advance::Event);
        assert_eq!(events.count(), 3);
        let over = Ground { next: None, ..GROUND };
        assert_eq!(player.tick(9000.0, over), Advance::End(1_000_000.0));
        assert!(!player.playing);
    }
}
