// Sites that other tools have built by the recipes, and the documentation of the crates.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { figures, file, folder, launch, open, plays, running, serve } from '../lib/figures.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Opens a page with the recipes' two figures; both must run, and nothing be asked of others. */
async function tryBoth(address) {
  const { page, context, complaints } = await open(browser, address);
  const all = figures(page);
  assert.equal(await all.count(), 2);
  await plays(all.nth(0));
  await plays(all.nth(1));
  assert(await all.nth(1).getByText('Ours', { exact: true }).first().isVisible());
  const below = page.locator('em', { hasText: /^below$/ });
  assert(await below.isVisible(), 'the text below the figures is no Markdown any more');
  assert.deepEqual(complaints, []);
  await context.close();
}

for (const tool of ['MDBOOK', 'SPHINX']) {
  test(`figures play in what ${tool} builds, from the disk`, async () => {
    await tryBoth(file(folder(`SITE_${tool}`), 'index.html'));
  });
}

// The pages of these load scripts and workers that browsers refuse to load from a disk.
for (const tool of ['MKDOCS', 'VITEPRESS']) {
  test(`figures play in what ${tool} builds, from a server`, async () => {
    const { address, stop } = await serve(folder(`SITE_${tool}`));
    // A server that is left running would keep these tests from ending.
    await tryBoth(address).finally(stop);
  });
}

test('figures play in the documentation of the crates, from the disk', async () => {
  for (const room of ['raft', 'hash_ring']) {
    const path = ['clusterscope', 'protocols', room, 'index.html'];
    const { page, context, complaints } = await open(browser, file(folder('RUSTDOC'), ...path));
    assert.equal(await figures(page).count(), 1, room);
    await (room === 'raft' ? plays : running)(figures(page).first());
    assert.deepEqual(complaints, [], room);
    await context.close();
  }
});

test('documentation without a figure loads no script of ours', async () => {
  const address = file(folder('RUSTDOC'), 'clusterscope', 'index.html');
  const { page, context } = await open(browser, address);
  const loaded = await page.evaluate(() => [...document.scripts].map((it) => it.src));
  assert(!loaded.some((src) => src.endsWith('/clusterscope.js')), loaded.join(' '));
  await context.close();
});
