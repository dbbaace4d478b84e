// The Check panel: a search of all runs within bounds, its answers, and the runs that they show.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, smallTargets } from '../lib/access.mjs';
import {
  answered, answers, check, CLEAN, ENDLESS, FORGETS, frames, leaders, openCheck, openText, progress,
  searching, start, stop,
} from '../lib/checks.mjs';
import {
  button, eventually, launch, newPage, PHONE, play, playing, ready, region, SMALL, url, visit,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A run of a scenario with its Check panel open. */
async function checking(text, options = {}) {
  const seen = await newPage(browser, options);
  const { page } = seen;
  await page.goto(url);
  await openText(page, text);
  await openCheck(page);
  return seen;
}

const claim = (page, number = 1) =>
  check(page).getByRole('combobox', { name: `Claim ${number}`, exact: true });
const predicate = (page) => check(page).getByRole('textbox', { name: 'What', exact: true });
const bound = (page, name) =>
  check(page).getByRole('textbox', { name: new RegExp(`^${name} `) });
const unfold = (page) => check(page).locator('details').evaluateAll((all) => {
  for (const one of all) one.open = true;
});
const link = (page) => page.evaluate(() => location.hash);
const saved = async (page) => {
  const [download] = await Promise.all([
    page.waitForEvent('download'), button(page, 'Save').first().click(),
  ]);
  const stream = await download.createReadStream();
  return (await stream.toArray()).join('');
};

test('two leaders of one term are found where votes are forgotten, in few steps', async () => {
  const { page, complaints } = await checking(FORGETS);
  await start(page);
  const [answer] = await answered(page);
  assert.match(answer, /^Confirmed\s*Election safety can be broken/);
  assert.match(answer, /A run of 8 steps decides it, and none is shorter\./);
  assert.match(answer, /Within: .*crashes 1, restarts 1, copies 1, election 2/);
  assert.match(answer, /below 1 in 10\d\d\./);
  assert.deepEqual(complaints, []);
  await eventually(() => page.workers().length === 0, 'the worker is gone');
});

test('the answer opens as a run with its story, and its link opens the same', async () => {
  const { page, complaints } = await checking(FORGETS);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await start(page);
  await answered(page);
  await check(page).getByRole('button', { name: /^Copy link/ }).click();
  await page.getByText('Link copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await check(page).getByRole('button', { name: /^Open this run/ }).click();
  await eventually(async () => /Election safety: broken/.test(await page.title()), 'it opens');
  await page.keyboard.press('End');
  await eventually(async () => (await leaders(page)) === 2, 'two lead one term');
  await region(page, 'Invariants').getByText('Election safety broken').waitFor();
  await region(page, 'Story').getByText(/leads term 1/).first().waitFor();
  assert(copied.endsWith(await link(page)), `${copied} is not ${await link(page)}`);
  const other = await newPage(browser);
  await other.page.goto(copied);
  await ready(other.page);
  await other.page.keyboard.press('End');
  await eventually(async () => (await leaders(other.page)) === 2, 'the same run');
  await page.goBack();
  await eventually(async () => /Votes that are forgotten/.test(await page.title()), 'and back');
  assert.deepEqual([...complaints, ...other.complaints], []);
});

test('where nothing is wrong, the search is complete within its bounds', async () => {
  const { page, complaints } = await checking(CLEAN);
  await start(page);
  const [answer] = await answered(page);
  assert.match(answer, /^Confirmed\s*No invariant can be broken/);
  assert.match(answer, /Complete: all states within the bounds were visited\./);
  assert.match(answer, /17,097 states visited, 16 steps deep/);
  assert.equal(await check(page).getByRole('button', { name: /^Open this run/ }).count(), 0);
  assert.deepEqual(complaints, []);
});

test('a flaw is switched on right there, and the same question has another answer', async () => {
  const { page, complaints } = await checking(CLEAN);
  await unfold(page);
  await check(page).getByRole('checkbox', { name: /^forgets-vote/ }).check();
  await eventually(async () => /flaw +forgets-vote/.test(await saved(page)), 'the run has it');
  await start(page);
  const [answer] = await answered(page);
  assert.match(answer, /^Refuted\s*No invariant can be broken\s*A run of 8 steps/);
  assert.deepEqual(complaints, []);
});

test('what is claimed and its bounds go into the scenario, its link and its file', async () => {
  const { page, complaints } = await checking(CLEAN.replace(/^check .*\n/gm, ''));
  await claim(page).selectOption({ label: 'Never:' });
  await predicate(page).fill('leader n1');
  await predicate(page).press('Tab');
  await check(page).getByRole('button', { name: 'Add a claim' }).click();
  await claim(page, 2).selectOption({ label: 'Election safety can be broken' });
  await unfold(page);
  await bound(page, 'losses').fill('2');
  await bound(page, 'heartbeat').fill('');
  await bound(page, 'log').fill('1');
  await bound(page, 'log').press('Tab');
  const wanted = [
    'check     bounds losses 2 heartbeat any log 1', 'check     never: leader n1',
    'check     breaks election-safety',
  ];
  const text = await eventually(async () => {
    const now = await saved(page);
    return now.includes('log 1') && now;
  }, 'the file has it');
  for (const line of wanted) assert(text.includes(`${line}\n`), `no ${line} in\n${text}`);
  const again = await newPage(browser);
  await again.page.goto(`${url}${await link(page)}`);
  await ready(again.page);
  assert.equal(await saved(again.page), text);
  await openCheck(again.page);
  assert.equal(await predicate(again.page).inputValue(), 'leader n1');
  await unfold(again.page);
  assert.equal(await bound(again.page, 'losses').inputValue(), '2');
  assert.equal(await bound(again.page, 'heartbeat').inputValue(), '');
  assert.deepEqual([...complaints, ...again.complaints], []);
});

test('several claims are decided one after the other', async () => {
  const text = `${FORGETS}check     never: leader n3\ncheck     reachable: leader n2\n`
    + 'check     eventually: leader\n';
  const { page, complaints } = await checking(text);
  await start(page);
  const all = await answered(page);
  const words = all.map((it) => it.split(/\s/)[0]);
  assert.deepEqual(words.slice(0, 3), ['Confirmed', 'Refuted', 'Confirmed']);
  assert.match(words[3], /^(Refuted|Undecided)$/, 'nobody need ever lead');
  assert.deepEqual(complaints, []);
});

test('words that are no predicate are named, and the phrases complete them', async () => {
  const { page } = await checking(CLEAN);
  await claim(page).selectOption({ label: 'Can be reached:' });
  await predicate(page).fill('lead');
  await predicate(page).press('Tab');
  const wrong = check(page).locator('.claims .bad');
  await wrong.waitFor();
  await start(page);
  await page.waitForTimeout(200);
  assert.equal((await answers(page).catch(() => [])).length, 0, 'nothing was begun');
  await predicate(page).fill('comm');
  const phrases = check(page).getByRole('group', { name: 'What can be said' });
  const offered = await phrases.getByRole('button').allInnerTexts();
  assert(offered.length > 0 && offered.every((it) => it.startsWith('comm')), `${offered}`);
  await phrases.getByRole('button').first().click();
  assert.match(await predicate(page).inputValue(), /^committed /);
  await wrong.waitFor({ state: 'detached' });
});

test('a bound that is none is marked, and nothing begins', async () => {
  const { page } = await checking(CLEAN);
  await unfold(page);
  await bound(page, 'crashes').fill('many');
  await bound(page, 'crashes').press('Tab');
  await check(page).getByText('This is no number that a bound can be.').waitFor();
  assert.equal(await bound(page, 'crashes').inputValue(), 'many', 'it can be mended');
  await bound(page, 'crashes').fill('2');
  await bound(page, 'crashes').press('Tab');
  await start(page);
  const [answer] = await answered(page);
  assert.match(answer, /crashes 2/);
});

test('a search stops at its bounds on states and on memory, and says so', async () => {
  const { page, complaints } = await checking(ENDLESS.replace('states 50000000', 'states 2000'));
  await start(page);
  assert.match((await answered(page))[0],
    /^Undecided[^]*Stopped at [\d,]+ states, nothing found\. There are more\./);
  await unfold(page);
  await bound(page, 'states').fill('');
  await bound(page, 'memory').fill('8');
  await bound(page, 'memory').press('Tab');
  await start(page);
  const [answer] = await answered(page);
  assert.match(answer, /Stopped at the bound on memory, 8 MiB, [\d,]+ states, nothing found/);
  assert.deepEqual(complaints, []);
});

test('a search can be stopped at any time, and another one begun', async () => {
  const { page, complaints } = await checking(ENDLESS);
  await start(page);
  const before = await searching(page, 1000);
  const later = await searching(page, before.States + 1);
  assert(later.Depth >= before.Depth && later.Waiting > 0, JSON.stringify(later));
  assert(later['States/s'] > 0 && later.MiB > 0, JSON.stringify(later));
  await stop(page);
  const [answer] = await answered(page);
  assert.match(answer, /^Stopped[^]*Stopped by you at [\d,]+ states, nothing found/);
  await eventually(() => page.workers().length === 0, 'the worker is gone');
  await start(page);
  await searching(page, 100);
  await stop(page);
  await start(page);
  await stop(page);
  await answered(page);
  await page.waitForTimeout(500);
  await eventually(() => page.workers().length === 0, 'none is left behind');
  assert.deepEqual(complaints, []);
});

test('the page plays on smoothly while a worker searches', async () => {
  const { page } = await checking(ENDLESS);
  await start(page);
  await searching(page, 1000);
  assert.equal(page.workers().length, 1, 'a worker searches');
  await play(page);
  const { count, longest } = await frames(page, 2000);
  assert(await playing(page), 'it plays');
  const more = await progress(page);
  assert(more.States > 1000, 'and searches');
  assert(count > 30, `${count} frames in 2 s`);
  assert(longest < 250, `a pause of ${longest} ms`);
  await stop(page);
});

test('the search is of the run as it was when it began', async () => {
  const { page, complaints } = await checking(ENDLESS);
  await start(page);
  await searching(page, 500);
  await openText(page, CLEAN.replace(/^title .*/, 'title     Another run'));
  await openCheck(page);
  await check(page).getByText('Votes that are forgotten').first().waitFor();
  const before = await searching(page);
  await searching(page, before.States + 1);
  await stop(page);
  assert.deepEqual(complaints, []);
});

test('where no worker can be had, the search takes turns with the page and says so', async () => {
  const { page, complaints } = await newPage(browser);
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new DOMException('none', 'SecurityError');
      }
    };
  });
  await page.goto(url);
  await openText(page, ENDLESS);
  await openCheck(page);
  await start(page);
  await searching(page, 1000);
  await check(page).getByText('No worker can be had here').waitFor();
  await play(page);
  const { count, longest } = await frames(page, 2000);
  assert(count > 20, `${count} frames in 2 s`);
  assert(longest < 400, `a pause of ${longest} ms`);
  await stop(page);
  assert.match((await answered(page))[0], /Stopped by you/);
  const stopped = await answers(page);
  await page.waitForTimeout(400);
  assert.deepEqual(await answers(page), stopped, 'nothing goes on');
  await openText(page, FORGETS);
  await openCheck(page);
  await start(page);
  assert.match((await answered(page))[0], /A run of 8 steps/, 'the same answer');
  assert.deepEqual(complaints, []);
});

test('a worker from another file system or site is made from a text', async () => {
  const { page } = await newPage(browser);
  // As where the scripts come from another site: a worker from a file is refused.
  await page.route(url, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers() };
    delete headers['content-security-policy'];
    await route.fulfill({ response, headers });
  });
  await page.addInitScript(() => {
    const Real = window.Worker;
    window.made = [];
    window.Worker = class extends Real {
      constructor(from, options) {
        if (!String(from).startsWith('blob:')) throw new DOMException('no', 'SecurityError');
        super(from, options);
        window.made.push(String(from));
      }
    };
  });
  await page.goto(url);
  await openText(page, FORGETS);
  await openCheck(page);
  await start(page);
  assert.match((await answered(page))[0], /A run of 8 steps/);
  assert.equal(await page.evaluate(() => window.made.length), 1);
});

for (const [how, spoil] of [
  // What a trap does: the call out of the program never returns.
  ['traps', (text) => text.replace('self.clusterscopeAsk = async (what, about) =>',
    `self.clusterscopeAsk = (what, about) => {
      if (what.endsWith('say')) throw new WebAssembly.RuntimeError('unreachable');
      return new Promise((go) => go(ask(what, about)));
    };
    const ask = async (what, about) =>`)],
  ['panics', (text) =>
    text.replace('say(text) {', "say() { postMessage('!panicked at here'); return;")],
  ['cannot be brought up', (text) => text.replace('program.run();', 'throw new Error("no way");')],
  ['gets no program', (text) =>
    text.replace('{ module_or_path: binary }', '{ module_or_path: "x" }')],
]) {
  test(`a worker that ${how} says so, and the page goes on`, async () => {
    const { page } = await newPage(browser);
    let spoilt = false;
    await page.route('**/later/worker.js', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      const body = spoil(text);
      spoilt = body !== text;
      await route.fulfill({ response, body });
    });
    await page.goto(url);
    await openText(page, ENDLESS);
    await openCheck(page);
    await start(page);
    const [answer] = await answered(page);
    assert(spoilt, 'the worker is another one');
    assert.match(answer, /^Stopped\s*The search stopped on a bug/);
    assert.match(answer, /unreachable|panicked at here|no way|fetch/);
    await eventually(() => page.workers().length === 0, 'it is gone');
    await play(page);
    assert(await playing(page));
  });
}

test('the command box asks, too', async () => {
  const { page, complaints } = await checking(CLEAN);
  await button(page, 'Inspector').first().click();
  const command = async (line) => {
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 640, y: 4 } });
    await page.keyboard.press(':');
    const box = page.getByRole('textbox', { name: 'Command' });
    await box.fill(line);
    await box.press('Enter');
  };
  await command('check never: leader n2');
  assert.match((await answered(page))[0], /^Refuted\s*Never: leader n2/);
  await command('check bounds depth 1');
  await unfold(page);
  await eventually(async () => (await bound(page, 'depth').inputValue()) === '1', 'a bound');
  await command('check never: leadr n2');
  await page.getByText(/did you mean/).waitFor();
  assert.deepEqual(complaints, []);
});

test('all of it is done by keyboard', async () => {
  const { page } = await checking(FORGETS);
  const tabTo = async (name) => {
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => {
        const it = document.activeElement;
        return it.getAttribute('aria-label') ?? it.textContent.trim();
      });
      if (here.startsWith(name)) return;
    }
    throw new Error(`no way to ${name}`);
  };
  await claim(page).focus();
  await tabTo('Start');
  await page.keyboard.press('Enter');
  await answered(page);
  await tabTo('Open this run');
  await page.keyboard.press('Space');
  await eventually(async () => /Election safety: broken/.test(await page.title()), 'it opens');
  assert(!(await playing(page)), 'Space pressed the button and nothing else');
});

test('a trace cannot be searched, and the page does not offer it', async () => {
  const { page } = await newPage(browser);
  await page.goto(url);
  const lines = '{"at":0,"node":"a","kind":"start"}\n{"at":10,"node":"b","kind":"start"}\n';
  const input = page.locator('input[type=file]').first();
  const buffer = Buffer.from(lines);
  await input.setInputFiles({ name: 'a.jsonl', mimeType: 'text/plain', buffer });
  await page.locator('main').waitFor();
  assert.equal(await page.getByRole('banner').getByRole('button', { name: 'Check' }).count(), 0);
});

for (const [screen, size] of Object.entries({ desktop: {}, phone: PHONE })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`axe finds nothing in the panel: ${screen}, ${colorScheme}`, async () => {
      const text = `${FORGETS}check     never: leader n1\ncheck     invariants\n`;
      const { page } = await checking(text, { ...size, colorScheme });
      const found = await findings(page, 'the form');
      await unfold(page);
      found.push(...(await findings(page, 'unfolded')));
      await start(page);
      await answered(page);
      found.push(...(await findings(page, 'answered')));
      assert.deepEqual(found, []);
    });
  }
}

for (const [screen, size] of Object.entries({ phone: PHONE, small: SMALL })) {
  test(`on a ${screen} nothing is cut off and fingers hit everything`, async () => {
    const { page } = await checking(`${FORGETS}check     never: leader n1\n`, size);
    await unfold(page);
    await start(page);
    await answered(page);
    for (const at of [0, 300, 600, 900, 1200, 1500, 1800]) {
      await page.locator('.panel').evaluate((it, top) => {
        it.scrollTop = top;
      }, at);
      assert.deepEqual(await smallTargets(page), [], `scrolled to ${at}`);
    }
    const wide = await page.evaluate(() => [
      document.documentElement.scrollWidth - innerWidth,
      document.querySelector('.panel').scrollWidth - document.querySelector('.panel').clientWidth,
    ]);
    assert.deepEqual(wide.map((it) => it > 0), [false, false], `${wide}`);
  });
}

test('a scenario of the gallery can be checked as it stands', async () => {
  for (const fragment of ['#two-phase-commit/blocking', '#paxos/duel', '#hash-ring/join']) {
    const { page, complaints } = await visit(browser, { fragment });
    await openCheck(page);
    await unfold(page);
    await bound(page, 'states').fill('3000');
    await bound(page, 'states').press('Tab');
    await start(page);
    const [answer] = await answered(page);
    assert.match(answer, /^(Confirmed|Refuted|Undecided)/, fragment);
    assert.deepEqual(complaints, []);
    await page.context().close();
  }
});
