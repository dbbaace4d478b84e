// Loads the program, and where that fails finds out why.
const script = new URL('../web/pkg/clusterscope_web.js', import.meta.url);
const PROGRAM = 'clusterscope_web_bg.wasm';
const binary = new URL(PROGRAM, script);
const byId = (id) => document.getElementById(id);
// In standalone.html all that follows stands in the page; elsewhere it is fetched.
const inside = window.clusterscopeInside;

setTimeout(() => byId('loading')?.classList.add('late'), 400);

/// Why the program did not start: what happened, and what to do about it.
async function diagnose(error) {
  try {
    // The smallest module there is: a policy that forbids WebAssembly refuses even this one.
    await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
  } catch {
    return ['WebAssembly is switched off here.',
      'A Content-Security-Policy or a browser setting forbids it. The policy must allow ' +
      "script-src 'self' 'wasm-unsafe-eval'."];
  }
  for (const url of inside ? [] : [script, binary]) {
    const answer = await fetch(url, { method: 'HEAD' }).catch(() => null);
    const name = url.pathname.split('/').pop();
    if (!answer) {
      return ['The server cannot be reached.', 'Check the connection, then reload the page.'];
    }
    if (!answer.ok) {
      return [`${name} is not there (${answer.status}).`,
        'If you serve the page yourself, build it first: wasm-pack build web --target web'];
    }
    const type = answer.headers.get('content-type') ?? '';
    if (!(url === script ? /javascript/ : /wasm/).test(type)) {
      return [`${name} is sent as “${type}”.`,
        'The server must send .js as text/javascript and .wasm as application/wasm.'];
    }
  }
  return ['The page did not start.', 'Reload it. If that does not help, report this message.'];
}

for (const [id, act] of [
  ['stopped-copy', () => navigator.clipboard?.writeText(byId('stopped-report').textContent)],
  // Not the same run: it might stop again at once. The report has its link.
  ['stopped-restart', () => { history.pushState(null, '', location.pathname); location.reload(); }],
]) {
  byId(id).addEventListener('click', act);
}

// A file that is dropped on the page is as good as one that was chosen.
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  const [input, { files }] = [document.querySelector('[type=file]'), event.dataTransfer];
  if (!input || !files.length) return;
  input.files = files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
});

// Once stopped, nothing of the program must run again.
addEventListener('keydown', (event) => {
  if (!byId('stopped').hidden) event.stopImmediatePropagation();
}, true);

/// Runs the program; its parts are fetched when they are first needed. A program that was built
/// without `cargo xtask` has none.
async function start(program) {
  const { build, names, later } = program.parts ?? { names: [] };
  const [coming, there, shared] = [new Map(), new Map(), {}];

  /// Fetches what a run is dressed in.
  const sheet = (name) => new Promise((go, stop) => {
    const href = new URL(`${name}.css`, import.meta.url);
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href, onload: go, onerror: () => stop(href) });
    document.head.append(link);
  });
  const dress = () => inside || Promise.all(['run', 'scene'].map(sheet));

  async function bytes(file) {
    if (inside) return inside.unpack(file);
    const answer = await fetch(new URL(`${file}?${build}`, script));
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    return answer.arrayBuffer();
  }

  async function bring(name, before) {
    const compiled = bytes(`${name}.wasm`).then((wasm) => WebAssembly.compile(wasm));
    const [module] = await Promise.all([compiled, ready, before]);
    // What is of another build finds no memory to share.
    const { exports } = await WebAssembly.instantiate(module, { [build]: shared, p: shared });
    Object.assign(shared, exports);
    there.set(name, module);
  }

  function part(name) {
    if (there.has(name) || !names.includes(name)) return undefined;
    if (!coming.has(name)) {
      const before = name === 'engine' ? dress()
        : (later.includes(name) && part('common')) || part('engine');
      coming.set(name, bring(name, before).finally(() => coming.delete(name)));
    }
    return coming.get(name);
  }
  window.clusterscopePart = part;
  // In their order: what searches beside the page needs the same.
  part.there = there;

  // What is done with files has a script of its own, and so has what searches.
  window.clusterscopeAsk = async (what, about) => {
    const [name, act] = what.split('/');
    const script = inside?.[name] ?? await import(`./later/${name}.js`);
    return script[act](...about);
  };

  const ready = program.default({ module_or_path: inside ? bytes(PROGRAM) : binary })
    .then((exports) => Object.assign(shared, exports));
  // The way to a run need not wait for the program to ask.
  if (location.hash.length > 1) {
    const room = location.hash.slice(1).split('/')[0];
    for (const name of ['engine', room]) part(name)?.catch(() => {});
  }
  if (!build) await dress();
  await ready;
  program.run();
}

try {
  await start(inside?.program ?? await import(script));
} catch (error) {
  if (byId('stopped').hidden) {
    window.clusterscopeFailed(...await diagnose(error), String(error));
  }
}
