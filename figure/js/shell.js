// What stands around a figure's picture: the elements, made once.

import { english } from './words.js';

const ICONS = {
  play: '<path class="solid" d="M4.5 2.8v10.4L13 8z"/>',
  pause: '<path class="solid" d="M4 3h3v10H4zM9 3h3v10H9z"/>',
  back: '<path d="M10.5 3.5 5 8l5.5 4.5zM3 3.5v9"/>',
  step: '<path d="M5.5 3.5 11 8l-5.5 4.5zM13 3.5v9"/>',
  restart: '<path d="M3 8a5 5 0 0 1 8.6-3.5L13 6M13 2.5V6H9.500M13 8a5 5 0 0 1-8.6 3.5L3 10' +
    'M3 13.5V10h3.500"/>',
  out: '<path d="M6 3H3v10h10v-3M9 2.500h4.500V7M13.500 2.500 7.500 8.500"/>',
  full: '<path d="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3"/>',
  tick: '<path d="m3 8.5 3.2 3.2L13 4.5"/>',
  cross: '<path d="m4 4 8 8m0-8-8 8"/>',
};

/** @param {keyof typeof ICONS} name */
export const icon = (name) => `<svg class="ic" viewBox="0 0 16 16" aria-hidden="true">${
  ICONS[name]}</svg>`;

/**
 * @param {string} part
 * @param {string} name
 * @param {keyof typeof ICONS} drawn
 */
const bare = (part, name, drawn, keys = '') =>
  `<button type="button" class="b i ${part}" aria-label="${name}" title="${name}"${
    keys && ` aria-keyshortcuts="${keys}"`}>${icon(drawn)}</button>`;

const rows = english.keys.map(([keys, does]) => `<div><dt>${keys}</dt><dd>${does}</dd></div>`);

/** The speeds to choose from where all controls are shown. */
export const SPEEDS = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];

/** A figure without its run. All texts in it are this file's own. */
const SHELL = `
<div class="figure" role="group" tabindex="-1">
<div class="head"><b class="room"></b><span class="title"></span><span class="sp"></span>
<span class="verdict"></span><a class="b i out" target="_blank" rel="noopener"
aria-label="${english.full}" title="${english.full}">${icon('out')}</a></div>
<ul class="complaints" role="status"></ul>
<div class="body"><div class="scene"><svg class="picture"></svg></div>
<div class="say"><span class="at"></span><b class="what"></b><span class="why"></span>
<cite></cite><p class="caption"></p><p class="guilty"></p>
<p class="notice"><span></span> <button type="button" class="lnk undo">${english.undo}</button></p>
</div></div>
<div class="ctl"><button type="button" class="play" aria-keyshortcuts="Space"></button>
${bare('back', english.stepBack, 'back', 'ArrowLeft')}
${bare('step', english.step, 'step', 'ArrowRight')}
<span class="scrub"><i class="done"></i><span class="marks"></span>
<input type="range" min="0" step="any" value="0" aria-label="${english.time}"></span>
<span class="time" aria-hidden="true"></span>
<label class="b speed"><span class="vh">${english.speed}</span><select>${
  SPEEDS.map((it) => `<option value="${it}">${it}\u00d7</option>`).join('')}</select></label>
${bare('restart', english.restart, 'restart')}
${bare('fs', english.fullScreen, 'full', 'f')}
<button type="button" class="b crash" aria-pressed="false" aria-keyshortcuts="c">${
  english.crash}</button></div>
<div class="help" role="dialog" aria-label="${english.help}" tabindex="-1" hidden><dl>${
  rows.join('')}</dl><button type="button" class="b close">${english.close}</button></div>
<div class="trouble" role="alert" hidden><b></b><p></p><pre tabindex="0"></pre></div>
<p class="vh said" role="status"></p>
</div>`;

/**
 * The elements of a figure.
 * @typedef {Record<'figure' | 'room' | 'title' | 'verdict' | 'complaints' | 'body' | 'scene' |
 *   'say' | 'at' | 'what' | 'why' | 'caption' | 'guilty' | 'notice' | 'undo' |
 *   'back' | 'step' | 'scrub' | 'done' | 'marks' | 'time' | 'speed' | 'restart' | 'fs' | 'crash' |
 *   'help' | 'close' | 'trouble' | 'said' | 'play' | 'head' | 'ctl', HTMLElement> &
 *   { picture: SVGSVGElement, out: HTMLAnchorElement, range: HTMLInputElement, choice: HTMLSelectElement,
 *     source: HTMLElement }} Shell
 */

const PARTS = ['figure', 'head', 'room', 'title', 'verdict', 'out', 'complaints', 'body',
  'scene', 'picture', 'say', 'at', 'what', 'why', 'caption', 'guilty', 'notice', 'undo',
  'ctl', 'play', 'back', 'step', 'scrub', 'done', 'marks', 'time', 'speed', 'restart', 'fs',
  'crash', 'help', 'close', 'trouble', 'said'];

/** @type {HTMLTemplateElement | undefined} */
let template;

/**
 * Makes the elements of a figure.
 * @returns {Shell}
 */
export function makeShell() {
  if (!template) {
    template = document.createElement('template');
    template.innerHTML = SHELL;
  }
  const root = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  /** @type {any} */
  const shell = {};
  for (const name of PARTS) shell[name] = root.querySelector(`.${name}`);
  shell.range = root.querySelector('input');
  shell.choice = root.querySelector('select');
  shell.source = root.querySelector('cite');
  return shell;
}

/**
 * A moment of model time, as it is printed.
 * @param {number} micros
 */
export function moment(micros) {
  const ms = Math.floor(micros / 1000);
  return ms < 10000 ? `${ms} ms` : `${(ms / 1000).toFixed(3)} s`;
}
