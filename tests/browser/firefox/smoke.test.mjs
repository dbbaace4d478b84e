// The page in Firefox: it opens, plays, steps both ways, and logs no error.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, newPage, playAndStep, url } from '../lib/firefox.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('the page opens, plays and steps both ways', async () => {
  const { page, complaints } = await newPage(browser);
  await page.goto(`${url}#raft/leader-crash`);
  await playAndStep(page);
  const nodes = await page.$$eval('[role="button"][aria-label^="n"]', (all) => all.length);
  assert(nodes >= 3, 'the stage shows nodes');
  assert.deepEqual(complaints, []);
});
