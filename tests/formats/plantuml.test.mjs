// Sequence diagrams, by PlantUML itself.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { path, runs, text } from './lib/exports.mjs';

const plantuml = (args) => promisify(execFile)(process.env.PLANTUML, args, { maxBuffer: 1 << 26 });

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clusterscope-'));
});
after(() => rm(folder, { recursive: true }));

test('it takes every diagram', async () => {
  const all = runs.map((run) => path(run, 'puml'));
  // One of a hundred: which, only asking for each tells.
  if (await plantuml(['-checkonly', ...all]).catch(() => false)) return;
  for (const one of all) await plantuml(['-checkonly', one]);
});

test('it draws every message and every participant', async () => {
  for (const run of [runs[0], runs.find(({ name }) => name.includes('lost-vote'))]) {
    await plantuml(['-tsvg', '-o', folder, path(run, 'puml')]);
    const drawn = await readFile(join(folder, `${run.name}.svg`), 'utf8');
    const source = await text(run, 'puml');
    const lines = source.split('\n');
    for (const line of lines.filter((it) => it.startsWith('participant '))) {
      assert.ok(drawn.includes(`>${line.split(' ')[1]}<`), `${run.name}: ${line}`);
    }
    const messages = lines.filter((line) => /^\w+ --?>x? /.test(line));
    assert.ok(messages.length > 10, run.name);
    for (const line of messages) {
      const label = line.slice(line.indexOf(' : ') + 3).split(' ')[0];
      assert.ok(drawn.includes(label), `${run.name}: ${line}`);
    }
  }
});

test('what is no diagram is refused', async () => {
  await assert.rejects(plantuml(['-checkonly', new URL('broken.puml', import.meta.url).pathname]));
});
