// A search, in a worker of its own where there can be one: fetched when the page first searches.
const inside = window.clusterscopeInside;
const script = new URL('../../web/pkg/clusterscope_web.js', import.meta.url);
const PROGRAM = 'clusterscope_web_bg.wasm';

/// A worker from its file. One from another site, or in a page that is a file, is refused.
const fromFile = () => new Worker(new URL('worker.js', import.meta.url), { type: 'module' });

/// The same from a text. Where all is in one file, that brings the program, and is no module: from
/// a file none would start.
function fromText() {
  const bring = () => {
    const program = String(inside.from.program).replaceAll('import.meta', '({})');
    return `self.clusterscopeInside = { program: (${program})() };(${inside.from.worker})();`;
  };
  const file = new URL('worker.js', import.meta.url).href;
  const text = inside ? bring() : `import ${JSON.stringify(file)};`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  return new Worker(url, { type: inside ? 'classic' : 'module' });
}

/// The worker that searches, what it has reported, and who waits for that.
let [worker, news, wake] = [undefined, [], undefined];
/// The number of the present search: what is asked about another one is not answered.
let present;

function hear(text) {
  news.push(text);
  wake?.();
}

/// Waits until a worker says that it is there.
const awake = (made) => new Promise((go, stop) => {
  made.onmessage = () => go(made);
  made.onerror = (event) => {
    event.preventDefault();
    made.terminate();
    stop(event);
  };
});

/// Begins a search of the run of a link in at most so many bytes; fails where no worker can be had.
export async function begin(number, link, bytes) {
  stop();
  present = number;
  const program = inside?.program ?? await import(script);
  const binary = inside ? await inside.unpack(PROGRAM) : new URL(PROGRAM, script).href;
  const parts = [...window.clusterscopePart.there.values()];
  for (const way of inside ? [fromText] : [fromFile, fromText]) {
    const made = await Promise.resolve().then(way).then(awake).catch(() => undefined);
    if (!made) continue;
    if (number !== present) {
      made.terminate();
      return;
    }
    worker = made;
    made.onmessage = ({ data }) => hear(data);
    made.onerror = (event) => {
      event.preventDefault();
      hear(`!${event.message}`);
    };
    const { build } = program.parts ?? {};
    made.postMessage({ link, bytes, build, script: script.href, binary, parts });
    return;
  }
  throw new Error('there is no worker');
}

/// What the search reports next; undefined once it was stopped.
export async function next(number) {
  while (number === present && news.length === 0) {
    await new Promise((go) => {
      wake = go;
    });
  }
  return number === present ? news.shift() : undefined;
}

/// Ends the search.
export function stop() {
  worker?.terminate();
  [present, worker, news] = [undefined, undefined, []];
  wake?.();
}

/// Lets the page do what else it has to do.
export const rest = () => new Promise((go) => {
  setTimeout(go);
});
