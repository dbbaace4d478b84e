// Firefox, and visitors in it who notice what is wrong.

import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import puppeteer from 'puppeteer-core';

const { SITE_URL, SITE_DIR, FIREFOX: executablePath } = process.env;
assert(SITE_URL && SITE_DIR && executablePath, 'run these tests with `cargo xtask test firefox`');

/** The address of the site, with a slash at the end. */
export const url = SITE_URL;
/** The folder that is served. */
export const folder = SITE_DIR;

/** Starts Firefox; close it when the tests are over. */
export const launch = () =>
  puppeteer.launch({ browser: 'firefox', executablePath, headless: true });

/** A page of this size, and the complaints that there are about it. */
export async function newPage(browser, width = 1280, height = 800) {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  // With the size goes how the screen is turned, which Firefox before 144 does not know.
  await page.setViewport({ width, height }).catch((error) => {
    if (!error.message.includes('unknown command')) throw error;
  });
  return { page, complaints };
}

/**
 * Waits until there is something, and returns it. By hand: what puppeteer waits with is made from
 * text, which Firefox before 144 refuses on a page that allows no scripts made from text.
 */
export async function until(what, timeout = 30_000) {
  for (const end = Date.now() + timeout; Date.now() < end; await setTimeout(50)) {
    const found = await what().catch(() => null);
    if (found) return found;
  }
  throw new Error(`it never came: ${what}`);
}

/** Clicks on what a selector finds, once it is there. */
export const click = async (page, selector) => (await until(() => page.$(selector))).click();

/** Presses the button with this name. */
export const press = (page, name) => click(page, `::-p-aria([name="${name}"][role="button"])`);

const moment = (page) => page.$eval('input[type="range"]', (it) => Number(it.value));

/** Plays the run that is open, pauses, steps, and steps back. */
export async function playAndStep(page) {
  await press(page, 'Play');
  await until(async () => (await moment(page)) > 0);
  await press(page, 'Pause');
  const paused = await moment(page);
  await press(page, 'Step');
  await until(async () => (await moment(page)) > paused);
  await press(page, 'Step back');
}
