// A run as a link, good and bad.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  arm, button, clickDrawn, eventually, launch, moment, newPage, node, nodeName, nodes, picture,
  ready, scenarios, slider, step, url, visit,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const crash = async (page, name) => {
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, name));
  await eventually(async () => /Crashed/.test(await nodeName(page, name)), `${name} crashes`);
};

test('a reload restores the run, what was done to it, and the position', async () => {
  const { page, complaints } = await visit(browser);
  await step(page, 6);
  await crash(page, 'n2');
  await eventually(() => page.url().includes('#v1.'), 'the address holds the run');
  const seen = await picture(page);
  await page.reload();
  await ready(page);
  await eventually(async () => (await moment(page)) > 0, 'the position is restored');
  assert.deepEqual(await picture(page), seen);
  assert.deepEqual(complaints, []);
});

test('a copied link opens the same run elsewhere', async () => {
  const { page, context } = await visit(browser, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await step(page, 6);
  await crash(page, 'n3');
  const [there, seen] = [await moment(page), await nodes(page)];
  await button(page, 'Share').first().click();
  const link = await eventually(
    () => page.evaluate(() => navigator.clipboard.readText()), 'the link is copied');
  assert(link.startsWith(`${url}#v1.`), link);
  assert(link.length < 2000, `the link has ${link.length} characters`);
  await context.close();

  const { page: other } = await visit(browser, { fragment: link.slice(url.length) });
  await slider(other).fill(String(there));
  await eventually(async () => (await moment(other)) === there, 'the same moment');
  assert.deepEqual(await nodes(other), seen);
});

test('opening a run is a history entry, and Back returns', async () => {
  const { page } = await visit(browser);
  const list = scenarios(page);
  const first = await list.inputValue();
  const second = (await list.locator('option').nth(1).getAttribute('value')) ?? '';
  await list.selectOption(second);
  await eventually(async () => (await list.inputValue()) === second, 'the other scenario');
  await page.goBack();
  await eventually(async () => (await list.inputValue()) === first, 'Back returns');
});

const HOSTILE = {
  'an empty one': '#v1.',
  'one cut short': '#v1.AAAA',
  'one that is noise': '#v1.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz',
  'one of a version to come': '#v9.AAAA',
  'one with a script in it': '#v1.%3Cscript%3Ealert(1)%3C/script%3E',
  'one that is far too long': `#v1.${'A'.repeat(200_000)}`,
};

for (const [what, fragment] of Object.entries(HOSTILE)) {
  test(`a broken link says so and leads home: ${what}`, async () => {
    const { page } = await newPage(browser);
    await page.goto(url + fragment);
    const alert = page.getByRole('alert').first();
    await alert.waitFor();
    assert.match(await alert.innerText(), /link|run/i);
    await page.getByRole('main').getByRole('button').first().click();
    await ready(page);
    await step(page);
    assert((await moment(page)) >= 0);
    await page.close();
  });
}

test('a broken link pasted over a good run says so, too', async () => {
  const { page } = await visit(browser);
  await page.evaluate(() => {
    location.hash = '#v1.notalink';
  });
  await page.getByRole('alert').first().waitFor();
});
