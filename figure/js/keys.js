// The keyboard map: from a key to what a figure does. Where a player of terminal sessions has a key
// for the same thing, as asciinema-player does, it is that key.

/**
 * @typedef {object} Wishes
 * @property {() => void} toggle
 * @property {(sentences: number) => void} walk
 * @property {(events: number) => void} nudge
 * @property {(direction: number) => void} jump
 * @property {(share: number) => void} leap
 * @property {() => void} arm
 * @property {() => void} fullScreen
 * @property {() => void} help
 * @property {() => boolean} escape  Whether there was something to leave.
 */

/**
 * Does what a key stands for. Returns whether it stands for anything here.
 * @param {KeyboardEvent} event
 * @param {Wishes} wishes
 * @returns {boolean}
 */
export function press(event, wishes) {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const target = event.composedPath()[0];
  const { localName, type } = /** @type {HTMLInputElement} */ (target);
  // A list takes all keys, and a page around it that listens for letters must not hear them.
  if (localName === 'select') return !['Tab', 'Escape'].includes(event.key) && hear(event);
  const range = localName === 'input' && type === 'range';
  const walked = walk(event, wishes);
  if (walked || (!event.repeat && once(event, target, wishes))) {
    event.preventDefault();
    return hear(event);
  }
  const own = range && /^(Arrow|Page|Home|End)/.test(event.key);
  return own && hear(event);
}

/** @param {Event} event */
function hear(event) {
  event.stopPropagation();
  return true;
}

/**
 * @param {KeyboardEvent} event
 * @param {Wishes} wishes
 */
function walk({ key, shiftKey }, wishes) {
  const sentences = shiftKey ? 10 : 1;
  switch (key) {
    case 'ArrowLeft': wishes.walk(-sentences); return true;
    case 'ArrowRight': wishes.walk(sentences); return true;
    case ',': wishes.nudge(-1); return true;
    case '.': wishes.nudge(1); return true;
    case '[': wishes.jump(-1); return true;
    case ']': wishes.jump(1); return true;
    default: return false;
  }
}

/**
 * @param {KeyboardEvent} event
 * @param {EventTarget} target
 * @param {Wishes} wishes
 */
function once({ key }, target, wishes) {
  const { localName } = /** @type {Element} */ (target);
  const pressable = /** @type {Element} */ (target).getAttribute?.('role') === 'button';
  switch (key) {
    case ' ':
      // What holds the focus may be something that Space presses already.
      if (['button', 'a'].includes(localName) || pressable) return false;
      wishes.toggle();
      return true;
    case 'c': wishes.arm(); return true;
    case 'f': wishes.fullScreen(); return true;
    case '?': wishes.help(); return true;
    case 'Escape': return wishes.escape();
    default:
      if (!/^[0-9]$/.test(key)) return false;
      wishes.leap(Number(key) / 10);
      return true;
  }
}
