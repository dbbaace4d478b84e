// What clients asked and were told until an answer could not be explained.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findings, smallTargets } from '../lib/access.mjs';
import { button, DESKTOP, launch, PHONE, RUN, visit } from '../lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Just after a client was told what cannot be explained. */
const STALE = '#raft/stale-read/reads-locally@430ms';

for (const [screen, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  for (const colorScheme of ['light', 'dark']) {
    test(`a stale read is shown as a history: ${screen}, ${colorScheme}`, async () => {
      const options = { fragment: STALE, ...size, colorScheme };
      const { page, complaints } = await visit(browser, options);
      await button(page, 'History').click();
      const dialog = page.getByRole('dialog', { name: 'What clients asked and were told' });
      await dialog.getByText('c2 read x=1 after c1 had been told x=2').waitFor();
      const drawing = dialog.getByRole('img');
      const told = await drawing.getAttribute('aria-label');
      assert.match(told, /c1 put x=2: stored; c2 get x: 1, could be 2/);
      const box = await dialog.boundingBox();
      assert(box.x >= 0 && box.x + box.width <= size.viewport.width, JSON.stringify(box));
      assert.deepEqual(await findings(page, 'history'), []);
      if (screen === 'phone') assert.deepEqual(await smallTargets(page), []);
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }
}

test('a run whose clients were told the truth offers no history', async () => {
  const { page } = await visit(browser, { fragment: RUN });
  assert.equal(await button(page, 'History').count(), 0);
});
