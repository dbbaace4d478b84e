// Breaking things on purpose, by pointing at them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  arm, button, choose, clickDrawn, eventually, launch, moment, node, nodeName, picture,
  region, scenarios, slider, step, stepToMessage, visit,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const crashed = async (page, name) => /, Crashed/.test(await nodeName(page, name));

test('a node crashes where it is clicked, and restarts', async () => {
  const { page, complaints } = await visit(browser);
  await step(page, 4);
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, 'n2'));
  await eventually(() => crashed(page, 'n2'), 'n2 crashes');
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, 'n2'));
  await eventually(async () => !(await crashed(page, 'n2')), 'n2 restarts');
  assert.deepEqual(complaints, []);
});

test('a crash in the past opens another future, which undo closes', async () => {
  const { page } = await visit(browser);
  await step(page, 4);
  const before = await picture(page);
  const link = page.url();
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, 'n3'));
  await eventually(() => crashed(page, 'n3'), 'n3 crashes');
  await eventually(() => page.url() !== link, 'the address follows');
  await button(page, 'Undo').first().click();
  await eventually(async () => !(await crashed(page, 'n3')), 'undo');
  assert.deepEqual((await picture(page)).nodes, before.nodes);
  await button(page, 'Redo').first().click();
  await eventually(() => crashed(page, 'n3'), 'redo');
});

test('a partition is drawn by clicking the nodes of one side, and heals', async () => {
  const { page } = await visit(browser);
  await step(page, 4);
  await arm(page, 'Partition');
  await clickDrawn(page, node(page, 'n1'));
  await clickDrawn(page, node(page, 'n2'));
  await button(page, 'Split').click();
  await button(page, 'Heal all').waitFor();
  await button(page, 'Heal all').click();
  await eventually(async () => !(await button(page, 'Heal all').isVisible()), 'it heals');
});

test('a message is dropped where it is clicked', async () => {
  const { page } = await visit(browser);
  const message = await stepToMessage(page);
  const name = await message.getAttribute('aria-label');
  const link = page.url();
  await arm(page, 'Drop');
  await clickDrawn(page, message);
  await eventually(() => page.url() !== link, 'the address follows');
  await step(page);
  const { messages: left } = await picture(page);
  assert(!left.includes(name), `${name} is not on its way any longer: ${left.join(', ')}`);
  assert.match(await region(page, 'Story').innerText(), /drop/i);
});

test('a disarmed fault does nothing', async () => {
  const { page } = await visit(browser);
  await step(page, 4);
  await arm(page, 'Crash');
  await page.keyboard.press('Escape');
  await clickDrawn(page, node(page, 'n2'));
  await page.waitForTimeout(200);
  assert(!(await crashed(page, 'n2')));
});

test('selecting a node shows its disk and its memory apart', async () => {
  const { page } = await visit(browser);
  await step(page, 4);
  await clickDrawn(page, node(page, 'n1'));
  const inspector = region(page, 'Inspector');
  await eventually(async () => (await inspector.innerText()).includes('n1'), 'the inspector');
  assert.match(await inspector.innerText(), /on disk/i);
  assert.match(await inspector.innerText(), /in memory/i);
});

test('a flawed run goes red, and says who is to blame', async () => {
  const { page } = await visit(browser);
  const titles = await scenarios(page).locator('option').allInnerTexts();
  const flawed = titles.find((title) => /figure 8/i.test(title));
  assert(flawed, `Figure 8 is among the scenarios: ${titles.join(', ')}`);
  await choose(page, /figure 8/i);
  const end = await slider(page).getAttribute('max');
  await slider(page).fill(end);
  await eventually(async () => (await moment(page)) > 0, 'the end');
  assert.match(await region(page, 'Invariants').innerText(), /hold|broken/i);
});

test('every scenario of the list opens and can be seen to its end', async () => {
  const { page, complaints } = await visit(browser);
  const titles = await scenarios(page).locator('option').allInnerTexts();
  assert(titles.length > 5, 'there are scenarios to see');
  for (const title of titles) {
    await choose(page, new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
    const end = await slider(page).getAttribute('max');
    await slider(page).fill(end);
    await eventually(async () => (await moment(page)) === Number(end), `the end of ${title}`);
  }
  assert.deepEqual(complaints, []);
});
