// Sequence diagrams, by Mermaid's own parser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { runs, text } from './lib/exports.mjs';

const { window } = new JSDOM('');
Object.assign(globalThis, { window, document: window.document });
for (const name of ['DOMParser', 'DocumentFragment', 'Element', 'HTMLFormElement',
  'HTMLTemplateElement', 'NamedNodeMap', 'Node', 'NodeFilter']) globalThis[name] = window[name];
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false });

/** What the parser makes of a text: participants, messages, notes, and what stands on them. */
async function parsed(source) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(source);
  const { LINETYPE } = db;
  const all = db.getMessages();
  return {
    actors: db.getActorKeys(),
    notes: all.filter(({ type }) => type === LINETYPE.NOTE),
    lost: all.filter(({ type }) => type === LINETYPE.DOTTED_CROSS),
    arrived: all.filter(({ type }) => type === LINETYPE.SOLID),
  };
}

test('it takes every diagram, and finds in it what was written', async () => {
  let lost = 0;
  for (const run of runs) {
    const source = await text(run, 'mmd');
    assert.equal((await mermaid.parse(source)).diagramType, 'sequence', run.name);
    const found = await parsed(source);
    const count = (what) => source.split('\n').filter((line) => line.includes(what)).length;
    assert.equal(found.actors.length, run.nodes, run.name);
    assert.equal(found.notes.length, count('    Note over '), run.name);
    assert.equal(found.arrived.length, count('->>'), run.name);
    assert.equal(found.lost.length, count('--x'), run.name);
    assert.ok(found.arrived.length <= 100, run.name);
    lost += found.lost.length;
  }
  assert.ok(lost > 50, `${lost} messages are lost in all runs`);
});

test('what is no diagram is refused', async () => {
  await assert.rejects(mermaid.parse('sequenceDiagram\n    n1->>: vote? T1\n'));
});
