// What is done with files: fetched when the page first saves or opens one.

/// Offers something as a file to save.
export function save(name, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  // Not every browser has begun to read it by now.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/// Reads the file that was chosen: its name, a line feed, and what is in it. The same one can be
/// chosen again.
export async function read(input, most) {
  const [file] = input.files;
  if (!(file?.size <= most)) throw new Error('there is no file, or it is too large');
  const bytes = await new Blob([file.name.replaceAll('\n', ' '), '\n', file]).arrayBuffer();
  input.value = '';
  return new Uint8Array(bytes);
}

/// Has the browser draw an SVG. From an address, and not from a file: policies allow that.
async function drawn(svg, width, height) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const high = width * image.naturalHeight / image.naturalWidth;
  canvas.getContext('2d', { willReadFrequently: true }).drawImage(image, 0, 0, width, high);
  return canvas;
}

/// Offers an SVG, as the browser draws it, as a file to save.
export async function png(name, svg, width, height) {
  const canvas = await drawn(svg, width, height);
  const file = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  if (!file) throw new Error('the picture is too large');
  save(name, file);
}

/// The pixels of an SVG, as the browser draws it, four bytes each.
export async function pixels(svg, width, height) {
  const canvas = await drawn(svg, width, height);
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  return new Uint8Array(data.buffer);
}
