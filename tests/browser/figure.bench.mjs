// From the script to the first frame that a reader can use: the figure against asciinema-player, on
// the same page and machine, with the same run. Each starts from nothing, in turn, many times; the
// medians are compared.

import { fileURLToPath } from 'node:url';
import { book, openFigure, RAFT, serve, visitor } from './lib/figure.mjs';
import { launch } from './lib/site.mjs';

const ROUNDS = 15;
const MOST = 1.5;

const player = fileURLToPath(
  new URL('node_modules/asciinema-player/dist/bundle/', import.meta.url));
const anything = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'";
const open = { 'content-security-policy': anything };
const server = await serve({ 'empty.html': book('<div id="place"></div>', { script: '' }),
  'raft.html': book(RAFT) }, { also: { 'player/': player }, headers: open });
const browser = await launch();

/** The run as a recording of a terminal: each sentence when it happens. */
async function recording() {
  const { page, context } = await openFigure(browser, `${server.url}raft.html`);
  const lines = await page.evaluate(async () => {
    const it = document.querySelector('cluster-scope');
    const all = [];
    for (let last = -1; last !== it.currentTime;) {
      last = it.currentTime;
      await it.step();
      all.push([it.currentTime, it.shadowRoot.querySelector('.what').textContent]);
    }
    return all;
  });
  await context.close();
  const head = { version: 2, width: 80, height: 20 };
  const events = lines.map(([at, text]) => JSON.stringify([at, 'o', `${text}\r\n`]));
  const first = JSON.stringify([0, 'o', 'The first frame\r\n']);
  return [JSON.stringify(head), first, ...events].join('\n');
}

/** Milliseconds until what is loaded can be used; `kind` says what that is. */
async function once(kind, data) {
  const { page, context } = await visitor(browser);
  await page.goto(`${server.url}empty.html`);
  const time = await page.evaluate(async ([what, cast]) => {
    const place = document.querySelector('#place');
    const usable = {
      figure: () => {
        const root = document.querySelector('cluster-scope')?.shadowRoot;
        return root?.querySelectorAll('.node').length >= 5 &&
          root.querySelector('.play').checkVisibility({ visibilityProperty: true });
      },
      player: () => document.querySelector('.ap-control-bar') &&
        /The first frame/.test(document.querySelector('.ap-term')?.textContent ?? ''),
    }[what];
    const add = (name, attributes) => new Promise((go, stop) => {
      const element = Object.assign(document.createElement(name), attributes);
      element.onload = go;
      element.onerror = stop;
      document.head.append(element);
    });
    const start = performance.now();
    if (what === 'figure') {
      place.innerHTML = '<cluster-scope scenario="raft/leader-crash"></cluster-scope>';
      await add('script', { src: 'clusterscope.js' });
    } else {
      await Promise.all([add('link', { rel: 'stylesheet', href: 'player/asciinema-player.css' }),
        add('script', { src: 'player/asciinema-player.min.js' })]);
      window.AsciinemaPlayer.create({ data: cast }, place,
        { preload: true, poster: 'npt:0.01', controls: true });
    }
    for (let tries = 0; !usable(); tries += 1) {
      if (tries > 600) throw new Error(`${what} is not there: ${document.body.innerHTML}`);
      await new Promise((go) => requestAnimationFrame(go));
    }
    return performance.now() - start;
  }, [kind, data]);
  await context.close();
  return time;
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const cast = await recording();
const times = { figure: [], player: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  for (const kind of ['figure', 'player']) times[kind].push(await once(kind, cast));
}
await browser.close();
server.close();
for (const [kind, all] of Object.entries(times)) {
  const list = all.map((time) => time.toFixed(0)).join(' ');
  console.log(`${kind.padEnd(8)}${median(all).toFixed(0)} ms to the first usable frame (${list})`);
}
const ratio = median(times.figure) / median(times.player);
console.log(`${ratio.toFixed(2)} times asciinema-player, at most ${MOST} wanted`);
process.exitCode = ratio <= MOST ? 0 : 1;
