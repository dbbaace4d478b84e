// Figures for scripts.

import { ATTRIBUTES, propertyOf } from './options.js';

/**
 * Makes a figure in an element, or gives a figure other options. They are named as the properties
 * of the element; `text` is a scenario.
 * @param {Element} place
 * @param {Record<string, any>} [options]
 * @returns {HTMLElement}
 */
export function create(place, options = {}) {
  const known = new Set(Object.keys(ATTRIBUTES).map(propertyOf));
  const own = place.localName === 'cluster-scope';
  /** @type {any} */
  const figure = own ? place : document.createElement('cluster-scope');
  for (const [name, value] of Object.entries(options)) {
    const [property, meant] = translated(name, value);
    if (property === 'text') {
      const script = document.createElement('script');
      script.type = 'text/plain';
      script.textContent = meant;
      figure.replaceChildren(script);
    } else if (known.has(property)) {
      figure[property] = meant;
    } else {
      // An attribute that there is not: the figure says so.
      figure.setAttribute(name, String(value));
    }
  }
  if (!own) place.append(figure);
  return figure;
}

/**
 * An option as asciinema-player knows it, in the words of this element.
 * @param {string} name
 * @param {any} value
 * @returns {[string, any]}
 */
function translated(name, value) {
  if (name === 'autoPlay') return ['autoplay', value];
  if (name === 'controls' && typeof value === 'boolean') return [name, value ? 'full' : 'none'];
  if (name === 'fit' && value === false) return [name, 'none'];
  return [name, value];
}
