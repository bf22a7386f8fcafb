/** Numbers in a signature. */
export const SIGNATURE = 64;

/** Words in a phrase. */
const PHRASE = 3;
/** Above every value. */
const EMPTY = 2 ** 26;

/** By ASCII code: letters in lower case and digits, 0 for what stands between words. */
const LETTERS = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(letter) ? letter.charCodeAt(0) : 0;
});

/**
 * One-permutation MinHash of the phrases of three words (Li, Owen, Zhang 2012): each phrase's hash goes into one of 64
 * bins, which keep their smallest; an empty bin takes over the next full one's (Shrivastava, Li 2014). The share of
 * equal numbers in two signatures estimates the share of common phrases. `false` for fewer than three words.
 */
export function signatureOf(texts: readonly string[], signature: Int32Array): boolean {
  signature.fill(EMPTY);
  const phrases = new Phrases(signature);
  for (const text of texts) {
    let word = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const letter = code < 128 ? (LETTERS[code] ?? 0) : code;
      if (letter !== 0) word = (Math.imul(word, 31) + letter) | 0;
      else if (word !== 0) {
        phrases.add(word);
        word = 0;
      }
    }
    if (word !== 0) phrases.add(word);
  }
  if (phrases.count < PHRASE) return false;
  fillEmpty(signature);
  return true;
}

/** The last words, and the bins of the phrases that they make. */
class Phrases {
  count = 0;
  #before = 0;
  #last = 0;
  readonly #signature: Int32Array;

  constructor(signature: Int32Array) {
    this.#signature = signature;
  }

  add(word: number): void {
    this.count += 1;
    if (this.count >= PHRASE) {
      const hash = mixed(this.#before, this.#last, word);
      const bin = hash & (SIGNATURE - 1);
      const value = hash >>> 6;
      if (value < (this.#signature[bin] ?? 0)) this.#signature[bin] = value;
    }
    this.#before = this.#last;
    this.#last = word;
  }
}

function mixed(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return hash ^ (hash >>> 15);
}

/** Of a row of many phrases no bin is empty. */
function fillEmpty(signature: Int32Array): void {
  if (!signature.includes(EMPTY)) return;
  const given = signature.slice();
  for (let bin = 0; bin < SIGNATURE; bin += 1) {
    if (given[bin] !== EMPTY) continue;
    let distance = 1;
    while (given[(bin + distance) % SIGNATURE] === EMPTY) distance += 1;
    // The distance is mixed in, so that two bins that borrow from one place do not agree by that alone.
    signature[bin] = mixed(given[(bin + distance) % SIGNATURE] ?? 0, distance, bin) >>> 6;
  }
}
