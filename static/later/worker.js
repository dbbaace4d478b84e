// In a worker: brings up the program with the parts that the page has, and hands on what it finds.
const REPORTS = 100;

/// What the program asks for here, as it asks a page for what is done with files.
function desk(link, bytes) {
  let [began, said, over] = [undefined, 0, false];
  return {
    link: () => link,
    bytes: () => bytes,
    /// Passes a report on, with the milliseconds since the first one: how far it is now and then,
    /// of all else every one.
    say(text) {
      const now = performance.now();
      began ??= now;
      const passing = /^[\d ]*$/.test(text);
      if (over || (passing && now - said < REPORTS)) return;
      over = text.startsWith('!');
      said = now;
      postMessage(over ? text : `${Math.round(now - began)} ${text}`);
    },
  };
}

async function work({ link, bytes, build, script, binary, parts }) {
  const acts = desk(link, bytes);
  self.clusterscopeAsk = async (what, about) => acts[what.split('/')[1]](...about);
  const program = self.clusterscopeInside?.program ?? await import(script);
  const shared = { ...await program.default({ module_or_path: binary }) };
  for (const module of parts) {
    const { exports } = await WebAssembly.instantiate(module, { [build]: shared, p: shared });
    Object.assign(shared, exports);
  }
  program.run();
}

const fail = (error) => postMessage(`!${error}`);
addEventListener('message', ({ data }) => work(data).catch(fail));
addEventListener('messageerror', () => fail('the program could not be handed over'));
addEventListener('unhandledrejection', ({ reason }) => fail(reason));
postMessage('');
