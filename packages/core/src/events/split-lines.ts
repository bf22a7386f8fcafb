import { isUtf8 } from 'node:buffer';

/** A non-blank line; `cut` when it was longer than the limit and only its beginning was kept. */
export interface Line {
  /** The number of the line in its file, from 1; blank lines do not count. */
  readonly seq: number;
  readonly text: string;
  readonly cut: boolean;
  /** Whether its bytes were UTF-8; others are U+FFFD in `text`. */
  readonly isUtf8: boolean;
}

/** Longer lines are not kept in memory, unless another limit is set: no event is that long. */
export const LINE_LIMIT = 1024 * 1024;

const LINE_END = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Splits bytes into numbered lines with bounded memory; bytes that are no UTF-8 become U+FFFD. */
export class LineSplitter {
  readonly #after: number;
  readonly #limit: number;
  #seq = 0;
  #parts: Buffer[] = [];
  #length = 0;

  /** Lines up to number `after` are counted and not given; of longer ones than `limit` bytes the beginning is kept. */
  constructor(after = 0, limit = LINE_LIMIT) {
    this.#after = after;
    this.#limit = limit;
  }

  /** The non-blank lines that `chunk` completes. */
  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      const line = this.#complete(chunk.subarray(start, end));
      start = end + 1;
      if (line) yield line;
    }
    // A copy: the reader uses its buffer again.
    this.#keep(Buffer.from(chunk.subarray(start)));
  }

  /** What is left behind the last line end, as a line. */
  *flush(): Generator<Line> {
    const line = this.#complete(NOTHING);
    if (line) yield line;
  }

  #complete(end: Buffer): Line | undefined {
    this.#keep(end);
    const bytes = this.#parts.length === 1 ? (this.#parts[0] ?? NOTHING) : Buffer.concat(this.#parts);
    const cut = this.#length > this.#limit;
    this.#parts = [];
    this.#length = 0;
    if (isBlank(bytes)) return undefined;
    this.#seq += 1;
    if (this.#seq <= this.#after) return undefined;
    return { seq: this.#seq, text: bytes.toString('utf8'), cut, isUtf8: isUtf8(bytes) };
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    const room = this.#limit - this.#length;
    if (room > 0) this.#parts.push(part.subarray(0, room));
    this.#length += part.length;
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d));
}
