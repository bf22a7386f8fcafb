import { createReadStream } from 'node:fs';

/** Of longer lines only the beginning is kept, in characters: a program may write without ever ending a line. */
const LINE_LIMIT = 1024 * 1024;

/** The lines of a log, from its beginning, also those that a progress bar ends with `\r`; none when it is not there. */
export async function* readLog(path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(path, 'utf8')) {
      // A carriage return at the end of a chunk may be half of a line end.
      const lines = `${rest}${String(chunk)}`.split(/\r\n|\n|\r(?!$)/);
      rest = (lines.pop() ?? '').slice(0, LINE_LIMIT + 1);
      yield* lines.map(cut);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (rest !== '') yield cut(rest.replace(/\r$/, ''));
}

function cut(line: string): string {
  return line.length > LINE_LIMIT ? `${line.slice(0, LINE_LIMIT)}… (cut)` : line;
}
