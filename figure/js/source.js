// Which run a figure shows, by its attributes and its text.

import { Trouble } from './trouble.js';
import { english } from './words.js';

/**
 * @typedef {{ link: boolean, text: string }} Source  A path or a link, or else a scenario.
 */

/**
 * The scenario that an element holds as its text: in a script of no type that runs, in preformatted
 * text, or plain. All else in it is a fallback, not a scenario.
 * @param {Element} element
 */
export function heldText(element) {
  const script = element.querySelector(':scope > script[type="text/plain"]');
  if (script) return script.textContent ?? '';
  const children = [...element.children].filter((it) => it.localName !== 'script');
  if (children.length === 0) return element.textContent ?? '';
  const alone = children.length === 1 && children[0].localName === 'pre';
  return alone ? children[0].textContent ?? '' : '';
}

/**
 * A text without blank lines around it, and without the indentation that all its lines share.
 * @param {string} text
 */
export function dedent(text) {
  const lines = text.replaceAll('\r\n', '\n').replace(/^(\s*\n)+/, '').trimEnd().split('\n');
  const filled = lines.filter((line) => line.trim() !== '');
  const depth = Math.min(...filled.map((line) => line.length - line.trimStart().length));
  return `${lines.map((line) => line.slice(depth)).join('\n')}\n`;
}

/**
 * @param {string} src
 * @param {AbortSignal} signal
 */
async function fetchText(src, signal) {
  const url = new URL(src, document.baseURI);
  const how = location.protocol === 'file:' ? english.fetchFromFile : english.fetchHow;
  let answer;
  try {
    answer = await fetch(url, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Trouble(english.cannotFetch(src), how, String(error));
  }
  if (!answer.ok) {
    throw new Trouble(english.cannotFetch(src), how, `${answer.status} ${answer.statusText}`);
  }
  return answer.text();
}

/**
 * Finds out which run is meant; what else is wrong is added to the complaints.
 * @param {Element} element
 * @param {import('./options.js').Options} options
 * @param {string[]} complaints
 * @param {AbortSignal} signal
 * @returns {Promise<Source>}
 */
export async function readSource(element, options, complaints, signal) {
  const { scenario, src, run } = options;
  const named = Object.entries({ run, scenario, src }).filter(([, value]) => value !== '');
  if (named.length > 1) {
    const [first, ...others] = named.map(([name]) => name);
    complaints.push(english.tooMany(first, others.join(', ')));
  }
  if (run !== '') return { link: true, text: run };
  if (scenario !== '') return { link: true, text: scenario };
  if (src !== '') return { link: false, text: await fetchText(src, signal) };
  const text = heldText(element);
  if (text.trim() !== '') return { link: false, text: dedent(text) };
  throw new Trouble(english.nothing, english.nothingHow);
}
