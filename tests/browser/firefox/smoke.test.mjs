// The page in Firefox: it opens, plays, steps both ways, and logs no error.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';

const { SITE_URL: url, FIREFOX: executablePath } = process.env;
assert(url && executablePath, 'run these tests with `cargo xtask test firefox`');

let browser;
before(async () => {
  browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
});
after(() => browser?.close());

const press = (page, name) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
const moment = (page) => page.$eval('input[type="range"]', (it) => Number(it.value));

test('the page opens, plays and steps both ways', async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(`${url}#raft/leader-crash`);
  await press(page, 'Play');
  await page.waitForFunction(() => Number(document.querySelector('input[type=range]').value) > 0);
  await press(page, 'Pause');
  const paused = await moment(page);
  await press(page, 'Step');
  await page.waitForFunction(
    (before) => Number(document.querySelector('input[type=range]').value) > before, {}, paused);
  await press(page, 'Step back');
  const nodes = await page.$$eval('[role="button"][aria-label^="n"]', (all) => all.length);
  assert(nodes >= 3, 'the stage shows nodes');
  assert.deepEqual(complaints, []);
});
