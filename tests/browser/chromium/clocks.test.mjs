// Logical clocks on the space-time diagram.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings } from '../lib/access.mjs';
import { button, DESKTOP, eventually, launch, PHONE, region, visit } from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const FRAGMENT = '#two-phase-commit/happy-path@45ms';
const diagram = (page) => region(page, 'Space-time');

/** The clocks that are drawn, with the places where they stand. */
const clocks = (page) => diagram(page).locator('.clocks text').evaluateAll((all) =>
  all.map((it) => {
    const { left, right, top } = it.getBoundingClientRect();
    return { text: it.textContent, left, right, top };
  }));

test('one click shows Lamport clocks, the next vectors, the third none', async () => {
  const { page, complaints } = await visit(browser, { fragment: FRAGMENT });
  assert.deepEqual(await clocks(page), []);
  await button(page, 'Show Lamport clocks').click();
  const numbers = await eventually(async () => {
    const drawn = await clocks(page);
    return drawn.length > 5 && drawn;
  }, 'clocks are drawn');
  assert(numbers.every((it) => /^\d+$/.test(it.text)));
  // From left to right on a lane, clocks only grow.
  for (const lane of new Set(numbers.map((it) => it.top))) {
    const row = numbers.filter((it) => it.top === lane).sort((a, b) => a.left - b.left);
    row.slice(1).forEach((it, at) => {
      assert(Number(it.text) > Number(row[at].text));
      assert(it.left >= row[at].right, 'no two run into each other');
    });
  }
  await button(page, 'Show vector clocks').click();
  const vectors = await eventually(async () => {
    const drawn = await clocks(page);
    return drawn.length > 0 && drawn.every((it) => it.text.startsWith('[')) && drawn;
  }, 'vectors are drawn');
  const lengths = new Set(vectors.map((it) => it.text.split(',').length));
  assert.equal(lengths.size, 1, 'a place for every node');
  await button(page, 'Hide clocks').click();
  await eventually(async () => (await clocks(page)).length === 0, 'they are gone');
  assert.deepEqual(complaints, []);
});

test('clocks follow the window of time', async () => {
  const { page } = await visit(browser, { fragment: FRAGMENT });
  await button(page, 'Show Lamport clocks').click();
  await eventually(async () => (await clocks(page)).length > 5, 'clocks are drawn');
  const before = await clocks(page);
  await button(page, 'Show less time').click();
  await eventually(async () =>
    JSON.stringify(await clocks(page)) !== JSON.stringify(before), 'they are drawn anew');
});

test('clocks can be shown on a phone, and hide nothing from whoever hears the page', async () => {
  for (const screen of [PHONE, DESKTOP]) {
    const { page } = await visit(browser, { fragment: FRAGMENT, ...screen });
    const time = button(page, 'Time');
    if (await time.isVisible()) await time.click();
    await button(page, 'Show Lamport clocks').click();
    await eventually(async () => (await clocks(page)).length > 0, 'clocks are drawn');
    assert.deepEqual(await findings(page), []);
  }
});
