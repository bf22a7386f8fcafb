/** Numbers in a signature. */
export const SIGNATURE = 64;

/** Words in a phrase. */
const PHRASE = 3;
const EMPTY = 0xffffffff;

/**
 * One-permutation MinHash of the phrases of three words (Li, Owen, Zhang 2012): each phrase's hash goes into one of 64
 * bins, which keep their smallest; an empty bin takes over the next full one's (Shrivastava, Li 2014). The share of
 * equal numbers in two signatures estimates the share of common phrases. `false` for fewer than three words.
 */
export function signatureOf(texts: readonly string[], signature: Uint32Array): boolean {
  signature.fill(EMPTY);
  let [before, last, count] = [0, 0, 0];
  for (const text of texts) {
    let word = 0;
    for (let at = 0; at <= text.length; at += 1) {
      const letter = letterAt(text, at);
      if (letter !== 0) {
        word = (Math.imul(word, 31) + letter) | 0;
        continue;
      }
      if (word === 0) continue;
      count += 1;
      if (count >= PHRASE) put(signature, mixed(before, last, word));
      [before, last, word] = [last, word, 0];
    }
  }
  if (count < PHRASE) return false;
  fillEmpty(signature);
  return true;
}

/** Letters and digits in lower case, everything beyond ASCII; 0 between words. */
function letterAt(text: string, at: number): number {
  const code = at < text.length ? text.charCodeAt(at) : 0;
  if (code >= 0x41 && code <= 0x5a) return code + 32;
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code > 0x7f) return code;
  return 0;
}

function mixed(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function put(signature: Uint32Array, hash: number): void {
  const bin = hash % SIGNATURE;
  if (hash < (signature[bin] ?? 0)) signature[bin] = hash;
}

function fillEmpty(signature: Uint32Array): void {
  for (let bin = 0; bin < SIGNATURE; bin += 1) {
    if (signature[bin] !== EMPTY) continue;
    let distance = 1;
    while (signature[(bin + distance) % SIGNATURE] === EMPTY) distance += 1;
    // The distance is mixed in, so that two bins that borrow from one place do not agree by that alone.
    borrowed.push([bin, mixed(signature[(bin + distance) % SIGNATURE] ?? 0, distance, bin)]);
  }
  for (const [bin, value] of borrowed) signature[bin] = value;
  borrowed.length = 0;
}

const borrowed: [bin: number, value: number][] = [];
