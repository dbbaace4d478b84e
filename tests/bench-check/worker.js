// Searches a space over and over, in a worker as the page does, for at least so many seconds; says
// how many states that were.
async function work({ program, name, seconds }) {
  const { default: start, search } = await import(`./${program}/clusterscope_bench_check.js`);
  await start();
  const until = performance.now() + seconds * 1000;
  let states = 0;
  while (performance.now() < until) states += search(name);
  return states;
}

const fail = (error) => postMessage({ error: String(error) });
addEventListener('message', ({ data }) => work(data).then(postMessage).catch(fail));
