// How quickly the checker searches in the browser, against the same search natively: the same code
// in a worker and as a program, and the page's own Check panel. Each in turn, several times; the
// medians are compared. Both are timed by the processor's clock, which other programs do not touch.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { answered, openCheck, openText, start } from './lib/checks.mjs';
import { launch, url } from './lib/site.mjs';

const { CHECK_NATIVE: native, CHECK_URL: own } = process.env;
assert(native && own, 'CHECK_NATIVE or CHECK_URL is not set: run this with `cargo xtask bench`');

const ROUNDS = 5;
/** Seconds that are not measured, and that are. */
const [WARM, SECONDS] = [0.3, 1];
/** The least share of native's rate. */
const LEAST = 1 / 3;
/** The space that the page searches, too. */
const SCENARIO = 'raft';
const text = readFileSync(new URL('../bench-check/raft.scope', import.meta.url), 'utf8');

const browser = await launch();
const session = await browser.newBrowserCDPSession();

/** Seconds that the processor has worked for pages and their workers. */
async function worked() {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  return pages.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** A result with the seconds that the processor worked for it. */
async function timed(work) {
  const before = await worked();
  const result = await work();
  return [result, await worked() - before];
}

/** States a second, natively. */
function natively(name) {
  const [states, seconds] = execFileSync(native, [name, String(SECONDS)], { encoding: 'utf8' })
    .trim().split(' ').map(Number);
  return states / seconds;
}

/** States a second in a worker, by a program as it was built into this folder. */
async function inWorker(program, name) {
  const page = await browser.newPage();
  await page.goto(own);
  const search = (seconds) => page.evaluate((wish) => new Promise((go, stop) => {
    window.searching ??= new Worker('worker.js', { type: 'module' });
    window.searching.onmessage = ({ data }) => (data.error ? stop(Error(data.error)) : go(data));
    window.searching.onerror = ({ message }) => stop(Error(message));
    window.searching.postMessage(wish);
  }), { program, name, seconds });
  await search(WARM);
  const [states, seconds] = await timed(() => search(SECONDS));
  await page.close();
  return states / seconds;
}

/** States a second of the page's Check panel. */
async function inPage() {
  const page = await browser.newPage();
  await page.goto(url);
  await openText(page, text);
  await openCheck(page);
  const [[answer], seconds] = await timed(() => start(page).then(() => answered(page)));
  await page.close();
  assert.match(answer, /^Confirmed[^]*Complete/);
  const number = (pattern) => Number(answer.match(pattern)[1].replaceAll(',', ''));
  said.push(number(/([\d,]+) states\/s/));
  return number(/([\d,]+) states visited/) / seconds;
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const grouped = (rate) => Math.round(rate).toLocaleString('en');
const list = (all) => all.map(grouped).join(' ');
const names = execFileSync(native, { encoding: 'utf8' }).trim().split('\n');
/** What the Check panel says of itself, by the wall's clock. */
const said = [];
let fine = true;
for (const name of names) {
  const ways = {
    native: () => natively(name),
    browser: () => inWorker('pkg', name),
    'browser, all quick': () => inWorker('pkg/quick', name),
    ...name === SCENARIO && { 'Check panel': inPage },
  };
  const rates = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [way, measure] of Object.entries(ways)) rates[way].push(await measure());
  }
  console.log(`${name} (load ${loadavg()[0].toFixed(1)})`);
  for (const [way, all] of Object.entries(rates)) {
    const ratio = median(all) / median(rates.native);
    fine &&= ratio >= LEAST;
    console.log(`    ${way.padEnd(20)}${grouped(median(all)).padStart(10)} states/s, ${
      ratio.toFixed(2)} of native (${list(all)})`);
  }
}
console.log(`    the Check panel says, by the wall's clock: ${list(said)} states/s`);
await browser.close();
console.log(`at least ${LEAST.toFixed(2)} of native's rate wanted: ${fine ? 'reached' : 'missed'}`);
process.exitCode = fine ? 0 : 1;
