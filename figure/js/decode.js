// Reads a program that is written in a script. Most bytes are one character each, the others two,
// and what is alike in the program is alike in the script: so what a server compresses is three
// hundredths larger than the program alone. Base 64 of what was compressed before is a fifth larger.

/**
 * @param {string} text      The program, as `xtask/src/figure/ascii.rs` writes it.
 * @param {string} alphabet  The characters, those first that stand for a byte each.
 * @param {string} bytes     Which byte each of them stands for, in hexadecimal digits; then which
 *   ones are written with one of the last characters before them.
 * @returns {Uint8Array}
 */
export function decode(text, alphabet, bytes) {
  const all = bytes.match(/../g)?.map((pair) => parseInt(pair, 16)) ?? [];
  const codes = new Uint16Array(128);
  const single = alphabet.length - 2;
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
