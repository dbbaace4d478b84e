// Firefox, and visitors in it who notice what is wrong.

import assert from 'node:assert/strict';
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
  await page.setViewport({ width, height });
  return { page, complaints };
}

/** Presses the button with this name. */
export const press = (page, name) =>
  page.locator(`::-p-aria([name="${name}"][role="button"])`).click();

/** Plays the run that is open, pauses, steps, and steps back. */
export async function playAndStep(page) {
  await press(page, 'Play');
  await page.waitForFunction(() => Number(document.querySelector('input[type=range]').value) > 0);
  await press(page, 'Pause');
  const paused = await page.$eval('input[type="range"]', (it) => Number(it.value));
  await press(page, 'Step');
  await page.waitForFunction(
    (before) => Number(document.querySelector('input[type=range]').value) > before, {}, paused);
  await press(page, 'Step back');
}
