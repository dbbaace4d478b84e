// What a figure does not do to the page around it, and who can use it.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findings, smallTargets } from '../lib/access.mjs';
import {
  figure, openFigure, RAFT, sentence, shelf, time, until, usable, visitor,
} from '../lib/figure.mjs';
import { eventually, launch, PHONE, SMALL } from '../lib/site.mjs';

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

const FALLBACK = `<cluster-scope scenario="raft/leader-crash"><svg viewBox="0 0 10 10" width="10"
  role="img" aria-label="A leader crashes"><title>A leader crashes</title><circle r="4"/></svg>
  <p>n1 leads. It crashes, and another server takes over.</p></cluster-scope>`;

/** Counts frames that are asked for, and calls of the engine. */
const COUNTING = () => {
  window.counted = { frames: 0, calls: 0, instances: 0 };
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (act) => {
    window.counted.frames += 1;
    return ask(act);
  };
  const make = WebAssembly.instantiate.bind(WebAssembly);
  WebAssembly.instantiate = async (source, imports) => {
    const made = await make(source, imports);
    window.counted.instances += 1;
    if (!made.instance) return made;
    const exports = {};
    for (const [name, value] of Object.entries(made.instance.exports)) {
      exports[name] = typeof value !== 'function' ? value : (...given) => {
        window.counted.calls += 1;
        return value(...given);
      };
    }
    return { instance: { exports }, module: made.module };
  };
};

const counted = (page) => page.evaluate(() => ({ ...window.counted }));

/** What is counted in half a second. */
async function busy(page) {
  const before = await counted(page);
  await page.waitForTimeout(500);
  const now = await counted(page);
  return { frames: now.frames - before.frames, calls: now.calls - before.calls };
}

test('nothing is started until the figure comes near, and out of sight it rests', async () => {
  const { page, context } = await visitor(browser);
  await page.addInitScript(COUNTING);
  const far = served(`${'<p>A long text.</p>'.repeat(400)}${RAFT}`);
  await page.goto(far);
  await page.waitForTimeout(700);
  assert.deepEqual(await counted(page), { frames: 0, calls: 0, instances: 0 });
  await figure(page).scrollIntoViewIfNeeded();
  await usable(page);
  await eventually(async () => (await busy(page)).calls === 0, 'it comes to rest');
  assert.deepEqual(await busy(page), { frames: 0, calls: 0 }, 'nothing runs while paused');
  await figure(page).evaluate((it) => it.play());
  assert((await busy(page)).calls > 5, 'it plays');
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(200);
  assert.deepEqual(await busy(page), { frames: 0, calls: 0 }, 'nothing runs out of sight');
  await figure(page).scrollIntoViewIfNeeded();
  await eventually(async () => (await busy(page)).calls > 5, 'it goes on');
  await context.close();
});

test('nothing runs in a hidden tab', async () => {
  const { page, context } = await visitor(browser);
  await page.addInitScript(COUNTING);
  await page.goto(served(RAFT));
  await usable(page);
  await figure(page).evaluate((it) => it.play());
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.waitForTimeout(100);
  assert.deepEqual(await busy(page), { frames: 0, calls: 0 });
  await page.evaluate(() => {
    delete document.hidden;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await eventually(async () => (await busy(page)).calls > 5, 'it goes on');
  await context.close();
});

/** Milliseconds of the main thread in a frame, by the processor's clock: the least of some. */
async function spent(page, context) {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const { value } = metrics.find(({ name }) => name === 'ThreadTime');
    return { busy: value * 1000, frames: (await counted(page)).frames };
  };
  let least = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const before = await read();
    await page.waitForTimeout(1500);
    const now = await read();
    least = Math.min(least, (now.busy - before.busy) / (now.frames - before.frames));
  }
  return least;
}

/** Pictures in a page of their own, where a bare loop moves what moves in them. */
async function bare(pictures, viewport) {
  const { page, context } = await visitor(browser, { viewport });
  await page.addInitScript(COUNTING);
  await page.goto(served(''));
  await page.evaluate((them) => {
    document.body.innerHTML = them.join('');
    const movers = [...document.querySelectorAll('[data-m]')];
    const move = (wall) => {
      for (const it of movers) it.setAttribute('transform', `translate(${wall % 100} 0)`);
      requestAnimationFrame(move);
    };
    requestAnimationFrame(move);
  }, pictures);
  const cost = await spent(page, context);
  await context.close();
  return cost;
}

test('ten figures share one download and one program, and cost little a frame', async () => {
  const ten = Array.from({ length: 10 }, (_, at) =>
    `<cluster-scope scenario="raft/leader-crash" seed="${at}"></cluster-scope>`).join('');
  const viewport = { width: 700, height: 5200 };
  const { page, requests, context } = await visitor(browser, { viewport });
  await page.addInitScript(COUNTING);
  await page.goto(served(ten));
  for (let nth = 0; nth < 10; nth += 1) await usable(page, nth);
  assert.equal((await counted(page)).instances, 1);
  assert.equal(requests.filter((it) => it.includes('clusterscope')).length, 1);
  const pictures = await page.evaluate(() => [...document.querySelectorAll('cluster-scope')]
    .map((it) => it.shadowRoot.querySelector('.picture').outerHTML));
  await page.evaluate(() =>
    Promise.all([...document.querySelectorAll('cluster-scope')].map((it) => it.play())));
  await page.waitForTimeout(300);
  const figures = await spent(page, context);
  const times = await page.evaluate(() =>
    [...document.querySelectorAll('cluster-scope')].map((it) => it.currentTime));
  assert(times.every((it) => it > 0.1), times.join(' '));
  await context.close();
  const alone = await bare(pictures, viewport);
  const ratio = figures / alone;
  console.log(`ten figures: ${figures.toFixed(2)} ms of a frame, ` +
    `${ratio.toFixed(2)} times their pictures moved by a bare loop`);
  // 4 on a quiet machine, 8 on one that drops frames: each has more events to show then.
  assert(ratio < 12, `${figures} ms of the main thread in a frame against ${alone}`);
});

test('1,000 figures that come and go leave no listener and no memory', async () => {
  const { page, context } = await openFigure(browser, served(`${RAFT}<div id="place"></div>`));
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const mount = (times) => page.evaluate(async (many) => {
    const place = document.querySelector('#place');
    for (let i = 0; i < many; i += 1) {
      const made = window.ClusterScope.create(place, { scenario: 'raft/leader-crash' });
      await made.step();
      made.dispose();
    }
  }, times);
  const measure = async () => {
    for (let i = 0; i < 3; i += 1) {
      await session.send('HeapProfiler.collectGarbage');
      await page.waitForTimeout(50);
    }
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (wanted) => metrics.find(({ name }) => name === wanted).value;
    return { heap: of('JSHeapUsedSize'), listeners: of('JSEventListeners'), nodes: of('Nodes') };
  };
  await mount(100);
  const before = await measure();
  await mount(1000);
  const now = await measure();
  const heap = ((now.heap - before.heap) / 1024).toFixed(0);
  console.log(`after 1,000 figures: heap ${heap} KB more, ` +
    `${now.listeners - before.listeners} listeners more, ${now.nodes - before.nodes} nodes more`);
  assert(now.listeners <= before.listeners, `${before.listeners} to ${now.listeners} listeners`);
  assert(now.heap - before.heap < 1024 * 1024, `${before.heap} to ${now.heap} bytes`);
  assert(now.nodes - before.nodes < 200, `${before.nodes} to ${now.nodes} nodes`);
  await figure(page).evaluate((it) => it.step());
  await context.close();
});

test('the program\u2019s memory does not grow with figures that come and go', async () => {
  const { page, context } = await visitor(browser);
  await page.addInitScript(() => {
    const make = WebAssembly.instantiate.bind(WebAssembly);
    WebAssembly.instantiate = async (...given) => {
      const made = await make(...given);
      if (made.instance?.exports.memory) window.memory = made.instance.exports.memory;
      return made;
    };
  });
  await page.goto(served(`${RAFT}<div id="place"></div>`));
  await usable(page);
  const sizes = await page.evaluate(async () => {
    const seen = [];
    const place = document.querySelector('#place');
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 500; i += 1) {
        const made = window.ClusterScope.create(place, { scenario: 'raft/leader-crash' });
        await made.seek('50%');
        made.dispose();
      }
      seen.push(window.memory.buffer.byteLength);
    }
    return seen;
  });
  assert.equal(sizes[1], sizes[0], `${sizes} bytes`);
  await context.close();
});

test('a bug of the engine is shown in every figure, with what repeats the run', async () => {
  const { page, context } = await visitor(browser);
  await page.addInitScript(() => {
    const make = WebAssembly.instantiate.bind(WebAssembly);
    WebAssembly.instantiate = async (...given) => {
      const made = await make(...given);
      if (!made.instance) return made;
      const exports = { ...made.instance.exports };
      const step = exports.run_step;
      // No engine does this: it stops where a test wants it to.
      exports.run_step = (...it) => {
        if (window.broken) throw new WebAssembly.RuntimeError('unreachable');
        return step(...it);
      };
      return { instance: { exports }, module: made.module };
    };
  });
  await page.goto(served(`${RAFT}<cluster-scope scenario="raft/split-vote"></cluster-scope>`));
  await usable(page);
  await usable(page, 1);
  await page.evaluate(() => {
    window.broken = true;
  });
  await figure(page).getByRole('button', { name: 'Step', exact: true }).click();
  for (const nth of [0, 1]) {
    const alert = figure(page, nth).getByRole('alert');
    await alert.getByText('The engine stopped').waitFor();
    assert.match(await alert.innerText(), /unreachable[\s\S]*#v1\./);
  }
  await context.close();
});

test('no scrolling is trapped', async () => {
  const { page, context } = await openFigure(browser,
    served(`${RAFT}${'<p>More.</p>'.repeat(200)}`));
  const box = await figure(page).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 150);
  await page.mouse.wheel(0, 300);
  await eventually(() => page.evaluate(() => scrollY > 250), 'the page scrolls');
  const action = await figure(page).locator('.figure').evaluate((it) =>
    getComputedStyle(it).touchAction);
  assert.equal(action, 'pan-y');
  await context.close();
});

test('the fallback is shown before the script, without it, and in print', async () => {
  const plain = await visitor(browser, { javaScriptEnabled: false });
  await plain.page.goto(served(FALLBACK));
  assert(await plain.page.getByText('n1 leads.').isVisible());
  assert(await plain.page.getByRole('img', { name: 'A leader crashes' }).isVisible());
  await plain.context.close();
  const { page, context } = await visitor(browser);
  let release;
  const held = new Promise((go) => {
    release = go;
  });
  await page.route('**/clusterscope.js', async (route) => {
    await held;
    await route.continue();
  });
  const late = { script: '', head: '<script async src="clusterscope.js"></script>' };
  await page.goto(served(FALLBACK, late), { waitUntil: 'commit' });
  await page.getByText('n1 leads.').waitFor();
  release();
  await usable(page);
  assert(!(await page.getByText('n1 leads.').isVisible()));
  await page.emulateMedia({ media: 'print' });
  assert(await page.getByText('n1 leads.').isVisible());
  assert(!(await figure(page).locator('.scene').isVisible()));
  await page.emulateMedia({ media: 'screen' });
  await context.close();
  const bare = await openFigure(browser, served(RAFT));
  await bare.page.emulateMedia({ media: 'print' });
  assert(await figure(bare.page).locator('.scene').isVisible(), 'without a fallback, the picture');
  assert(!(await figure(bare.page).getByRole('button', { name: 'Play' }).isVisible()));
  await bare.context.close();
});

test('reduced motion: no autoplay, and Play goes on by one event a second', async () => {
  const body = '<cluster-scope autoplay speed="1" scenario="raft/leader-crash"></cluster-scope>';
  const { page, context } = await openFigure(browser, served(body), { reducedMotion: 'reduce' });
  assert.equal(await figure(page).evaluate((it) => it.paused), true);
  const moves = await page.evaluate(() => new Promise((go) => {
    const it = document.querySelector('cluster-scope');
    const seen = new Set();
    it.play();
    const watch = setInterval(() => seen.add(it.currentTime), 20);
    setTimeout(() => {
      clearInterval(watch);
      go([...seen]);
    }, 3500);
  }));
  assert(moves.length >= 2 && moves.length <= 4, `${moves}`);
  await context.close();
});

test('the colours are those that the page chose', async () => {
  const paper = (page) => figure(page).locator('.figure').evaluate((it) =>
    getComputedStyle(it).backgroundColor);
  const dark = await openFigure(browser, served(RAFT), { colorScheme: 'dark' });
  assert.equal(await paper(dark.page), 'rgb(20, 23, 26)');
  await dark.page.evaluate(() => {
    document.documentElement.style.colorScheme = 'light';
  });
  assert.equal(await paper(dark.page), 'rgb(255, 255, 255)', 'a book with a theme of its own');
  await dark.context.close();
});

for (const [name, device] of Object.entries({ PHONE, SMALL })) {
  test(`on a small screen all fits and can be hit: ${name}`, async () => {
    const { page, context } = await openFigure(browser, served(RAFT), device);
    await figure(page).evaluate((it) => it.seek('700ms'));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert(wide <= 0, `${wide} px too wide`);
    const [picture, words] = await Promise.all([
      figure(page).locator('.scene').boundingBox(), figure(page).locator('.what').boundingBox()]);
    assert(words.y >= picture.y + picture.height - 1, 'the sentence stands below the picture');
    assert(picture.x + picture.width <= device.viewport.width);
    const small = await page.evaluate(() => [...document.querySelector('cluster-scope').shadowRoot
      .querySelectorAll('.ctl button, .head a')].filter((it) => it.checkVisibility())
      .map((it) => it.getBoundingClientRect()).filter((it) => it.width < 43.5 || it.height < 43.5)
      .length);
    assert.equal(small, 0, 'targets that a finger cannot hit');
    assert.deepEqual(await smallTargets(page), []);
    await context.close();
  });
}

test('axe finds nothing, light and dark, wide and narrow, well and broken', async () => {
  for (const options of [{}, { colorScheme: 'dark' }, PHONE, { ...PHONE, colorScheme: 'dark' }]) {
    const body = `${RAFT}<cluster-scope view="both" controls="full" speed="fast"
      scenario="raft/one-vote/forgets-vote" start-at="90%"></cluster-scope>
      <cluster-scope scenario="hash-ring/join" start-at="20%"></cluster-scope>
      <cluster-scope>nonsense</cluster-scope>`;
    const { page, context } = await openFigure(browser, served(body), options);
    await usable(page, 1);
    await usable(page, 2);
    await figure(page, 3).scrollIntoViewIfNeeded();
    await page.getByRole('alert').waitFor();
    await figure(page).evaluate((it) => it.seek('700ms'));
    assert.deepEqual(await findings(page, JSON.stringify(options)), []);
    await figure(page).locator('.say').click();
    await page.keyboard.press('?');
    assert.deepEqual(await findings(page, `help ${JSON.stringify(options)}`), []);
    await context.close();
  }
});

test('every shipped run plays to its end in a figure, in every view', async () => {
  const rooms = fileURLToPath(new URL('../../../core/src/protocols', import.meta.url));
  const all = [];
  for (const room of await readdir(rooms, { withFileTypes: true })) {
    if (!room.isDirectory()) continue;
    for (const name of await readdir(join(rooms, room.name, 'scenarios'))) {
      const text = await readFile(join(rooms, room.name, 'scenarios', name), 'utf8');
      const path = `${room.name.replaceAll('_', '-')}/${name.replace('.scope', '')}`;
      const others = [...text.matchAll(/^(?:variant|fork) +([^{]+?)(?: at .*)? *\{/gm)];
      all.push(path, ...others.map(([, other]) => `${path}/${other.trim().replaceAll(' ', '-')}`));
    }
  }
  assert(all.length > 80, `${all.length} runs`);
  const { page, context } = await openFigure(browser, served(RAFT));
  const troubles = await page.evaluate(async (paths) => {
    const found = [];
    const it = document.querySelector('cluster-scope');
    it.addEventListener('error', ({ detail }) => found.push(`${it.scenario}: ${detail.message}`));
    for (const [at, path] of paths.entries()) {
      it.scenario = path;
      await it.seek('100%');
      it.view = ['stage', 'space-time', 'both'][at % 3];
      await it.seek('37%');
      await it.stepBack();
      if (it.duration === 0) found.push(`${path}: nothing`);
    }
    return found;
  }, all);
  assert.deepEqual(troubles, []);
  await context.close();
});

test('a step is said once, and playing says nothing', async () => {
  const { page, context } = await openFigure(browser, served(RAFT));
  const said = () => figure(page).locator('.said').innerText();
  await figure(page).evaluate((it) => it.step());
  assert.equal(await said(), await sentence(page));
  const before = await said();
  await figure(page).evaluate((it) => it.play());
  await until(page, (now) => now > 0.15, 'it plays');
  assert.equal(await said(), before);
  assert(await time(page) > 0.15);
  await context.close();
});
