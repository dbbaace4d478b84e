// Pages with figures: opened from files, and served beside the site under its strict policy.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DESKTOP, eventually, folder, policy } from './site.mjs';

/** The run that most figures show. */
export const RAFT = '<cluster-scope scenario="raft/leader-crash"></cluster-scope>';

/** A page of a book with figures in it. */
export const book = (body, { script = 'clusterscope.js', head = '' } = {}) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Replication</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${head}
${script && `<script src="${script}"></script>`}</head>
<body><main><h1>Losing the leader</h1><p>When the leader stops, nothing is announced.</p>
${body}
<p>The entry that decides it is committed.</p></main></body></html>
`;

const MIME = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.wasm': 'application/wasm', '.svg': 'image/svg+xml',
};

/**
 * Serves the site and some pages beside it, under its policy. What is asked for is counted.
 * `also` are further folders, by what their paths begin with.
 */
export async function serve(pages = {}, { also = {}, headers = {} } = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://here').pathname).slice(1) || 'index.html';
    if (path === 'favicon.ico') return response.writeHead(204).end();
    asked.push(path);
    const made = pages[path];
    const beside = Object.entries(also).find(([it]) => path.startsWith(it));
    const [prefix, other] = beside ?? ['', folder];
    try {
      const body = made ?? await readFile(join(other, path.slice(prefix.length)));
      response.writeHead(200, {
        'content-type': made ? MIME['.html'] : MIME[extname(path)] ?? 'text/plain',
        'content-security-policy': policy, ...headers,
      });
      return response.end(body);
    } catch {
      return response.writeHead(404).end('not here');
    }
  });
  await new Promise((go) => server.listen(0, '127.0.0.1', go));
  const url = `http://127.0.0.1:${server.address().port}/`;
  return { url, asked, close: () => server.close() };
}

/** Serves pages that tests make as they go: `served` puts one there and tells its address. */
export async function shelf() {
  const pages = {};
  const server = await serve(pages);
  let count = 0;
  const served = (body, options) => {
    count += 1;
    pages[`${count}.html`] = book(body, options);
    return `${server.url}${count}.html`;
  };
  return { ...server, pages, served };
}

/** Writes a page into a folder of its own, with what else it needs; its address. */
export async function file(name, text, others = {}) {
  const place = await mkdtemp(join(tmpdir(), 'figure-'));
  await writeFile(join(place, name), text);
  for (const [other, content] of Object.entries(others)) {
    await writeFile(join(place, other), content);
  }
  return pathToFileURL(join(place, name)).href;
}

/** The site's folder as the address of a file. */
export const site = (name) => pathToFileURL(join(folder, name)).href;

/** A page in a context of its own; complaints about it are collected, and so are requests. */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ ...DESKTOP, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  const requests = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('request', (request) => requests.push(request.url()));
  return { page, context, complaints, requests };
}

/** Opens a page and waits until its first figure can be used. */
export async function openFigure(browser, address, options = {}) {
  const seen = await visitor(browser, options);
  await seen.page.goto(address);
  await usable(seen.page);
  return seen;
}

/** Waits until a figure can be used. */
export async function usable(page, nth = 0) {
  const play = page.locator('cluster-scope').nth(nth).getByRole('button', { name: 'Play' });
  await play.waitFor();
}

/** The first figure of a page, for scripts. */
export const figure = (page, nth = 0) => page.locator('cluster-scope').nth(nth);

/** What the clock of a figure says, in seconds of the run. */
export const time = (page, nth = 0) => figure(page, nth).evaluate((it) => it.currentTime);

/** What stands in a figure that can be read. */
export const sentence = (page, nth = 0) => figure(page, nth).locator('.what').innerText();

/** Waits for a figure's clock. */
export const until = (page, check, what) =>
  eventually(async () => check(await time(page)), what);

/** Collects the events of the first figure, by name and detail. */
export const record = (page) => page.evaluate(() => {
  window.heard = [];
  const names = ['ready', 'play', 'pause', 'step', 'marker', 'violation', 'ended', 'error'];
  for (const name of names) {
    document.querySelector('cluster-scope')
      .addEventListener(name, ({ detail }) => window.heard.push([name, detail]));
  }
});

/** The events so far. */
export const heard = (page) => page.evaluate(() => window.heard);
