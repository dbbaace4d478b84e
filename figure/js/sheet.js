// The style of a figure, shared by all of them.

import { CSS } from './css.js';

/** @type {CSSStyleSheet | undefined} */
let adopted;

/**
 * Gives a shadow root its style. A policy may forbid style elements, but not this.
 * @param {ShadowRoot} root
 */
export function sheet(root) {
  if (!('adoptedStyleSheets' in root)) {
    const style = document.createElement('style');
    style.textContent = CSS;
    /** @type {any} */
    const bare = root;
    bare.append(style);
    return;
  }
  if (!adopted) {
    adopted = new CSSStyleSheet();
    adopted.replaceSync(CSS);
  }
  root.adoptedStyleSheets = [adopted];
}
