/** Whole lines, each with its line end; only the file's last one may lack it. */
export interface Block {
  readonly bytes: Buffer;
  /** Whether this is the beginning of one line that is longer than {@link ROW_LIMIT}, and no more of it was kept. */
  readonly isCut: boolean;
}

/** A longer line is no row: memory stays bounded whatever the file holds. */
export const ROW_LIMIT = 64 * 1024 * 1024;

const LINE_END = 0x0a;

/** Cuts what is read, chunk after chunk, at the ends of lines. */
export async function* joinLines(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Block> {
  const pending = new PendingLine();
  let chunk = first;
  for (;;) {
    let start = 0;
    if (pending.length > 0) {
      const end = chunk.indexOf(LINE_END);
      start = end < 0 ? chunk.length : end + 1;
      pending.push(chunk.subarray(0, start));
      if (end >= 0) yield pending.take();
    }
    const end = chunk.lastIndexOf(LINE_END);
    if (end >= start) yield { bytes: chunk.subarray(start, end + 1), isCut: false };
    pending.push(chunk.subarray(Math.max(start, end + 1)));
    const { value, done } = await rest.next();
    if (done) break;
    chunk = value;
  }
  if (pending.length > 0) yield pending.take();
}

/** The beginning of a line whose end was not read yet. */
class PendingLine {
  length = 0;
  #parts: Buffer[] = [];

  push(part: Buffer): void {
    if (part.length === 0) return;
    if (this.length < ROW_LIMIT) this.#parts.push(part);
    this.length += part.length;
  }

  take(): Block {
    const block = { bytes: Buffer.concat(this.#parts), isCut: this.length > ROW_LIMIT };
    this.#parts = [];
    this.length = 0;
    return block;
  }
}

/** Calls `onLine` for each line of a block, without its line end; `number` is that of the first. Gives the next one. */
export function eachLine(
  { bytes }: Block, number: number, onLine: (bytes: Buffer, start: number, end: number, number: number) => void,
): number {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LINE_END, start);
    const end = found < 0 ? bytes.length : found;
    onLine(bytes, start, end, number);
    number += 1;
    start = end + 1;
  }
  return number;
}

/** Whether a line holds white space alone. */
export function isBlankLine(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
