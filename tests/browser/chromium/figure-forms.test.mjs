// The figure in every form that it is delivered in.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import {
  book, figure, file, openFigure, RAFT, sentence, serve, site, time, until, usable, visitor,
} from '../lib/figure.mjs';
import { eventually, folder, launch } from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Plays, steps both ways and crashes a node: what any form must be able to do. */
async function exercise(page) {
  const it = figure(page);
  await it.getByRole('button', { name: 'Play' }).click();
  await until(page, (now) => now > 0.01, 'the figure plays');
  await it.getByRole('button', { name: 'Pause' }).click();
  const before = await sentence(page);
  await it.getByRole('button', { name: 'Step', exact: true }).click();
  assert.notEqual(await sentence(page), before);
  await it.getByRole('button', { name: 'Step back' }).click();
  assert.equal(await sentence(page), before);
  await it.evaluate((element) => element.seek('300ms'));
  await it.getByRole('button', { name: 'Crash a node' }).click();
  await it.locator('[data-pick="n1"] [role="button"]').click();
  await it.getByText('Crashed').first().waitFor();
}

test('one classic script works from a file', async () => {
  const address = await file('page.html', book(RAFT, { script: site('clusterscope.js') }));
  const { page, complaints, context } = await openFigure(browser, address);
  await exercise(page);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a script within the page works, in any encoding', async () => {
  const script = await readFile(join(folder, 'clusterscope.js'), 'utf8');
  assert(/^[\x20-\x7e\n]*$/.test(script), 'it is plain ASCII');
  const inline = book(RAFT, { script: '' })
    .replace('<meta charset="utf-8">', '<meta charset="windows-1252">')
    .replace('</head>', () => `<script>${script}</script></head>`);
  const address = await file('page.html', inline);
  const { page, complaints, context } = await openFigure(browser, address);
  await exercise(page);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('other rooms are scripts beside it, from files too', async () => {
  const two = `<cluster-scope scenario="paxos/duel"></cluster-scope>
    <cluster-scope scenario="multi-paxos/same-as-raft"></cluster-scope>
    <cluster-scope scenario="hash-ring/join"></cluster-scope>`;
  const address = await file('page.html', book(two, { script: site('clusterscope.js') }));
  const { page, complaints, context } = await openFigure(browser, address);
  for (const nth of [0, 1, 2]) await figure(page, nth).evaluate((it) => it.step());
  assert.match(await figure(page, 2).locator('.stage-svg .circle').innerHTML(), /arc/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a room that is not there is named, and the script that has all rooms has it', async () => {
  const script = await readFile(join(folder, 'clusterscope.js'), 'utf8');
  const all = await readFile(join(folder, 'clusterscope-all.js'), 'utf8');
  const body = '<cluster-scope scenario="paxos/duel"></cluster-scope>';
  const alone = await file('page.html', book(body), { 'clusterscope.js': script });
  const { page, context } = await visitor(browser);
  await page.goto(alone);
  const alert = page.getByRole('alert');
  await alert.getByText('clusterscope/commons.js is not there').or(
    alert.getByText('clusterscope/paxos.js is not there')).first().waitFor();
  assert.match(await alert.innerText(), /clusterscope-all\.js/);
  const whole = await file('page.html', book(body, { script: 'all.js' }), { 'all.js': all });
  await page.goto(whole);
  await usable(page);
  assert.match(await page.getByRole('group').first().getAttribute('aria-label'), /Paxos/);
  await context.close();
});

test('a room of another build is refused', async () => {
  const place = await mkdtemp(join(tmpdir(), 'figure-'));
  await cp(join(folder, 'clusterscope'), join(place, 'clusterscope'), { recursive: true });
  const script = await readFile(join(folder, 'clusterscope.js'), 'utf8');
  const [, build] = /BUILD = "([0-9a-f]{8})"/.exec(script);
  const other = script.replace(build, [...build].reverse().join(''));
  await writeFile(join(place, 'clusterscope.js'), other);
  const body = '<cluster-scope scenario="paxos/duel"></cluster-scope>';
  await writeFile(join(place, 'page.html'), book(body));
  const { page, context } = await visitor(browser);
  await page.goto(pathToFileURL(join(place, 'page.html')).href);
  await page.getByRole('alert').getByText('is of another build').waitFor();
  await context.close();
});

test('served, it works under the strict policy and asks nobody else', async () => {
  const server = await serve({ 'page.html': book(RAFT) });
  const { page, complaints, requests, context } = await visitor(browser);
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(`${server.url}page.html`);
  await usable(page);
  await exercise(page);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests.filter((it) => !it.startsWith(server.url)), []);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
  server.close();
});

test('a policy that forbids wasm is named in the figure', async () => {
  const strict = { 'content-security-policy': "default-src 'none'; script-src 'self'" };
  const server = await serve({ 'page.html': book(RAFT) }, { headers: strict });
  const { page, context } = await visitor(browser);
  await page.goto(`${server.url}page.html`);
  await page.getByRole('alert').getByText('wasm-unsafe-eval').waitFor();
  await context.close();
  server.close();
});

test('in a sandboxed frame without an origin it works with no CORS header', async () => {
  const inner = await serve();
  const { page, complaints, requests, context } = await visitor(browser);
  const outer = await file('page.html', book(
    `<iframe sandbox="allow-scripts" src="${inner.url}index.html?embed#raft/leader-crash" ` +
    'width="640" height="420" title="A leader crashes"></iframe>', { script: '' }));
  await page.goto(outer);
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Play' }).click();
  await frame.getByRole('button', { name: 'Pause' }).click();
  await frame.getByRole('button', { name: 'Step', exact: true }).click();
  await eventually(async () => (await frame.locator('.what').innerText()).length > 5, 'a sentence');
  const box = await frame.locator('cluster-scope').boundingBox();
  assert(box.height > 360 && box.width > 580, `it fills the frame: ${JSON.stringify(box)}`);
  assert.deepEqual(complaints, []);
  const asked = requests.filter((it) => it.startsWith(inner.url)).map((it) =>
    it.slice(inner.url.length).split(/[?#]/)[0]).sort();
  assert.deepEqual(asked, ['clusterscope.js', 'index.html', 'static/check.js',
    'static/style.css', ...asked.filter((it) => it.endsWith('icon.svg'))]
    .sort(), 'nothing of the page is asked for');
  await context.close();
  inner.close();
});

test('a frame takes attributes from its address, and follows the fragment', async () => {
  const server = await serve();
  const { page, context } = await openFigure(browser,
    `${server.url}?embed&theme=dark&speed=0.5#raft/first-election`);
  const it = figure(page);
  assert.equal(await it.getAttribute('theme'), 'dark');
  assert.equal(await it.evaluate((element) => element.speed), 0.5);
  assert.equal(await it.locator('.title').innerText(), 'The first election');
  await page.evaluate(() => {
    location.hash = '#raft/split-vote';
  });
  await it.getByText('A split vote').waitFor();
  await context.close();
  server.close();
});

test('a link of the page opens in a frame, and the way back leads to the page', async () => {
  const server = await serve({ 'page.html': book(RAFT) });
  const { page, context } = await openFigure(browser, `${server.url}page.html`);
  const it = figure(page);
  await it.evaluate((element) => element.seek('300ms'));
  await it.getByRole('button', { name: 'Crash a node' }).click();
  await it.locator('[data-pick="n2"] [role="button"]').click();
  const way = it.getByRole('link', { name: 'Open full page' });
  await way.focus();
  const address = await way.getAttribute('href');
  assert(address.startsWith(`${server.url}#v1.`), address);
  const [opened] = await Promise.all([context.waitForEvent('page'), way.click()]);
  await opened.getByRole('button', { name: 'Play', exact: true }).waitFor();
  assert.match(await opened.title(), /A leader crashes/);
  await page.goto(`${server.url}?embed${new URL(address).hash}`);
  await usable(page);
  await figure(page).evaluate((element) => element.seek('301ms'));
  await figure(page).getByText('Crashed').first().waitFor();
  await context.close();
  server.close();
});

test('the package is built into a page by a bundler, and that page works', async () => {
  const place = await mkdtemp(join(tmpdir(), 'bundle-'));
  await mkdir(join(place, 'node_modules'));
  await symlink(join(folder, 'npm'), join(place, 'node_modules/cluster-scope'));
  await writeFile(join(place, 'package.json'), '{ "type": "module" }');
  await writeFile(join(place, 'index.html'), book('<div id="figures"></div>', { script: '' })
    .replace('</body>', '<script type="module" src="./main.js"></script></body>'));
  await writeFile(join(place, 'main.js'), `
    import { create, version } from 'cluster-scope';
    const place = document.querySelector('#figures');
    create(place, { scenario: 'raft/leader-crash', speed: 0.5 });
    create(place, { scenario: 'paxos/duel', controls: true });
    window.version = version;
  `);
  await build({ root: place, base: './', logLevel: 'error' });
  const server = await serve({}, { also: { 'built/': join(place, 'dist') } });
  const { page, complaints, context } = await openFigure(browser, `${server.url}built/index.html`);
  await exercise(page);
  await usable(page, 1);
  assert.match(await page.evaluate(() => window.version), /^\d+\.\d+/);
  assert.deepEqual(complaints, []);
  await context.close();
  server.close();
});

test('modules work as they are, under the strict policy', async () => {
  const loader = 'import { create } from "./index.js";\n' +
    'create(document.querySelector("main"), { scenario: "raft/leader-crash" });\n';
  const place = await mkdtemp(join(tmpdir(), 'modules-'));
  await cp(join(folder, 'npm'), place, { recursive: true });
  await writeFile(join(place, 'main.js'), loader);
  await writeFile(join(place, 'page.html'), book('', { script: '' })
    .replace('</body>', '<script type="module" src="main.js"></script></body>'));
  const server = await serve({}, { also: { 'm/': place } });
  const { page, complaints, context } = await openFigure(browser, `${server.url}m/page.html`);
  await page.evaluate(() => document.querySelector('cluster-scope').play());
  await eventually(async () => (await time(page)) > 0, 'it plays');
  assert.deepEqual(complaints, []);
  await context.close();
  server.close();
});
