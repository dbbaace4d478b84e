// One figure: a run that plays, and what the reader can do to it.

import { wake } from './clock.js';
import { ask, open } from './engine.js';
import { listen } from './listen.js';
import { Playback } from './playback.js';
import { moment } from './shell.js';
import { say } from './show.js';
import { english } from './words.js';

/**
 * @typedef {import('./options.js').Options} Options
 * @typedef {import('./shell.js').Shell} Shell
 * @typedef {import('./playback.js').Tell} Tell
 */

export class Figure extends Playback {
  /** Whether a node is to be crashed. */
  armed = false;

  /** How much the reader has done to the run. */
  #struck = 0;

  /**
   * Opens a run and makes a figure of it.
   * @param {Shell} shell
   * @param {import('./source.js').Source} source
   * @param {Options} options
   * @param {Tell} tell
   * @param {(report: string) => void} stopped
   */
  static async open(shell, source, options, tell, stopped) {
    const run = await open(source, options.seed);
    const figure = new Figure(shell, run, options, tell, stopped);
    listen(figure, figure.gone.signal);
    return figure;
  }

  // Faults.

  arm(armed = !this.armed) {
    this.armed = armed;
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
    const past = this.state.event < this.state.events;
    ask(() => this.run.strike(node));
    this.#struck += 1;
    this.#changed(past);
  }

  undo() {
    if (this.#struck === 0) return;
    this.#struck -= 1;
    ask(() => this.run.undo());
    this.#changed(false);
  }

  /** The run is another one from here on. @param {boolean} past */
  #changed(past) {
    this.link = ask(() => this.run.link());
    this.aim();
    this.recording = true;
    this.arrive();
    const { notice } = this.shell;
    notice.classList.toggle('on', past);
    notice.children[0].textContent = past ? english.changed(moment(this.now)) : '';
    if (this.seen) wake(this.tick);
  }

  // What the reader does.

  /** Begins anew: what the reader did to the run is taken back. */
  restart() {
    this.pause();
    this.arm(false);
    for (; this.#struck > 0; this.#struck -= 1) ask(() => this.run.undo());
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
    else if (this.armed) this.arm(false);
    else return false;
    return true;
  }
}
