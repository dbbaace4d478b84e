// The figure as a package: importing it defines the element.

import { ClusterScope } from './element.js';
import { supplied } from './engine.js';
import { BUILD, URLS, VERSION } from './inside.js';
import { Trouble } from './trouble.js';
import { english } from './words.js';

export { create } from './create.js';
export { ClusterScope };
export const version = VERSION;

/** @param {string} name */
async function load(name) {
  const url = /** @type {Record<string, URL>} */ (URLS)[name];
  let answer;
  try {
    answer = await fetch(url);
  } catch (error) {
    throw new Trouble(english.cannotFetch(url.href), '', String(error));
  }
  if (!answer.ok) {
    throw new Trouble(english.cannotFetch(url.href), '', `${answer.status} ${answer.statusText}`);
  }
  return answer.arrayBuffer();
}

supplied({
  build: BUILD,
  names: Object.keys(URLS).filter((name) => name !== 'entry'),
  entry: () => load('entry'),
  part: load,
  file: (name) => `${name}.wasm`,
});

// Where a page is made on a server there are no elements, and importing this is harmless.
if (globalThis.customElements && !customElements.get('cluster-scope')) {
  customElements.define('cluster-scope', ClusterScope);
}
