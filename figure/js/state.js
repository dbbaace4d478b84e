// What the engine tells of a run.

/**
 * @typedef {object} About
 * @property {string} room
 * @property {string} slug
 * @property {string} title
 * @property {string} teaches
 * @property {number} seed
 * @property {string} notice
 */

/**
 * @typedef {object} Sentence
 * @property {number} index
 * @property {number} at
 * @property {{ text: string, why: string, source: string }[]} lines
 * @property {string} caption
 */

/**
 * @typedef {object} Violation
 * @property {string} name
 * @property {string} title
 * @property {string} facts
 * @property {string} outside
 * @property {number} event
 * @property {number} at
 */

/**
 * @typedef {object} State
 * @property {number} event     How many events lie behind.
 * @property {number} now       The moment, in microseconds.
 * @property {number} events    How many are recorded.
 * @property {number} end       When the run ends.
 * @property {number} recorded  Up to when it is recorded.
 * @property {boolean} complete Whether no more will be recorded.
 * @property {number} rules     How many invariants there are.
 * @property {Violation[]} broken  Those that are broken by now.
 * @property {Sentence | null} sentence
 * @property {number | null} next  The moment of the next event, if one is due.
 */

/**
 * @typedef {object} Marker
 * @property {number} [event]
 * @property {number} at
 * @property {'fault' | 'mend' | 'cue' | 'key' | 'violation' | 'author'} kind
 * @property {string} label
 */

export {};
