// One figure: a run, its picture, and what moves the playhead.

import { reducedMotion, sleep, wake } from './clock.js';
import { ask, onStop, open } from './engine.js';
import { press } from './keys.js';
import { chosenMarkers, crossed, placed } from './markers.js';
import { Picture } from './picture.js';
import { moment } from './shell.js';
import {
  say, showAbout, showMarkers, showMoment, showPlaying, showSentence, showVerdict,
} from './show.js';
import { english } from './words.js';

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

export class Figure {
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

  #recording = true;

  #armed = false;

  /** How often the run is still to be played again. */
  #loops;

  #gone = new AbortController();

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
    this.#aim();
    this.#listen();
  }

  /**
   * Opens a run and makes a figure of it.
   * @param {Shell} shell
   * @param {import('./source.js').Source} source
   * @param {Options} options
   * @param {Tell} tell
   * @param {(report: string) => void} stopped
   */
  static async open(shell, source, options, tell, stopped) {
    return new Figure(shell, await open(source, options.seed), options, tell, stopped);
  }

  /** Lets go of all that it holds. */
  close() {
    sleep(this.#tick);
    this.#hear();
    this.#gone.abort();
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
    this.#chooseMarkers();
    this.#aim();
    this.draw();
  }

  /** The figure can be seen, or no longer. @param {boolean} seen */
  see(seen) {
    this.seen = seen;
    this.#last = 0;
    if (seen) wake(this.#tick);
    else sleep(this.#tick);
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
    this.#arrive();
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
    this.#sync();
    for (let left = Math.abs(sentences); left > 0; left -= 1) {
      if (!ask(() => (sentences > 0 ? this.run.step() : this.run.step_back()))) break;
    }
    this.#arrive();
    say(this.shell.said, this.shell.what.textContent ?? '');
    this.tell('step', this.#place());
  }

  /** Goes so many events on, or back. @param {number} events */
  nudge(events) {
    this.pause();
    this.#sync();
    this.seekEvent(Math.max(0, this.state.event + events));
    this.tell('step', this.#place());
  }

  /** Goes to a moment. @param {number} at */
  seekTime(at) {
    ask(() => this.run.seek_time(Math.max(0, Math.min(at, this.state.end))));
    this.#arrive();
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

  // Faults.

  arm(armed = !this.#armed) {
    this.#armed = armed;
    const { crash, scene, said } = this.shell;
    crash.setAttribute('aria-pressed', String(armed));
    say(crash, armed ? english.crashArmed : english.crash);
    scene.classList.toggle('wants-node', armed);
    if (armed) {
      this.pause();
      say(said, english.crashHint);
    }
  }

  /** Crashes a node, or restarts it. @param {string} node */
  strike(node) {
    this.arm(false);
    this.#sync();
    const past = this.state.event < this.state.events;
    ask(() => this.run.strike(node));
    this.#changed(past);
  }

  undo() {
    ask(() => this.run.undo());
    this.#changed(false);
  }

  /** The run is another one from here on. @param {boolean} past */
  #changed(past) {
    this.link = ask(() => this.run.link());
    this.#aim();
    this.#recording = true;
    this.#arrive();
    this.#chooseMarkers();
    const { notice } = this.shell;
    notice.classList.add('on');
    notice.children[0].textContent = past ? english.changed(moment(this.now)) : '';
    if (this.link === '' || !past) notice.classList.toggle('on', past);
    if (this.seen) wake(this.#tick);
  }

  // What the clock does.

  /** @type {import('./clock.js').Ticker} */
  #tick = (wall, spare) => {
    if (!this.seen) return false;
    try {
      this.#record(spare);
      if (this.playing) this.#advance(wall);
    } catch {
      // Whoever stopped the engine has told all figures.
      return false;
    }
    return this.playing || this.#recording;
  };

  /** Records for at most so many milliseconds. @param {number} spare */
  #record(spare) {
    if (!this.#recording) return;
    const end = performance.now() + spare;
    do {
      this.#recording = ask(() => this.run.record(32));
    } while (this.#recording && performance.now() < end);
    if (!this.#recording) {
      const { event } = this.state;
      this.state = { ...this.#read(), event };
      this.#chooseMarkers();
      this.#showVerdict();
    }
  }

  /** @param {number} wall */
  #advance(wall) {
    const passed = this.#last ? Math.max(0, Math.min(wall - this.#last, LONGEST_GAP)) : 0;
    this.#last = wall;
    if (reducedMotion()) return this.#pace(passed);
    const { complete, end, recorded } = this.state;
    const frontier = complete ? end : Math.max(recorded, this.now);
    const to = Math.min(this.now + passed * this.options.speed * 1000, frontier);
    this.#glide(to);
    if (this.playing && complete && to >= end) this.#finish();
    return undefined;
  }

  /** @param {number} passed */
  #pace(passed) {
    const { complete, end, next, event } = this.state;
    if (next === null && complete) {
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
    const { next, complete, broken } = this.state;
    if (next === null ? !complete : next <= stop) {
      ask(() => this.run.seek_time(stop));
      this.#arrive();
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
    this.#sync();
    this.#arrive();
  }

  /** @param {boolean} playing */
  #setPlaying(playing) {
    this.playing = playing;
    this.#last = 0;
    this.#waited = 0;
    showPlaying(this.shell, playing);
    if (playing && this.seen) wake(this.#tick);
  }

  /** Brings the run to the moment that is shown. */
  #sync() {
    if (this.now > this.state.now) ask(() => this.run.seek_time(this.now));
  }

  /** Shows where the run has come to. */
  #arrive() {
    const known = this.state.broken.length;
    this.state = this.#read();
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

  #chooseMarkers() {
    const own = JSON.parse(ask(() => this.run.markers()));
    this.markers = chosenMarkers(this.options, own, this.state.end);
    showMarkers(this.shell, this.markers, this.state.end);
  }

  #place() {
    const { event, now, sentence } = this.state;
    return { event, time: now / 1e6, sentence: sentence?.lines[0]?.text ?? '' };
  }

  // What the reader does.

  /** Begins anew: what was done to the run is taken back. */
  restart() {
    this.pause();
    this.arm(false);
    while (ask(() => this.run.undo()));
    this.#changed(false);
    this.rewind();
  }

  help(open = this.shell.help.hidden) {
    const { help, figure } = this.shell;
    help.hidden = !open;
    (open ? help : figure).focus();
  }

  fullScreen() {
    const host = /** @type {ShadowRoot} */ (this.shell.figure.getRootNode()).host;
    // Where that is not allowed, the figure stays as it is.
    if (document.fullscreenElement) document.exitFullscreen();
    else host.requestFullscreen?.().catch(() => {});
  }

  escape() {
    if (!this.shell.help.hidden) this.help(false);
    else if (this.#armed) this.arm(false);
    else return false;
    return true;
  }

  /** The way to the whole page leads to this run, as it is now. */
  #aim() {
    this.shell.out.href = `${this.options.page}#${this.link}`;
  }

  /** @param {Event} event */
  #pick(event) {
    const target = /** @type {Element} */ (event.target);
    const name = target.closest('[data-pick^="n"]')?.querySelector('.name')?.textContent;
    if (!name || !this.#armed) return;
    event.preventDefault();
    event.stopPropagation();
    try {
      this.strike(name);
    } catch (error) {
      say(this.shell.said, error.detail || error.what);
    }
  }

  #listen() {
    const { shell } = this;
    /**
     * @param {EventTarget} target
     * @param {string} name
     * @param {(event: any) => void} act
     */
    const on = (target, name, act) =>
      target.addEventListener(name, act, { signal: this.#gone.signal });
    on(shell.play, 'click', () => this.toggle());
    on(shell.back, 'click', () => this.walk(-1));
    on(shell.step, 'click', () => this.walk(1));
    on(shell.restart, 'click', () => this.restart());
    on(shell.crash, 'click', () => this.arm());
    on(shell.undo, 'click', () => this.undo());
    on(shell.fs, 'click', () => this.fullScreen());
    on(shell.close, 'click', () => this.help(false));
    on(shell.range, 'input', () => this.seekTime(Number(shell.range.value)));
    on(shell.choice, 'change', () => {
      this.options = { ...this.options, speed: Number(shell.choice.value) };
    });
    on(shell.figure, 'keydown', (event) => press(event, this));
    on(shell.scene, 'click', (event) => this.#pick(event));
    on(shell.scene, 'keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') this.#pick(event);
    });
  }
}
