// Figures in other people's pages: found by the names of their controls, whatever is around them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const need = (name) => {
  const value = process.env[name];
  assert(value, `${name} is not set: run these tests with \`cargo xtask test books\``);
  return value;
};

const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The folder that a tool has built, by the name of its variable. */
export const folder = need;

/** The address of a file on this disk. */
export const file = (...parts) => pathToFileURL(join(...parts)).href;

/** Starts Chromium; close it when the tests are over. */
export const launch = () =>
  chromium.launch({ executablePath: need('CHROMIUM'), args: QUIET });

/** A page in a context of its own, and all that went wrong in it or was asked of others. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  const own = new URL(address);
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    const inside = ['data:', 'blob:'].includes(protocol) || host === own.host;
    if (!inside) complaints.push(`request to ${request.url()}`);
  });
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  await page.goto(address);
  return { page, context, complaints };
}

/** All figures of a page. */
export const figures = (page) => page.locator('cluster-scope');

/** Waits until a figure runs. */
export async function running(figure) {
  await figure.scrollIntoViewIfNeeded();
  await figure.getByRole('button', { name: 'Play', exact: true }).waitFor();
  return figure;
}

/** The moment of a figure's slider, in its own units. */
export const moment = async (figure) =>
  Number(await figure.getByRole('slider', { name: 'Time', exact: true }).inputValue());

/** Plays a figure until its time has moved on by itself, and stops it. */
export async function plays(figure) {
  await running(figure);
  const before = await moment(figure);
  await figure.getByRole('button', { name: 'Play', exact: true }).click();
  const end = Date.now() + 15_000;
  while ((await moment(figure)) <= before) {
    assert(Date.now() < end, 'the figure does not play');
    await new Promise((wake) => setTimeout(wake, 50));
  }
  await figure.getByRole('button', { name: 'Pause', exact: true }).click();
  const nodes = figure.getByRole('button', { name: /^[a-z]+\d*, / });
  assert(await nodes.count() > 0, 'no node is drawn');
}

/** How bright the ground of a figure is, from 0 to 1. */
export const brightness = (figure) => figure.evaluate((element) => {
  const colour = getComputedStyle(element.shadowRoot.querySelector('.figure')).backgroundColor;
  const paper = new OffscreenCanvas(1, 1).getContext('2d');
  paper.fillStyle = colour;
  paper.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = paper.getImageData(0, 0, 1, 1).data;
  if (alpha < 128) throw new Error(`the figure has no ground of its own: ${colour}`);
  return (red + green + blue) / 765;
});

const KINDS = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.scope': 'text/plain',
};

/** Serves a folder, with no policy of its own; returns the address and what stops it. */
export async function serve(root) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    // Browsers ask for it, whatever the page says.
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    const path = normalize(decodeURIComponent(pathname)).replace(/\/$/, '/index.html');
    try {
      const body = await readFile(join(root, path));
      const kind = KINDS[extname(path)] ?? 'application/octet-stream';
      return response.writeHead(200, { 'content-type': kind }).end(body);
    } catch {
      return response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${server.address().port}/`;
  return { address, stop: () => new Promise((done) => server.close(done)) };
}
