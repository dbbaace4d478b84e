// The project's own book, opened from the disk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  brightness, figures, file, folder, launch, open, plays, running,
} from '../lib/figures.mjs';

const CHAPTERS = [
  'introduction', 'raft', 'paxos', 'multi-paxos', 'zab', 'two-phase-commit', 'three-phase-commit',
  'saga', 'outbox', 'mutual-exclusion', 'redis-lock', 'zookeeper-lock', 'lease-lock', 'row-locks',
  'hash-ring', 'replicated-counter', 'replicated-values', 'scenarios',
];
const THEMES = { light: true, rust: true, coal: false, ayu: false };

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const chapter = (name) => file(folder('BOOK'), `${name}.html`);

for (const name of CHAPTERS) {
  test(`every figure of ${name} runs`, async () => {
    const { page, context, complaints } = await open(browser, chapter(name));
    const all = await figures(page).all();
    assert(all.length >= 1, 'the chapter has no figure');
    for (const figure of all) await running(figure);
    await plays(all[0]);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('a figure follows the theme of the book', async () => {
  const { page, context } = await open(browser, chapter('raft'));
  for (const [theme, light] of Object.entries(THEMES)) {
    await page.evaluate((it) => localStorage.setItem('mdbook-theme', it), theme);
    await page.reload();
    const figure = await running(figures(page).first());
    const seen = await brightness(figure);
    assert.equal(seen > 0.5, light, `${theme}: the ground has a brightness of ${seen}`);
  }
  await context.close();
});

test('without scripts a picture and the run as text stand in place of a figure', async () => {
  const { page, context } = await open(browser, chapter('raft'), { javaScriptEnabled: false });
  const figure = figures(page).first();
  const picture = figure.getByRole('img', { name: /^The first election, at / });
  const { width, height } = await picture.boundingBox();
  assert(width > 300 && height > 150, `the picture is ${width} x ${height}`);
  assert(await figure.getByText('The first election: the run as text').isVisible());
  await context.close();
});

test('keys of the book stay with the book, and those of a figure with the figure', async () => {
  const { page, context } = await open(browser, chapter('raft'));
  const figure = await running(figures(page).first());
  const slider = figure.getByRole('slider', { name: 'Time', exact: true });
  const start = await slider.inputValue();
  await figure.getByRole('button', { name: 'Play', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(300);
  assert.equal(page.url(), chapter('raft'), 'the figure has turned the page of the book');
  assert.notEqual(await slider.inputValue(), start, 'the figure has not stepped');
  await page.getByRole('heading', { name: 'What it is for' }).click();
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(chapter('paxos'));
  await context.close();
});

test('the book fits a phone', async () => {
  const phone = { viewport: { width: 360, height: 740 } };
  for (const name of ['introduction', 'two-phase-commit', 'hash-ring']) {
    const { page, context } = await open(browser, chapter(name), phone);
    await running(figures(page).first());
    const wide = await page.evaluate(() => document.querySelector('main').scrollWidth);
    assert(wide <= 360, `${name} is ${wide} px wide`);
    await context.close();
  }
});
