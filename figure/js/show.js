// Brings what stands around the picture up to the run's state.

import { icon, moment } from './shell.js';
import { english } from './words.js';

/**
 * @typedef {import('./shell.js').Shell} Shell
 * @typedef {import('./state.js').State} State
 * @typedef {import('./state.js').Marker} Marker
 */

/**
 * Sets a text where it is another one: equal texts cost no layout.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * What was opened.
 * @param {Shell} shell
 * @param {import('./state.js').About} about
 */
export function showAbout(shell, about) {
  say(shell.room, about.room);
  say(shell.title, about.title);
  shell.title.title = about.teaches;
  shell.figure.setAttribute('aria-label', `${about.room}: ${about.title}`);
}

/**
 * The sentence, its reason, and where the reason is published.
 * @param {Shell} shell
 * @param {State} state
 */
export function showSentence(shell, { sentence }) {
  const lines = sentence?.lines ?? [];
  const told = lines.find((line) => line.why !== '');
  say(shell.at, sentence ? moment(sentence.at) : '');
  say(shell.what, lines[0]?.text ?? '');
  say(shell.why, sentence ? told?.why ?? '' : english.start);
  say(shell.source, (told ?? lines.find((line) => line.source !== ''))?.source ?? '');
  const caption = sentence?.caption ?? '';
  say(shell.caption, caption === lines[0]?.text ? '' : caption);
}

/**
 * Whether the invariants hold.
 * @param {Shell} shell
 * @param {State} state
 */
export function showVerdict(shell, { rules, broken }) {
  const holding = `${rules - broken.length} ${english.of} ${rules}`;
  const [first] = [...broken].sort((a, b) => a.event - b.event);
  const key = first ? `${first.name} ${broken.length}` : String(rules);
  if (shell.verdict.dataset.key === key) return;
  shell.verdict.dataset.key = key;
  shell.verdict.classList.toggle('bad', Boolean(first));
  shell.verdict.innerHTML = icon(first ? 'cross' : 'tick');
  const words = document.createElement('span');
  const rest = document.createElement('span');
  words.textContent = first ? `${first.title} ${english.broken}` : holding;
  rest.className = 'tx';
  rest.textContent = first ? '' : `\u00a0${english.hold}`;
  shell.verdict.append(words, rest);
  const guilty = first ? [first.facts, first.outside].filter(Boolean).join(' \u2014 ') : '';
  say(shell.guilty, guilty);
}

/**
 * The moment, on the clock and on the bar.
 * @param {Shell} shell
 * @param {number} now
 * @param {number} end
 */
export function showMoment(shell, now, end) {
  const text = moment(now);
  say(shell.time, text);
  if (Number(shell.range.max) !== end) shell.range.max = String(end);
  shell.range.value = String(Math.round(now));
  shell.range.setAttribute('aria-valuetext', `${text} ${english.of} ${moment(end)}`);
  shell.done.style.setProperty('--done', String(end > 0 ? now / end : 0));
}

/**
 * What is worth jumping to, on the bar.
 * @param {Shell} shell
 * @param {Marker[]} markers
 * @param {number} end
 */
export function showMarkers(shell, markers, end) {
  shell.marks.replaceChildren(...markers.map((marker) => {
    const mark = document.createElement('i');
    mark.className = marker.kind;
    mark.title = marker.label;
    mark.style.setProperty('--at', String(end > 0 ? marker.at / end : 0));
    return mark;
  }));
}

/**
 * Whether it plays.
 * @param {Shell} shell
 * @param {boolean} playing
 */
export function showPlaying(shell, playing) {
  const name = playing ? english.pause : english.play;
  shell.play.innerHTML = icon(playing ? 'pause' : 'play');
  shell.play.setAttribute('aria-label', name);
  shell.play.title = name;
}

/**
 * What is wrong with the attributes, and what else is to be told; below one another.
 * @param {Shell} shell
 * @param {string[]} complaints
 */
export function showComplaints(shell, complaints) {
  shell.complaints.replaceChildren(...complaints.map((text) => {
    const item = document.createElement('li');
    item.textContent = text;
    return item;
  }));
}

/**
 * Why there is nothing to be seen.
 * @param {Shell} shell
 * @param {{ what: string, todo: string, detail: string }} trouble
 * @param {string} [link]  What opens the same run.
 */
export function showTrouble(shell, { what, todo, detail }, link) {
  const [head, text, lines] = /** @type {HTMLElement[]} */ ([...shell.trouble.children]);
  head.textContent = what;
  text.textContent = todo;
  lines.textContent = [detail, link].filter(Boolean).join('\n');
  text.hidden = todo === '';
  lines.hidden = lines.textContent === '';
  shell.trouble.hidden = false;
}
