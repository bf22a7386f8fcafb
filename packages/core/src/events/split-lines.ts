/** A non-blank line; `cut` when it was longer than the limit and only its beginning was kept. */
export interface Line {
  /** The number of the line in its file, from 1; blank lines do not count. */
  readonly seq: number;
  /** Bytes that are no UTF-8 are U+FFFD in it. */
  readonly text: string;
  readonly cut: boolean;
}

/** Longer lines are not kept in memory: no event is that long. */
export const LINE_LIMIT = 1024 * 1024;

const LINE_END = 0x0a;
const SPACE = 0x20;
const NOTHING = Buffer.alloc(0);

/** Splits bytes into numbered lines with bounded memory; bytes that are no UTF-8 become U+FFFD. */
export class LineSplitter {
  readonly #after: number;
  #seq = 0;
  #parts: Buffer[] = [];
  #length = 0;

  /** Lines up to number `after` are counted and not given. */
  constructor(after = 0) {
    this.#after = after;
  }

  /** The number of the last line that was counted. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether a line begins with the next byte, and is to be given. */
  get isBetween(): boolean {
    return this.#length === 0 && this.#seq >= this.#after;
  }

  /** Counts the lines of `chunk` from `start` on that are only to be counted; gives where the next one begins. */
  skip(chunk: Buffer, start: number): number {
    let at = start;
    while (this.#length === 0 && this.#seq < this.#after) {
      const end = chunk.indexOf(LINE_END, at);
      if (end < 0) break;
      if (chunk[at]! > SPACE || !isBlank(chunk.subarray(at, end))) this.#seq += 1;
      at = end + 1;
    }
    return at;
  }

  /** Somebody else has read the next line: it counts. */
  pass(): void {
    this.#seq += 1;
  }

  /** The non-blank lines that `chunk` completes. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      this.#complete(chunk.subarray(start, end), lines);
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    return lines;
  }

  /** What is left behind the last line end, as a line. */
  flush(): Line[] {
    const lines: Line[] = [];
    this.#complete(NOTHING, lines);
    return lines;
  }

  #complete(end: Buffer, lines: Line[]): void {
    const room = Math.max(0, LINE_LIMIT - this.#length);
    const bytes = this.#length === 0 ? end.subarray(0, room) : Buffer.concat([...this.#parts, end.subarray(0, room)]);
    this.#length += end.length;
    const cut = this.#length > LINE_LIMIT;
    this.#parts = [];
    this.#length = 0;
    if (isBlank(bytes)) return;
    this.#seq += 1;
    if (this.#seq <= this.#after) return;
    lines.push({ seq: this.#seq, text: bytes.toString('utf8'), cut });
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    const room = LINE_LIMIT - this.#length;
    // A copy, since the reader uses its buffer again; and none of what is too long, or a flood would be copied.
    if (room > 0) this.#parts.push(Buffer.from(part.subarray(0, room)));
    this.#length += part.length;
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === SPACE || (byte >= 0x09 && byte <= 0x0d));
}
