// What authors and scripts can say to a figure, and what it says to them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  figure, heard, openFigure, RAFT, record, sentence, shelf, time, until, usable, visitor,
} from '../lib/figure.mjs';
import { eventually, launch } from '../lib/site.mjs';

let browser;
let server;
before(async () => {
  browser = await launch();
  server = await shelf();
});
after(async () => {
  await browser?.close();
  server?.close();
});

const served = (body, options) => server.served(body, options);

/** Opens a page with one figure of these attributes. */
const open = (attributes, text = '', options = {}) =>
  openFigure(browser, served(`<cluster-scope ${attributes}>${text}</cluster-scope>`), options);

/** What stands in the figure, if not its run. */
const told = async (attributes, text = '') => {
  const seen = await visitor(browser);
  await seen.page.goto(served(`<cluster-scope ${attributes}>${text}</cluster-scope>`));
  const alert = seen.page.getByRole('alert');
  await alert.waitFor();
  const words = await alert.innerText();
  const warned = seen.complaints.some((it) => it.startsWith('cluster-scope: '));
  await seen.context.close();
  assert(warned, 'the console is warned, too');
  return words;
};

const TEXT = `
  title     My own run
  protocol  raft nodes=3 clients=0
  network   latency 10ms
  seed      3
  end       at 600ms
`;

test('a run is named by a path, a link, a file or its text', async () => {
  server.pages['my.scope'] = TEXT;
  for (const [attributes, text] of [
    ['', TEXT], ['', `<script type="text/plain">${TEXT}</script>`], ['', `<pre>${TEXT}</pre>`],
    ['src="my.scope"', ''],
  ]) {
    const { page, context, complaints } = await open(attributes, text);
    assert.equal(await figure(page).locator('.title').innerText(), 'My own run');
    assert.equal(await figure(page).evaluate((it) => it.duration), 0.6);
    assert.deepEqual(complaints, []);
    await context.close();
  }
  const { page, context } = await open('scenario="raft/one-vote/forgets-vote@50ms"');
  assert.equal(await time(page), 0.05);
  const link = await figure(page).evaluate((it) =>
    it.shadowRoot.querySelector('.out').href.split('#')[1]);
  assert.match(link, /^v1\./);
  const again = await open(`run="${link}"`);
  assert.equal(await figure(again.page).locator('.title').innerText(), 'One vote a term');
  await again.context.close();
  await context.close();
});

test('what is wrong with a scenario is shown by line, column and caret', async () => {
  const words = await told('', 'title t\nprotocol raft nodes=5\nend at soon\n');
  assert.match(words, /line 3, column 8/);
  assert.match(words, /\^\^\^\^/);
});

test('a run that does not exist names what comes nearest', async () => {
  assert.match(await told('scenario="raft/leadr-crash"'), /did you mean `leader-crash`/);
  assert.match(await told('scenario="raftt/leader-crash"'), /did you mean `raft`/);
  assert.match(await told('run="v1.AAAA"'), /link/);
  assert.match(await told(''), /names no run[\s\S]*scenario="raft\/leader-crash"/);
});

test('a file that is not there says so, and from a page that is a file what to do', async () => {
  assert.match(await told('src="nowhere.scope"'), /nowhere\.scope cannot be fetched[\s\S]*404/);
});

test('bad attributes are told precisely, and the figure works all the same', async () => {
  const { page, complaints, context } = await open('scenario="raft/leader-crash" speed="fast" ' +
    'start-at="soon" controls="some" auto-play loop="often" seed="x" lang="tlh" theme="blue" ' +
    'markers="here" foo data-x="1" aria-label="x" class="y" v-if="z"');
  const lines = (await figure(page).locator('.complaints li').allInnerTexts()).sort();
  for (const expected of [
    'speed="fast": a number is expected, such as 0.5; playing at 0.1',
    'controls="some": one of auto, none, full is expected; using auto',
    'there is no attribute auto-play; did you mean autoplay?',
    'there is no attribute foo',
  ]) {
    assert(lines.includes(expected), `${expected}\nis not among\n${lines.join('\n')}`);
  }
  assert.equal(lines.length, 10, lines.join('\n'));
  assert.equal(complaints.length, 10, complaints.join('\n'));
  await figure(page).evaluate((it) => it.step());
  assert((await sentence(page)).length > 3);
  await figure(page).evaluate((it) => it.setAttribute('speed', '0.5'));
  assert.equal(await figure(page).locator('.complaints li').count(), 9);
  await context.close();
});

test('two ways to name a run at once: one is shown, and that is said', async () => {
  const { page, context } = await open('scenario="raft/leader-crash" src="my.scope"');
  assert.match(await figure(page).locator('.complaints').innerText(), /more than one run/);
  await context.close();
});

test('start-at, seed and speed do what they say', async () => {
  for (const [at, expected] of [
    ['0.4', 0.4], ['400ms', 0.4], ['25%', 0.625], ['0:01.5', 1.5], ['99', 2.5],
  ]) {
    const { page, context } = await open(`scenario="raft/leader-crash" start-at="${at}"`);
    assert.equal(await time(page), expected, at);
    await context.close();
  }
  const text = async (seed) => {
    const { page, context } = await open(`scenario="raft/leader-crash" seed="${seed}"`);
    const all = await figure(page).evaluate(async (it) => {
      const seen = [];
      for (let i = 0; i < 12; i += 1) {
        await it.step();
        seen.push(`${it.currentTime} ${it.shadowRoot.querySelector('.what').textContent}`);
      }
      return seen.join('\n');
    });
    await context.close();
    return all;
  };
  assert.notEqual(await text(1), await text(2));
  assert.equal(await text(2), await text(2));
  const slow = await open('scenario="raft/leader-crash" speed="0.01"');
  const fast = await open('scenario="raft/leader-crash" speed="1"');
  for (const { page } of [slow, fast]) await figure(page).evaluate((it) => it.play());
  await until(fast.page, (now) => now > 0.5, 'it is fast');
  assert((await time(slow.page)) < 0.1, 'it is slow');
  await slow.context.close();
  await fast.context.close();
});

test('views, themes, controls and languages', async () => {
  const { page, context } = await open('scenario="raft/leader-crash" view="both"');
  const it = figure(page);
  const drawn = async () => [await it.locator('.stage-svg').count(),
    await it.locator('.lanes-svg').count()];
  assert.deepEqual(await drawn(), [1, 1]);
  for (const [view, expected] of [['stage', [1, 0]], ['space-time', [0, 1]]]) {
    await it.evaluate((element, value) => {
      element.view = value;
    }, view);
    assert.deepEqual(await drawn(), expected, view);
  }
  const visible = (name) => it.getByRole('button', { name, exact: true }).isVisible();
  assert(await visible('Play') && !(await visible('Full screen')));
  await it.evaluate((element) => {
    element.controls = 'full';
  });
  assert(await visible('Full screen') && await it.getByRole('combobox').isVisible());
  await it.evaluate((element) => {
    element.controls = 'none';
  });
  assert(!(await visible('Play')));
  const paper = () => it.locator('.figure').evaluate((element) =>
    getComputedStyle(element).backgroundColor);
  const light = await paper();
  await it.evaluate((element) => {
    element.theme = 'dark';
  });
  assert.notEqual(await paper(), light);
  await it.evaluate((element) => {
    element.theme = null;
  });
  assert.equal(await paper(), light);
  assert.equal(await it.locator('.figure').getAttribute('lang'), 'en');
  await context.close();
});

test('fit: the width, the height, both, or neither', async () => {
  const sized = (fit) => `<div id="place"><cluster-scope fit="${fit}"
    scenario="raft/leader-crash"></cluster-scope></div>`;
  const measure = async (fit) => {
    const { page, context } = await openFigure(browser, served(sized(fit)));
    // By script: a policy forbids style attributes.
    await page.evaluate(() => {
      Object.assign(document.querySelector('#place').style, { width: '900px', height: '300px' });
    });
    await page.waitForTimeout(200);
    const box = await figure(page).locator('.figure').boundingBox();
    await context.close();
    return [Math.round(box.width), Math.round(box.height)];
  };
  const [wide, natural] = await measure('width');
  assert(wide === 900 && natural > 400, `${wide} ${natural}`);
  assert.equal((await measure('none'))[0], 640);
  const [, height] = await measure('both');
  assert(height >= 284 && height <= 300, `${height}`);
});

test('autoplay and loop', async () => {
  const seen = await visitor(browser);
  const body = `<cluster-scope autoplay loop="1" speed="1">${TEXT}</cluster-scope>`;
  await seen.page.goto(served(body));
  // Looked at in every frame: that it begins again shows only in between.
  await seen.page.waitForFunction(() => {
    const now = document.querySelector('cluster-scope').currentTime;
    const turned = now < (window.last ?? 0);
    window.last = now;
    return turned;
  });
  await seen.page.waitForFunction(() => document.querySelector('cluster-scope').paused);
  assert.equal(await time(seen.page), 0.6);
  await seen.context.close();
});

test('methods and events, from ready to ended', async () => {
  const { page, context } = await open('scenario="raft/leader-crash"');
  await record(page);
  const it = figure(page);
  await it.evaluate((element) => element.step());
  await it.evaluate((element) => element.stepBack());
  await it.evaluate((element) => element.seek({ marker: 'next' }));
  const first = await time(page);
  await it.evaluate((element) => element.seek({ marker: 'next' }));
  assert((await time(page)) > first);
  await it.evaluate((element) => element.seek({ marker: 'prev' }));
  assert.equal(await time(page), first);
  await it.evaluate((element) => element.seek({ marker: 0 }));
  await it.evaluate((element) => element.seek(2));
  await it.evaluate((element) => {
    element.speed = 1;
  });
  await it.evaluate((element) => element.play());
  await it.evaluate((element) => element.pause());
  await it.evaluate((element) => element.play());
  await eventually(async () => (await heard(page)).some(([name]) => name === 'ended'), 'the end');
  const names = (await heard(page)).map(([name]) => name);
  assert.deepEqual(names.filter((name) => name !== 'marker'),
    ['step', 'step', 'play', 'pause', 'play', 'ended']);
  assert(names.filter((name) => name === 'marker').length >= 4, 'four jumps');
  const [, step] = (await heard(page))[0];
  assert(step.event > 0 && step.sentence.length > 3, JSON.stringify(step));
  assert.equal(await it.evaluate((element) => element.paused), true);
  await assert.rejects(it.evaluate((element) => element.seek('soon')), /a moment is expected/);
  await context.close();
});

test('ready and error', async () => {
  const { page, context } = await visitor(browser);
  await page.goto(served('<div id="place"></div>'));
  const ready = await page.evaluate(() => new Promise((go) => {
    const made = window.ClusterScope.create(document.querySelector('#place'),
      { scenario: 'raft/split-vote', startAt: '100ms', autoPlay: false, controls: false });
    made.addEventListener('ready', ({ detail }) => go([detail, made.controls, made.startAt]));
  }));
  assert.deepEqual(ready, [{ room: 'raft', title: 'A split vote' }, 'none', '100ms']);
  const error = await page.evaluate(() => new Promise((go) => {
    const made = window.ClusterScope.create(document.querySelector('#place'), { text: 'nonsense' });
    made.addEventListener('error', ({ detail }) => go(detail.message));
  }));
  assert.match(error, /line 1/);
  await context.close();
});

test('a violation is told, stops the run just after it, and is shown', async () => {
  const { page, context } = await open('scenario="raft/one-vote/forgets-vote" speed="1"');
  await record(page);
  await figure(page).evaluate((it) => it.play());
  await eventually(async () => (await heard(page)).some(([name]) => name === 'pause'), 'it stops');
  const [, detail] = (await heard(page)).find(([name]) => name === 'violation');
  assert.equal(detail.name, 'election-safety');
  assert.equal(await time(page), detail.time);
  assert.match(await figure(page).locator('.verdict').innerText(), /Election safety is broken/);
  assert.equal(await figure(page).locator('p.guilty').innerText(), detail.facts);
  await context.close();
});

test('markers of the author, and stopping at them', async () => {
  const { page, context } = await open('scenario="raft/leader-crash" speed="0.5" ' +
    'markers="300ms First; 600ms" pause-on-markers');
  await record(page);
  assert.equal(await figure(page).locator('.marks i').count(), 2);
  const stops = async () => (await heard(page)).filter(([name]) => name === 'pause').length;
  for (const [so, at] of [0.3, 0.6].entries()) {
    await figure(page).evaluate((it) => it.play());
    await eventually(async () => await stops() === so + 1, 'it stops');
    assert.equal(await time(page), at);
  }
  const markers = (await heard(page)).filter(([name]) => name === 'marker').map(([, it]) => it);
  assert.deepEqual(markers, [{ index: 0, time: 0.3, label: 'First' },
    { index: 1, time: 0.6, label: '' }]);
  await figure(page).evaluate((it) => {
    it.markers = [0.1, [0.2, 'Second']];
  });
  assert.equal(await figure(page).locator('.marks i').last().getAttribute('title'), 'Second');
  await figure(page).evaluate((it) => {
    it.markers = [];
  });
  assert.equal(await figure(page).locator('.marks i').count(), 0);
  await context.close();
});

test('markers are there before the run is recorded', async () => {
  const { page, context } = await visitor(browser);
  await page.addInitScript(() => {
    window.requestAnimationFrame = () => 1;
  });
  await page.goto(served('<cluster-scope scenario="raft/leader-crash" ' +
    'markers="300ms First; 50% Half"></cluster-scope>'));
  const marks = figure(page).locator('.marks i');
  await marks.last().waitFor({ state: 'attached' });
  const titles = await marks.evaluateAll((them) => them.map(({ title }) => title));
  assert.deepEqual(titles, ['First', 'Half']);
  await context.close();
});

test('it plays what is recorded by now, and stops at markers in that', async () => {
  const { page, context } = await visitor(browser);
  await page.addInitScript(() => {
    const asked = [];
    let wall = 1000;
    window.requestAnimationFrame = (act) => asked.push(act);
    window.wanted = () => asked.length > 0;
    window.frame = () => {
      wall += 50;
      for (const act of asked.splice(0)) act(wall);
    };
  });
  const lasting = TEXT.replace('600ms', '1200s\n  at 700ms  crash n3');
  await page.goto(served(`<cluster-scope speed="1" pause-on-markers>${lasting}</cluster-scope>`));
  await eventually(() => page.evaluate(() => window.wanted()), 'it can be seen');
  const stops = await figure(page).evaluate(async (it) => {
    const moments = [];
    for (let frames = 0; frames < 20; frames += 1) {
      if (it.paused) await it.play();
      window.frame();
      if (it.paused) moments.push(it.currentTime);
    }
    return moments;
  });
  assert.equal(stops.at(-1), 0.7, `${stops}: what crashes is not in what is recorded at first`);
  await context.close();
});

test('a node is crashed, restarted, and that is taken back', async () => {
  const { page, context } = await open('scenario="raft/leader-crash" start-at="300ms"');
  const it = figure(page);
  const arm = () => it.getByRole('button', { name: /Crash a node|Click a node/ }).click();
  await arm();
  assert.equal(await it.locator('.crash').getAttribute('aria-pressed'), 'true');
  await it.locator('[data-pick="n3"] [role="button"]').focus();
  await page.keyboard.press('Enter');
  const node = it.locator('.node[data-pick="n3"]');
  await node.getByText('Crashed').waitFor();
  await it.getByText('Changed at 300 ms').waitFor();
  await it.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await node.getByText('Crashed').count(), 0);
  await arm();
  await node.locator('[role="button"]').click();
  await arm();
  await node.locator('[role="button"]').click();
  assert.equal(await node.getByText('Crashed').count(), 0, 'a second time it comes back');
  await it.getByRole('button', { name: 'Restart figure' }).click();
  assert.equal(await time(page), 0.3);
  assert(!(await it.getByText('Changed at').isVisible()));
  await context.close();
});

test('keys act while the figure holds the focus, and not otherwise', async () => {
  const { page, context } = await open('scenario="raft/leader-crash"');
  await page.evaluate(() => {
    window.leaked = [];
    document.addEventListener('keydown', ({ key }) => window.leaked.push(key));
  });
  for (const key of ['Space', 'ArrowRight', ']', '5', '.']) await page.keyboard.press(key);
  assert.equal(await time(page), 0, 'the page has its keys');
  await page.evaluate(() => {
    window.leaked = [];
  });
  await figure(page).locator('.say').click();
  const after = async (key) => {
    await page.keyboard.press(key);
    return time(page);
  };
  const moved = await after('ArrowRight');
  const more = await after('Shift+ArrowRight');
  assert(more > moved, `${moved} ${more}`);
  assert.equal(await after('Shift+ArrowLeft'), moved);
  assert(await after('.') >= moved);
  await after(',');
  assert.equal(await after('5'), 1.25);
  assert.equal(await after('0'), 0);
  const marker = await after(']');
  assert(marker > 0);
  await after(']');
  assert.equal(await after('['), marker);
  await page.keyboard.press('Space');
  assert.equal(await figure(page).evaluate((it) => it.paused), false);
  await page.keyboard.press('Space');
  assert.equal(await figure(page).evaluate((it) => it.paused), true);
  await page.keyboard.press('?');
  await figure(page).getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  assert(await figure(page).getByRole('dialog').isHidden());
  await page.keyboard.press('c');
  assert.equal(await figure(page).locator('.crash').getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await figure(page).locator('.crash').getAttribute('aria-pressed'), 'false');
  await page.keyboard.press('f');
  await page.waitForFunction(() => document.fullscreenElement?.localName === 'cluster-scope');
  await page.keyboard.press('f');
  await page.waitForFunction(() => !document.fullscreenElement);
  assert.deepEqual(await page.evaluate(() => window.leaked.filter((it) => it !== 'Shift')), [],
    'nothing that is handled reaches the page');
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('s');
  assert.deepEqual(await page.evaluate(() => window.leaked.filter((it) =>
    !['Shift', 'Control'].includes(it))), ['ArrowRight', 's'], 'what is not handled does');
  await context.close();
});

test('a focused button is pressed once by Space, and the slider keeps its keys', async () => {
  const { page, context } = await open('scenario="raft/leader-crash"');
  await figure(page).getByRole('button', { name: 'Play' }).focus();
  await page.keyboard.press('Space');
  assert.equal(await figure(page).evaluate((it) => it.paused), false);
  await page.keyboard.press('Space');
  assert.equal(await figure(page).evaluate((it) => it.paused), true);
  const slider = figure(page).getByRole('slider', { name: 'Time' });
  await slider.focus();
  await page.keyboard.press('End');
  assert.equal(await time(page), 2.5);
  assert.match(await slider.getAttribute('aria-valuetext'), /^2500 ms of 2500 ms$/);
  await page.keyboard.press('Home');
  assert.equal(await time(page), 0);
  await context.close();
});

test('another run by another attribute, and a figure that moves in the page', async () => {
  const { page, context } = await open('scenario="raft/leader-crash"');
  const it = figure(page);
  await it.evaluate((element) => {
    element.scenario = 'raft/split-vote';
  });
  await it.getByText('A split vote').waitFor();
  await it.evaluate((element) => element.seek('200ms'));
  await it.evaluate((element) => {
    element.remove();
    document.querySelector('main').prepend(element);
  });
  await usable(page);
  await until(page, (now) => now > 0.19 && now <= 0.2, 'it goes on where it stood');
  await context.close();
});

test('the script twice in a page does no harm', async () => {
  const twice = '<script src="clusterscope.js"></script>';
  const { page, complaints, context } = await openFigure(browser, served(RAFT, { head: twice }));
  await figure(page).evaluate((it) => it.step());
  assert.deepEqual(complaints, []);
  await context.close();
});
