// Reads a program that is written in a script. Most bytes are one character each, the others two,
// and what is alike in the program is alike in the script: so what a server compresses is three
// hundredths larger than the program alone. Base 64 of what was compressed before is a fifth larger.

/**
 * @param {string} text      The program, as `xtask/src/figure/ascii.rs` writes it.
 * @param {string} alphabet  The characters, those first that stand for a byte each.
 * @param {string} often     Which bytes are one character, a bit for each, in hexadecimal digits;
 *   before all others stands one of the last two characters.
 * @returns {Uint8Array}
 */
export function decode(text, alphabet, often) {
  const is = (/** @type {number} */ byte) => (parseInt(often[byte >> 2], 16) >> (3 - (byte & 3))) & 1;
  const bytes = [...new Uint8Array(256).keys()];
  const single = alphabet.length - 2;
  const own = (/** @type {number} */ byte) => {
    const place = alphabet.indexOf(String.fromCharCode(byte));
    return place >= 0 && place < single;
  };
  // A byte that is a character stands for itself; the others take the places that are left.
  const others = bytes.filter((byte) => is(byte) && !own(byte));
  const all = [...alphabet.slice(0, single)].map((it) => it.charCodeAt(0))
    .map((byte) => (is(byte) ? byte : /** @type {number} */ (others.shift())));
  all.push(...bytes.filter((byte) => !is(byte)));
  const codes = new Uint16Array(128);
  for (let at = 0; at < alphabet.length; at += 1) codes[alphabet.charCodeAt(at)] = at;
  const program = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    let code = codes[text.charCodeAt(at)];
    if (code >= single) {
      at += 1;
      code = single * (code - single + 1) + codes[text.charCodeAt(at)];
    }
    program[length] = all[code];
    length += 1;
  }
  return program.subarray(0, length);
}
