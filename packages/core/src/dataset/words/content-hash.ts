/** What the pieces of a row are: text of another kind, or in another order, is other content. */
const SEPARATOR = 0xff;
const LONG = 100_000;

/**
 * A row's words, gathered as UTF-8 in one buffer that is used again, and their 64-bit hash: lanes of multiplied and
 * rotated words, finished as MurmurHash3 does (https://github.com/aappleby/smhasher). Two of a million rows that differ
 * have the same hash with a chance of 1 in 30 million.
 */
export class ContentHash {
  /** The hash that {@link digest} made. */
  high = 0;
  low = 0;
  /** How many bytes were gathered, without the marks between them. */
  bytes = 0;
  #buffer = Buffer.alloc(64 * 1024);
  #words = new Int32Array(this.#buffer.buffer, this.#buffer.byteOffset, this.#buffer.length / 4);
  #end = 0;
  #pieces = 0;

  /** Forgets what was gathered. */
  reset(): void {
    this.#end = 0;
    this.bytes = this.#pieces = 0;
  }

  /** Adds a piece; `kind` says which part of a row it is, `isBytes` that its characters are the bytes of its UTF-8. */
  add(kind: number, text: string, isBytes = false): void {
    // A code unit is three bytes at most; of long text they are counted.
    this.#reserve((text.length < LONG ? text.length * 3 : Buffer.byteLength(text)) + 16);
    this.#buffer[this.#end] = SEPARATOR;
    this.#buffer[this.#end + 1] = kind;
    const written = this.#buffer.write(text, this.#end + 2, isBytes ? 'latin1' : 'utf8');
    this.#end += written + 2;
    this.bytes += written;
    this.#pieces += 1;
  }

  /** How far it was gathered: to be given to {@link digest}. */
  get end(): number {
    return this.#end;
  }

  /** Hashes the first `end` bytes into `high` and `low`. */
  digest(end = this.#end): void {
    const words = this.#words;
    // The last words are filled up with zeros; the length tells them from bytes.
    this.#buffer.fill(0, end, (end + 7) & ~7);
    // Even and odd words, each in two lanes that know nothing of each other: the processor runs all four at once.
    let a = 0x9747b28c ^ end;
    let b = 0x3c6ef372;
    let c = 0x2545f491;
    let d = 0x5bd1e995;
    const count = (end + 3) >>> 2;
    for (let at = 0; at < count; at += 2) {
      const even = words[at] ?? 0;
      const odd = words[at + 1] ?? 0;
      a = Math.imul(((a << 13) | (a >>> 19)) ^ even, 0xcc9e2d51);
      b = Math.imul(((b << 7) | (b >>> 25)) ^ even, 0x1b873593);
      c = Math.imul(((c << 13) | (c >>> 19)) ^ odd, 0x85ebca6b);
      d = Math.imul(((d << 7) | (d >>> 25)) ^ odd, 0xc2b2ae35);
    }
    this.low = finish(a ^ finish(c));
    this.high = finish(b ^ finish(d ^ this.low));
  }

  /** How many UTF-16 code units the words have; to be asked after {@link digest} of all of them. */
  get characters(): number {
    let continued = 0;
    let long = 0;
    for (let at = 0; at << 2 < this.#end; at += 1) {
      const word = this.#words[at] ?? 0;
      if ((word & 0x80808080) === 0) continue;
      // In UTF-8 a byte 10xxxxxx goes on with a character, and one 1111xxxx begins one of two code units.
      continued += ones((word >>> 7) & ~(word >>> 6));
      long += ones((word >>> 7) & (word >>> 6) & (word >>> 5) & (word >>> 4));
    }
    // The mark before each piece looks like such a beginning.
    return this.bytes - continued + long - this.#pieces;
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#buffer.length) return;
    const larger = Buffer.alloc(2 ** Math.ceil(Math.log2(this.#end + more)));
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
    this.#words = new Int32Array(larger.buffer, larger.byteOffset, larger.length / 4);
  }
}

/** Spreads every bit over all others; 32 bits without a sign. */
function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** How many of the four bytes have their lowest bit set. */
function ones(word: number): number {
  return Math.imul(word & 0x01010101, 0x01010101) >>> 24;
}
