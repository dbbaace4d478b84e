// A search in Firefox: in a worker from a file where the site is served, and from a text where all
// is in one file.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { folder, launch, newPage, press, until, url } from '../lib/firefox.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const RUN = 'two-phase-commit/blocking';

for (const [where, address] of [
  ['served', `${url}#${RUN}`],
  ['in one file', `${pathToFileURL(`${folder}/standalone.html`).href}#${RUN}`],
]) {
  test(`a search is answered by a worker: ${where}`, async () => {
    const { page, complaints } = await newPage(browser);
    await page.evaluateOnNewDocument(() => {
      const Real = window.Worker;
      window.made = [];
      window.Worker = class extends Real {
        constructor(from, options) {
          super(from, options);
          window.made.push(String(from));
        }
      };
    });
    await page.goto(address);
    await press(page, 'Check');
    await press(page, 'Start');
    await until(() => page.$('.answers li b'), 60_000);
    const answer = await page.$eval('.answers li', (it) => it.innerText);
    assert.match(answer, /^(Confirmed|Undecided) No invariant can be broken/);
    const made = await page.evaluate(() => window.made);
    assert.equal(made.length, 1, `${made}`);
    assert.match(made[0], where === 'served' ? /later\/worker\.js$/ : /^blob:/);
    assert.equal(await page.evaluate(() => document.body.innerText.includes('No worker')), false);
    assert.deepEqual(complaints, []);
    await page.close();
  });
}
