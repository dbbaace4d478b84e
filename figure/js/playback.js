// One run and its picture, and what moves the playhead.

import { reducedMotion, sleep, wake } from './clock.js';
import { ask, onStop } from './engine.js';
import { chosenMarkers, crossed, placed } from './markers.js';
import { Picture } from './picture.js';
import {
  say, showAbout, showMarkers, showMoment, showPlaying, showSentence, showVerdict,
} from './show.js';

/**
 * @typedef {import('./state.js').State} State
 * @typedef {import('./options.js').Options} Options
 * @typedef {import('./shell.js').Shell} Shell
 * @typedef {(name: string, detail?: object) => void} Tell
 */

/** A gap between two frames is never taken to be longer than this, in milliseconds. */
const LONGEST_GAP = 100;
/** Under reduced motion an event lasts this long, in milliseconds. */
const STEP_PACE = 1000;

export class Playback {
  /** @type {State} */
  state;

  /** @type {import('./state.js').Marker[]} */
  markers = [];

  /** The moment shown, in microseconds. */
  now = 0;

  playing = false;

  /** Whether it can be seen. */
  seen = false;

  /** The wall's clock when it was last looked at. */
  #last = 0;

  /** For how long an event has lasted, under reduced motion. */
  #waited = 0;

  /** Whether there is more to record. */
  recording = true;

  /** How often the run is still to be played again. */
  #loops;

  /** Called off when the figure goes. */
  gone = new AbortController();

  #hear;

  /**
   * @param {Shell} shell
   * @param {import('./program.js').Run} run
   * @param {Options} options
   * @param {Tell} tell
   * @param {(report: string) => void} stopped  Told when the engine stops on a bug.
   */
  constructor(shell, run, options, tell, stopped) {
    this.shell = shell;
    this.run = run;
    this.options = options;
    this.tell = tell;
    this.#loops = options.loop;
    this.#hear = onStop(stopped);
    this.about = /** @type {import('./state.js').About} */ (JSON.parse(ask(() => run.about())));
    this.link = ask(() => run.link());
    this.state = this.#read();
    this.picture = new Picture(run, shell);
    showAbout(shell, this.about);
    showPlaying(shell, false);
    this.chooseMarkers();
    this.aim();
  }

  /** Lets go of all that it holds. */
  close() {
    sleep(this.tick);
    this.#hear();
    this.gone.abort();
    this.picture.close();
    this.playing = false;
    try {
      this.run.free();
    } catch {
      // An engine that stopped on a bug frees nothing any more.
    }
  }

  /** The options are others now. @param {Options} options */
  set(options) {
    this.options = options;
    this.#loops = options.loop;
    this.chooseMarkers();
    this.aim();
    this.draw();
  }

  /** The figure can be seen, or no longer. @param {boolean} seen */
  see(seen) {
    this.seen = seen;
    this.#last = 0;
    if (seen) wake(this.tick);
    else sleep(this.tick);
  }

  /** Plays so many seconds of the run in a second. @param {number} speed */
  pace(speed) {
    this.options = { ...this.options, speed };
  }

  /** Draws all that can be seen, anew. */
  draw() {
    this.picture.lay(this.options);
    this.#show();
  }

  /** There may be more room now, or less. */
  resize() {
    if (this.picture.lay(this.options)) this.picture.draw(this.now);
  }

  /** Goes to a position. @param {number} event */
  seekEvent(event) {
    ask(() => this.run.seek_event(event));
    this.arrive();
  }

  // Playback.

  play() {
    if (this.playing) return;
    if (this.state.complete && this.now >= this.state.end) this.seekTime(0);
    this.#setPlaying(true);
    this.tell('play');
  }

  pause() {
    if (!this.playing) return;
    this.#rest();
    this.tell('pause');
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Goes so many sentences on, or back. @param {number} sentences */
  walk(sentences) {
    this.pause();
    for (let left = Math.abs(sentences); left > 0; left -= 1) {
      if (!ask(() => (sentences > 0 ? this.run.step() : this.run.step_back()))) break;
    }
    this.arrive();
    say(this.shell.said, this.shell.what.textContent ?? '');
    this.tell('step', this.#place());
  }

  /**
   * Goes where it stood.
   * @param {number} event
   * @param {number} now
   */
  goBack(event, now) {
    this.seekEvent(event);
    if (now > this.state.now) this.seekTime(now);
  }

  /** Goes so many events on, or back. @param {number} events */
  nudge(events) {
    this.pause();
    this.seekEvent(Math.max(0, this.state.event + events));
    this.tell('step', this.#place());
  }

  /** Goes to a moment. @param {number} at */
  seekTime(at) {
    ask(() => this.run.seek_time(Math.max(0, Math.min(at, this.state.end))));
    this.arrive();
  }

  /** Goes to a marker, by its place. @param {number} index */
  seekMarker(index) {
    const marker = this.markers[index];
    if (!marker) return;
    const { event } = marker;
    if (event === undefined) this.seekTime(marker.at);
    else this.seekEvent(event);
    this.tell('marker', { index, time: marker.at / 1e6, label: marker.label });
  }

  /** Goes to the next marker, or to the one before. @param {number} direction */
  jump(direction) {
    this.pause();
    this.#record(Infinity);
    /** @param {import('./state.js').Marker} marker */
    const far = ({ at, event = -1 }) => (event < 0 ? at - this.now : event - this.state.event);
    const index = direction > 0
      ? this.markers.findIndex((marker) => far(marker) > 0)
      : this.markers.findLastIndex((marker) => far(marker) < 0);
    if (index >= 0) this.seekMarker(index);
    else this.seekTime(direction > 0 ? this.state.end : 0);
  }

  /** Goes to a share of the run. @param {number} share */
  leap(share) {
    this.seekTime(this.state.end * share);
  }

  /** Goes to where it began. */
  rewind() {
    this.seekTime(placed(this.options.startAt, this.state.end));
  }

  // What the clock does.

  /** @type {import('./clock.js').Ticker} */
  tick = (wall, spare) => {
    if (!this.seen) return false;
    try {
      this.#record(spare);
      if (this.playing) this.#advance(wall);
    } catch {
      // Whoever stopped the engine has told all figures.
      return false;
    }
    return this.playing || this.recording;
  };

  /** Records for at most so many milliseconds. @param {number} spare */
  #record(spare) {
    if (!this.recording) return;
    const end = performance.now() + spare;
    do {
      this.recording = ask(() => this.run.record(32));
    } while (this.recording && performance.now() < end);
    if (!this.recording) {
      const { event } = this.state;
      this.state = { ...this.#read(), event };
      this.chooseMarkers();
      this.#showVerdict();
    }
  }

  /** @param {number} wall */
  #advance(wall) {
    const passed = this.#last ? Math.max(0, Math.min(wall - this.#last, LONGEST_GAP)) : 0;
    this.#last = wall;
    if (reducedMotion()) return this.#wait(passed);
    const { complete, end, recorded } = this.state;
    const frontier = complete ? end : Math.max(recorded, this.now);
    const to = Math.min(this.now + passed * this.options.speed * 1000, frontier);
    this.#glide(to);
    if (this.playing && complete && to >= end) this.#finish();
    return undefined;
  }

  /** @param {number} passed */
  #wait(passed) {
    const { complete, end, event, events } = this.state;
    if (complete && event >= events) {
      this.seekTime(end);
      return this.#finish();
    }
    this.#waited += passed;
    if (this.#waited < STEP_PACE) return undefined;
    this.#waited -= STEP_PACE;
    const before = this.now;
    this.seekEvent(event + 1);
    return this.#passMarkers(before, this.now);
  }

  /** Shows a moment between events, or goes on to the events up to it. @param {number} to */
  #glide(to) {
    const before = this.now;
    const marker = crossed(this.markers, before, to);
    const stop = marker >= 0 && this.options.pauseOnMarkers ? this.markers[marker].at : to;
    const { broken } = this.state;
    if (ask(() => this.run.advance(stop))) {
      this.arrive();
      if (broken.length === 0 && this.state.broken.length > 0) this.#stopAtViolation();
    } else {
      this.now = stop;
      this.picture.move(stop);
      showMoment(this.shell, stop, this.state.end);
    }
    if (marker >= 0) this.#passMarkers(before, stop);
  }

  /**
   * @param {number} after
   * @param {number} upTo
   */
  #passMarkers(after, upTo) {
    this.markers.forEach(({ at, label }, index) => {
      if (at > after && at <= upTo) this.tell('marker', { index, time: at / 1e6, label });
    });
    if (this.options.pauseOnMarkers && crossed(this.markers, after, upTo) >= 0) this.pause();
  }

  /** The first violation stops the run just after the guilty event. */
  #stopAtViolation() {
    const [first] = [...this.state.broken].sort((a, b) => a.event - b.event);
    this.seekEvent(first.event);
    this.pause();
  }

  #finish() {
    if (this.#loops > 0) {
      this.#loops -= 1;
      this.rewind();
      return;
    }
    this.#rest();
    this.tell('ended');
  }

  /** Stops where the playhead is. */
  #rest() {
    this.#setPlaying(false);
    this.arrive();
  }

  /** @param {boolean} playing */
  #setPlaying(playing) {
    this.playing = playing;
    this.#last = 0;
    this.#waited = 0;
    showPlaying(this.shell, playing);
    if (playing && this.seen) wake(this.tick);
  }

  /** Shows where the run has come to. */
  arrive() {
    const known = this.state.broken.length;
    this.state = this.#read();
    // Playing on to what is recorded by now must not pass a marker that is in it.
    if (this.recording) this.chooseMarkers();
    this.#show();
    if (this.state.broken.length > known) {
      const { name, title, facts, at, event } = this.state.broken[known];
      this.tell('violation', { name, title, facts, time: at / 1e6, event });
    }
  }

  /** @returns {State} */
  #read() {
    return JSON.parse(ask(() => this.run.state()));
  }

  #show() {
    this.now = this.state.now;
    this.picture.draw(this.now);
    showSentence(this.shell, this.state);
    this.#showVerdict();
    showMoment(this.shell, this.now, this.state.end);
  }

  #showVerdict() {
    showVerdict(this.shell, this.state);
  }

  chooseMarkers() {
    const own = JSON.parse(ask(() => this.run.markers()));
    this.markers = chosenMarkers(this.options, own, this.state.end);
    showMarkers(this.shell, this.markers, this.state.end);
  }

  #place() {
    const { event, now, sentence } = this.state;
    return { event, time: now / 1e6, sentence: sentence?.lines[0]?.text ?? '' };
  }

  /** The way to the whole page leads to this run, as it is now. */
  aim() {
    this.shell.out.href = `${this.options.page}#${this.link}`;
  }
}
