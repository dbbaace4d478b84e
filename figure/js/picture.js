// The picture of a run, drawn by the engine; between events, what moves is set directly.

import { reducedMotion } from './clock.js';
import { ask, memory } from './engine.js';

/** How often words follow what moves, in milliseconds. */
const BEAT = 200;
/** Narrower than this, the sentence stands below the picture. */
export const NARROW = 560;
/** How wide the sentence is where it stands beside the picture. */
const BESIDE = 208;

// What the third number of a mover says.
const GONE = 1;
const TIGHT = 2;
const LATE = 4;

/**
 * Sets an attribute that is there or not.
 * @param {Element | null} element
 * @param {string} name
 * @param {boolean} there
 */
const mark = (element, name, there) => element?.toggleAttribute(name, there);

/**
 * How to set what moves, by the class of the element.
 * @param {Element} element
 * @returns {(a: number, b: number, flags: number) => void}
 */
function setter(element) {
  const { classList } = element;
  if (classList.contains('tail')) {
    const parent = element.parentElement;
    return (a, _, flags) => {
      element.setAttribute('transform', `scale(${a} 1)`);
      mark(parent, 'data-gone', (flags & GONE) > 0);
    };
  }
  if (classList.contains('ring')) {
    const node = element.closest('.node');
    return (a, _, flags) => {
      element.setAttribute('stroke-dashoffset', String(a));
      mark(node, 'data-late', (flags & LATE) > 0);
    };
  }
  const token = classList.contains('token');
  return (a, b, flags) => {
    element.setAttribute('transform', `translate(${a} ${b})`);
    if (token) {
      mark(element, 'data-gone', (flags & GONE) > 0);
      mark(element, 'data-tight', (flags & TIGHT) > 0);
    }
  };
}

export class Picture {
  /** @type {[number, number]} */
  #size = [0, 0];

  /** Whether lanes are shown. */
  #lanes = false;

  /** @type {ReturnType<typeof setter>[]} */
  #setters = [];

  /** @type {Element[]} */
  #tellers = [];

  /** When the words were last set, on the browser's clock. */
  #told = 0;

  /** What was set last: what stays is not set again. */
  #last = new Float32Array(0);

  /**
   * @param {import('./program.js').Run} run
   * @param {import('./shell.js').Shell} shell
   */
  constructor(run, shell) {
    this.run = run;
    this.shell = shell;
  }

  close() {
    this.shell.picture.replaceChildren();
    this.#setters = [];
    this.#tellers = [];
  }

  /**
   * Takes the measure of the room that there is. Returns whether it is another one.
   * @param {import('./options.js').Options} options
   */
  lay({ fit, view, controls }) {
    const { figure, scene } = this.shell;
    const whole = figure.clientWidth;
    const narrow = whole < NARROW;
    figure.classList.toggle('narrow', narrow);
    const wide = Math.max(200, whole - (narrow ? 0 : BESIDE));
    // Words stand above and below nodes where they have no room beside them.
    let tall = Math.round(narrow ? Math.max(260, Math.min(wide * 1.15, 380))
      : Math.max(316, Math.min(wide * 0.73, 480)));
    if (view === 'both') tall = Math.round(tall * (narrow ? 1.8 : 1.6));
    if (fit === 'none') tall = controls === 'none' ? 400 : 316;
    if (fit === 'height' || fit === 'both') tall = Math.max(200, scene.clientHeight);
    const same = this.#size[0] === wide && this.#size[1] === tall;
    this.#size = [wide, tall];
    this.#lanes = view !== 'stage';
    ask(() => this.run.look(view, reducedMotion()));
    return !same;
  }

  /** Draws the present position. @param {number} now */
  draw(now) {
    const [wide, tall] = this.#size;
    if (wide === 0) return;
    const { picture } = this.shell;
    const held = /** @type {ShadowRoot} */ (picture.getRootNode()).activeElement;
    const focused = held && picture.contains(held)
      ? held.closest('[data-pick]')?.getAttribute('data-pick') : null;
    // The engine escapes all texts.
    picture.innerHTML = ask(() => this.run.markup(wide, tall));
    // Only lanes may need more than there is.
    const height = this.#lanes ? ask(() => this.run.tall(wide, tall)) : tall;
    picture.setAttribute('width', String(wide));
    picture.setAttribute('height', String(height));
    this.#setters = [...picture.querySelectorAll('[data-m]')].map(setter);
    this.#tellers = [...picture.querySelectorAll('[data-w]')];
    this.#last = new Float32Array(3 * this.#setters.length).fill(NaN);
    // A new picture has the words of its moment.
    this.#told = performance.now();
    this.move(now);
    if (focused) {
      const again = picture.querySelector(`[data-pick="${focused}"]`);
      const within = again?.matches('[role]') ? again : again?.querySelector('[role="button"]');
      const button = /** @type {SVGElement | null | undefined} */ (within);
      button?.focus({ preventScroll: true });
    }
  }

  /** Moves what moves to where it is at a moment. @param {number} now */
  move(now) {
    const wall = performance.now();
    if (wall - this.#told >= BEAT) {
      this.#told = wall;
      this.#tell(now);
    }
    const count = ask(() => this.run.movers(now));
    const at = ask(() => this.run.movers_at());
    const numbers = new Float32Array(memory().buffer, at, count);
    const last = this.#last;
    this.#setters.forEach((set, index) => {
      const [i, j, k] = [3 * index, 3 * index + 1, 3 * index + 2];
      if (numbers[i] === last[i] && numbers[j] === last[j] && numbers[k] === last[k]) return;
      set(Math.round(numbers[i] * 100) / 100, Math.round(numbers[j] * 100) / 100, numbers[k]);
    });
    last.set(numbers);
  }

  /** @param {number} now */
  #tell(now) {
    const words = ask(() => this.run.tellings(now)).split('\n');
    this.#tellers.forEach((element, index) => {
      if (element.textContent !== words[index]) element.textContent = words[index] ?? '';
    });
  }
}
