// The page for everyone: axe, small screens, big fingers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, smallTargets } from '../lib/access.mjs';
import {
  button, choose, clickDrawn, DESKTOP, eventually, fault, launch, middle, node, PHONE, slider,
  SMALL, step, visit,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the tab with this name, if this screen has it. */
async function open(page, name) {
  const tab = page.getByRole('tab', { name, exact: true }).or(button(page, name)).first();
  if (await tab.isVisible()) await tab.click();
}

const SCREENS = { desktop: DESKTOP, phone: PHONE };

for (const [screen, size] of Object.entries(SCREENS)) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing: ${screen}, ${colorScheme}`, async () => {
      const { page } = await visit(browser, { ...size, colorScheme });
      const found = await findings(page, 'at the start');
      await step(page, 8);
      await clickDrawn(page, node(page, 'n1'));
      found.push(...(await findings(page, 'in the middle, a node selected')));
      for (const tab of ['Time', 'Inspector', 'Faults', 'Client', 'Setup', 'Runs', 'More']) {
        await open(page, tab);
        found.push(...(await findings(page, tab)));
      }
      await page.keyboard.press('?');
      found.push(...(await findings(page, 'help')));
      await page.keyboard.press('Escape');
      await page.keyboard.press(':');
      found.push(...(await findings(page, 'command box')));
      assert.deepEqual(found, []);
      await page.close();
    });
  }
}

test('axe finds nothing where a rule is broken, in light and dark', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await visit(browser, { colorScheme });
    await choose(page, /figure 8/i);
    await slider(page).fill(await slider(page).getAttribute('max'));
    assert.deepEqual(await findings(page, colorScheme), []);
    await page.close();
  }
});

test('no text on the screen is smaller than 12 px', async () => {
  for (const size of [DESKTOP, PHONE]) {
    const { page } = await visit(browser, size);
    await step(page, 8);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('body *')].filter((it) => {
        const own = [...it.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        const box = it.getBoundingClientRect();
        const seen = own && box.width > 1 && box.height > 1 && it.checkVisibility?.();
        const scale = it.getScreenCTM?.()?.a ?? 1;
        return seen && parseFloat(getComputedStyle(it).fontSize) * scale < 11.9;
      }).map((it) => `${it.tagName} ${it.textContent.trim().slice(0, 30)}`));
    assert.deepEqual(small, []);
    await page.close();
  }
});

for (const [name, size] of Object.entries({ '320 px': SMALL, '360 px': PHONE })) {
  test(`at ${name} nothing scrolls sideways and all controls are there`, async () => {
    const { page } = await visit(browser, size);
    await step(page, 5);
    const widths = await page.evaluate(() =>
      [document.scrollingElement.scrollWidth, document.documentElement.clientWidth]);
    assert(widths[0] <= widths[1], `${widths[0]} px wide on a screen of ${widths[1]}`);
    for (const control of ['Play', 'Step', 'Step back']) {
      const box = await button(page, control).boundingBox();
      assert(box && box.x >= 0 && box.x + box.width <= size.viewport.width, control);
    }
    await page.close();
  });
}

test('on a phone every control is at least 44 px wide and high', async () => {
  const { page } = await visit(browser, PHONE);
  await step(page, 5);
  assert.deepEqual(await smallTargets(page), [], 'at first');
  for (const tab of ['Time', 'Inspector', 'Faults', 'More']) {
    await open(page, tab);
    assert.deepEqual(await smallTargets(page), [], `under ${tab}`);
  }
});

test('on a phone a node can be crashed by touch', async () => {
  const { page } = await visit(browser, PHONE);
  await step(page, 4);
  await open(page, 'Faults');
  await fault(page, 'Crash').tap();
  await page.touchscreen.tap(...(await middle(node(page, 'n2'))));
  await eventually(
    async () => /Crashed/.test(await node(page, 'n2').getAttribute('aria-label')), 'n2 crashes');
});
