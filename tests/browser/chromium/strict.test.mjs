// What the page asks for, what it does without, and what it says when something is missing.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  button, eventually, folder, launch, newPage, pause, picture, play, policy, region, RUN, step,
  url, visit, weight,
} from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('a busy visit breaks no policy, asks nobody else and logs no error', async () => {
  const { page, complaints, requested } = await visit(browser);
  await page.evaluate(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await play(page);
  await page.waitForTimeout(1000);
  await pause(page);
  await step(page, 5);
  await page.keyboard.press('1');
  await page.keyboard.press('?');
  await page.keyboard.press('Escape');
  await picture(page);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  assert.deepEqual(complaints, []);
  const cookies = await page.context().cookies();
  assert.deepEqual(cookies, []);

  const weighed = JSON.parse(await readFile(weight, 'utf8'));
  const known = [...weighed.requested, ...weighed.later];
  const asked = [...requested].filter((it) => it.startsWith(url)).map((it) => {
    const path = it.slice(url.length).split(/[?#]/)[0];
    return path === '' ? 'index.html' : path;
  });
  const unknown = asked.filter((path) => !known.includes(path));
  assert.deepEqual(unknown, [], 'all that is requested was weighed');
});

test('the page is served under the strict policy', async () => {
  const response = await fetch(url);
  assert.equal(response.headers.get('content-security-policy'), policy);
  for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'"]) {
    assert(policy.includes(part), part);
  }
});

test('something useful is painted before the program arrives', async () => {
  const { page } = await newPage(browser);
  let release;
  const held = new Promise((go) => {
    release = go;
  });
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(url + RUN, { waitUntil: 'commit' });
  await eventually(async () => /Clusterscope/.test(await page.innerText('body')), 'a first paint');
  const regions = await page.locator('body *').count();
  assert(regions > 5, 'the layout is there');
  release();
  await button(page, 'Play').waitFor();
});

/** Opens the page after `spoil` and returns what an alert says. */
async function alertAfter(spoil, options = {}) {
  const { page } = await newPage(browser, options);
  await spoil(page);
  const alert = page.getByRole('alert').first();
  await alert.waitFor();
  const text = await alert.innerText();
  assert(text.length > 20, `the message says what to do: ${text}`);
  await page.close();
  return text;
}

test('a missing program is named', async () => {
  const text = await alertAfter(async (page) => {
    await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: 'not here' }));
    await page.goto(url);
  });
  assert.match(text, /404|not found|missing|wasm/i);
});

test('a missing script is named', async () => {
  const text = await alertAfter(async (page) => {
    await page.route('**/pkg/*.js', (route) => route.fulfill({ status: 404, body: 'not here' }));
    await page.goto(url);
  });
  assert.match(text, /404|not found|missing|script|load/i);
});

test('a program served as the wrong type runs, or the message says so', async () => {
  const { page } = await newPage(browser);
  await page.route('**/*.wasm', async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-type': 'text/plain' };
    await route.fulfill({ response, headers });
  });
  await page.goto(url + RUN);
  await button(page, 'Play').or(page.getByText(/MIME|application\/wasm/)).first().waitFor();
});

test('a script served as the wrong type is named', async () => {
  const text = await alertAfter(async (page) => {
    await page.route('**/pkg/*.js', async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-type': 'text/plain' };
      await route.fulfill({ response, headers });
    });
    await page.goto(url);
  });
  assert.match(text, /type|MIME|script|load/i);
});

test('a policy that forbids wasm is named', async () => {
  const text = await alertAfter(async (page) => {
    await page.route(url, async (route) => {
      const response = await route.fetch();
      const stricter = policy.replace(" 'wasm-unsafe-eval'", '');
      const headers = { ...response.headers(), 'content-security-policy': stricter };
      await route.fulfill({ response, headers });
    });
    await page.goto(url);
  });
  assert.match(text, /policy|CSP|wasm-unsafe-eval/i);
});

test('opened as a file, the page says that it needs a server', async () => {
  const { page } = await newPage(browser);
  await page.goto(pathToFileURL(`${folder}/index.html`).href);
  const hint = page.getByText(/cargo xtask serve|web server|file:/i).first();
  await hint.waitFor();
  await page.close();
});

test('without scripts, the page says what it would need', async () => {
  const { page } = await newPage(browser, { javaScriptEnabled: false });
  await page.goto(url);
  assert.match(await page.innerText('body'), /JavaScript/);
});

test('storage that throws is no obstacle', async () => {
  const { page, complaints } = await newPage(browser);
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    }
  });
  await page.goto(url + RUN);
  await button(page, 'Play').waitFor();
  await region(page, 'Stage').waitFor();
  assert.deepEqual(complaints, []);
});

test('a program that stops on a bug says where, and its link opens the same run', async () => {
  const { page } = await visit(browser);
  await step(page, 3);
  await page.keyboard.press('1');
  const link = await page.evaluate(() => location.hash);
  // No browser does this: what the program takes for granted is gone.
  await page.evaluate(() => {
    document.createElementNS = () => {
      throw new TypeError('taken away');
    };
    document.createElement = document.createElementNS;
  });
  await page.keyboard.press('?');
  await page.keyboard.press('.');
  const dialog = page.getByRole('alertdialog', { name: 'The engine stopped' });
  await dialog.waitFor();
  assert.match(await dialog.locator('#stopped-where').innerText(), /Raft, seed \d+, event \d+/);
  const report = await dialog.locator('#stopped-report').innerText();
  assert(report.includes(link.split('&')[0]), `${report}\ndoes not hold ${link}`);
  const again = await visit(browser, { fragment: link });
  assert.equal(await again.page.evaluate(() => location.hash), link);
  await again.context.close();
  await dialog.getByRole('button', { name: 'Restart' }).click();
  await page.getByRole('searchbox').waitFor();
  assert(await dialog.isHidden());
});

test('the version can be seen', async () => {
  const version = (await readFile(`${folder}/version.txt`, 'utf8')).trim();
  const { page } = await visit(browser);
  const told = await page.evaluate(() => document.documentElement.dataset.version);
  assert.equal(told, version);
});
