/** A non-blank line; `cut` when it was longer than the limit and only its beginning was kept. */
export interface Line {
  readonly text: string;
  readonly cut: boolean;
}

/** Longer lines are not kept in memory: no event is that long. */
export const LINE_LIMIT = 1024 * 1024;

const LINE_END = 0x0a;

/** Splits bytes into lines with bounded memory; bytes that are no UTF-8 become U+FFFD. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #length = 0;

  /** The non-blank lines that `chunk` completes. */
  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      this.#keep(chunk.subarray(start, end));
      start = end + 1;
      yield* this.flush();
    }
    this.#keep(chunk.subarray(start));
  }

  /** What is left behind the last line end, as a line. */
  *flush(): Generator<Line> {
    const text = Buffer.concat(this.#parts).toString('utf8');
    const cut = this.#length > LINE_LIMIT;
    this.#parts = [];
    this.#length = 0;
    if (text.trim() !== '') yield { text, cut };
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    const room = LINE_LIMIT - this.#length;
    // A copy: the reader uses its buffer again.
    if (room > 0) this.#parts.push(Buffer.from(part.subarray(0, room)));
    this.#length += part.length;
  }
}
