// Play, step, step back, seek: by mouse and by keyboard.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import {
  button, eventually, launch, moment, nodeName, nodes, pause, picture, play, playing, region,
  slider, step, visit,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('the page opens at the start of a run with its regions in place', async () => {
  const { page, complaints } = await visit(browser);
  for (const name of ['Stage', 'Space-time', 'Story', 'Invariants', 'Inspector']) {
    await region(page, name).waitFor();
  }
  assert.equal(await moment(page), 0);
  assert.deepEqual(complaints, []);
});

test('Play moves time on, and Pause stops it', async () => {
  const { page } = await visit(browser);
  await play(page);
  await eventually(async () => (await moment(page)) > 0, 'time moves on');
  await pause(page);
  const stopped = await moment(page);
  await page.waitForTimeout(300);
  assert.equal(await moment(page), stopped);
});

test('Step goes on, and Step back is its exact inverse', async () => {
  const { page } = await visit(browser);
  const seen = [await picture(page)];
  for (let i = 0; i < 12; i += 1) {
    await step(page);
    seen.push(await picture(page));
  }
  assert.notDeepEqual(seen[12], seen[0]);
  for (let i = 11; i >= 0; i -= 1) {
    await button(page, 'Step back').click();
    assert.deepEqual(await picture(page), seen[i], `after stepping back to step ${i}`);
  }
});

test('seeking with the slider shows what playing there showed', async () => {
  const { page } = await visit(browser);
  await step(page, 15);
  const [there, seen] = [await moment(page), await picture(page)];
  const end = Number(await slider(page).getAttribute('max'));
  await slider(page).fill(String(end));
  await eventually(async () => (await moment(page)) === end, 'the end');
  assert.notDeepEqual(await picture(page), seen);
  await slider(page).fill(String(there));
  await eventually(async () => (await moment(page)) === there, 'back there');
  assert.deepEqual((await picture(page)).nodes, seen.nodes);
});

test('a click on an arrow or a lane of the space-time diagram moves the playhead', async () => {
  const { page } = await visit(browser);
  await step(page, 10);
  const before = await moment(page);
  const box = await region(page, 'Space-time').boundingBox();
  await page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.6);
  await eventually(async () => (await moment(page)) !== before, 'the playhead moves');
});

test('Space on a focused Play acts once', async () => {
  const { page } = await visit(browser);
  await button(page, 'Play').focus();
  await page.keyboard.press('Space');
  await eventually(() => playing(page), 'it plays');
  await page.waitForTimeout(200);
  assert(await playing(page), 'it still plays');
  await page.keyboard.press('Space');
  await eventually(async () => !(await playing(page)), 'it pauses');
});

test('Space on the page and Enter on Play act once, too', async () => {
  const { page } = await visit(browser);
  await page.keyboard.press('Space');
  await eventually(() => playing(page), 'Space plays');
  await page.keyboard.press('Space');
  await eventually(async () => !(await playing(page)), 'Space pauses');
  await button(page, 'Play').focus();
  await page.keyboard.press('Enter');
  await eventually(() => playing(page), 'Enter plays');
});

test('a whole run needs no mouse', async () => {
  const { page } = await visit(browser);
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
  const five = await picture(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  assert.deepEqual(await picture(page), five);
  await page.keyboard.press('Home');
  await eventually(async () => (await moment(page)) === 0, 'Home goes to the start');
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowRight');
  await eventually(async () => isDeepStrictEqual(await picture(page), five), 'five steps again');

  const healthy = await nodeName(page, 'n1');
  await page.keyboard.press('1');
  await page.keyboard.press('c');
  await eventually(async () => /Crashed/.test(await nodeName(page, 'n1')), 'c crashes n1');
  await page.keyboard.press('Control+z');
  await eventually(async () => (await nodeName(page, 'n1')) === healthy, 'Ctrl+Z undoes');
  await page.keyboard.press('Control+Shift+Z');
  await eventually(async () => /Crashed/.test(await nodeName(page, 'n1')), 'redo');

  await page.keyboard.press(':');
  await eventually(() => page.evaluate(() => document.activeElement?.matches('input')),
    'the command box has the focus');
  await page.keyboard.type('crash n2');
  await page.keyboard.press('Enter');
  await eventually(async () => /Crashed/.test(await nodeName(page, 'n2')), 'the command box');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await eventually(() => page.getByText('Undo, redo').isVisible(), '? shows the keys');
  await page.keyboard.press('Escape');
  await eventually(async () => !(await page.getByText('Undo, redo').isVisible()), 'Esc closes');
});

test('Tab reaches all controls, and the focus can be seen', async () => {
  const { page } = await visit(browser);
  await step(page, 3);
  const reached = new Set();
  for (let i = 0; i < 200; i += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const it = document.activeElement;
      return it?.getAttribute('aria-label') ?? it?.textContent?.trim() ?? '';
    });
    reached.add(name);
  }
  for (const name of ['Play', 'Step', 'Step back', 'Time', 'Share', 'Undo', 'Crash', 'Drop']) {
    const there = [...reached].some((it) => it === name || it.startsWith(`${name} `));
    assert(there, `Tab never reaches ${name}`);
  }
  const all = await nodes(page);
  assert(all.some((name) => reached.has(name)), 'Tab never reaches a node');
});

test('with reduced motion Play goes step by step', async () => {
  const moments = async (reducedMotion) => {
    const { page } = await visit(browser, { reducedMotion });
    await play(page);
    const seen = new Set();
    for (let i = 0; i < 40; i += 1) {
      seen.add(await moment(page));
      await page.waitForTimeout(50);
    }
    const gliding = await page.evaluate(() => document.getAnimations().length);
    await page.close();
    return { count: seen.size, gliding };
  };
  const [smooth, reduced] = [await moments('no-preference'), await moments('reduce')];
  assert(smooth.count >= 8, `without it, time glides (${smooth.count} moments in 2 s)`);
  assert(reduced.count <= 5, `with it, time steps (${reduced.count} moments in 2 s)`);
  assert.equal(reduced.gliding, 0, 'with it, nothing is animated');
});
