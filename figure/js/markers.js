// What is worth stopping at: the run's own markers, or those that the author gave.

/**
 * @typedef {import('./state.js').Marker} Marker
 */

/**
 * @param {import('./options.js').Options} options
 * @param {Marker[]} own
 * @param {number} end
 * @returns {Marker[]}
 */
export function chosenMarkers({ markers }, own, end) {
  if (!markers) return own;
  return markers
    .map(([place, label]) => ({ at: placed(place, end), kind: /** @type {const} */ ('author'), label }))
    .sort((a, b) => a.at - b.at);
}

/**
 * A place as a moment.
 * @param {import('./options.js').Place} place
 * @param {number} end
 */
export const placed = (place, end) =>
  Math.min('share' in place ? place.share * end : place.at, end);

/**
 * The first marker that lies after one moment and not after another.
 * @param {Marker[]} markers
 * @param {number} after
 * @param {number} upTo
 */
export const crossed = (markers, after, upTo) =>
  markers.findIndex(({ at }) => at > after && at <= upTo);
