// The whole page in one file, opened by double click: from the file system, with no server at all.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  answered, check, ENDLESS, FORGETS, openCheck, openText, searching, start, stop,
} from '../lib/checks.mjs';
import {
  arm, button, clickDrawn, DESKTOP, eventually, folder, launch, moment, node, nodeName, pause,
  PHONE, play, ready, region, scenarios, slider, step,
} from '../lib/site.mjs';

let browser;
let elsewhere;
let file;
before(async () => {
  browser = await launch();
  // Alone in a folder: nothing that it might lean on lies beside it.
  elsewhere = await mkdtemp(join(tmpdir(), 'standalone '));
  await copyFile(join(folder, 'standalone.html'), join(elsewhere, 'standalone.html'));
  file = pathToFileURL(join(elsewhere, 'standalone.html')).href;
});
after(async () => {
  await browser?.close();
  if (elsewhere) await rm(elsewhere, { recursive: true });
});

/** Opens the file and notices all that is wrong: complaints, violations, and any request. */
async function open(fragment = '', { spoil, ...options } = {}) {
  const context = await browser.newContext({ ...DESKTOP, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const wrong = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const own = request.isNavigationRequest() && request.url().split('#')[0] === file;
    if (!own && !/^(data|blob):/.test(request.url())) wrong.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  if (spoil) await page.addInitScript(spoil);
  await page.goto(file + fragment);
  const fine = async () => {
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(wrong, []);
  };
  return { page, context, fine };
}

const search = (page) => page.getByRole('searchbox', { name: 'Search' });

test('it opens the first run of the first room, which plays, steps and takes faults', async () => {
  const { page, fine } = await open();
  await ready(page);
  const list = scenarios(page);
  const titles = await list.locator('option').allInnerTexts();
  const chosen = await list.evaluate((it) => it.selectedOptions[0].textContent);
  assert.equal(chosen, titles[0], 'the first scenario');
  assert.match(await page.title(), /^Raft: /);

  await play(page);
  await eventually(async () => (await moment(page)) > 0, 'the run plays');
  await pause(page);
  const paused = await moment(page);
  await step(page);
  await eventually(async () => (await moment(page)) > paused, 'a step on');
  await button(page, 'Step back').click();
  await eventually(async () => (await moment(page)) <= paused, 'and back');
  await arm(page, 'Crash');
  await clickDrawn(page, node(page, 'n2'));
  await eventually(async () => /crashed/i.test(await nodeName(page, 'n2')), 'n2 is down');
  await fine();
});

test('the gallery is one click away, and so are other rooms', async () => {
  const { page, fine } = await open();
  await ready(page);
  await page.getByRole('link', { name: 'Clusterscope' }).click();
  await search(page).waitFor();
  await page.getByRole('main').getByRole('link', { name: /^Paxos/ }).first().click();
  await ready(page);
  await eventually(async () => (await page.title()).startsWith('Paxos'), 'another room');
  await page.goBack();
  await search(page).waitFor();
  await page.goBack();
  await ready(page);
  await eventually(async () => (await page.title()).startsWith('Raft'), 'and back');
  await fine();
});

test('every room opens', async () => {
  const { page, fine } = await open('#');
  await ready(page);
  const rooms = page.getByRole('combobox', { name: /^Room/ });
  for (const label of await rooms.locator('option').allInnerTexts()) {
    await rooms.selectOption({ label });
    await eventually(async () => (await page.title()).startsWith(`${label}: `), label);
    await ready(page);
  }
  await fine();
});

test('it opens the run of its fragment, and a reload finds it again', async () => {
  const { page, fine } = await open('#two-phase-commit/blocking@400ms');
  await ready(page);
  assert.match(await page.title(), /^Two-phase commit/);
  await step(page, 2);
  await page.keyboard.press('1');
  await page.keyboard.press('c');
  const hash = await eventually(async () => {
    const now = await page.evaluate(() => location.hash);
    return now.startsWith('#v1.') && now;
  }, 'the address holds the run');
  const at = await slider(page).getAttribute('aria-valuetext');
  const other = await open(hash);
  await ready(other.page);
  assert.match(await other.page.title(), /^Two-phase commit/);
  await other.fine();
  await page.reload();
  await ready(page);
  await eventually(
    async () => (await slider(page).getAttribute('aria-valuetext')) === at, 'the same moment');
  await fine();
});

test('storage that throws is no obstacle', async () => {
  const { page, fine } = await open('', {
    spoil: () => {
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        });
      }
    },
  });
  await ready(page);
  await page.getByRole('button', { name: /^Theme/ }).click();
  await step(page);
  await fine();
});

test('a sandbox without an origin is no obstacle', async () => {
  const frames = '<iframe sandbox="allow-scripts" src="standalone.html" width="1200" height="760">';
  await writeFile(join(elsewhere, 'host.html'), frames);
  const page = await browser.newPage(DESKTOP);
  await page.goto(pathToFileURL(join(elsewhere, 'host.html')).href);
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await frame.getByRole('button', { name: 'Step', exact: true }).click();
  await frame.getByRole('button', { name: 'Check', exact: true }).click();
  await frame.getByRole('button', { name: 'Start', exact: true }).click();
  await frame.getByRole('term').filter({ hasText: 'States/s' }).waitFor();
  assert.equal(page.workers().length, 1, 'there is a worker');
  await frame.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.close();
});

test('the page is painted before the program is unpacked', async () => {
  const { page } = await open('', {
    spoil: () => {
      const { compile, instantiate } = WebAssembly;
      const note = (then) => (...all) => {
        window.began ??= performance.now();
        return then(...all);
      };
      WebAssembly.compile = note(compile);
      WebAssembly.instantiate = note(instantiate);
    },
  });
  await ready(page);
  const [painted, began] = await page.evaluate(() =>
    [performance.getEntriesByName('first-contentful-paint')[0]?.startTime, window.began]);
  assert(painted > 0 && painted < began, `painted after ${painted} ms, begun after ${began} ms`);
});

test('the licences of what is in it are in it', async () => {
  const { page, fine } = await open();
  await ready(page);
  await page.keyboard.press('?');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Licences of what is in it' }).click(),
  ]);
  const saved = await readFile(await download.path(), 'utf8');
  assert.equal(saved, await readFile(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8'));
  await fine();
});

test('a run can be saved from it and opened again', async () => {
  const { page, fine } = await open();
  await ready(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'), button(page, 'Save').first().click(),
  ]);
  assert.match(download.suggestedFilename(), /^[a-z-]+\.scope$/);
  const text = await readFile(await download.path(), 'utf8');
  const input = page.locator('input[type=file]').first();
  const name = 'x.scope';
  const buffer = Buffer.from(text.replace(/^title .*$/m, 'title     Another name'));
  await input.setInputFiles({ name, mimeType: 'text/plain', buffer });
  await eventually(async () => (await page.title()).includes('Another name'), 'it opens');
  await fine();
});

test('a search runs in a worker that is made of what is in the file', async () => {
  const { page, fine } = await open();
  await ready(page);
  await openText(page, FORGETS);
  await openCheck(page);
  const workers = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await start(page);
  assert.match((await answered(page))[0], /A run of 8 steps/);
  await openText(page, ENDLESS);
  await openCheck(page);
  await start(page);
  await searching(page, 1000);
  assert.deepEqual(workers.map((it) => it.split(':')[0]), ['blob', 'blob']);
  await stop(page);
  await check(page).getByText('Stopped by you').waitFor();
  await fine();
});

test('on a phone it fits the screen', async () => {
  const { page, fine } = await open('', PHONE);
  await ready(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert(wide <= 360, `${wide} px wide`);
  await region(page, 'Stage').waitFor();
  await fine();
});
