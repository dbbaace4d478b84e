// Bring your own run: traces of other tools, opened, played, searched, and read otherwise.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { findings, smallTargets } from '../lib/access.mjs';
import {
  button, eventually, launch, moment, newPage, nodes, pause, PHONE, play, ready, region, slider,
  SMALL, step, url, visit,
} from '../lib/site.mjs';
import { ITF, large, LINES, LOG, NAMED, STRANGE, STRANGE_PATTERN, TLC } from '../lib/traces.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const chooser = (page) => page.locator('input[type=file]').first();
const found = (page) => page.getByRole('searchbox', { name: 'Find events' });
const asking = (page) => page.getByRole('dialog', { name: 'Open a trace' });
const trace = (page) => region(page, 'Trace');

/** The gallery, with all that the policy forbids noted. */
async function gallery(options = {}) {
  const seen = await newPage(browser, options);
  const { page } = seen;
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(url);
  await page.getByRole('searchbox', { name: 'Search' }).waitFor();
  const fine = async () => {
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(seen.complaints, []);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
  };
  return { ...seen, fine };
}

/** Chooses a file with this text. */
const choose = (page, name, text) =>
  chooser(page).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

/** A trace, opened from the gallery. */
async function opened(name, text, options) {
  const seen = await gallery(options);
  await choose(seen.page, name, text);
  await button(seen.page, 'Play').waitFor();
  return seen;
}

/** The names of the hosts on the stage. */
const hosts = async (page) => {
  const buttons = region(page, 'Stage').getByRole('button');
  const names = await buttons.evaluateAll((all) => all.map((it) => it.getAttribute('aria-label')));
  return names.filter((name) => name && !/ to /.test(name)).map((name) => name.split(',')[0]);
};

for (const [name, text, who] of [
  ['log.shiviz', LOG, ['client1', 'server', 'client2']],
  ['named.log', NAMED, ['a', 'b']],
  ['states.itf.json', ITF, null],
  ['tlc.out', TLC, null],
  ['run.jsonl', LINES, ['n1', 'n2']],
]) {
  test(`a trace opens from the gallery, plays and steps: ${name}`, async () => {
    const { page, fine } = await opened(name, text);
    assert(region(page, 'Space-time').isVisible());
    const seen = await eventually(async () => {
      const now = await hosts(page);
      return now.length > 0 && now;
    }, 'the stage shows hosts');
    if (who) assert.deepEqual(seen.toSorted(), who.toSorted());
    await step(page, 2);
    const there = await eventually(async () => (await moment(page)) > 0 && moment(page), 'a step');
    await button(page, 'Step back').click();
    await eventually(async () => (await moment(page)) < there, 'and back');
    await play(page);
    await eventually(async () => (await moment(page)) > there
      || (await button(page, 'Play').isVisible()), 'it plays');
    await trace(page).waitFor();
    assert.match(await trace(page).innerText(), /events/);
    assert.match(await page.evaluate(() => location.hash), /^#trace$/);
    await fine();
  });
}

test('a trace opens over a run, Back returns to that, and Forward to the trace', async () => {
  const { page, complaints } = await visit(browser);
  await choose(page, 'log.shiviz', LOG);
  await trace(page).waitFor();
  assert.match(await page.title(), /log\.shiviz/);
  await page.goBack();
  await eventually(async () => (await page.title()).startsWith('Raft'), 'the run');
  await page.goForward();
  await eventually(async () => /log\.shiviz/.test(await page.title()), 'the trace');
  assert.deepEqual(complaints, []);
});

test('a trace is in no link, and the address says so when it is opened', async () => {
  const { page, complaints } = await newPage(browser);
  await page.goto(`${url}#trace`);
  const alert = page.getByRole('alert').first();
  await alert.waitFor();
  assert.match(await alert.innerText(), /open its file again/);
  await choose(page, 'log.shiviz', LOG);
  await trace(page).waitFor();
  assert.deepEqual(complaints, []);
});

test('a file that is dropped on the page opens', async () => {
  const { page, fine } = await gallery();
  await page.evaluate((text) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([text], 'dropped.log', { type: 'text/plain' }));
    document.body.dispatchEvent(new DragEvent('drop', {
      dataTransfer: dropped, bubbles: true, cancelable: true,
    }));
  }, LOG);
  await trace(page).waitFor();
  assert.match(await page.title(), /dropped\.log/);
  await fine();
});

test('a scenario file opens as before, and what is wrong with one is said', async () => {
  const { page, fine } = await gallery();
  await choose(page, 'x.scope', 'title Mine\nprotocol raft\nend at 1s\n');
  await ready(page);
  assert.match(await page.title(), /Mine/);
  await choose(page, 'y.scope', 'titel Mine\nend at 1s\n');
  await asking(page).waitFor();
  assert.match(await asking(page).getByRole('alert').innerText(), /titel/);
  await page.keyboard.press('Escape');
  await choose(page, 'empty', '');
  await page.getByText(/empty, or too large/).waitFor();
  assert.match(await page.title(), /Mine/, 'what was open stays open');
  await fine();
});

test('what can be done to a run cannot be done to a trace, and the page says why', async () => {
  const { page, fine } = await opened('log.shiviz', LOG);
  await step(page, 3);
  for (const name of ['Undo', 'Redo', 'Share', 'Command', 'Client', 'Setup', 'Fresh seed']) {
    assert.equal(await button(page, name).count(), 0, name);
  }
  const why = /recorded elsewhere/;
  assert.match(await region(page, 'Faults').innerText(), why);
  const notice = page.locator('.notes');
  await page.keyboard.press(':');
  await notice.getByText(why).waitFor();
  assert.equal(await region(page, 'Command').count(), 0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await page.keyboard.press('c');
  await notice.getByText(/cannot be changed/).first().waitFor();
  const inspector = region(page, 'Inspector');
  await page.getByRole('navigation', { name: 'Panels' })
    .getByRole('button', { name: 'Inspector' }).click();
  assert.doesNotMatch(await inspector.innerText(), /Crash|Lose disk/);
  await fine();
});

test('a trace is exported and saved like a run, and what is saved opens again', async () => {
  const { page, fine } = await opened('log.shiviz', LOG);
  await step(page, 2);
  const [saved] = await Promise.all([
    page.waitForEvent('download'), button(page, 'Save').first().click(),
  ]);
  assert.match(saved.suggestedFilename(), /\.jsonl$/);
  const lines = await readFile(await saved.path(), 'utf8');
  await button(page, 'Export').first().click();
  const menu = page.getByRole('dialog', { name: 'Export' });
  const [picture] = await Promise.all([
    page.waitForEvent('download'), menu.getByRole('button', { name: 'Download' }).click(),
  ]);
  assert.match(picture.suggestedFilename(), /^recorded-trace-log-shiviz-\d+ms\.svg$/);
  assert.match(await readFile(await picture.path(), 'utf8'), /server/);
  await page.keyboard.press('Escape');
  await choose(page, 'again.jsonl', lines);
  await eventually(async () => (await hosts(page)).includes('server'), 'the same hosts');
  await fine();
});

test('events are found by text, host and field, and one walks through them', async () => {
  const { page, fine } = await opened('named.log', NAMED);
  const told = trace(page).getByRole('status');
  const query = async (text, expected) => {
    await found(page).fill(text);
    await eventually(async () => expected.test(await told.innerText()), `${text}: ${expected}`);
  };
  await query('s', /3 events fit/);
  await query('host:a', /2 events fit/);
  await query('term=2', /1 events fit/);
  await query('term=2 host:a', /0 events fit/);
  assert(await button(page, 'Next match').isDisabled());
  await query('host:a', /2 events fit/);
  await found(page).press('Enter');
  await eventually(async () => /1 of 2/.test(await told.innerText()), 'the first');
  await button(page, 'Next match').click();
  await eventually(async () => /2 of 2/.test(await told.innerText()), 'the second');
  const story = region(page, 'Story').locator('[aria-current="step"]');
  assert.match(await story.innerText(), /sends/);
  await found(page).press('Shift+Enter');
  await eventually(async () => /1 of 2/.test(await told.innerText()), 'back');
  await query('', /^$/);
  await fine();
});

test('what could not be read is told by line and reason, and the rest is there', async () => {
  const { page, fine } = await opened('run.jsonl', LINES);
  const notice = page.locator('.notes');
  await notice.getByText(/could not be read/i).first().waitFor();
  await notice.getByText(/line 3/).waitFor();
  await notice.getByRole('button', { name: 'Show' }).click();
  const list = trace(page).getByRole('listitem');
  assert.match(await list.first().innerText(), /line 3: .*[\s\S]*this is no JSON/);
  assert.deepEqual((await hosts(page)).toSorted(), ['n1', 'n2']);
  await fine();
});

test('a log that is not all UTF-8 opens, and says so', async () => {
  const { page, fine } = await gallery();
  const buffer = Buffer.from(LOG.replace('asks for x', 'asks for ?'));
  buffer[buffer.indexOf('?')] = 0xff;
  await chooser(page).setInputFiles({ name: 'latin.log', mimeType: 'text/plain', buffer });
  await page.locator('.notes').getByText(/UTF-8/).first().waitFor();
  assert((await hosts(page)).includes('server'));
  await fine();
});

test('a log that no usual expression fits opens with one of the user\'s', async () => {
  const { page, fine } = await gallery();
  await choose(page, 'strange.log', STRANGE);
  await asking(page).waitFor();
  assert((await asking(page).getByRole('alert').innerText()).length > 20);
  const pattern = asking(page).getByRole('textbox', { name: 'Regular expression' });
  const read = asking(page).getByRole('button', { name: 'Open it' });
  await pattern.fill('(?<host>');
  await read.click();
  await eventually(async () => /regular expression|group|unclosed/i.test(
    await asking(page).getByRole('alert').innerText()), 'what is wrong with it');
  await pattern.fill('(?<host>nobody) (?<clock>{}) (?<event>.*)');
  await read.click();
  await eventually(async () => /line 1[\s\S]*@a\|/.test(
    await asking(page).getByRole('alert').innerText()), 'the first line that does not fit');
  await pattern.fill(STRANGE_PATTERN);
  await read.click();
  await trace(page).waitFor();
  assert.deepEqual((await hosts(page)).toSorted(), ['a', 'b']);
  await button(page, 'Read it otherwise…').click();
  assert.equal(await pattern.inputValue(), STRANGE_PATTERN, 'it is remembered');
  await page.keyboard.press('Escape');
  await asking(page).waitFor({ state: 'detached' });
  await fine();
});

const HOSTILE = {
  'noise': [Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)), /neither/],
  'deep JSON': [Buffer.from('{"states":'.repeat(1) + '['.repeat(100_000)), /./],
  'JSON cut short': [Buffer.from(ITF.slice(0, 60)), /./],
  'a null': [Buffer.from('null'), /neither/],
};
for (const [what, [buffer, expected]] of Object.entries(HOSTILE)) {
  test(`what is no trace is answered, and the page goes on: ${what}`, async () => {
    const { page, fine } = await gallery();
    await chooser(page).setInputFiles({ name: '<b>x</b>.log', mimeType: 'text/plain', buffer });
    await asking(page).waitFor();
    assert.match(await asking(page).getByRole('alert').innerText(), expected);
    await asking(page).getByText('<b>x</b>.log').waitFor();
    await asking(page).getByRole('button', { name: 'Close' }).click();
    await asking(page).waitFor({ state: 'detached' });
    await page.getByRole('main').getByRole('link', { name: 'A leader crashes' }).first().click();
    await ready(page);
    await fine();
  });
}

test('a hundred thousand events open, and are scrubbed and searched at once', async () => {
  const { page, fine } = await gallery();
  const start = Date.now();
  await chooser(page).setInputFiles({
    name: 'large.jsonl', mimeType: 'text/plain', buffer: Buffer.from(large(100_000)),
  });
  await trace(page).waitFor({ timeout: 60_000 });
  const took = Date.now() - start;
  assert.match(await trace(page).innerText(), /100000 events, 20 hosts/);
  const end = Number(await slider(page).getAttribute('max'));
  const times = [];
  for (let i = 1; i <= 10; i += 1) {
    times.push(await page.evaluate(async ([to]) => {
      const input = document.querySelector('input[type=range]');
      const begin = performance.now();
      input.value = to;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
      return performance.now() - begin;
    }, [(end * ((i * 37) % 100)) / 100]));
  }
  const worst = Math.max(...times);
  console.log(`    opened in ${took} ms; a scrub takes ${times.map((it) => it.toFixed(0))} ms`);
  assert(worst < 400, `the slowest scrub took ${worst.toFixed(0)} ms`);
  await found(page).fill('count=77777');
  await eventually(async () => /1 events fit/.test(
    await trace(page).getByRole('status').innerText()), 'it is found');
  await found(page).press('Enter');
  await eventually(async () => /1 of 1/.test(
    await trace(page).getByRole('status').innerText()), 'and gone to');
  await fine();
});

test('by keyboard: open it from the gallery, find, walk', async () => {
  const { page, fine } = await gallery();
  const picked = page.waitForEvent('filechooser');
  // By now the browser knows that it is to tell of choosers.
  await chooser(page).focus();
  await page.keyboard.press('Enter');
  const picker = await picked;
  await picker.setFiles({ name: 'named.log', mimeType: 'text/plain', buffer: Buffer.from(NAMED) });
  await trace(page).waitFor();
  await page.keyboard.press('/');
  await eventually(() => found(page).evaluate((it) => it === document.activeElement), 'the box');
  await page.keyboard.type('host:b');
  await page.keyboard.press('Enter');
  await eventually(async () => /1 of 1/.test(
    await trace(page).getByRole('status').innerText()), 'it is found');
  await fine();
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing in a trace and how it is read: ${colorScheme}`, async () => {
    const { page } = await opened('run.jsonl', LINES, { colorScheme });
    await step(page, 3);
    await found(page).fill('n1');
    const all = await findings(page, 'a trace');
    await button(page, 'Read it otherwise…').click();
    await asking(page).waitFor();
    all.push(...(await findings(page, 'how it is read')));
    assert.deepEqual(all, []);
  });
}

for (const [name, size] of Object.entries({ phone: PHONE, '320 px': SMALL })) {
  test(`a trace is usable on a small screen: ${name}`, async () => {
    const { page, fine } = await opened('log.shiviz', LOG, size);
    await step(page, 2);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(wide <= size.viewport.width, `${wide} px wide`);
    await page.getByRole('navigation', { name: 'Panels' })
      .getByRole('button', { name: 'Trace' }).click();
    await found(page).fill('server');
    await button(page, 'Next match').click();
    assert.deepEqual(await smallTargets(page), []);
    await fine();
  });
}
