// The figure as one classic script, with the program inside: it works from a file, too.

import { create } from './create.js';
import { decode } from './decode.js';
import { ClusterScope, home } from './element.js';
import { supplied } from './engine.js';
import { Trouble } from './trouble.js';
import { english } from './words.js';
import { ALPHABET, BUILD, ENTRY, NAMES, SINGLE, VERSION } from './inside.js';

const self = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const base = self?.src || document.baseURI;

/** Parts that are being loaded. @type {Map<string, (text: string) => void>} */
const awaited = new Map();

/** @param {string} name */
const file = (name) => `clusterscope/${name}.js`;

/**
 * Loads a part by a script: that works from a file, and in a frame without an origin.
 * @param {string} name
 * @returns {Promise<Uint8Array>}
 */
const load = (name) => new Promise((go, stop) => {
  const script = document.createElement('script');
  const missing = () => {
    script.remove();
    stop(new Trouble(english.partMissing(file(name)), english.partHow(name, file(name)), script.src));
  };
  awaited.set(name, (text) => {
    script.remove();
    go(decode(text, ALPHABET, SINGLE));
  });
  script.addEventListener('error', missing);
  script.addEventListener('load', () => awaited.has(name) && missing());
  script.src = new URL(`${file(name)}?${BUILD}`, base).href;
  if (self?.nonce) script.nonce = self.nonce;
  document.head.append(script);
});

if (customElements.get('cluster-scope')) {
  const before = /** @type {any} */ (window).ClusterScope?.version;
  if (before !== VERSION) console.warn(`cluster-scope: ${before} is there already; not ${VERSION}`);
} else {
  supplied({
    build: BUILD,
    names: NAMES,
    entry: async () => decode(ENTRY, ALPHABET, SINGLE),
    part: load,
    file,
  });
  home.page = self?.dataset.page ?? (self?.src ? new URL('.', self.src).href : '');
  const world = /** @type {any} */ (window);
  world.ClusterScope = {
    create,
    version: VERSION,
    /** Called by the scripts of parts. @param {string} name @param {string} text */
    part(name, text) {
      awaited.get(name)?.(text);
      awaited.delete(name);
    },
  };
  customElements.define('cluster-scope', ClusterScope);
}
