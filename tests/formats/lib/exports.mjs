// What was exported, and by what it is judged: a list of runs with their events and nodes.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = process.env.EXPORTS;
if (!folder) throw new Error('EXPORTS names the folder of the exports');

/** The runs: name, events, nodes. */
export const runs = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
  .map(([name, events, nodes]) => ({ name, events, nodes }));
if (runs.length < 50) throw new Error(`only ${runs.length} runs were exported`);

/** The path of a run in a format. */
export const path = (run, extension) => join(folder, `${run.name}.${extension}`);

/** The text of a run in a format. */
export const text = (run, extension) => readFile(path(run, extension), 'utf8');
