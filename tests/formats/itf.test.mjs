// States as Quint reads them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import itf from '@informalsystems/quint/dist/src/itf.js';
import { runs, text } from './lib/exports.mjs';

/** All expressions within one. */
const within = (it) => [it, ...(it.args ?? []).flatMap(within)];

test('it takes every trace, state by state', async () => {
  for (const run of runs) {
    const trace = JSON.parse(await text(run, 'itf.json'));
    const states = itf.ofItf(trace);
    assert.equal(states.length, run.events + 1, run.name);
    const first = within(states[0]);
    assert.equal(states[0].opcode, 'Rec', run.name);
    assert.ok(first.some(({ opcode }) => opcode === 'Map'), run.name);
    assert.ok(first.every(({ kind }) => kind !== 'name'), `${run.name}: all can be read`);
    for (const state of trace.states) {
      assert.ok(trace.vars.every((name) => name in state), run.name);
    }
  }
});

test('what the reader read is what it would write', async () => {
  const run = runs.find(({ name }) => name === 'raft-leader-crash');
  const trace = JSON.parse(await text(run, 'itf.json'));
  const again = itf.toItf(trace.vars, itf.ofItf(trace)).unwrap();
  const plain = (states) => states.map(({ '#meta': _, ...values }) => values);
  assert.deepEqual(plain(again.states), plain(trace.states));
});
