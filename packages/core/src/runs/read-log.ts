import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { readTail } from './read-tail.ts';

/** The lines of a log, from its beginning; none when it is not there. */
export async function* readLog(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, 'utf8');
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  try {
    yield* lines;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    lines.close();
    stream.destroy();
  }
}

/** The last `count` lines of a log of any size; empty when it is not there. */
export async function tailLog(path: string, count = 40): Promise<string[]> {
  const text = await readTail(path, 64 * 1024);
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').slice(-count);
}
