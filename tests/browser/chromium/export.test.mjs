// The Export menu: every format is saved, and read by somebody who knows it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { findings, smallTargets } from '../lib/access.mjs';
import {
  button, eventually, launch, moment, newPage, PHONE, picture, playing, play, ready, SMALL, step,
  url, visit,
} from '../lib/site.mjs';

let browser;
let reader;
before(async () => {
  browser = await launch();
  // What was saved is looked at elsewhere: there the page's policy does not hold.
  reader = await browser.newPage();
});
after(() => browser?.close());

const menu = (page) => page.getByRole('dialog', { name: 'Export' });
const kind = (page, name) => menu(page).getByRole('radio', { name, exact: true });
const choice = (page, name) => menu(page).getByRole('combobox', { name, exact: true });

/** A run in which something happens, with the menu open, and all that the policy forbids noted. */
async function opened(options = {}) {
  const seen = await visit(browser, { fragment: '#raft/leader-crash@392ms', ...options });
  const { page } = seen;
  await page.evaluate(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await button(page, 'Export').first().click();
  await menu(page).waitFor();
  const fine = async () => {
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(seen.complaints, []);
  };
  return { ...seen, fine };
}

/** Saves a kind: its name and its bytes. */
async function save(page, name, choices = {}, patience = 30_000) {
  await kind(page, name).check();
  for (const [list, label] of Object.entries(choices)) {
    await choice(page, list).selectOption({ label });
  }
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: patience }),
    menu(page).getByRole('button', { name: 'Download' }).click(),
  ]);
  await menu(page).getByText('Saved.').waitFor();
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** What a browser draws of an image: its size, how many colours, and the first one. */
const drawn = (type, bytes) => reader.evaluate(async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4) {
    colours.add((data[at] << 16) + (data[at + 1] << 8) + data[at + 2]);
  }
  const size = [canvas.width, canvas.height];
  return { size, colours: colours.size, corner: [...data.slice(0, 3)] };
}, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`);

/** What a browser makes of an SVG: its root, its words, and what it draws of it. */
const seen = async (svg) => ({
  ...await reader.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    return {
      tag: root.tagName,
      title: root.querySelector('title')?.textContent,
      desc: root.querySelector('desc')?.textContent,
      words: root.textContent,
      scripts: root.querySelectorAll('script, foreignObject, image').length,
      animated: /@keyframes|<animate/.test(text),
    };
  }, svg),
  ...await drawn('image/svg+xml', svg),
});

test('the menu is fetched when it is first opened, and no earlier', async () => {
  const { page } = await newPage(browser);
  const asked = [];
  page.on('request', (request) => asked.push(request.url().slice(url.length).split('?')[0]));
  await page.goto(`${url}#raft/leader-crash`);
  await ready(page);
  await step(page, 2);
  const parts = () => asked.filter((it) => /exporting|animating|later/.test(it));
  assert.deepEqual(parts(), []);
  await button(page, 'Export').first().click();
  await menu(page).waitFor();
  assert.deepEqual(parts(), ['web/pkg/exporting.wasm']);
});

test('a playing run stops when the menu opens, and is where it was when it closes', async () => {
  const { page, fine } = await opened();
  await page.keyboard.press('Escape');
  await play(page);
  await button(page, 'Export').first().click();
  await menu(page).waitFor();
  assert(!(await playing(page)), 'it is paused');
  const before = [await moment(page), await picture(page)];
  await save(page, 'Transcript');
  await save(page, 'Animated SVG');
  await page.keyboard.press('Escape');
  await menu(page).waitFor({ state: 'detached' });
  assert.deepEqual([await moment(page), await picture(page)], before);
  await step(page);
  await fine();
});

for (const [view, words] of [
  ['Stage', /n1/], ['Space-time', /n1/], ['Stage and space-time', /n1/],
]) {
  test(`an SVG of this moment: ${view}`, async () => {
    const { page, fine } = await opened();
    const { name, bytes } = await save(page, 'SVG', { Show: view });
    assert.equal(name, 'raft-leader-crash-392ms.svg');
    const svg = await seen(bytes.toString());
    assert.equal(svg.tag, 'svg');
    assert.match(svg.title, /Raft.*leader crashes/i);
    assert(svg.desc.length > 10, svg.desc);
    assert.match(svg.words, words);
    assert.equal(svg.scripts, 0);
    assert(!svg.animated);
    assert(svg.colours > 5, `${svg.colours} colours`);
    await fine();
  });
}

test('an SVG has the theme that was chosen, and by itself the reader\'s', async () => {
  const { page, fine } = await opened();
  const { bytes: auto } = await save(page, 'SVG');
  const { bytes: light } = await save(page, 'SVG', { Theme: 'light' });
  const { bytes: dark } = await save(page, 'SVG', { Theme: 'dark' });
  const corner = async (svg) => (await seen(svg.toString())).corner[0];
  assert(await corner(light) > 200 && await corner(dark) < 60, 'light and dark');
  assert(await corner(auto) > 200, 'as this browser is');
  await reader.emulateMedia({ colorScheme: 'dark' });
  assert(await corner(auto) < 60, 'and as it is then');
  await reader.emulateMedia({ colorScheme: 'light' });
  await fine();
});

test('a PNG of this moment, twice as sharp as the SVG, in the page\'s theme', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, fine } = await opened({ colorScheme });
    const { bytes: svg } = await save(page, 'SVG');
    const { size } = await seen(svg.toString());
    const { name, bytes } = await save(page, 'PNG');
    assert.equal(name, 'raft-leader-crash-392ms.png');
    const png = await drawn('image/png', bytes);
    assert.deepEqual(png.size, size.map((side) => Math.floor(side * 2)));
    assert(png.colours > 20, `not blank: ${png.colours} colours`);
    assert.equal(png.corner[0] < 60, colorScheme === 'dark');
    await fine();
    await page.context().close();
  }
});

test('an animated SVG plays a stretch without a script', async () => {
  const { page, fine } = await opened();
  const { name, bytes } = await save(page, 'Animated SVG');
  assert.match(name, /^raft-leader-crash-\d+-\d+ms\.svg$/);
  const svg = await seen(bytes.toString());
  assert.equal(svg.tag, 'svg');
  assert.equal(svg.scripts, 0);
  assert(svg.animated, 'it moves');
  assert(svg.colours > 5);
  await fine();
});

/** The blocks of a GIF, read as its specification says: size, frames with delays, and the end. */
function gif(bytes) {
  assert.equal(bytes.toString('latin1', 0, 6), 'GIF89a');
  const size = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
  const palette = (flags) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let at = 13 + palette(bytes[10]);
  const [frames, skip] = [[], () => {
    while (bytes[at] > 0) at += bytes[at] + 1;
    at += 1;
  }];
  let [delay, loops] = [0, false];
  for (;;) {
    const block = bytes[at];
    at += 1;
    if (block === 0x3b) return { size, frames, loops, rest: bytes.length - at };
    if (block === 0x21) {
      if (bytes[at] === 0xf9) delay = bytes.readUInt16LE(at + 3);
      if (bytes.toString('latin1', at + 2, at + 13) === 'NETSCAPE2.0') loops = true;
      at += 1;
      skip();
    } else {
      assert.equal(block, 0x2c, 'a block that is known');
      const [left, top, wide, high] = [0, 2, 4, 6].map((off) => bytes.readUInt16LE(at + off));
      frames.push({ left, top, wide, high, delay });
      at += 9 + palette(bytes[at + 8]) + 1;
      skip();
    }
  }
}

test('a GIF plays a stretch: it can be watched being drawn, and a browser decodes it', async () => {
  const { page, fine } = await opened();
  await kind(page, 'GIF').check();
  const download = page.waitForEvent('download', { timeout: 240_000 });
  await menu(page).getByRole('button', { name: 'Download' }).click();
  const bar = menu(page).getByRole('progressbar', { name: 'Pictures drawn' });
  await bar.waitFor();
  await eventually(async () => Number(await bar.getAttribute('value')) > 1, 'it goes on');
  const saved = await download;
  assert.match(saved.suggestedFilename(), /^raft-leader-crash-\d+-\d+ms\.gif$/);
  const bytes = await readFile(await saved.path());
  const { size, frames, loops, rest } = gif(bytes);
  assert.equal(rest, 0, 'nothing behind its end');
  assert(loops && frames.length > 10, `${frames.length} frames`);
  assert.deepEqual([frames[0].wide, frames[0].high], size, 'the first picture is whole');
  for (const { left, top, wide, high, delay } of frames) {
    assert(left + wide <= size[0] && top + high <= size[1] && delay >= 8);
  }
  const drawn = await page.evaluate(async (base64) => {
    const decoder = new ImageDecoder({
      type: 'image/gif',
      data: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
    });
    await decoder.tracks.ready;
    await decoder.completed;
    const { frameCount } = decoder.tracks.selectedTrack;
    const looks = new Set();
    for (const frameIndex of [0, Math.floor(frameCount / 2), frameCount - 1]) {
      const { image } = await decoder.decode({ frameIndex });
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.displayWidth, image.displayHeight];
      canvas.getContext('2d').drawImage(image, 0, 0);
      looks.add(canvas.toDataURL());
    }
    return { frameCount, looks: looks.size };
  }, bytes.toString('base64'));
  assert.equal(drawn.frameCount, frames.length);
  assert.equal(drawn.looks, 3, 'the pictures differ');
  await fine();
});

test('a GIF that is being drawn can be cancelled, and another one begun', async () => {
  const { page, fine } = await opened();
  await kind(page, 'GIF').check();
  let saved = 0;
  page.on('download', () => {
    saved += 1;
  });
  await menu(page).getByRole('button', { name: 'Download' }).click();
  await menu(page).getByRole('button', { name: 'Cancel' }).click();
  await menu(page).getByRole('button', { name: 'Download' }).waitFor();
  await page.waitForTimeout(1000);
  assert.equal(saved, 0);
  await menu(page).getByRole('button', { name: 'Download' }).click();
  await menu(page).getByRole('progressbar').waitFor();
  await page.keyboard.press('Escape');
  await menu(page).waitFor({ state: 'detached' });
  await page.waitForTimeout(1000);
  assert.equal(saved, 0, 'closing the menu cancels, too');
  await fine();
});

const TEXTS = {
  Mermaid: ['mmd', (text) => {
    assert.match(text, /^sequenceDiagram/m);
    assert.match(text, /->>|--x|-\)/);
  }],
  PlantUML: ['puml', (text) => assert.match(text, /@startuml[\s\S]*->[\s\S]*@enduml/)],
  ShiViz: ['shiviz', (text) => {
    const [pattern] = text.split('\n');
    const parser = new RegExp(pattern, 'gm');
    const events = [...text.split('\n').slice(2).join('\n').matchAll(parser)];
    assert(events.length > 50, `${events.length} events`);
    for (const { groups } of events) assert(JSON.parse(groups.clock)[groups.host] > 0);
  }],
  ITF: ['itf.json', (text) => {
    const { vars, states } = JSON.parse(text);
    assert(vars.length > 0 && states.length > 10);
    for (const state of states) for (const name of vars) assert(name in state, name);
  }],
  Perfetto: ['perfetto.json', (text) => {
    const { traceEvents } = JSON.parse(text);
    assert(traceEvents.length > 50 && traceEvents.every((event) => 'ph' in event));
  }],
  Transcript: ['txt', (text) => assert(text.split('\n').length > 50 && /crash/.test(text))],
};

test('every text format is saved under a telling name, and is what it says', async () => {
  const { page, fine } = await opened();
  for (const [name, [extension, check]] of Object.entries(TEXTS)) {
    const saved = await save(page, name);
    assert.equal(saved.name, `raft-leader-crash.${extension}`);
    check(saved.bytes.toString());
  }
  await fine();
});

test('a text is of the stretch that was chosen', async () => {
  const { page, fine } = await opened();
  const { bytes: whole } = await save(page, 'Transcript');
  const part = await save(page, 'Transcript', { Stretch: 'from here to the end' });
  assert.match(part.name, /^raft-leader-crash-392-\d+ms\.txt$/);
  assert(part.bytes.length < whole.length && part.bytes.length > 100);
  await fine();
});

test('text can be copied, and what the browser forbids is said', async () => {
  const { page, context, fine } = await opened({
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await kind(page, 'Mermaid').check();
  await menu(page).getByRole('button', { name: 'Copy' }).click();
  await menu(page).getByText('Copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const { bytes } = await save(page, 'Mermaid');
  assert.equal(copied.replaceAll('\r', ''), bytes.toString());
  await kind(page, 'PNG').check();
  assert.equal(await menu(page).getByRole('button', { name: 'Copy' }).count(), 0);
  await kind(page, 'SVG').check();
  await context.clearPermissions();
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
  });
  await menu(page).getByRole('button', { name: 'Copy' }).click();
  await menu(page).getByText(/does not let this page copy/).waitFor();
  await fine();
});

test('what cannot be drawn or fetched is said', async () => {
  const { page } = await opened();
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.toBlob = (done) => done(null);
  });
  await kind(page, 'PNG').check();
  await menu(page).getByRole('button', { name: 'Download' }).click();
  await menu(page).getByText(/could not draw/).waitFor();
  await page.route('**/animating.wasm*', (route) => route.abort());
  await kind(page, 'GIF').check();
  await menu(page).getByRole('button', { name: 'Download' }).click();
  await menu(page).getByText(/could not be fetched/).waitFor();
  await page.unroute('**/animating.wasm*');
  await menu(page).getByRole('button', { name: 'Download' }).click();
  await menu(page).getByRole('progressbar').waitFor();
});

test('where the menu cannot be fetched, that is said, and Retry opens it', async () => {
  const { page } = await visit(browser);
  await page.route('**/exporting.wasm*', (route) => route.abort());
  await button(page, 'Export').first().click();
  await page.getByText(/could not be fetched/).waitFor();
  await page.unroute('**/exporting.wasm*');
  await button(page, 'Retry').click();
  await menu(page).waitFor();
});

test('by keyboard: open, choose, save, close, and the focus is back', async () => {
  const { page, fine } = await visit(browser, { fragment: '#raft/leader-crash@392ms' })
    .then((seen) => ({ ...seen, fine: () => assert.deepEqual(seen.complaints, []) }));
  const opener = button(page, 'Export').first();
  await opener.focus();
  await page.keyboard.press('Enter');
  await menu(page).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent
    || document.activeElement?.value);
  assert(await menu(page).evaluate((it) => it.contains(document.activeElement)), 'inside');
  await kind(page, 'SVG').focus();
  await page.keyboard.press('ArrowDown');
  assert(await kind(page, 'PNG').isChecked(), 'arrows choose');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('1');
  for (let i = 0; i < 12 && (await focused()) !== 'Download'; i += 1) {
    await page.keyboard.press('Tab');
  }
  const [download] = await Promise.all([
    page.waitForEvent('download'), page.keyboard.press('Enter'),
  ]);
  assert.match(download.suggestedFilename(), /\.svg$/);
  await page.keyboard.press('Escape');
  await menu(page).waitFor({ state: 'detached' });
  assert(await opener.evaluate((it) => it === document.activeElement), 'after Escape');
  await page.keyboard.press('Enter');
  await menu(page).getByRole('button', { name: 'Close' }).click();
  await menu(page).waitFor({ state: 'detached' });
  assert(await opener.evaluate((it) => it === document.activeElement), 'after Close');
  await fine();
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing in the menu: ${colorScheme}`, async () => {
    const { page } = await opened({ colorScheme });
    const found = [];
    for (const name of ['SVG', 'GIF', 'Transcript']) {
      await kind(page, name).check();
      found.push(...(await findings(page, `Export, ${name}`)));
    }
    assert.deepEqual(found, []);
  });
}

for (const [name, size] of Object.entries({ phone: PHONE, '320 px': SMALL })) {
  test(`the menu is within reach on a small screen: ${name}`, async () => {
    const fragment = '#raft/leader-crash@392ms';
    const { page, complaints } = await visit(browser, { fragment, ...size });
    await button(page, 'More').first().click();
    await button(page, 'Export').last().click();
    await menu(page).waitFor();
    const box = await menu(page).boundingBox();
    assert(box.x >= 0 && box.x + box.width <= size.viewport.width, JSON.stringify(box));
    const wide = await menu(page).evaluate((it) => it.scrollWidth > it.clientWidth);
    assert(!wide, 'nothing is cut off at its side');
    const small = await smallTargets(page);
    assert.deepEqual(small.filter((it) => /Download|Copy|Close|SVG|Mermaid/.test(it)), []);
    const { bytes } = await save(page, 'SVG');
    assert(bytes.length > 1000);
    assert.deepEqual(complaints, []);
  });
}
