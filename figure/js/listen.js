// What the reader does to a figure: with buttons, the slider, keys, and by pointing at nodes.

import { press } from './keys.js';
import { say } from './show.js';
import { Trouble } from './trouble.js';

/**
 * @typedef {import('./figure.js').Figure} Figure
 */

/**
 * Crashes the node that was pointed at, if that is what pointing means now.
 * @param {Figure} figure
 * @param {Event} event
 */
function pick(figure, event) {
  const target = /** @type {Element} */ (event.target);
  const name = target.closest('[data-pick^="n"]')?.querySelector('.name')?.textContent;
  if (!name || !figure.armed) return;
  event.preventDefault();
  event.stopPropagation();
  try {
    figure.strike(name);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    say(figure.shell.said, error.detail || error.what);
  }
}

/**
 * Listens until it is called off.
 * @param {Figure} figure
 * @param {AbortSignal} signal
 */
export function listen(figure, signal) {
  const { shell } = figure;
  /**
   * @param {EventTarget} target
   * @param {string} name
   * @param {(event: any) => void} act
   */
  const on = (target, name, act) => target.addEventListener(name, act, { signal });
  on(shell.play, 'click', () => figure.toggle());
  on(shell.back, 'click', () => figure.walk(-1));
  on(shell.step, 'click', () => figure.walk(1));
  on(shell.restart, 'click', () => figure.restart());
  on(shell.crash, 'click', () => figure.arm());
  on(shell.undo, 'click', () => figure.undo());
  on(shell.fs, 'click', () => figure.fullScreen());
  on(shell.close, 'click', () => figure.help(false));
  on(shell.range, 'input', () => figure.seekTime(Number(shell.range.value)));
  on(shell.choice, 'change', () => figure.pace(Number(shell.choice.value)));
  on(shell.figure, 'keydown', (event) => press(event, figure));
  on(shell.scene, 'click', (event) => pick(figure, event));
  on(shell.scene, 'keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') pick(figure, event);
  });
}
