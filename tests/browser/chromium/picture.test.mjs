// Pictures that stand alone, as a README or a book shows them: within an <img>, without a script.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch } from '../lib/site.mjs';

const ROOT = new URL('../../../', import.meta.url);
const STILLS = [
  'raft-leader-crash-stage', 'raft-leader-crash-both', 'raft-one-vote-forgets-vote-both',
  'two-phase-commit-decision-first-spacetime', 'hostile',
].map((name) => `tests/golden/pictures/${name}.svg`);
const PLAYS = 'docs/shots/leader-crash.svg';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A page, and all that it asks for or complains of. */
async function blank(options = {}) {
  const context = await browser.newContext({ viewport: { width: 800, height: 700 }, ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('dialog', (dialog) => troubles.push(dialog.message()));
  page.on('request', (request) => {
    if (/^https?:/.test(request.url())) troubles.push(request.url());
  });
  return { page, troubles };
}

/** Shows a picture within an <img>; its own width and height. */
async function shown(page, file) {
  const data = (await readFile(new URL(file, ROOT))).toString('base64');
  await page.setContent('<body style="margin:0"><img alt="">');
  return page.evaluate(async (url) => {
    const img = document.images[0];
    img.src = url;
    await img.decode();
    return [img.naturalWidth, img.naturalHeight];
  }, `data:image/svg+xml;base64,${data}`);
}

/** How many colours the picture has, and the colour of its lower left corner. */
const colours = (page) => page.evaluate(() => {
  const img = document.images[0];
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [img.naturalWidth, img.naturalHeight];
  const pen = canvas.getContext('2d');
  pen.drawImage(img, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const all = new Set();
  for (let i = 0; i < data.length; i += 4) all.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
  const corner = 4 * (canvas.width * (canvas.height - 8) + 4);
  return { count: all.size, corner: [...data.slice(corner, corner + 3)] };
});

test('pictures are drawn within an <img>, and ask nobody for anything', async () => {
  const { page, troubles } = await blank();
  for (const file of STILLS) {
    const text = await readFile(new URL(file, ROOT), 'utf8');
    const [, wide, tall] = text.match(/width="(\d+)" height="([\d.]+)"/);
    const [w, h] = await shown(page, file);
    assert.equal(w, Number(wide), file);
    assert.ok(Math.abs(h - Number(tall)) <= 1, file);
    assert.ok((await colours(page)).count > 50, `${file} is drawn`);
  }
  assert.deepEqual(troubles, []);
  await page.context().close();
});

test('a picture follows the colours of its surroundings, if it is to', async () => {
  const [auto, dark] = [STILLS[1], STILLS[2]];
  const corners = {};
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await blank({ colorScheme });
    await shown(page, auto);
    corners[colorScheme] = (await page.screenshot()).toString('base64');
    await shown(page, dark);
    assert.deepEqual((await colours(page)).corner, [0x14, 0x17, 0x1a]);
    await page.context().close();
  }
  assert.notEqual(corners.light, corners.dark);
});

test('a run plays within an <img>', async () => {
  const { page, troubles } = await blank();
  await shown(page, PLAYS);
  const seen = new Set();
  for (let shot = 0; shot < 5; shot += 1) {
    seen.add((await page.screenshot()).toString('base64'));
    await page.waitForTimeout(1500);
  }
  assert.ok(seen.size >= 4, `${seen.size} of 5 pictures differ`);
  assert.deepEqual(troubles, []);
  await page.context().close();
});

test('who wants things still sees the end of the run, and nothing moves', async () => {
  const { page } = await blank({ reducedMotion: 'reduce' });
  await page.goto(new URL(PLAYS, ROOT).href);
  const first = await page.screenshot();
  await page.waitForTimeout(1200);
  assert.ok(first.equals(await page.screenshot()));
  assert.deepEqual((await moment(page)).when, ['800 ms']);
  await page.context().close();
});

/** What the document shows when it has played so long, in milliseconds; or as it stands. */
const moment = (page, at) => page.evaluate((time) => {
  for (const one of document.getAnimations()) {
    one.pause();
    if (time !== undefined) one.currentTime = time;
  }
  const visible = (one) => getComputedStyle(one).visibility === 'visible';
  const said = (name) => [...document.querySelectorAll(name)].filter(visible)
    .map((one) => one.textContent);
  const plot = document.querySelector('.plot');
  const tokens = [...document.querySelectorAll('.tail')].filter(visible);
  return {
    when: said('.when'),
    said: said('.said'),
    veil: document.querySelector('.now .line').getBoundingClientRect().x - plot.x.baseVal.value,
    plot: plot.width.baseVal.value,
    tokens: tokens.length,
    length: document.getAnimations()[0]?.effect.getTiming().duration,
  };
}, at);

test('each moment of playing shows that moment of the run, and says something', async () => {
  const { page } = await blank();
  await page.goto(new URL(PLAYS, ROOT).href);
  const { length } = await moment(page, 0);
  assert.ok(length > 10_000 && length < 120_000, `${length} ms`);
  let before = 0;
  let flying = 0;
  for (let at = 0; at < length; at += 777) {
    const now = await moment(page, at);
    assert.equal(now.when.length, 1, `one moment is shown at ${at}: ${now.when}`);
    const ms = Number.parseInt(now.when[0], 10);
    assert.ok(ms >= before && ms >= 380 && ms <= 800, `${ms} after ${before}`);
    before = ms;
    const veiled = 380 + (now.veil / now.plot) * 420;
    assert.ok(Math.abs(veiled - ms) < 14, `the playhead is at ${veiled}, not at ${ms}`);
    assert.ok(now.said.length >= 1 && now.said.length <= 2, `${now.said.length} lines are said`);
    flying += now.tokens;
  }
  assert.equal(before, 800, 'it ends at its end');
  assert.ok(flying > 20, 'messages fly');
  await page.context().close();
});

test('hostile text in a scenario stays text', async () => {
  const { page, troubles } = await blank();
  await page.goto(new URL(STILLS[4], ROOT).href);
  const found = await page.evaluate(() => ({
    scripts: document.getElementsByTagNameNS('*', 'script').length,
    title: document.querySelector('title').textContent,
    error: document.querySelector('parsererror')?.textContent,
  }));
  assert.equal(found.scripts, 0);
  assert.equal(found.error, undefined);
  assert.match(found.title, /<script>alert\(1\)<\/script> \]\]> & "'/);
  assert.deepEqual(troubles, []);
  await page.context().close();
});
