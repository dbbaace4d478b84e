// The whole page in one file in Firefox, from the file system.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const { SITE_DIR: folder, FIREFOX: executablePath } = process.env;
assert(folder && executablePath, 'run these tests with `cargo xtask test firefox`');

let browser;
let elsewhere;
before(async () => {
  browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  elsewhere = await mkdtemp(join(tmpdir(), 'standalone '));
  await copyFile(join(folder, 'standalone.html'), join(elsewhere, 'standalone.html'));
});
after(async () => {
  await browser?.close();
  if (elsewhere) await rm(elsewhere, { recursive: true });
});

const press = (page, name) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
const moment = (page) => page.$eval('input[type="range"]', (it) => Number(it.value));

test('the file opens, plays, steps both ways, and leads to the gallery and back', async () => {
  const page = await browser.newPage();
  const wrong = [];
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  await page.setViewport({ width: 1280, height: 800 });
  const file = pathToFileURL(join(elsewhere, 'standalone.html')).href;
  await page.goto(file);
  await press(page, 'Play');
  await page.waitForFunction(() => Number(document.querySelector('input[type=range]').value) > 0);
  assert.match(await page.title(), /^Raft: /);
  await press(page, 'Pause');
  const paused = await moment(page);
  await press(page, 'Step');
  await page.waitForFunction(
    (before) => Number(document.querySelector('input[type=range]').value) > before, {}, paused);
  await press(page, 'Step back');
  await page.locator('a.wm').click();
  await page.waitForSelector('#find');
  await page.locator('a[href^="#paxos/"]').click();
  await page.waitForFunction(() => document.title.startsWith('Paxos: '));
  await page.waitForSelector('[role="button"][aria-label^="n"], [role="button"][aria-label^="p"]');
  const asked = await page.evaluate(
    () => performance.getEntriesByType('resource').map((it) => it.name));
  assert.deepEqual(asked.filter((name) => !/^(data|blob):/.test(name)), [], 'nothing is asked for');
  assert.deepEqual(wrong, []);
});
