// What the runs of a scenario come to, beside each other.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings } from '../lib/access.mjs';
import {
  button, command, DESKTOP, eventually, launch, PHONE, region, visit,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const PURCHASE = '#saga/purchase';
const panel = (page) => region(page, 'Measured');

/** The bars by the measure above them: `{ Messages: { Saga: 22, … }, … }`. */
async function bars(page) {
  return panel(page).evaluate((panel) => {
    const read = {};
    let title;
    for (const part of panel.querySelectorAll('h4, ul.bars > li')) {
      if (part.tagName === 'H4') {
        title = part.textContent;
        read[title] = {};
      } else {
        const [name, amount] = ['b', 'span b'].map((it) => part.querySelector(it).textContent);
        read[title][name] = Number(amount);
      }
    }
    return read;
  });
}

/** The bars, once all runs are measured. */
async function measured(page, runs) {
  return eventually(async () => {
    const read = await bars(page);
    return Object.values(read).every((it) => Object.keys(it).length === runs) && read;
  }, `${runs} runs are measured`);
}

test('the same purchases as sagas and under two-phase commit stand beside each other', async () => {
  const { page, complaints } = await visit(browser, { fragment: PURCHASE });
  const read = await measured(page, 5);
  assert.equal(read.Messages.Saga, 22);
  assert.equal(read.Messages['Two-phase commit'], 24);
  assert.equal(read['Until c1 knows']['Two-phase commit'], 40);
  const half = read['Time in which others see half of a purchase'];
  assert.equal(half['Two-phase commit'], 0);
  assert.equal(half.Saga, 82);
  const waits = read['Time in which somebody has to wait'];
  assert(waits['Two-phase commit'] > 0 && waits.Saga === 0);
  assert.deepEqual(complaints, []);
});

test('what a user does is measured as well', async () => {
  const { page } = await visit(browser, { fragment: PURCHASE });
  const before = await measured(page, 5);
  await command(page, 'network latency 20ms');
  await eventually(async () => {
    const now = await bars(page);
    return now['Until c1 knows']?.Saga === 2 * before['Until c1 knows'].Saga;
  }, 'twice the latency is twice the time');
});

test('a run that never gets there is told apart, and rooms of other runs are fetched', async () => {
  const { page, complaints } = await visit(browser, { fragment: '#lease-lock/take-over' });
  const read = await measured(page, 5);
  const spans = Object.values(read)[0];
  assert(Object.values(spans).every((span) => span > 1_500 && span < 6_000), JSON.stringify(spans));
  await panel(page).getByText(/Never: .*no-lease/).waitFor();
  assert.deepEqual(complaints, []);
});

test('where nothing is measured there is no such panel', async () => {
  const { page } = await visit(browser);
  assert.equal(await panel(page).count(), 0);
});

test('measures can be read on a phone and by whoever hears the page', async () => {
  for (const screen of [PHONE, DESKTOP]) {
    const { page } = await visit(browser, { fragment: PURCHASE, ...screen });
    if (!(await panel(page).count())) await button(page, 'Overview').click();
    await measured(page, 5);
    assert.deepEqual(await findings(page), []);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    assert.equal(scrollWidth, clientWidth);
  }
});
