// All words of the figure itself, language by language.

/**
 * @typedef {typeof ENGLISH} Words
 */

const ENGLISH = {
  play: 'Play',
  pause: 'Pause',
  step: 'Step',
  stepBack: 'Step back',
  restart: 'Restart figure',
  crash: 'Crash a node',
  crashArmed: 'Click a node',
  crashHint: 'Click a node, or choose it with Tab and Enter. Esc stops.',
  full: 'Open full page',
  fullScreen: 'Full screen',
  time: 'Time',
  speed: 'Speed',
  of: 'of',
  hold: 'invariants hold',
  broken: 'is broken',
  undo: 'Undo',
  changed: (/** @type {string} */ at) => `Changed at ${at}; later events recomputed.`,
  start: 'Nothing has happened yet. Press Play, or step with \u2192.',
  loading: 'Loading',
  help: 'Keys',
  close: 'Close',
  keys: [
    ['Space', 'play or pause'],
    ['\u2190 \u2192', 'step back, step'],
    ['Shift \u2190 \u2192', 'ten steps'],
    [', .', 'one event back, one on'],
    ['[ ]', 'previous marker, next marker'],
    ['0 \u2026 9', 'to 0 %, 10 % \u2026 90 % of the run'],
    ['c', 'crash a node'],
    ['f', 'full screen'],
    ['?', 'this list'],
    ['Esc', 'close, or stop choosing'],
  ],
  expected: {
    text: 'a text is expected',
    integer: 'a whole number is expected, such as 7',
    number: 'a number is expected, such as 0.5',
    moment: 'a moment is expected, such as 1.2 (seconds), 400ms or 25%',
    loop: 'nothing or a number of times is expected, such as loop="3"',
    markers: 'moments are expected, with semicolons between them, such as "400ms A crash; 1.2s"',
    oneOf: (/** @type {string[]} */ names) => `one of ${names.join(', ')} is expected`,
  },
  instead: {
    speed: (/** @type {unknown} */ value) => `playing at ${value}`,
    value: (/** @type {unknown} */ value) => `using ${value === '' ? 'none' : value}`,
  },
  unknownAttribute: (/** @type {string} */ name, /** @type {string} */ near) =>
    `there is no attribute ${name}${near ? `; did you mean ${near}?` : ''}`,
  tooMany: (/** @type {string} */ used, /** @type {string} */ others) =>
    `${used} and ${others} name more than one run; showing ${used}`,
  nothing: 'This figure names no run.',
  nothingHow: 'Give it scenario="raft/leader-crash", src="my.scope", run="v1.\u2026", or a ' +
    'scenario as its text.',
  cannotOpen: 'This run cannot be opened.',
  cannotFetch: (/** @type {string} */ src) => `${src} cannot be fetched.`,
  fetchFromFile: 'A page that was opened as a file may not read other files. Serve the page, or ' +
    'put the scenario into it: <cluster-scope><script type="text/plain">\u2026<\/script>' +
    '<\/cluster-scope>.',
  fetchHow: 'See that the address is right, and that a server on another host allows this page ' +
    'to read it (CORS).',
  partMissing: (/** @type {string} */ file) => `${file} is not there.`,
  partHow: (/** @type {string} */ room, /** @type {string} */ file) =>
    `The room ${room} is in it. Put ${file} beside the script, or use clusterscope-all.js, ` +
    'which has all rooms.',
  partStrange: (/** @type {string} */ file) => `${file} is of another build than the script.`,
  noWasm: 'WebAssembly is switched off here.',
  noWasmHow: 'A Content-Security-Policy or a browser setting forbids it. The policy must allow ' +
    "script-src 'wasm-unsafe-eval'.",
  notStarted: 'The figure\u2019s engine did not start.',
  stopped: 'The engine stopped.',
  stoppedHow: 'This is a bug in Clusterscope. The report repeats it: please pass it on.',
};

/** The words of the one language that there is so far. */
export const english = ENGLISH;

/** The languages that a figure speaks. */
export const languages = ['en'];
