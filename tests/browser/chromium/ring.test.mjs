// The picture of a whole system: a circle of keys, and what is counted beside it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, smallTargets } from '../lib/access.mjs';
import {
  button, clickDrawn, DESKTOP, eventually, LARGE, launch, moment, newPage, node, PHONE, play, ready,
  region, slider, SMALL, step, url, visit,
} from '../lib/site.mjs';

const JOIN = '#hash-ring/join';
const RIVALS = '#hash-ring/modulo-or-ring';
/** Longer than this nothing may keep the page from answering, in milliseconds. */
const MOST_BUSY = 500;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What lies on the circle, as a slider that keys move. */
const circle = (page) => region(page, 'Stage').getByRole('slider', { name: 'Keys on the circle' });

/** How many subpaths are drawn of this kind of key. */
const drawn = (page, kind) => region(page, 'Stage').locator(`.dots .${kind}`).evaluateAll((all) =>
  all.reduce((sum, it) => sum + it.getAttribute('d').split('M').length - 1, 0));

const overview = (page) => region(page, 'Overview');

/** The bars: label, amount and what stands behind it. */
const bars = (page) => overview(page).getByRole('listitem').allInnerTexts();

/** Opens a tab where the panel that it leads to is not in sight. */
async function open(page, name) {
  await button(page, name).click();
  await region(page, name).waitFor();
}

/** Steps until `look` is true. */
async function until(page, look, what, most = 60) {
  for (let i = 0; i < most; i += 1) {
    if (await look()) return;
    await step(page);
  }
  assert.fail(`${what}: not within ${most} steps`);
}

test('one click leads from the gallery to the circle', async () => {
  const { page, complaints } = await newPage(browser);
  await page.goto(url);
  await region(page, 'Partitioning').getByRole('link', { name: /A fifth node/ }).click();
  await ready(page);
  await circle(page).waitFor();
  await overview(page).waitFor();
  assert.equal(await drawn(page, 'key'), 96, 'every key is a dot');
  assert.deepEqual(complaints, []);
});

test('a join: keys show that they move, move, and settle; stepping back undoes it', async () => {
  const { page } = await visit(browser, { fragment: JOIN });
  const [rims, cores] = [() => drawn(page, 'rim'), () => drawn(page, 'core')];
  const moved = () => drawn(page, 'moved');
  await until(page, async () => (await rims()) > 0, 'keys begin to move');
  assert.equal(await rims(), await cores(), 'who moves shows both owners');
  assert.match(await region(page, 'Stage').locator('.headline').textContent(), /n5 joins/);
  const [before, here] = [await rims(), await moment(page)];
  await until(page, async () => (await moved()) > 0, 'some have moved');
  assert((await rims()) < before, 'fewer are on their way');
  await until(page, async () => (await rims()) === 0, 'all have moved');
  await slider(page).fill(String(here));
  await eventually(async () => (await rims()) === before, 'back where keys began to move');
});

test('load per node stands in numbers, against the mean', async () => {
  const { page } = await visit(browser, { fragment: JOIN });
  await until(page, async () => (await drawn(page, 'rim')) > 0, 'keys begin to move');
  await open(page, 'Overview');
  const rows = (await bars(page)).map((row) => row.replace(/\s+/g, ' ').trim()).filter(Boolean);
  const found = rows.map((row) => /^(n\d) (\d+)( was \d+| new)?$/.exec(row));
  const counts = found.filter(Boolean);
  assert.deepEqual(counts.map((row) => row[1]), ['n1', 'n2', 'n3', 'n4', 'n5'], rows.join('; '));
  const text = await overview(page).innerText();
  const all = Number(/keys\s+(\d+)/.exec(text)[1]);
  assert.equal(counts.reduce((sum, row) => sum + Number(row[2]), 0), all, rows.join('; '));
  assert.match(counts[4][3], /new/);
  for (const word of [/max\/mean/, /standard deviation/, /share moved/, /ideal share/]) {
    assert.match(text, word);
  }
  const grids = overview(page).getByRole('figure');
  assert.equal(await grids.count(), 2, 'two placements on the same change');
  const share = async (at) => Number(/(\d+)%/.exec(await grids.nth(at).innerText())[1]);
  assert((await share(0)) < (await share(1)), 'a ring moves less than a division');
  const boxes = [await grids.nth(0).boundingBox(), await grids.nth(1).boundingBox()];
  assert(boxes[0].x + boxes[0].width <= boxes[1].x, 'beside each other');
});

test('a lookup is walked step by step, on the circle and in words', async () => {
  const { page } = await visit(browser, { fragment: JOIN });
  const steps = region(page, 'Stage').locator('.step');
  await until(page, async () => (await steps.count()) > 1, 'a client asks for a key');
  const words = await overview(page).locator('.steps li').allInnerTexts();
  assert(words.length >= await steps.count(), words.join('; '));
  assert.match(words[0], /x is here/);
  assert.match(words.at(-1), /takes/);
});

test('keys lead from key to key, and a click picks one', async () => {
  const { page } = await visit(browser, { fragment: JOIN });
  const said = () => circle(page).getAttribute('aria-valuetext');
  assert.equal(await said(), 'none chosen');
  const before = await moment(page);
  await circle(page).focus();
  await page.keyboard.press('ArrowRight');
  await eventually(async () => /^user:\d+: kept by n\d$/.test(await said()), 'a key is chosen');
  const [first, now] = [await said(), Number(await circle(page).getAttribute('aria-valuenow'))];
  await page.keyboard.press('ArrowRight');
  await eventually(async () => (await said()) !== first, 'the next key');
  assert.equal(Number(await circle(page).getAttribute('aria-valuenow')), now + 1);
  await page.keyboard.press('ArrowLeft');
  await eventually(async () => (await said()) === first, 'and back');
  assert.equal(await moment(page), before, 'the slider keeps its keys');
  const name = first.split(': ')[0] + first.split(': ')[1];
  assert((await region(page, 'Inspector').innerText()).replace(/[:\s]/g, '')
    .includes(name.replace(/[:\s]/g, '').slice(0, 4)));
  await page.keyboard.press('Escape');
  await eventually(async () => (await said()) === 'none chosen', 'nothing is chosen');
  // The band itself: an arc, and how much of the circle it takes.
  const box = await region(page, 'Stage').locator('.circle .floor').boundingBox();
  await page.mouse.click(box.x + 4, box.y + box.height / 2);
  await eventually(async () => /% of the circle/.test(await said()), 'an arc is chosen');
});

test('a node on the stage points out its arcs', async () => {
  const { page } = await visit(browser, { fragment: JOIN });
  await clickDrawn(page, node(page, 'n2'));
  await region(page, 'Stage').locator('.circle .own').waitFor({ state: 'attached' });
});

for (const [screen, size] of Object.entries({ desktop: DESKTOP, phone: PHONE, small: SMALL })) {
  test(`the circle is for everyone: ${screen}`, async () => {
    for (const colorScheme of ['light', 'dark']) {
      const { page } = await visit(browser, { ...size, colorScheme, fragment: JOIN });
      await until(page, async () => (await drawn(page, 'rim')) > 0, 'keys begin to move');
      const found = await findings(page, `${colorScheme}, a move`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert(wide <= size.viewport.width, `${wide} px wide`);
      const [stage, around] = await Promise.all([
        region(page, 'Stage').boundingBox(), circle(page).boundingBox(),
      ]);
      assert(around.x >= stage.x && around.x + around.width <= stage.x + stage.width, 'it fits');
      assert(around.height <= stage.height, 'it fits');
      if (screen !== 'desktop') assert.deepEqual(await smallTargets(page), []);
      await open(page, 'Overview');
      found.push(...(await findings(page, `${colorScheme}, overview`)));
      if (screen !== 'desktop') assert.deepEqual(await smallTargets(page), []);
      await circle(page).focus();
      await page.keyboard.press('End');
      found.push(...(await findings(page, `${colorScheme}, a key`)));
      assert.deepEqual(found, []);
      await page.close();
    }
  });
}

test('two runs of one change stand beside each other, circles and numbers', async () => {
  const { page } = await visit(browser, { fragment: JOIN });
  await until(page, async () => (await drawn(page, 'rim')) > 0, 'keys begin to move');
  const all = await drawn(page, 'rim');
  await clickDrawn(page, node(page, 'n2'));
  await page.keyboard.press('c');
  await button(page, 'Runs').click();
  await page.getByRole('button', { name: /^Beside as written/ }).click();
  await eventually(async () => (await circle(page).count()) === 2, 'two circles');
  await open(page, 'Overview');
  const figures = overview(page).getByRole('figure');
  assert.equal(await figures.count(), 4, 'the numbers of both');
  assert(all > 0);
  assert.deepEqual(await findings(page, 'beside'), []);
});

test('two placements stand beside each other on the same change', async () => {
  for (const size of [DESKTOP, PHONE]) {
    const { page } = await visit(browser, { ...size, fragment: `${RIVALS}@300ms` });
    if (size === PHONE) await button(page, 'More').last().click();
    await button(page, 'Runs').last().click();
    await page.getByRole('button', { name: /^Beside modulo/ }).click();
    await eventually(async () => (await circle(page).count()) === 2, 'two circles');
    const numbers = () => region(page, 'Stage').locator('.headline .number').allTextContents();
    const [ring, modulo] = await eventually(async () => {
      const seen = (await numbers()).map(Number);
      return seen.length === 2 && seen;
    }, 'what moves, in numbers');
    assert(ring > 150 && ring < 250 && modulo > 750 && modulo < 850, `${ring} and ${modulo}`);
    await open(page, 'Overview');
    const [one, two] = await Promise.all(['main', 'modulo'].map((name) =>
      overview(page).getByRole('heading', { name, exact: true }).boundingBox()));
    assert(one.x + one.width <= two.x && Math.abs(one.y - two.y) < 2, 'the numbers beside, too');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= size.viewport.width, `${wide} px wide`);
    assert.deepEqual(await findings(page, 'two placements'), []);
    await page.close();
  }
});

test('a thousand keys on a hundred nodes of 160 points open, play, and can be picked', async () => {
  const { page, complaints } = await visit(browser, { fragment: LARGE });
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((it) => {
      window.longest = Math.max(window.longest, it.duration);
    })).observe({ entryTypes: ['longtask'] });
  });
  assert.equal(await drawn(page, 'key'), 1000);
  await play(page);
  await eventually(async () => (await drawn(page, 'rim')) > 0, 'keys begin to move', 60_000);
  await eventually(async () => (await drawn(page, 'moved')) > 0, 'keys have moved', 60_000);
  await page.keyboard.press('Space');
  const longest = await page.evaluate(() => window.longest);
  assert(longest < MOST_BUSY, `the page was busy for ${longest} ms`);
  const paths = await region(page, 'Stage').locator('.circle path, .dots path').count();
  assert(paths < 100, `${paths} paths: those that look alike are one`);
  await circle(page).focus();
  await page.keyboard.press('End');
  await eventually(
    async () => /kept by|now/.test(await circle(page).getAttribute('aria-valuetext')), 'a key');
  assert.deepEqual(await findings(page, 'a hundred nodes'), []);
  assert.deepEqual(complaints, []);
});
