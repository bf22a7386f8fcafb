import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

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
