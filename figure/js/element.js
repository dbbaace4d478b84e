// The custom element itself: its attributes, its life in a page, and what scripts can do with it.

import { join, leave, reducedMotion } from './clock.js';
import { Figure } from './figure.js';
import { placed } from './markers.js';
import { ATTRIBUTES, propertyOf, readOptions, readPlace } from './options.js';
import { makeShell } from './shell.js';
import { showComplaints, showTrouble } from './show.js';
import { heldText, readSource } from './source.js';
import { sheet } from './sheet.js';
import { Trouble } from './trouble.js';
import { english } from './words.js';

/** Attributes that say which run is shown. */
const SOURCES = new Set(['scenario', 'src', 'run', 'seed']);

/** Where the whole page is, unless an attribute says so. */
export const home = { page: '' };

/** Figures that come near are started, and those out of sight stand still. */
const watch = (/** @type {string} */ rootMargin, /** @type {'near' | 'see'} */ what) =>
  new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const figure = /** @type {ClusterScope} */ (target);
      figure[what](isIntersecting);
    }
  }, { rootMargin });

/** @type {IntersectionObserver | undefined} */
let near;
/** @type {IntersectionObserver | undefined} */
let sight;

// Where a page is made on a server there is no such thing, and nothing is shown.
const Base = globalThis.HTMLElement ?? class {};

export class ClusterScope extends Base {
  static observedAttributes = Object.keys(ATTRIBUTES);

  #shell = makeShell();

  #slot = document.createElement('slot');

  /** @type {Figure | undefined} */
  #figure;

  /** The figure that is being opened. @type {Promise<void> | undefined} */
  #opening;

  /** Cuts off an opening that is not wanted any more. */
  #attempt = new AbortController();

  /** @type {import('./options.js').Options} */
  #options = readOptions(this).options;

  #seen = false;

  /** Where a figure stood that was taken out of the page. @type {[string, number] | undefined} */
  #stood;

  /** @type {ResizeObserver | undefined} */
  #measure;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    sheet(root);
    root.append(this.#shell.figure, this.#slot);
  }

  connectedCallback() {
    join();
    near ??= watch('50% 0px', 'near');
    sight ??= watch('0px', 'see');
    this.#state('waiting');
    near.observe(this);
    sight.observe(this);
  }

  disconnectedCallback() {
    leave();
    near?.unobserve(this);
    sight?.unobserve(this);
    this.#seen = false;
    const figure = this.#figure;
    if (figure) this.#stood = [figure.link, figure.state.event];
    this.#close();
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.isConnected || (!this.#figure && !this.#opening)) return;
    if (SOURCES.has(name)) {
      this.#stood = undefined;
      this.#close();
      this.#open();
    } else {
      this.#read();
      this.#figure?.set(this.#options);
      this.#dress();
    }
  }

  /** The figure is near what can be seen. @param {boolean} is */
  near(is) {
    if (is) this.#open().catch(() => {});
  }

  /** The figure can be seen. @param {boolean} is */
  see(is) {
    this.#seen = is;
    this.#figure?.see(is);
  }

  // What scripts can do.

  /** Plays; from the end, from the start again. */
  async play() {
    await this.#ready();
    this.#figure?.play();
  }

  /** Stops where it is. */
  async pause() {
    await this.#ready();
    this.#figure?.pause();
  }

  /** Goes to the next sentence. */
  async step() {
    await this.#ready();
    this.#figure?.walk(1);
  }

  /** Goes to the sentence before. */
  async stepBack() {
    await this.#ready();
    this.#figure?.walk(-1);
  }

  /**
   * Goes to a moment, in seconds of the run, as a text such as 400ms or 25%, or to a marker.
   * @param {number | string | { marker: number | 'next' | 'prev' }} where
   */
  async seek(where) {
    await this.#ready();
    const figure = this.#figure;
    if (!figure) return;
    if (typeof where === 'object') {
      if (where.marker === 'next') figure.jump(1);
      else if (where.marker === 'prev') figure.jump(-1);
      else figure.seekMarker(where.marker);
      return;
    }
    const place = readPlace(String(where).trim());
    if (!place) throw new RangeError(`${where}: ${english.expected.moment}`);
    figure.seekTime(placed(place, figure.state.end));
  }

  /** Lets go of all that it holds, and leaves the page. */
  dispose() {
    this.remove();
    this.#stood = undefined;
  }

  /** The moment shown, in seconds of the run. */
  get currentTime() {
    return (this.#figure?.now ?? 0) / 1e6;
  }

  /** How long the run is, in seconds. */
  get duration() {
    return (this.#figure?.state.end ?? 0) / 1e6;
  }

  /** Whether it stands still. */
  get paused() {
    return !this.#figure?.playing;
  }

  // Its life.

  #ready() {
    return this.#open();
  }

  /** Opens the run, once. @returns {Promise<void>} */
  #open() {
    if (this.#figure || !this.isConnected) return Promise.resolve();
    this.#opening ??= this.#start(this.#attempt.signal);
    return this.#opening;
  }

  /** @param {AbortSignal} signal */
  async #start(signal) {
    // What the element holds may not have been read yet.
    if (document.readyState === 'loading') {
      await new Promise((go) => {
        document.addEventListener('DOMContentLoaded', go, { once: true, signal });
      });
    }
    const complaints = this.#read();
    this.#state('opening');
    this.#dress();
    const tell = (/** @type {string} */ name, detail = {}) =>
      this.dispatchEvent(new CustomEvent(name, { detail }));
    try {
      const stood = this.#stood;
      const source = stood ? { link: true, text: stood[0] }
        : await readSource(this, this.#options, complaints, signal);
      const options = stood ? { ...this.#options, seed: '' } : this.#options;
      const figure = await Figure.open(this.#shell, source, options, tell,
        (report) => this.#fail(new Trouble(english.stopped, english.stoppedHow, report)));
      if (signal.aborted) {
        figure.close();
        return;
      }
      this.#take(figure, complaints);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
      return;
    }
    tell('ready', { room: this.#figure?.about.slug, title: this.#figure?.about.title });
    this.#complain(complaints);
    if (this.#options.autoplay && !reducedMotion()) {
      this.#figure?.play();
    }
  }

  /**
   * @param {Figure} figure
   * @param {string[]} complaints
   */
  #take(figure, complaints) {
    this.#figure = figure;
    if (figure.about.notice) complaints.push(figure.about.notice);
    this.#state('ready');
    figure.draw();
    if (this.#stood) figure.seekEvent(this.#stood[1]);
    else if (figure.now === 0) figure.rewind();
    figure.see(this.#seen);
    this.#measure = new ResizeObserver(() => figure.resize());
    this.#measure.observe(this.#shell.figure);
    this.#measure.observe(this.#shell.scene);
  }

  #close() {
    this.#attempt.abort();
    this.#attempt = new AbortController();
    this.#opening = undefined;
    this.#measure?.disconnect();
    this.#figure?.close();
    this.#figure = undefined;
    this.#state('waiting');
  }

  #read() {
    const { options, complaints } = readOptions(this);
    options.page ||= home.page;
    this.#options = options;
    this.#complain(complaints);
    return complaints;
  }

  /** @type {string[]} */
  #complained = [];

  /** Shows what is wrong, and warns of it once. @param {string[]} complaints */
  #complain(complaints) {
    showComplaints(this.#shell, complaints);
    for (const text of complaints.filter((it) => !this.#complained.includes(it))) {
      console.warn(`cluster-scope: ${text}`);
    }
    this.#complained = complaints;
  }

  /** @param {unknown} error */
  #fail(error) {
    const trouble = error instanceof Trouble ? error : new Trouble(english.cannotOpen, '', String(error));
    const link = this.#figure && `${this.#options.page}#${this.#figure.link}`;
    this.#measure?.disconnect();
    this.#figure?.close();
    this.#figure = undefined;
    this.#state('failed');
    showTrouble(this.#shell, trouble, link);
    console.warn(`cluster-scope: ${trouble.message}`);
    this.dispatchEvent(new CustomEvent('error', { detail: { message: trouble.message } }));
  }

  /**
   * What is shown: the fallback as long as there is no figure, and wherever there is none.
   * @param {'waiting' | 'opening' | 'ready' | 'failed'} state
   */
  #state(state) {
    const named = ['scenario', 'src', 'run'].some((name) => this.hasAttribute(name));
    const elements = [...this.children].some((it) => it.localName !== 'script');
    const fallback = elements && (named || heldText(this).trim() === '');
    const { figure, trouble } = this.#shell;
    figure.dataset.state = state;
    figure.toggleAttribute('data-fallback', fallback);
    this.#slot.hidden = state === 'ready' || !fallback;
    if (state !== 'failed') trouble.hidden = true;
  }

  /** Puts on what the attributes say of its looks. */
  #dress() {
    const { figure, out, choice } = this.#shell;
    const { controls, theme, fit, view, page, speed, lang } = this.#options;
    Object.assign(figure.dataset, { controls, theme, fit, view });
    figure.lang = lang;
    out.hidden = page === '' || page === 'none';
    choice.value = String(speed);
    if (choice.value === '') {
      choice.add(new Option(`${speed}\u00d7`, String(speed)));
      choice.value = String(speed);
    }
  }
}

for (const [name, kind] of Object.entries(ATTRIBUTES)) {
  const property = propertyOf(name);
  if (property === 'lang') continue;
  const flag = typeof kind.fallback === 'boolean';
  Object.defineProperty(ClusterScope.prototype, property, {
    configurable: true,
    enumerable: true,
    get() {
      const given = this.getAttribute(name);
      if (flag) return given !== null && given !== 'false';
      if (given === null) {
        return typeof kind.fallback === 'object' ? '' : kind.fallback;
      }
      const value = kind.read(given.trim());
      return value === undefined || typeof value === 'object' ? given : value;
    },
    set(value) {
      if (value === null || value === undefined || value === false) this.removeAttribute(name);
      else this.setAttribute(name, value === true ? '' : written(value));
    },
  });
}

/**
 * A value as an attribute says it.
 * @param {unknown} value
 * @returns {string}
 */
function written(value) {
  if (value === Infinity) return '';
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return 'none';
  return value.map((one) => {
    const [at, label = ''] = Array.isArray(one) ? one : [one];
    return `${at} ${String(label).replaceAll(';', ',')}`.trim();
  }).join('; ');
}
