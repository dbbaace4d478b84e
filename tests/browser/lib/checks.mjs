// The Check panel and the Explore panel, as a user finds them.

import assert from 'node:assert/strict';
import { button, eventually, node, nodes, region, url } from './site.mjs';

/** Raft whose disks forget votes, with what it takes for two leaders and no more. */
export const FORGETS = `title     Votes that are forgotten
teaches   A server votes twice in one term.
protocol  raft nodes=3
flaw      forgets-vote
seed      1
end       at 1s
check     bounds requests 0 election 2 heartbeat 0 retry 0 term 1
check     breaks election-safety
`;

/** The same without the flaw. */
export const CLEAN = FORGETS.replace(/^flaw .*\n/m, '')
  .replace('breaks election-safety', 'invariants');

/** More states than anybody waits for. */
export const ENDLESS = FORGETS.replace(/^flaw .*\n/m, '').replace('nodes=3', 'nodes=5')
  .replace(/^check .*\n/gm, '') + `check     bounds states 50000000 election 4 heartbeat 4
check     bounds crashes 4 restarts 4
check     invariants
`;

/** The panels. */
export const check = (page) => region(page, 'Check');
export const explore = (page) => region(page, 'Explore');

/** The button of a panel in the header, or in its place on a phone. */
async function open(page, name) {
  const more = button(page, 'More').first();
  const there = page.getByRole('banner').getByRole('button', { name, exact: true });
  if (await there.isVisible()) return there.click();
  await more.click();
  return page.locator('.more').getByRole('button', { name, exact: true }).click();
}

export async function openCheck(page) {
  await open(page, 'Check');
  await check(page).waitFor();
}

export async function openExplore(page) {
  await open(page, 'Explore');
  await explore(page).waitFor();
}

/** Opens a scenario as a file. */
export async function openText(page, text) {
  const input = page.locator('input[type=file]').first();
  await input.setInputFiles({ name: 'a.scope', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await button(page, 'Play').waitFor();
  const title = text.match(/^title +(.*)$/m)[1];
  await eventually(async () => (await page.title()).includes(title), 'the scenario is open');
}

export const start = (page) =>
  check(page).getByRole('button', { name: 'Start', exact: true }).click();
export const stop = (page) =>
  check(page).getByRole('button', { name: 'Stop', exact: true }).click();

/** The answers that are there, as texts. */
export const answers = (page) => check(page).getByRole('status', { name: 'Answers' })
  .getByRole('listitem').allInnerTexts();

/** Waits until the search has ended, and returns its answers. */
export async function answered(page, patience = 60_000) {
  const idle = check(page).getByRole('button', { name: 'Start', exact: true });
  await idle.waitFor({ timeout: patience });
  return answers(page);
}

/** How far the search is: its numbers by their names. */
export async function progress(page) {
  const rows = await check(page).locator('.going dl div').evaluateAll((all) =>
    all.map((row) => [row.querySelector('dt').textContent, row.querySelector('dd').textContent]));
  return Object.fromEntries(rows.map(([name, text]) => [name, Number(text.replace(/[, s]/g, ''))]));
}

/** Searches until it has visited some states, and returns its progress. */
export const searching = (page, least = 1) => eventually(async () => {
  const now = await progress(page);
  return now.States >= least && now;
}, 'the search goes on', 30_000);

/** The steps that the Explore panel offers: their names under their headings. */
export async function steps(page) {
  return explore(page).locator('li').evaluateAll((all) => all.map((row) => {
    const button = row.querySelector('button');
    const heading = row.closest('ul').previousElementSibling.textContent;
    const name = button.querySelector('.n').textContent;
    const why = button.querySelector('.n ~ .t3')?.textContent ?? '';
    return { heading, name, why, disabled: button.disabled };
  }));
}

/** The button of a step. */
export const aStep = (page, heading, name) => explore(page)
  .getByRole('button', { name: new RegExp(`^\\d+ ${heading} ${name}`) }).first();

/** Counts the frames that the page paints in so many milliseconds, and the longest pause. */
export const frames = (page, millis) => page.evaluate((wait) => new Promise((go) => {
  const [begin, all] = [performance.now(), []];
  const count = (now) => {
    all.push(now);
    if (performance.now() - begin < wait) return requestAnimationFrame(count);
    const gaps = all.slice(1).map((at, place) => at - all[place]);
    return go({ count: all.length, longest: Math.max(...gaps) });
  };
  requestAnimationFrame(count);
}), millis);

/** Two servers that lead the same term. */
export async function leaders(page) {
  const led = (await nodes(page)).filter((name) => /Leader/.test(name));
  const terms = led.map((name) => name.match(/term (\d+)/)?.[1]);
  assert(terms.every((term) => term === terms[0]), `${led}`);
  return led.length;
}

export { node, url };
