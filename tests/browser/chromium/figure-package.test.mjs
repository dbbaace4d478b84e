// The package for bundlers: what is in it, whether its types fit, and what it does on a server.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { folder } from '../lib/site.mjs';

const run = promisify(execFile);
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const at = join(folder, 'npm');

/** A folder where the package is installed. */
async function installed(files) {
  const place = await mkdtemp(join(tmpdir(), 'package-'));
  await mkdir(join(place, 'node_modules'));
  await symlink(at, join(place, 'node_modules/cluster-scope'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text);
  return place;
}

test('the package can be published, and holds what it needs and no more', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--offline'], { cwd: at });
  const [{ files, name, version }] = JSON.parse(stdout);
  assert.equal(name, 'cluster-scope');
  assert.match(version, /^\d+\.\d+\.\d+/);
  const names = files.map(({ path }) => path);
  for (const needed of ['package.json', 'README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'index.js',
    'index.d.ts', 'engine.js', 'clusterscope.wasm', 'commons.wasm', 'paxos.wasm']) {
    assert(names.includes(needed), `${needed} is not among ${names.join(' ')}`);
  }
  assert(!names.includes('classic.js') && !names.includes('decode.js'));
  const imports = await Promise.all(names.filter((it) => it.endsWith('.js')).map(async (it) => {
    const text = await readFile(join(at, it), 'utf8');
    return [...text.matchAll(/from '\.\/([^']+)'/g)].map(([, to]) => to);
  }));
  const missing = imports.flat().filter((it) => !names.includes(it));
  assert.deepEqual(missing, [], 'every import leads to a file of the package');
});

/** What the compiler says of files, under these options. */
async function compiled(files, compilerOptions, include) {
  const config = { compilerOptions: { noEmit: true, strict: true, types: [], ...compilerOptions },
    files: include };
  const place = await installed({ ...files, 'tsconfig.json': JSON.stringify(config) });
  return run(process.execPath, [tsc, '-p', place]).then(() => '', ({ stdout }) => stdout);
}

/** What it says of a program that uses the package. */
const used = (text) => compiled({ 'use.ts': text }, {
  target: 'es2022', module: 'nodenext', lib: ['es2022', 'dom'], preserveSymlinks: true,
}, ['use.ts']);

test('its types fit what it can do', async () => {
  assert.equal(await used(`
    import { create, version, type Options } from 'cluster-scope';
    const options: Options = {
      scenario: 'raft/leader-crash', startAt: '400ms', loop: 3, controls: false, fit: 'both',
      markers: [0.4, ['1.2s', 'The election']], pauseOnMarkers: true, theme: 'dark',
    };
    const made = create(document.body, options);
    made.addEventListener('violation', ({ detail }) => detail.title.toUpperCase());
    made.addEventListener('step', ({ detail }) => detail.time.toFixed(2));
    const found = document.querySelector('cluster-scope');
    found?.seek({ marker: 'next' }).then(() => found.play());
    document.createElement('cluster-scope').speed = 0.5;
    const is: boolean = made.paused && version.length > 0;
    export { is };
  `), '');
});

test('its types refuse what it cannot do', async () => {
  const said = await used(`
    import { create } from 'cluster-scope';
    create(document.body, { view: 'sideways' });
    create(document.body, { autostart: true });
    document.querySelector('cluster-scope')?.seek('soon');
    document.querySelector('cluster-scope')?.rewind();
  `);
  for (const wrong of ['sideways', 'autostart', 'soon', 'rewind']) {
    assert(said.includes(wrong), `${wrong}: ${said}`);
  }
});

test('the modules fit the types that they say of themselves', async () => {
  const said = await compiled({}, {
    allowJs: true, checkJs: true, target: 'es2023', module: 'esnext', moduleResolution: 'bundler',
    lib: ['es2023', 'dom', 'dom.iterable'], maxNodeModuleJsDepth: 0,
  }, [join(at, 'index.js')]);
  const own = said.split('\n').filter((line) => line.includes('error') &&
    !/(program|css|inside)\.js/.test(line));
  assert.deepEqual(own, []);
});

test('imported where there is no browser, it does nothing', async () => {
  const place = await installed({
    'server.mjs': "import { version } from 'cluster-scope'; console.log(typeof version);",
  });
  const { stdout } = await run(process.execPath, ['server.mjs'], { cwd: place });
  assert.equal(stdout.trim(), 'string');
});
