import { isUtf8 } from 'node:buffer';

/** A non-blank line; `cut` when it was longer than the limit and only its beginning was kept. */
export interface Line {
  /** The number of the line in its file, from 1; blank lines do not count. */
  readonly seq: number;
  /** Shares its memory with the lines beside it: copy what is to stay for long. */
  readonly text: string;
  readonly cut: boolean;
  /** Whether its bytes were UTF-8; others are U+FFFD in `text`. */
  readonly isUtf8: boolean;
}

/** Longer lines are not kept in memory, unless another limit is set: no event is that long. */
export const LINE_LIMIT = 1024 * 1024;

const LINE_END = 0x0a;
const SPACE = 0x20;
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

  /** The number of the last line that was counted. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether a line begins with the next byte, and is to be given. */
  get isBetween(): boolean {
    return this.#length === 0 && this.#seq >= this.#after;
  }

  /** Somebody else has read the next line: it counts. */
  pass(): void {
    this.#seq += 1;
  }

  /** The non-blank lines that `chunk` completes. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    // The line that began in an earlier chunk, and those that only count, one by one; the others all at once.
    while (this.#length > 0 || this.#seq < this.#after) {
      const end = chunk.indexOf(LINE_END, start);
      if (end < 0) break;
      this.#complete(chunk.subarray(start, end), lines);
      start = end + 1;
    }
    const end = chunk.lastIndexOf(LINE_END) + 1;
    if (end > start) this.#completeAll(chunk.subarray(start, end), lines);
    this.#keep(chunk.subarray(Math.max(start, end)));
    return lines;
  }

  /** What is left behind the last line end, as a line. */
  flush(): Line[] {
    const lines: Line[] = [];
    this.#complete(NOTHING, lines);
    return lines;
  }

  /** Whole lines, each with its end. */
  #completeAll(bytes: Buffer, lines: Line[]): void {
    const isText = isUtf8(bytes) && bytes.length <= this.#limit;
    if (isText) return this.#splitText(bytes.toString('utf8'), lines);
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      this.#complete(bytes.subarray(start, end), lines);
      start = end + 1;
    }
  }

  #splitText(all: string, lines: Line[]): void {
    let start = 0;
    for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', start)) {
      const text = all.slice(start, end);
      start = end + 1;
      if (text === '' || (text.charCodeAt(0) <= SPACE && isBlank(Buffer.from(text)))) continue;
      this.#seq += 1;
      lines.push({ seq: this.#seq, text, cut: false, isUtf8: true });
    }
  }

  #complete(end: Buffer, lines: Line[]): void {
    const room = Math.max(0, this.#limit - this.#length);
    const bytes = this.#length === 0 ? end.subarray(0, room) : Buffer.concat([...this.#parts, end.subarray(0, room)]);
    this.#length += end.length;
    const cut = this.#length > this.#limit;
    this.#parts = [];
    this.#length = 0;
    if (isBlank(bytes)) return;
    this.#seq += 1;
    if (this.#seq <= this.#after) return;
    lines.push({ seq: this.#seq, text: bytes.toString('utf8'), cut, isUtf8: isUtf8(bytes) });
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    const room = this.#limit - this.#length;
    // A copy, since the reader uses its buffer again; and none of what is too long, or a flood would be copied.
    if (room > 0) this.#parts.push(Buffer.from(part.subarray(0, room)));
    this.#length += part.length;
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === SPACE || (byte >= 0x09 && byte <= 0x0d));
}
