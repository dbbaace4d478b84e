// Main-thread time per frame: the Raft scene playing, against the emptiest page that moves.
// Both run in the same browser, in turn, several times; the medians are compared.

import assert from 'node:assert/strict';
import { choose, DESKTOP, launch, play, playing, ready, url } from './lib/site.mjs';

const EMPTY = process.env.EMPTY_URL;
assert(EMPTY, 'EMPTY_URL is not set: run this with `cargo xtask bench`');

const ROUNDS = 5;
const SECONDS = 4;
const MOST = 2;

/** Milliseconds of main-thread work per frame of a page, over some seconds. */
async function perFrame(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
  await page.evaluate(() => {
    window.frames_seen = 0;
    const count = () => {
      window.frames_seen += 1;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  await page.waitForTimeout(500);
  const frames = () => page.evaluate(() => window.frames_seen);
  const [busyBefore, framesBefore] = [await busy(), await frames()];
  await page.waitForTimeout(SECONDS * 1000);
  const [busyAfter, framesAfter] = [await busy(), await frames()];
  const count = framesAfter - framesBefore;
  assert(count > SECONDS * 10, `only ${count} frames in ${SECONDS} s`);
  return (busyAfter - busyBefore) / count;
}

async function empty(browser) {
  const page = await browser.newPage(DESKTOP);
  await page.goto(EMPTY);
  await page.locator('circle').nth(29).waitFor({ state: 'attached' });
  const time = await perFrame(page);
  await page.close();
  return time;
}

async function scene(browser) {
  const page = await browser.newPage(DESKTOP);
  await page.goto(url);
  await ready(page);
  await choose(page, /leader crash|crashes/i);
  await play(page);
  const time = await perFrame(page);
  assert(await playing(page), 'the run ended while it was measured');
  await page.close();
  return time;
}

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

const browser = await launch();
const times = { empty: [], scene: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  times.empty.push(await empty(browser));
  times.scene.push(await scene(browser));
}
await browser.close();
for (const [name, all] of Object.entries(times)) {
  const list = all.map((time) => time.toFixed(2)).join(' ');
  console.log(`${name.padEnd(6)} ${median(all).toFixed(3)} ms a frame (${list})`);
}
const ratio = median(times.scene) / median(times.empty);
console.log(`ratio  ${ratio.toFixed(2)}, at most ${MOST} wanted`);
process.exitCode = ratio <= MOST ? 0 : 1;
