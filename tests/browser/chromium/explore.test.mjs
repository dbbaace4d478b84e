// The Explore panel: what could happen next, taken and taken back. The user is the network.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, smallTargets } from '../lib/access.mjs';
import { aStep, explore, openExplore, openText, steps } from '../lib/checks.mjs';
import {
  button, eventually, launch, messages, moment, newPage, nodeName, pause, PHONE, play, ready,
  region, slider, SMALL, step, url, visit,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const HAND = `title     A hand
protocol  raft nodes=3
schedule  manual
seed      1
end       at 1s
check     bounds crashes 1 losses 0
`;

const hand = async (options = {}, text = HAND) => {
  const seen = await newPage(browser, options);
  await seen.page.goto(url);
  await openText(seen.page, text);
  await step(seen.page, 4);
  await openExplore(seen.page);
  return seen;
};

const take = async (page, heading, name) => {
  await aStep(page, heading, name).click();
};
const takeBack = (page) => explore(page).getByRole('button', { name: 'Take back' });
const named = (all, heading) => all.filter((it) => it.heading === heading).map((it) => it.name);

test('an election is held by hand, step by step, and taken back', async () => {
  const { page, complaints } = await hand();
  let all = await steps(page);
  assert.equal(named(all, 'Timers that run out').length, 3, 'each server has a timer');
  assert.deepEqual(named(all, 'Crash').slice(0, 3), ['n1', 'n2', 'n3']);
  assert.deepEqual(named(all, 'Deliver'), []);
  assert(await takeBack(page).isDisabled(), 'there is nothing to take back');

  await take(page, 'Timers that run out', 'n1');
  await eventually(async () => named(await steps(page), 'Deliver').length === 2, 'two messages');
  assert.match(await nodeName(page, 'n1'), /Candidate/);
  await take(page, 'Deliver', '.* n1 → n2');
  await take(page, 'Deliver', '.* n2 → n1');
  await eventually(async () => /Leader/.test(await nodeName(page, 'n1')), 'n1 leads');
  const at = await moment(page);
  assert(at > 0, 'the steps have moments of their own');

  await takeBack(page).click();
  await eventually(async () => /Candidate/.test(await nodeName(page, 'n1')), 'taken back');
  all = await steps(page);
  assert(named(all, 'Deliver').some((name) => /n2 → n1/.test(name)), 'it can be taken again');
  await page.keyboard.press('Control+Shift+z');
  await eventually(async () => /Leader/.test(await nodeName(page, 'n1')), 'and done again');
  for (let i = 0; i < 3; i += 1) await takeBack(page).click();
  await eventually(async () => takeBack(page).isDisabled(), 'all is taken back');
  assert.match(await nodeName(page, 'n1'), /Follower/);
  assert.deepEqual(complaints, []);
});

test('the link holds what was done by hand', async () => {
  const { page } = await hand();
  await take(page, 'Timers that run out', 'n2');
  await take(page, 'Deliver', '.* n2 → n3');
  await take(page, 'Deliver', '.* n3 → n2');
  await eventually(async () => /Leader/.test(await nodeName(page, 'n2')), 'n2 leads');
  const other = await newPage(browser);
  await other.page.goto(`${url}${await page.evaluate(() => location.hash)}`);
  await ready(other.page);
  await other.page.keyboard.press('End');
  await eventually(async () => /Leader/.test(await nodeName(other.page, 'n2')), 'here, too');
});

test('what is the same as another step or outside a bound is greyed and says why', async () => {
  const { page } = await hand();
  await take(page, 'Timers that run out', 'n1');
  await eventually(async () => named(await steps(page), 'Lose').length === 2, 'two messages');
  const of = async (heading, name) =>
    (await steps(page)).find((it) => it.heading === heading && it.name.endsWith(name));
  const lost = await of('Lose', 'n1 → n2');
  assert.deepEqual([lost.disabled, lost.why], [true, 'outside the bound: losses 0']);
  assert.equal((await of('Crash', 'n2')).disabled, false);
  await take(page, 'Crash', 'n2');
  await eventually(async () => (await of('Crash', 'n3'))?.disabled, 'one crash is all');
  assert.equal((await of('Crash', 'n3')).why, 'outside the bound: crashes 1');
  assert.equal((await of('Start', 'n2')).disabled, false, 'it can start again');
  await takeBack(page).click();
  await take(page, 'Duplicate', '.* n1 → n2');
  await eventually(async () =>
    (await steps(page)).some((it) => it.heading === 'Deliver' && it.disabled), 'a copy is greyed');
  const twin = (await steps(page)).find((it) => it.heading === 'Deliver' && it.disabled);
  assert.match(twin.why, /^the same as \d+$/);
});

test('pointing at a step shows on the stage what it happens to', async () => {
  const { page } = await hand();
  await take(page, 'Timers that run out', 'n1');
  await eventually(async () => named(await steps(page), 'Deliver').length === 2, 'two messages');
  const marked = () => region(page, 'Stage').locator('[aria-pressed=true]')
    .evaluateAll((all) => all.map((it) => it.getAttribute('aria-label')));
  await aStep(page, 'Deliver', '.* n1 → n3').hover();
  await eventually(async () => (await marked()).some((it) => /n1 to n3/.test(it)), 'the message');
  await aStep(page, 'Crash', 'n2').focus();
  await eventually(async () => (await marked()).some((it) => it.startsWith('n2,')), 'the node');
  await page.mouse.move(0, 0);
  await takeBack(page).focus();
  await eventually(async () => (await marked()).length === 0, 'and nothing any more');
});

test('a run starts by hand with the settings of the one that was open', async () => {
  const { page, complaints } = await visit(browser, { fragment: '#raft/leader-crash' });
  await openExplore(page);
  await explore(page).getByRole('button', { name: 'Start by hand' }).click();
  await eventually(async () => /By hand/.test(await page.title()), 'it opens');
  await eventually(async () => named(await steps(page), 'Timers that run out').length === 5,
    'all servers have started');
  await play(page);
  await page.waitForTimeout(300);
  await pause(page).catch(() => {});
  assert.match(await nodeName(page, 'n1'), /Follower/, 'nothing happens by itself');
  await take(page, 'Requests', 'c1');
  await eventually(async () => named(await steps(page), 'Deliver').length > 0, 'c1 asks');
  assert.equal(await explore(page).getByRole('button', { name: 'Start by hand' }).count(), 0);
  assert.deepEqual(complaints, []);
});

test('in a run that goes on by itself a step happens now', async () => {
  const { page, complaints } = await visit(browser, { fragment: '#raft/leader-crash@180ms' });
  await openExplore(page);
  await eventually(async () => named(await steps(page), 'Deliver').length > 1, 'messages');
  const [before, at] = [await messages(page).count(), await moment(page)];
  const [first] = named(await steps(page), 'Deliver');
  await take(page, 'Deliver', first.replace(/[^\w]/g, '.'));
  await eventually(async () => !named(await steps(page), 'Deliver').includes(first), 'it arrived');
  assert.equal(await moment(page), at, 'at the same moment');
  assert(before > 0);
  await play(page);
  await explore(page).getByText('The run plays.').waitFor();
  await pause(page);
  await eventually(async () => (await steps(page)).length > 0, 'steps again');
  assert.deepEqual(complaints, []);
});

test('steps follow the playhead', async () => {
  const { page } = await hand();
  await take(page, 'Timers that run out', 'n1');
  await eventually(async () => named(await steps(page), 'Deliver').length === 2, 'two messages');
  await slider(page).press('Home');
  const none = async () => named(await steps(page), 'Deliver').length === 0;
  await eventually(none, 'none at the start');
});

test('more steps than the run was made for are no obstacle', async () => {
  const { page, complaints } = await hand({}, HAND.replace('at 1s', 'at 40ms'));
  for (let i = 0; i < 8; i += 1) {
    await take(page, 'Timers that run out', `n${1 + (i % 3)}`);
    await page.waitForTimeout(50);
  }
  assert.match(await nodeName(page, 'n1'), /term [1-9]/);
  assert.deepEqual(complaints, []);
});

test('it is done by keyboard', async () => {
  const { page } = await hand();
  await aStep(page, 'Timers that run out', 'n1').focus();
  await page.keyboard.press('Enter');
  await eventually(async () => /Candidate/.test(await nodeName(page, 'n1')), 'taken');
  await takeBack(page).focus();
  await page.keyboard.press('Space');
  await eventually(async () => /Follower/.test(await nodeName(page, 'n1')), 'taken back');
  assert(await button(page, 'Play').isVisible(), 'Space did nothing else');
});

for (const [screen, size] of Object.entries({ desktop: {}, phone: PHONE, small: SMALL })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`the panel is fit for everyone: ${screen}, ${colorScheme}`, async () => {
      const { page } = await hand({ ...size, colorScheme });
      await take(page, 'Timers that run out', 'n1');
      await eventually(async () => named(await steps(page), 'Deliver').length === 2, 'messages');
      assert.deepEqual(await findings(page, screen), []);
      if (screen === 'desktop') return;
      assert.deepEqual(await smallTargets(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert(wide <= 0, `${wide} px too wide`);
    });
  }
}
