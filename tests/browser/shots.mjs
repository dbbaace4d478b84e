// Takes the screenshots that the README shows.

import { mkdir } from 'node:fs/promises';
import {
  button, clickDrawn, DESKTOP, launch, node, PHONE, picture, ready, RUN, step, url,
} from './lib/site.mjs';

const SCREENS = { desktop: DESKTOP, phone: { ...PHONE, deviceScaleFactor: 2 } };

/** Keys on their way to a node that joins. */
const RING = '#hash-ring/join@242ms';

/** The entry page, and a run of each other room. */
const OTHERS = {
  gallery: '',
  paxos: '#paxos/duel@60ms',
  'multi-paxos': '#multi-paxos/leader-change-gaps@400ms',
  'two-phase-commit': '#two-phase-commit/blocking@400ms',
  'three-phase-commit': '#three-phase-commit/partition@450ms',
  'hash-ring': RING,
  'redis-lock': '#redis-lock/lease-and-pause/off@3210ms',
  saga: '#saga/purchase@35ms',
  zab: '#zab/truncation@372ms',
};

const [folder] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = await launch();
for (const [screen, size] of Object.entries(SCREENS)) {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ ...size, colorScheme, reducedMotion: 'reduce' });
    await page.goto(url + RUN);
    await ready(page);
    await step(page, 8);
    while ((await picture(page)).messages.length < 3) await step(page);
    if (screen === 'desktop') await clickDrawn(page, node(page, 'n2'));
    await page.mouse.move(0, 0);
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${folder}/${screen}-${colorScheme}.png` });
    console.log(`    ${screen}-${colorScheme}.png`);
    await page.close();
  }
}
const pictures = Object.entries(OTHERS).map(([name, run]) => [name, run, DESKTOP, 'light']);
pictures.push(['hash-ring-dark', RING, DESKTOP, 'dark']);
pictures.push(['hash-ring-phone', RING, SCREENS.phone, 'light']);
for (const [name, fragment, size, colorScheme] of pictures) {
  const page = await browser.newPage({ ...size, colorScheme, reducedMotion: 'reduce' });
  await page.goto(url + fragment);
  await page.getByRole('main').getByRole('link').or(button(page, 'Play')).first().waitFor();
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${folder}/${name}.png` });
  console.log(`    ${name}.png`);
  await page.close();
}
await browser.close();
