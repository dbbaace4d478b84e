// In one file, the program, its parts and the licences stand in the page, packed.
window.clusterscopeInside = await (async () => {
  const LICENCES = 'THIRD-PARTY-LICENSES.txt';

  // The page is seen before anything is unpacked; one that is hidden need not wait for that.
  await new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, 100);
  });

  async function unpack(name) {
    const text = document.getElementById(`inside-${name}`)?.textContent;
    if (!text) throw new Error(`${name} is not in this file`);
    const packed = Uint8Array.fromBase64?.(text)
      ?? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Response(stream).arrayBuffer();
  }

  // The page leads to the licences as to a file beside it.
  addEventListener('click', async (event) => {
    const link = event.target.closest?.(`a[href="${LICENCES}"]`);
    if (!link) return;
    event.preventDefault();
    const url = URL.createObjectURL(new Blob([await unpack(LICENCES)], { type: 'text/plain' }));
    Object.assign(document.createElement('a'), { href: url, download: LICENCES }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  });

  return { unpack, from: {} };
})();
