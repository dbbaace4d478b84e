// Whether everybody can use a page: what axe-core has to say, and what a finger can hit.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, one line for each offending element. */
export async function findings(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.flatMap(({ id, nodes }) => nodes.map((it) =>
    `${where}: ${id}: ${it.target.join(' ')}: ${it.failureSummary.split('\n')[1].trim()}`));
}

/** Controls that a finger cannot hit: smaller than 44 px, with what they are and how big. */
export const smallTargets = (page) => page.evaluate(() => {
  const wanted = 'button, select, input, textarea, summary, a[href], g[role="button"]';
  const short = (n) => Math.round(n * 10) / 10;
  return [...document.querySelectorAll(wanted)].filter((it) => {
    if (it.disabled || !it.checkVisibility?.({ visibilityProperty: true })) return false;
    // A link within a text is as high as its line.
    if (getComputedStyle(it).display === 'inline') return false;
    const box = it.getBoundingClientRect();
    return box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth;
  }).map((it) => {
    const holder = it.closest('label') ?? it;
    const box = holder.getBoundingClientRect();
    const name = it.getAttribute('aria-label') ?? it.textContent.trim().slice(0, 30);
    const [width, height] = [box.width, box.height].map(short);
    return { text: `${name || it.outerHTML.slice(0, 60)}: ${width} x ${height}`, width, height };
  }).filter((it) => it.width < 43.5 || it.height < 43.5).map((it) => it.text);
});
