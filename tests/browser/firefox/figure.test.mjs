// The figure in Firefox: from a file, beside the page, and in a sandboxed frame.

import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { folder, launch, newPage, until, url } from '../lib/firefox.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens a page that is a file, and collects complaints about it. */
async function open(body, script = true) {
  const place = await mkdtemp(join(tmpdir(), 'figure-'));
  const source = pathToFileURL(join(folder, 'clusterscope.js')).href;
  await writeFile(join(place, 'page.html'), `<!doctype html><html lang="en"><meta charset="utf-8">
    <title>A page</title><meta name="color-scheme" content="light dark">
    ${script ? `<script src="${source}"></script>` : ''}<main>${body}</main></html>`);
  const { page, complaints } = await newPage(browser, 800, 700);
  await page.goto(pathToFileURL(join(place, 'page.html')).href);
  return { page, complaints };
}

test('a figure plays from a file, steps both ways, and other rooms come beside it', async () => {
  const { page, complaints } = await open('<cluster-scope scenario="raft/leader-crash">' +
    '</cluster-scope><cluster-scope scenario="paxos/duel"></cluster-scope>');
  const seen = await page.evaluate(async () => {
    const [raft, paxos] = document.querySelectorAll('cluster-scope');
    const said = () => raft.shadowRoot.querySelector('.what').textContent;
    await raft.step();
    const first = said();
    await raft.step();
    const second = said();
    await raft.stepBack();
    const back = said();
    await raft.play();
    await new Promise((go) => setTimeout(go, 800));
    await raft.pause();
    await paxos.seek('50%');
    return { first, second, back, time: raft.currentTime, share: paxos.currentTime / paxos.duration,
      nodes: raft.shadowRoot.querySelectorAll('.node').length };
  });
  assert.notEqual(seen.first, seen.second);
  assert.equal(seen.first, seen.back);
  assert(seen.time > 0.02, `${seen.time}`);
  assert.equal(seen.share, 0.5);
  assert(seen.nodes >= 5, 'the stage shows nodes');
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the page shows one figure in a sandboxed frame', async () => {
  const { page, complaints } = await open(`<iframe sandbox="allow-scripts" width="640" height="420"
    title="A leader crashes" src="${url}?embed#raft/leader-crash"></iframe>`, false);
  const frame = await (await page.$('iframe')).contentFrame();
  await until(() => frame.evaluate(() =>
    document.querySelector('cluster-scope')?.shadowRoot.querySelectorAll('.node').length >= 5));
  const stepped = await frame.evaluate(async () => {
    const it = document.querySelector('cluster-scope');
    await it.step();
    return it.shadowRoot.querySelector('.what').textContent;
  });
  assert(stepped.length > 3, stepped);
  assert.deepEqual(complaints, []);
  await page.close();
});
