// The whole page in one file in Firefox, from the file system.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { click, folder, launch, newPage, playAndStep, until } from '../lib/firefox.mjs';

let browser;
let elsewhere;
before(async () => {
  browser = await launch();
  elsewhere = await mkdtemp(join(tmpdir(), 'standalone '));
  await copyFile(join(folder, 'standalone.html'), join(elsewhere, 'standalone.html'));
});
after(async () => {
  await browser?.close();
  if (elsewhere) await rm(elsewhere, { recursive: true });
});

test('the file opens, plays, steps both ways, and leads to the gallery and back', async () => {
  const { page, complaints } = await newPage(browser);
  const file = pathToFileURL(join(elsewhere, 'standalone.html')).href;
  await page.goto(file);
  await playAndStep(page);
  assert.match(await page.title(), /^Raft: /);
  await click(page, 'a.wm');
  await until(() => page.$('#find'));
  await click(page, 'a[href^="#paxos/"]');
  await until(async () => (await page.title()).startsWith('Paxos: '));
  await until(() => page.$('[role="button"][aria-label^="n"], [role="button"][aria-label^="p"]'));
  const asked = await page.evaluate(
    () => performance.getEntriesByType('resource').map((it) => it.name));
  assert.deepEqual(asked.filter((name) => !/^(data|blob):/.test(name)), [], 'nothing is asked for');
  assert.deepEqual(complaints, []);
});
