// What the attributes of a figure mean, and what is wrong with them.

import { english, languages } from './words.js';

/**
 * @typedef {object} Options
 * @property {string} scenario
 * @property {string} src
 * @property {string} run
 * @property {string} seed
 * @property {Place} startAt
 * @property {boolean} autoplay
 * @property {number} loop      How often the run is played again.
 * @property {number} speed     Seconds of model time in a second.
 * @property {'auto' | 'none' | 'full'} controls
 * @property {'stage' | 'space-time' | 'both'} view
 * @property {'auto' | 'light' | 'dark'} theme
 * @property {'width' | 'height' | 'both' | 'none'} fit
 * @property {string} lang
 * @property {[Place, string][] | null} markers  Null for those of the run.
 * @property {boolean} pauseOnMarkers
 * @property {string} page      Where the whole page is.
 */

/**
 * A moment in microseconds, or a share of the run.
 * @typedef {{ at: number } | { share: number }} Place
 */

const UNITS = { us: 1, '\u00b5s': 1, ms: 1e3, s: 1e6, min: 6e7 };

/**
 * Reads a moment: seconds, minutes and seconds, a number with a unit, or a share of the run.
 * @param {string} text
 * @returns {Place | undefined}
 */
export function readPlace(text) {
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (share) return Number(share[1]) <= 100 ? { share: Number(share[1]) / 100 } : undefined;
  const clock = /^(\d+):([0-5]?\d(?:\.\d+)?)$/.exec(text);
  if (clock) return { at: (Number(clock[1]) * 60 + Number(clock[2])) * 1e6 };
  const plain = /^(\d+(?:\.\d+)?|\.\d+)\s*(us|\u00b5s|ms|s|min)?$/.exec(text);
  if (!plain) return undefined;
  return { at: Number(plain[1]) * UNITS[/** @type {keyof UNITS} */ (plain[2] ?? 's')] };
}

/**
 * Reads markers: `400ms A crash; 1.2s`, or `none`.
 * @param {string} text
 * @returns {[Place, string][] | undefined}
 */
function readMarkers(text) {
  if (text.trim() === 'none') return [];
  /** @type {[Place, string][]} */
  const markers = [];
  for (const one of text.split(';')) {
    const [moment, ...label] = one.trim().split(/\s+/);
    const place = readPlace(moment);
    if (!place) return undefined;
    markers.push([place, label.join(' ')]);
  }
  return markers;
}

/** @param {string} text */
const readSpeed = (text) => {
  const speed = /^(\d+(\.\d*)?|\.\d+)(e-?\d+)?$/.test(text) ? Number(text) : NaN;
  return speed > 0 && speed < Infinity ? speed : undefined;
};

/** @param {string} text */
const readLoop = (text) => {
  if (['', 'loop', 'true'].includes(text)) return Infinity;
  if (text === 'false') return 0;
  return /^\d+$/.test(text) ? Number(text) : undefined;
};

const { expected } = english;

/** @param {string[]} names */
const oneOf = (...names) => ({
  fallback: names[0],
  read: (/** @type {string} */ text) => (names.includes(text) ? text : undefined),
  wants: expected.oneOf(names),
});

const text = { fallback: '', read: (/** @type {string} */ it) => it, wants: expected.text };
const flag = {
  fallback: false,
  read: (/** @type {string} */ it) => it !== 'false',
  wants: '',
};

/**
 * @typedef {object} Kind
 * @property {any} fallback
 * @property {(text: string) => any} read  Undefined if it does not fit.
 * @property {string} wants
 */

/**
 * The attributes, and what each can be.
 * @type {Record<string, Kind>}
 */
export const ATTRIBUTES = {
  scenario: text,
  src: text,
  run: text,
  seed: {
    fallback: '',
    read: (it) => (/^\d+$/.test(it) ? it : undefined),
    wants: expected.integer,
  },
  'start-at': { fallback: { at: 0 }, read: readPlace, wants: expected.moment },
  autoplay: flag,
  loop: { fallback: 0, read: readLoop, wants: expected.loop },
  speed: { fallback: 0.1, read: readSpeed, wants: expected.number },
  controls: oneOf('auto', 'none', 'full'),
  view: oneOf('stage', 'space-time', 'both'),
  theme: oneOf('auto', 'light', 'dark'),
  fit: oneOf('width', 'height', 'both', 'none'),
  lang: {
    fallback: 'en',
    read: (it) => (languages.includes(it.toLowerCase().split('-')[0]) ? it : undefined),
    wants: expected.oneOf(languages),
  },
  markers: { fallback: null, read: readMarkers, wants: expected.markers },
  'pause-on-markers': flag,
  page: text,
};

/**
 * The property that stands for an attribute.
 * @param {string} name
 */
export const propertyOf = (name) =>
  name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

// Attributes that any element may have, and those that frameworks leave behind.
const ANYWHERE = new Set(('id class style title hidden slot part exportparts dir tabindex role ' +
  'inert is nonce translate accesskey draggable contenteditable spellcheck autofocus ' +
  'itemid itemprop itemref itemscope itemtype enterkeyhint inputmode popover').split(' '));
const FOREIGN = /^(data-|aria-|on|v-|x-|ng-|hx-|js|_|:|@|#|\*|\[|\(|xml)/;

/**
 * How many letters differ.
 * @param {string} one
 * @param {string} other
 */
function distance(one, other) {
  let row = [...other, ''].map((_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}

/**
 * The attribute that was probably meant.
 * @param {string} name
 */
function nearest(name) {
  const bare = (/** @type {string} */ it) => it.replaceAll('-', '');
  const ranked = Object.keys(ATTRIBUTES)
    .map((known) => ({ known, far: distance(bare(name), bare(known)) }))
    .sort((a, b) => a.far - b.far);
  return ranked[0].far <= Math.max(1, name.length / 3) ? ranked[0].known : '';
}

/**
 * Reads all attributes of an element, and says what is wrong with them.
 * @param {Element} element
 * @returns {{ options: Options, complaints: string[] }}
 */
export function readOptions(element) {
  /** @type {Record<string, any>} */
  const options = {};
  const complaints = [];
  for (const [name, kind] of Object.entries(ATTRIBUTES)) {
    const given = element.getAttribute(name);
    const value = given === null ? kind.fallback : kind.read(given.trim());
    options[propertyOf(name)] = value ?? kind.fallback;
    if (given !== null && value === undefined) {
      const instead = name === 'speed' ? english.instead.speed : english.instead.value;
      const { fallback } = kind;
      const shown = typeof fallback === 'object' ? '' : fallback;
      const rest = shown === '' ? '' : `; ${instead(shown)}`;
      complaints.push(`${name}="${given}": ${kind.wants}${rest}`);
    }
  }
  for (const { name } of element.attributes) {
    if (!(name in ATTRIBUTES) && !ANYWHERE.has(name) && !FOREIGN.test(name)) {
      complaints.push(english.unknownAttribute(name, nearest(name)));
    }
  }
  return { options: /** @type {any} */ (options), complaints };
}
