// What is done with files: fetched when the page first saves or opens one.

/// Offers something as a file to save.
export function save(name, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  // Not every browser has begun to read it by now.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/// Reads the file that was chosen, and lets the same one be chosen again. One that is too large to
/// be looked at is nothing.
export async function read(input, most) {
  const [file] = input.files;
  const text = file && file.size <= most ? await file.text() : '';
  input.value = '';
  return text;
}
