/** Rows that are kept in mind at most: 2^23 places, three quarters full, at 13 bytes. */
const MOST = 6_291_456;
const LOAD = 0.75;

/**
 * What was seen, by 64-bit hash: the line where first, and flags. Open addressing in typed arrays: 13 bytes a place,
 * 110 MB when it is full, half of that more for a moment while it grows.
 */
export class HashIndex {
  size = 0;
  /** Whether everything fitted. */
  isComplete = true;
  lines = new Uint32Array(1024);
  flags = new Uint8Array(1024);
  #low = new Uint32Array(1024);
  #high = new Uint32Array(1024);

  /** The place of a hash; -1 when it was not seen. */
  find(high: number, low: number): number {
    const at = this.#probe(high, low);
    return this.#isFree(at) ? -1 : at;
  }

  /** The place of a hash, which is put in with `line` when it is new; -1 when it is new and there is no room. */
  add(high: number, low: number, line: number): number {
    let at = this.#probe(high, low);
    if (!this.#isFree(at)) return at;
    if (this.size >= MOST) {
      this.isComplete = false;
      return -1;
    }
    if (this.size >= this.lines.length * LOAD) {
      this.#grow();
      at = this.#probe(high, low);
    }
    this.#put(at, high, low, line, 0);
    this.size += 1;
    return at;
  }

  /** A line is at least 1, so that 0 marks a free place. */
  #isFree(at: number): boolean {
    return this.lines[at] === 0;
  }

  #probe(high: number, low: number): number {
    const mask = this.lines.length - 1;
    let at = low & mask;
    while (this.lines[at] !== 0 && (this.#low[at] !== low || this.#high[at] !== high)) at = (at + 1) & mask;
    return at;
  }

  #put(at: number, high: number, low: number, line: number, flags: number): void {
    this.#high[at] = high;
    this.#low[at] = low;
    this.lines[at] = line;
    this.flags[at] = flags;
  }

  #grow(): void {
    const { lines, flags } = this;
    const [low, high] = [this.#low, this.#high];
    const places = lines.length * 2;
    this.lines = new Uint32Array(places);
    this.flags = new Uint8Array(places);
    this.#low = new Uint32Array(places);
    this.#high = new Uint32Array(places);
    for (let at = 0; at < lines.length; at += 1) {
      const line = lines[at] ?? 0;
      if (line === 0) continue;
      const oldHigh = high[at] ?? 0;
      const oldLow = low[at] ?? 0;
      this.#put(this.#probe(oldHigh, oldLow), oldHigh, oldLow, line, flags[at] ?? 0);
    }
  }
}
