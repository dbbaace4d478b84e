// The program in parts: what is fetched when, and what happens when it cannot be.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import {
  button, eventually, launch, newPage, ready, region, RUN, step, url, visit, weight,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const weighed = JSON.parse(await readFile(weight, 'utf8'));
const search = (page) => page.getByRole('searchbox', { name: 'Search' });
const waiting = (page) => page.getByRole('status').filter({ hasText: /^Loading/ });
const link = (page, title) => page.getByRole('main').getByRole('link', { name: title }).first();

/** A page that keeps the paths of its requests, in order. */
async function watched(fragment = '') {
  const seen = await newPage(browser);
  const asked = [];
  seen.page.on('request', (request) => {
    const path = request.url().slice(url.length).split(/[?#]/)[0];
    asked.push(path === '' ? 'index.html' : path);
  });
  const take = () => asked.splice(0).filter((path) => !path.startsWith('data:'));
  return { ...seen, take, go: () => seen.page.goto(url + fragment) };
}

/** Breaks, or holds, what fits until it is told to stop. */
async function block(page, files, how) {
  const pattern = `**/${files}.wasm?*`;
  await page.route(pattern, how);
  return () => page.unroute(pattern);
}

test('the entry page asks for what was weighed as such, once, and for nothing else', async () => {
  const { page, take, go, complaints } = await watched();
  await go();
  await search(page).fill('leader');
  await region(page, 'Found').waitFor();
  await page.waitForTimeout(500);
  const asked = take();
  assert.deepEqual(asked.toSorted(), weighed.requested.toSorted());
  assert.deepEqual(complaints, []);
});

test('opening a run fetches the engine and its room once, others what they lack', async () => {
  const { page, take, go, complaints } = await watched();
  await go();
  await search(page).waitFor();
  take();
  const open = async (title) => {
    await link(page, title).click();
    await ready(page);
    await step(page);
    // Its icon the browser fetches when it pleases.
    const asked = take().filter((path) => !path.startsWith('static/icons/')).toSorted();
    await page.goBack();
    await search(page).waitFor();
    return asked;
  };
  const part = (name) => `web/pkg/${name}.wasm`;
  const dress = ['static/run.css', 'static/scene.css'];
  assert.deepEqual(await open('A split vote'), [...dress, part('engine'), part('raft')]);
  assert.deepEqual(await open('A leader crashes'), []);
  assert.deepEqual(await open(/^Two-phase commit/), [part('two-phase-commit')]);
  assert.deepEqual(await open('A split vote'), []);
  assert.deepEqual(complaints, []);
});

test('every room is a part of its own', async () => {
  const { page, go } = await watched();
  await go();
  await page.getByRole('article').first().waitFor();
  const cards = await page.getByRole('article').getByRole('link').evaluateAll(
    (all) => all.map((it) => it.getAttribute('href').slice(1).split('/')[0]));
  const rooms = [...new Set(cards)].map((slug) => `web/pkg/${slug}.wasm`);
  const others = ['engine', 'common', 'exporting', 'importing', 'checking', 'animating', 'telling'];
  const parts = [...rooms, ...others.map((name) => `web/pkg/${name}.wasm`)];
  const wasm = weighed.later.filter((path) => path.endsWith('.wasm'));
  assert.deepEqual(parts.toSorted(), wasm.toSorted());
});

test('a link to a run asks for all that it needs before the program is there', async () => {
  const { page, take, go } = await watched(RUN);
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route('**/*_bg.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await go();
  const parts = ['web/pkg/engine.wasm', 'web/pkg/raft.wasm'];
  const asked = [];
  await eventually(() => {
    asked.push(...take());
    return parts.every((part) => asked.includes(part));
  }, 'the parts are asked for');
  release();
  await ready(page);
});

for (const [where, file] of [['the engine', 'engine'], ['the room', 'raft']]) {
  test(`where ${where} cannot be fetched, that is said, and Retry opens the run`, async () => {
    const { page, go } = await watched();
    await go();
    const mend = await block(page, file, (route) => route.abort());
    await link(page, 'A split vote').click();
    const alert = page.getByRole('alert').first();
    await alert.waitFor();
    assert.match(await alert.innerText(), /could not be fetched/);
    await button(page, 'Retry').click();
    await page.waitForTimeout(200);
    await alert.waitFor();
    await mend();
    await button(page, 'Retry').click();
    await ready(page);
    await page.goBack();
    await search(page).waitFor();
  });
}

test('where the styles of a run cannot be fetched, Retry fetches them', async () => {
  const { page, go } = await watched();
  await go();
  await page.route('**/scene.css', (route) => route.abort());
  await link(page, 'A split vote').click();
  await button(page, 'Retry').waitFor();
  await page.unroute('**/scene.css');
  await button(page, 'Retry').click();
  await ready(page);
  assert(await page.evaluate(() => [...document.styleSheets].some((it) => /scene/.test(it.href))));
});

test('from the message about what could not be fetched, Back leads to the gallery', async () => {
  const { page, go } = await watched();
  await go();
  await block(page, 'engine', (route) => route.fulfill({ status: 503, body: 'not now' }));
  await link(page, 'A split vote').click();
  await button(page, 'Retry').waitFor();
  await page.goBack();
  await search(page).waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('a direct link whose parts cannot be fetched says so and can be tried again', async () => {
  const { page, go } = await watched(RUN);
  const mend = await block(page, 'raft', (route) => route.abort());
  await go();
  await button(page, 'Retry').waitFor();
  await mend();
  await button(page, 'Retry').click();
  await ready(page);
});

test('what takes long is announced, and can be left', async () => {
  const { page, go } = await watched();
  await go();
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await block(page, 'engine', async (route) => {
    await held;
    await route.continue();
  });
  await link(page, 'A split vote').click();
  await waiting(page).waitFor();
  await search(page).waitFor();
  await page.goBack();
  await waiting(page).waitFor({ state: 'hidden' });
  release();
  await page.waitForTimeout(500);
  assert(await search(page).isVisible(), 'what comes late opens nothing');
  await link(page, 'A leader crashes').click();
  await ready(page);
});

test('a run stays open while another room cannot be fetched', async () => {
  const { page } = await visit(browser);
  const mend = await block(page, 'paxos', (route) => route.abort());
  const rooms = page.getByRole('combobox', { name: /^Room/ });
  await rooms.selectOption({ label: 'Paxos' });
  await page.getByText(/could not be fetched/).waitFor();
  await step(page);
  await mend();
  await button(page, 'Retry').click();
  await eventually(async () => (await page.title()).startsWith('Paxos'), 'the other room');
  await ready(page);
});

test('a part of another build is refused', async () => {
  const { page, go } = await watched(RUN);
  const mend = await block(page, 'engine', async (route) => {
    const response = await route.fetch();
    const build = new URL(route.request().url()).search.slice(1);
    const body = await response.body();
    const at = body.indexOf(build);
    assert(at > 0, `the module names its build, ${build}`);
    body.write('x', at);
    await route.fulfill({ response, body });
  });
  await go();
  await button(page, 'Retry').waitFor();
  assert.match(await page.getByRole('alert').first().innerText(), /reload/);
  await mend();
});
