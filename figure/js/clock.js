// One clock for all figures of a page: it ticks while one of them has something to do that can be
// seen, and not otherwise.

/**
 * Is called once in a frame, with the moment on the browser's clock and how much time it may take
 * for what is not urgent, both in milliseconds. Returns whether it has more to do.
 * @typedef {(wall: number, spare: number) => boolean} Ticker
 */

/** How long all figures together may take in a frame for what is not urgent, in milliseconds. */
const SPARE = 4;

/** @type {Set<Ticker>} */
const tickers = new Set();
let request = 0;

/** Whether the reader wants things still. */
export const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** @param {number} wall */
function frame(wall) {
  request = 0;
  const all = [...tickers];
  for (const ticker of all) {
    if (tickers.has(ticker) && !ticker(wall, SPARE / all.length)) tickers.delete(ticker);
  }
  wind();
}

function wind() {
  if (request === 0 && tickers.size > 0 && !document.hidden) request = requestAnimationFrame(frame);
}

function visible() {
  if (!document.hidden) return wind();
  cancelAnimationFrame(request);
  request = 0;
}

/** How many figures are on the page; the last one to leave takes the listener with it. */
let figures = 0;

/** A figure comes. */
export function join() {
  if (figures === 0) document.addEventListener('visibilitychange', visible);
  figures += 1;
}

/** A figure leaves. */
export function leave() {
  figures -= 1;
  if (figures === 0) document.removeEventListener('visibilitychange', visible);
}

/**
 * Has a figure called in every frame until it has no more to do.
 * @param {Ticker} ticker
 */
export function wake(ticker) {
  tickers.add(ticker);
  wind();
}

/**
 * Has it called no more.
 * @param {Ticker} ticker
 */
export function sleep(ticker) {
  tickers.delete(ticker);
}
