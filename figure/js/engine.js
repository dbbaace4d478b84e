// The one instance of the engine that all figures of a page share.

import { Run, begin, finish, imports, missing } from './program.js';
import { Trouble } from './trouble.js';
import { english } from './words.js';

/**
 * Where the program comes from.
 * @typedef {object} Supply
 * @property {string} build       The name under which its parts find each other.
 * @property {string[]} names     The parts that are not in the first one.
 * @property {() => Promise<BufferSource>} entry
 * @property {(name: string) => Promise<BufferSource>} part
 * @property {(name: string) => string} file  The file that a part is in.
 */

/** @type {Supply | undefined} */
let supply;

/** @type {Promise<void> | undefined} */
let coming;

/** What the parts share. @type {Record<string, any>} */
const shared = {};

/** The parts that are there, and those that are coming. */
const there = new Set(['raft']);
/** @type {Map<string, Promise<void>>} */
const fetched = new Map();

/** What the bug said that stopped the engine for good. @type {string | undefined} */
let report;

/** Those who are told when the engine stops. @type {Set<(report: string) => void>} */
const listeners = new Set();

/**
 * Says where the program comes from; the first one counts.
 * @param {Supply} from
 */
export function supplied(from) {
  supply ??= from;
}

/**
 * Is told when the engine stops on a bug, which it does for all figures. Returns how to stop
 * listening.
 * @param {(report: string) => void} listener
 */
export function onStop(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Called by the program as it panics. @param {string} text */
export function stopped(text) {
  report ??= text;
}

/**
 * Calls the engine. What it throws on purpose is a text; all else is a bug, after which no part of
 * it can be trusted, so all figures are told.
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
export function ask(call) {
  if (dead) throw new Trouble(english.stopped, english.stoppedHow, report);
  try {
    return call();
  } catch (error) {
    if (typeof error === 'string') throw new Trouble(english.cannotOpen, '', error);
    stop(String(error));
    throw new Trouble(english.stopped, english.stoppedHow, report);
  }
}

let dead = false;

/** @param {string} error */
function stop(error) {
  dead = true;
  report = report ? `${report}\n${error}` : error;
  for (const listener of [...listeners]) listener(report);
}

async function start() {
  const from = /** @type {Supply} */ (supply);
  try {
    // The smallest module there is: a policy that forbids WebAssembly refuses even this one.
    await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  } catch (error) {
    throw new Trouble(english.noWasm, english.noWasmHow, String(error));
  }
  try {
    const { instance } = await WebAssembly.instantiate(await from.entry(), imports());
    Object.assign(shared, finish(instance));
    begin();
  } catch (error) {
    if (error instanceof Trouble) throw error;
    throw new Trouble(english.notStarted, '', String(error));
  }
}

/**
 * Brings a part of the program; all rooms need the second one, which keeps what they share.
 * @param {string} name
 * @returns {Promise<void>}
 */
async function bring(name) {
  const from = /** @type {Supply} */ (supply);
  const common = name === 'commons' ? undefined : part('commons');
  const module = await WebAssembly.compile(await from.part(name));
  await common;
  // What is of another build finds no memory to share.
  const given = { [from.build]: shared, p: shared };
  let instance;
  try {
    instance = await WebAssembly.instantiate(module, given);
  } catch {
    throw new Trouble(english.partStrange(from.file(name)));
  }
  Object.assign(shared, instance.exports);
  there.add(name);
}

/**
 * @param {string} name
 * @returns {Promise<void>}
 */
async function part(name) {
  const from = /** @type {Supply} */ (supply);
  if (there.has(name) || !from.names.includes(name)) {
    there.add(name);
    return undefined;
  }
  if (!fetched.has(name)) {
    // What failed once may be there later.
    fetched.set(name, bring(name).finally(() => fetched.delete(name)));
  }
  return fetched.get(name);
}

/**
 * Opens a run once all that it needs is there.
 * @param {import('./source.js').Source} source
 * @param {string} seed
 * @returns {Promise<Run>}
 */
export async function open({ link, text }, seed) {
  coming ??= start();
  try {
    await coming;
  } catch (error) {
    coming = undefined;
    throw error;
  }
  for (;;) {
    const needed = ask(() => missing(link, text, [...there].join(' ')));
    if (needed === '') return ask(() => Run.open(link, text, seed));
    await part(needed);
  }
}

/** The memory of the engine; it is another object after it grew. */
export const memory = () => /** @type {WebAssembly.Memory} */ (shared.memory);
