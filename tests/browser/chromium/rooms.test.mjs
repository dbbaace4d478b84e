// Rooms one by one, as a visitor meets them: from the entry page, by clicking and reading.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings } from '../lib/access.mjs';
import {
  arm, clickDrawn, eventually, launch, newPage, node, nodeName, pause, picture, play,
  playing, ready, region, step, url,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a run of a room from the entry page. */
async function enter(path, options = {}) {
  const seen = await newPage(browser, options);
  await seen.page.goto(url);
  await seen.page.getByRole('main').locator(`li a[href="#${path}"]`).click();
  await ready(seen.page);
  return seen;
}

/** What the story says now. */
const sentence = (page) => region(page, 'Story').locator('[aria-current="step"]').innerText();

/** Steps until something is so. */
async function stepUntil(page, look, what, most = 80) {
  for (let i = 0; i < most; i += 1) {
    await picture(page);
    if (await look()) return;
    await step(page);
  }
  throw new Error(`${what}: not within ${most} steps; the story: ${await sentence(page)}`);
}

/** Selects a node by clicking it, and returns what the inspector says. */
async function inspect(page, name) {
  await clickDrawn(page, node(page, name));
  const inspector = region(page, 'Inspector');
  await inspector.getByRole('heading', { name, exact: true }).waitFor();
  return inspector.innerText();
}

/** Plays for a moment: the run goes on, and stops when it is told to. */
async function playForAMoment(page) {
  const before = await sentence(page).catch(() => '');
  await play(page);
  await eventually(async () => (await sentence(page).catch(() => '')) !== before, 'it plays on');
  await pause(page);
  assert(!(await playing(page)), 'it pauses');
}

test('Paxos: two proposers duel, and one of them crashes where it is clicked', async () => {
  const { page, complaints } = await enter('paxos/duel');
  await stepUntil(page, async () => /ballot 1\.1/.test(await nodeName(page, 'p1')), 'p1 begins');
  await stepUntil(page, async () => /ballot 1\.2/.test(await nodeName(page, 'p2')), 'p2 begins');
  const refused = async () => /refuse|higher ballot|promised/i.test(await sentence(page));
  await stepUntil(page, refused, 'an acceptor keeps its promise');
  await stepUntil(page, async () => /ballot 2\.1/.test(await nodeName(page, 'p1')), 'p1 again');
  assert.match(await inspect(page, 'a2'), /promised\s+(1\.2|2\.1)/);
  assert.deepEqual(await findings(page, 'a duel'), []);
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, 'p1'));
  await eventually(async () => /, Crashed/.test(await nodeName(page, 'p1')), 'p1 crashes');
  const told = () => region(page, 'Story').innerText();
  const chosen = async () => /sees that Y is chosen/.test(await told());
  await stepUntil(page, chosen, 'the other one is not disturbed any more');
  assert.match(await region(page, 'Story').innerText(), /Paxos Made Simple/);
  await playForAMoment(page);
  assert.deepEqual(complaints, []);
});

test('Multi-Paxos: the leader crashes where it is clicked, and another one leads', async () => {
  const { page, complaints } = await enter('multi-paxos/steady-state');
  const leads = (name) => async () => /, Leader/.test(await nodeName(page, name));
  await stepUntil(page, leads('n1'), 'n1 leads');
  await stepUntil(page, async () => /chosen/.test(await sentence(page)), 'a value is chosen');
  assert.match(await inspect(page, 'n1'), /on disk/i);
  assert.deepEqual(await findings(page, 'a leader'), []);
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, 'n1'));
  await eventually(async () => /, Crashed/.test(await nodeName(page, 'n1')), 'n1 crashes');
  const another = async () => (await leads('n2')()) || (await leads('n3')());
  await stepUntil(page, another, 'another one leads');
  assert.match(await region(page, 'Story').innerText(), /ballot/);
  assert.match(await region(page, 'Invariants').innerText(), /hold/);
  assert.deepEqual(complaints, []);
});

test('Two-phase commit: the coordinator crashes, and those in doubt wait', async () => {
  const { page, complaints } = await enter('two-phase-commit/blocking');
  const doubts = async (name) => /, In doubt, T1/.test(await nodeName(page, name));
  const all = async () => (await doubts('p1')) && (await doubts('p2')) && (await doubts('p3'));
  await stepUntil(page, all, 'all are in doubt');
  const waits = async () => /T2 waits/.test(await region(page, 'Story').innerText());
  await stepUntil(page, waits, 'another transaction waits');
  const link = page.url();
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, 'co'));
  await eventually(async () => /, Crashed/.test(await nodeName(page, 'co')), 'co crashes');
  await eventually(() => page.url() !== link, 'the address follows');
  await step(page, 3);
  assert(await all(), 'they are in doubt as long as co is down');
  const told = await inspect(page, 'p1');
  assert.match(told, /waiting for locks/i);
  assert.match(told, /T2[\s\S]*T1[\s\S]*\d+(\.\d+)? ?m?s/, 'who waits, behind whom, how long');
  assert.deepEqual(await findings(page, 'in doubt'), []);
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, 'co'));
  await eventually(async () => !/, Crashed/.test(await nodeName(page, 'co')), 'co restarts');
  await stepUntil(page, async () => !(await doubts('p1')), 'p1 is told');
  assert.match(await region(page, 'Story').innerText(), /abort/i);
  assert.deepEqual(complaints, []);
});
