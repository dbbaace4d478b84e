// The site under test, and a visitor in Chromium who notices everything that is wrong with it.

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const need = (name) => {
  const value = process.env[name];
  assert(value, `${name} is not set: run these tests with \`cargo xtask test page\``);
  return value;
};

/** The address of the site, with a slash at the end. */
export const url = need('SITE_URL');
/** The folder that is served. */
export const folder = need('SITE_DIR');
/** The list of what the page may request, as `cargo xtask dist` weighed it. */
export const weight = need('SITE_WEIGHT');
/** The content security policy that the site is served under. */
export const policy = need('SITE_POLICY');

const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The screens that the page is made for. */
export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
export const SMALL = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

/** Starts Chromium; close it when the tests are over. */
export const launch = () =>
  chromium.launch({ executablePath: need('CHROMIUM'), args: QUIET });

/** Waits until `look` returns something true, and returns that. */
export async function eventually(look, what, patience = 15_000) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${patience} ms`, { cause: last });
    }
    await new Promise((wake) => setTimeout(wake, 25));
  }
}

/** A page in a context of its own, with all complaints about it collected. */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({ ...DESKTOP, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  const requested = new Set();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    requested.add(request.url());
    const own = request.url().startsWith(url) || request.url().startsWith('data:');
    if (!own) complaints.push(`request to ${request.url()}`);
  });
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  return { page, context, complaints, requested };
}

/** What the address says of the run that most tests look at. */
export const RUN = '#raft/leader-crash';

/** A run with a hundred nodes of 160 points and a thousand keys. */
export const LARGE = '#hash-ring/hundred';

/** Opens a run and waits until it can be used. */
export async function visit(browser, { fragment = RUN, ...options } = {}) {
  const visit = await newPage(browser, options);
  await visit.page.goto(url + fragment);
  await ready(visit.page);
  return visit;
}

/** Opens a shipped scenario whose title fits `title`. */
export async function visitScenario(browser, title, options = {}) {
  const seen = await visit(browser, options);
  await choose(seen.page, title);
  return seen;
}

/** Chooses the scenario whose title fits. */
export async function choose(page, title) {
  const list = scenarios(page);
  const titles = await list.locator('option').allInnerTexts();
  const index = titles.findIndex((it) => title.test(it));
  assert(index >= 0, `no scenario fits ${title}: ${titles.join(', ')}`);
  await list.selectOption({ index });
  await eventually(async () => (await moment(page)) === 0, 'the scenario opens at its start');
}

/** The list of shipped scenarios. */
export const scenarios = (page) => page.getByRole('combobox', { name: /^Scenario/ });

/** Waits until the page can be used. */
export async function ready(page) {
  await button(page, 'Play').waitFor();
  await eventually(async () => (await nodes(page)).length > 0, 'the stage shows nodes');
}

/** The button with exactly this name. */
export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** The region with exactly this name. */
export const region = (page, name) => page.getByRole('region', { name, exact: true });

/** The time slider. */
export const slider = (page) => page.getByRole('slider', { name: 'Time', exact: true });

/** The moment of the slider, in its own units. */
export const moment = async (page) => Number(await slider(page).inputValue());

/** What the nodes on the stage are called: "n3, Follower, term 2". */
export async function nodes(page) {
  const buttons = region(page, 'Stage').getByRole('button');
  const names = await buttons.evaluateAll((all) => all.map((it) => it.getAttribute('aria-label')));
  return names.filter((name) => /^[a-z]+\d*, /.test(name ?? ''));
}

/** The button of a node on the stage. */
export const node = (page, name) =>
  region(page, 'Stage').getByRole('button', { name: new RegExp(`^${name}, `) });

/** The name of one node's button. */
export const nodeName = async (page, name) => node(page, name).getAttribute('aria-label');

/** The messages on the stage that can be pointed at: "RequestVote n1 to n2". */
export const messages = (page) =>
  region(page, 'Stage').getByRole('button', { name: /^(?!Link ).*\b\w+ to \w+/ });

/** Where a drawn button can be hit: the middle of the first shape in it. */
export async function middle(drawn) {
  const box = await drawn.locator('circle, rect').first().boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Clicks a drawn button with the mouse, as a user would: on its shape, not on its label. */
export const clickDrawn = async (page, drawn) => page.mouse.click(...(await middle(drawn)));

/** What is on screen right now, as text. */
async function glance(page) {
  const present = region(page, 'Story').locator('[aria-current="step"]');
  return {
    moment: await slider(page).getAttribute('aria-valuetext'),
    nodes: await nodes(page),
    messages: await messages(page).evaluateAll((all) =>
      all.map((it) => it.getAttribute('aria-label')).sort()),
    sentence: await present.allInnerTexts(),
  };
}

/** What is on screen once it has come to rest: equal pictures mean the same state of the run. */
export async function picture(page) {
  let last = await glance(page);
  return eventually(async () => {
    await page.waitForTimeout(120);
    const now = await glance(page);
    const rest = JSON.stringify(now) === JSON.stringify(last);
    last = now;
    return rest && now;
  }, 'the page comes to rest');
}

/** Plays. */
export const play = (page) => playback(page).getByRole('button', { name: 'Play' }).click();

/** Whether it plays. */
export const playing = (page) =>
  playback(page).getByRole('button', { name: 'Pause' }).isVisible();

/** Pauses. */
export const pause = (page) => playback(page).getByRole('button', { name: 'Pause' }).click();

const playback = (page) => page.getByLabel('Playback', { exact: true });

/** The button of a fault: its name may go on with what it is pointed at, "Crash Node". */
export const fault = (page, name) => region(page, 'Faults')
  .getByRole('button', { name: new RegExp(`^${name}( (Node|Link|Message))?$`, 'i') });

/** Arms a fault. */
export const arm = (page, name) => fault(page, name).click();

/** Presses Step so many times. */
export async function step(page, times = 1) {
  for (let i = 0; i < times; i += 1) {
    await button(page, 'Step').click();
  }
}

/** Steps until a message is in flight on the stage; fails if none ever is. */
export async function stepToMessage(page) {
  for (let i = 0; i < 50; i += 1) {
    if ((await picture(page)).messages.length > 0) return messages(page).first();
    await step(page);
  }
  throw new Error('no message is in flight within 50 steps');
}

/** Types a line into the command box. */
export async function command(page, line) {
  await page.keyboard.press(':');
  const box = page.getByRole('textbox', { name: 'Command' });
  await box.fill(line);
  await box.press('Enter');
  await box.waitFor({ state: 'detached' });
}
