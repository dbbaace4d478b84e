// Two runs side by side: one script, one playhead, two rooms.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings } from '../lib/access.mjs';
import {
  button, clickDrawn, DESKTOP, eventually, launch, newPage, PHONE, picture, ready, region, step,
  url,
} from '../lib/site.mjs';

const PATH = '#multi-paxos/same-as-raft';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the comparison, with Raft beside. */
async function compare(options = {}, path = PATH) {
  const seen = await newPage(browser, options);
  await seen.page.goto(url + path);
  await ready(seen.page);
  await button(seen.page, 'Runs').first().or(button(seen.page, 'More')).first().waitFor();
  if (!(await button(seen.page, 'Runs').first().isVisible())) {
    await button(seen.page, 'More').first().click();
  }
  await button(seen.page, 'Runs').first().click();
  await button(seen.page, 'Beside Raft').click();
  await second(seen.page).waitFor();
  return seen;
}

/** The stage beside the other. */
const second = (page) => region(page, 'Stage').getByRole('group', { name: 'Raft', exact: true });

/** What a node is called on each of the stages. */
async function both(page, name) {
  const drawn = (stage) => stage.getByRole('button', { name: new RegExp(`^${name}, `) });
  const there = await drawn(second(page)).getAttribute('aria-label');
  const here = await drawn(region(page, 'Stage')).first().getAttribute('aria-label');
  return { here, there };
}

test('Raft and Multi-Paxos stand side by side, and one step moves both', async () => {
  const { page, complaints } = await compare();
  const stage = region(page, 'Stage');
  await stage.getByText('Multi-Paxos', { exact: true }).waitFor();
  await stage.getByText('Raft', { exact: true }).waitFor();
  let last = await both(page, 'n1');
  let moved = 0;
  for (let i = 0; i < 12; i += 1) {
    await step(page);
    await picture(page);
    const now = await both(page, 'n1');
    moved += now.here !== last.here && now.there !== last.there ? 1 : 0;
    last = now;
  }
  assert(moved > 0, 'both have moved in one step');
  assert.match(last.here, /ballot/);
  assert.match(last.there, /term/);
  assert.deepEqual(complaints, []);
});

test('the same faults strike both, and each does what its protocol does', async () => {
  const { page } = await compare({}, `${PATH}@90ms`);
  const n3 = await both(page, 'n3');
  assert.match(n3.here, /, Leader/, 'anyone may lead in Multi-Paxos');
  assert.match(n3.there, /, Candidate/, 'not in Raft, where its log is behind');
  const n1 = await both(page, 'n1');
  assert.match(n1.here, /, Crashed/);
  assert.match(n1.there, /, Crashed/);
});

test('the other run can be taken up: everything shows its room', async () => {
  const { page, complaints } = await compare({}, `${PATH}@90ms`);
  await button(page, 'Raft').click();
  await eventually(async () => (await second(page).count()) === 0, 'one stage is left');
  const rules = region(page, 'Invariants');
  await eventually(async () => /Log matching/.test(await rules.innerText()), "Raft's rules");
  await button(page, 'Setup').first().click();
  await page.getByText('conflict-hint').first().waitFor();
  await button(page, 'Runs').first().click();
  await button(page, 'Beside Multi-Paxos').click();
  const beside = region(page, 'Stage').getByRole('group', { name: 'Multi-Paxos', exact: true });
  await beside.getByRole('button', { name: /^n3, Leader/ }).waitFor();
  const link = page.url();
  await page.reload();
  await ready(page);
  assert.equal(page.url(), link);
  await eventually(async () => /Log matching/.test(await rules.innerText()), 'after a reload');
  assert.deepEqual(complaints, []);
});

test("a setting of the other room's run changes there, and both stay", async () => {
  const { page } = await compare();
  await button(page, 'Raft').click();
  await button(page, 'Setup').first().click();
  const hint = page.getByLabel(/conflict-hint/).first();
  await hint.click();
  await button(page, 'Runs').first().click();
  await button(page, 'Beside Multi-Paxos').waitFor();
  const rules = region(page, 'Invariants');
  await eventually(async () => /Log matching/.test(await rules.innerText()), 'it is still Raft');
});

test('what is clicked on either stage is looked at in the run that is on', async () => {
  const { page } = await compare({}, `${PATH}@90ms`);
  await clickDrawn(page, second(page).getByRole('button', { name: /^n2, / }));
  const inspector = region(page, 'Inspector');
  await inspector.getByRole('heading', { name: 'n2', exact: true }).waitFor();
  assert.match(await inspector.innerText(), /ballot/i);
});

for (const [screen, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing side by side: ${screen}, ${colorScheme}`, async () => {
      const { page } = await compare({ ...size, colorScheme }, `${PATH}@90ms`);
      assert.deepEqual(await findings(page, 'side by side'), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert(wide <= size.viewport.width, `${wide} px wide`);
    });
  }
}
