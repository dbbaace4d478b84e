// Logs as ShiViz reads them: by their own pattern, the clock as JSON, and the laws that it checks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs, text } from './lib/exports.mjs';

/** The events of a log, by the pattern in its first line. */
function read(log) {
  const [pattern, delimiter, ...rest] = log.split('\n');
  assert.equal(delimiter, '', 'there is one execution');
  const groups = [...pattern.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name);
  for (const name of ['clock', 'event', 'host']) assert.ok(groups.includes(name), pattern);
  const body = rest.join('\n').trim();
  const events = [...body.matchAll(new RegExp(pattern, 'gm'))];
  const left = events.reduce((left, [whole]) => left - whole.length, body.length);
  assert.equal(left, events.length - 1, 'the pattern leaves only ends of lines');
  return events.map(({ groups: { clock, host, event } }) =>
    ({ clock: JSON.parse(clock), host, event }));
}

test('the pattern finds every event, and clocks count', async () => {
  for (const run of runs) {
    const events = read(await text(run, 'shiviz'));
    assert.equal(events.length, run.events, run.name);
    const counts = {};
    for (const { clock, host, event } of events) {
      assert.ok(event.length > 0, `${run.name}: an event says what it is`);
      counts[host] = (counts[host] ?? 0) + 1;
      assert.equal(clock[host], counts[host], `${run.name}: ${host} counts its own events`);
      for (const [other, seen] of Object.entries(clock)) {
        assert.ok(seen > 0 && seen <= (counts[other] ?? 0), `${run.name}: ${host} knows ${other}`);
      }
    }
    assert.ok(events.some(({ clock }) => Object.keys(clock).length > 1), run.name);
  }
});
