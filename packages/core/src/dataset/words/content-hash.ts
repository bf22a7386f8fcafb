/** What the pieces of a row are: text of another kind, or in another order, is other content. */
const SEPARATOR = 0xff;
const LONG = 100_000;

/**
 * A row's words, gathered as UTF-8 in one buffer that is used again, and their 64-bit hash: MurmurHash3's mixing
 * (https://github.com/aappleby/smhasher) in two lanes of 32 bits. Two of a million rows that differ have the same hash
 * with a chance of 1 in 30 million.
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

  /** Forgets what was gathered. */
  reset(): void {
    this.#end = 0;
    this.bytes = 0;
  }

  /** Adds a piece; `kind` says which part of a row it is. */
  add(kind: number, text: string): void {
    // A code unit is three bytes at most; of long text they are counted.
    this.#reserve((text.length < LONG ? text.length * 3 : Buffer.byteLength(text)) + 8);
    this.#buffer[this.#end] = SEPARATOR;
    this.#buffer[this.#end + 1] = kind;
    const written = this.#buffer.write(text, this.#end + 2, 'utf8');
    this.#end += written + 2;
    this.bytes += written;
  }

  /** How far it was gathered: to be given to {@link digest}. */
  get end(): number {
    return this.#end;
  }

  /** Hashes the first `end` bytes into `high` and `low`. */
  digest(end = this.#end): void {
    const words = this.#words;
    const count = end >>> 2;
    let [a, b] = [0x9747b28c ^ end, 0x3c6ef372];
    for (let at = 0; at < count; at += 1) {
      const word = words[at] ?? 0;
      let k = Math.imul(word, 0xcc9e2d51);
      k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
      a ^= k;
      a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
      b ^= Math.imul(word ^ a, 0xab0e9789);
      b = (Math.imul((b << 17) | (b >>> 15), 5) + 0x561ccd1b) | 0;
    }
    let rest = 0;
    for (let at = count * 4; at < end; at += 1) rest = (rest << 8) | (this.#buffer[at] ?? 0);
    this.low = finish(a ^ Math.imul(rest, 0xcc9e2d51));
    this.high = finish(b ^ Math.imul(rest, 0xab0e9789) ^ this.low);
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
