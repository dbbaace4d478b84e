// The entry page: what ships, one click away, found by what people call it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, smallTargets } from '../lib/access.mjs';
import {
  button, DESKTOP, eventually, launch, moment, newPage, PHONE, ready, region, RUN, SMALL, url,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const main = (page) => page.getByRole('main');
/** What people suffer from, and a run that shows it. */
const PROBLEMS = [
  ['blocking', /Blocking/],
  ['stale read', /Routed by an old ring/],
  ['split brain', /Split in two/],
  ['split brain', /A leader cut off with a minority/],
];
const search = (page) => page.getByRole('searchbox', { name: 'Search' });

/** Opens the entry page. */
async function enter(options = {}) {
  const seen = await newPage(browser, options);
  await seen.page.goto(url);
  await search(seen.page).waitFor();
  return seen;
}

test('every shipped run is listed, and opens with one click and no reload', async () => {
  const { page, complaints } = await enter();
  const links = main(page).getByRole('listitem').getByRole('link');
  const paths = await links.evaluateAll((all) => all.map((it) => it.getAttribute('href')));
  assert(paths.length >= 18 && new Set(paths).size === paths.length, `${paths.length} links`);
  await page.evaluate(() => {
    window.kept = true;
  });
  for (const path of paths) {
    await main(page).locator(`li a[href="${path}"]`).click();
    await ready(page);
    await page.goBack();
    await search(page).waitFor();
  }
  assert(await page.evaluate(() => window.kept), 'the page was reloaded');
  assert.deepEqual(complaints, []);
});

test('the name of the page leads back, and Back and Forward work', async () => {
  const { page } = await enter();
  await main(page).getByRole('link', { name: 'A split vote' }).click();
  await ready(page);
  await page.getByRole('link', { name: 'Clusterscope' }).click();
  await search(page).waitFor();
  await page.goBack();
  await ready(page);
  await page.goBack();
  await search(page).waitFor();
  await page.goForward();
  await ready(page);
});

test('a search finds what scenarios say, and says when nothing fits', async () => {
  const { page } = await enter();
  await page.keyboard.press('/');
  await page.keyboard.type('lost reply');
  const found = region(page, 'Found');
  await found.getByRole('link', { name: /A lost reply Raft/ }).waitFor();
  await search(page).fill('session serial');
  await eventually(async () => (await found.getByRole('link').count()) > 0, 'by what it teaches');
  for (const [problem, run] of PROBLEMS) {
    await search(page).fill(problem);
    await found.getByRole('link', { name: run }).first().waitFor();
  }
  await search(page).fill('no such thing');
  await found.getByRole('heading', { name: 'Runs found: 0' }).waitFor();
  await search(page).fill('');
  await region(page, 'Consensus').waitFor();
});

test('a famous failure opens before it happens, and playing on shows it', async () => {
  const { page } = await enter();
  await page.getByRole('link', { name: /Two leaders in one term/ }).click();
  await ready(page);
  assert((await moment(page)) > 0, 'it opens somewhere in the run');
  assert.match(await region(page, 'Invariants').innerText(), /9 of 9 hold/);
  await page.keyboard.press('End');
  await eventually(
    async () => /broken/.test(await region(page, 'Invariants').innerText()), 'a rule is broken');
});

test('a path that leads nowhere says so, with what comes nearest', async () => {
  const { page } = await newPage(browser);
  await page.goto(`${url}${RUN}es`);
  const alert = page.getByRole('alert').first();
  await alert.waitFor();
  assert.match(await alert.innerText(), /leader-crash/);
  await button(page, 'Start with Raft').click();
  await ready(page);
});

test('something useful is painted before the program arrives', async () => {
  const { page } = await newPage(browser);
  await page.route('**/*.wasm', () => {});
  await page.goto(url, { waitUntil: 'commit' });
  await page.getByRole('heading', { name: /Watch distributed systems/ }).waitFor();
  assert.equal(await region(page, 'Stage').count(), 0, 'no stage where none will be');
});

for (const [screen, size] of Object.entries({ desktop: DESKTOP, phone: PHONE, small: SMALL })) {
  test(`the entry page is for everyone: ${screen}`, async () => {
    for (const colorScheme of ['light', 'dark']) {
      const { page } = await enter({ ...size, colorScheme });
      const found = await findings(page, colorScheme);
      await search(page).fill('leader');
      found.push(...(await findings(page, `${colorScheme}, searching`)));
      assert.deepEqual(found, []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert(wide <= size.viewport.width, `${wide} px wide`);
      if (screen !== 'desktop') assert.deepEqual(await smallTargets(page), []);
      await page.close();
    }
  });
}
