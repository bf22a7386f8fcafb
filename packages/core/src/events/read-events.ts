import { open, type FileHandle } from 'node:fs/promises';
import type { RunEvent } from '../contract/run-events.ts';
import { toRunEvent } from './parse-line.ts';
import { LineSplitter } from './split-lines.ts';
import { watchFile } from './watch-file.ts';

/** How to read an event file. */
export interface ReadEventsOptions {
  readonly runId: string;
  /** Begin behind this `seq`; 0 by default. */
  readonly after?: number;
  /** Go on with what comes until `isOver`. */
  readonly follow?: boolean;
  /** Ends the reading, quietly. */
  readonly signal?: AbortSignal;
  /** Whether nobody will write any more. */
  readonly isOver: () => Promise<boolean>;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * The events of a file: replayed, then followed. `seq` is the number of the non-blank line. A last line without its end
 * is withheld while somebody may still complete it.
 */
export async function* readEvents(path: string, options: ReadEventsOptions): AsyncGenerator<RunEvent> {
  const { follow = false, signal, isOver } = options;
  const numbered = new Numbering(options);
  const splitter = new LineSplitter();
  const tail = new FileTail(path);
  const watcher = follow ? watchFile(path) : undefined;
  try {
    while (!signal?.aborted) {
      // Asked before the reading: what was written before the end is then certainly read.
      const last = !follow || (await isOver());
      for await (const chunk of tail.read()) {
        for (const line of splitter.push(chunk)) yield* numbered.next(line);
        if (signal?.aborted) return;
      }
      if (last) {
        if (await isOver()) for (const line of splitter.flush()) yield* numbered.next(line);
        return;
      }
      await watcher?.changed(signal);
    }
  } finally {
    watcher?.close();
    await tail.close();
  }
}

class Numbering {
  #seq = 0;
  readonly #after: number;
  readonly #runId: string;

  constructor({ after = 0, runId }: ReadEventsOptions) {
    this.#after = after;
    this.#runId = runId;
  }

  *next(line: Parameters<typeof toRunEvent>[0]): Generator<RunEvent> {
    this.#seq += 1;
    if (this.#seq > this.#after) yield toRunEvent(line, this.#seq, this.#runId);
  }
}

/** Reads a growing file from where it stopped the last time. */
class FileTail {
  readonly #path: string;
  #file: FileHandle | undefined;
  #position = 0;
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES);

  constructor(path: string) {
    this.#path = path;
  }

  async *read(): AsyncGenerator<Buffer> {
    this.#file ??= await open(this.#path).catch(missingIsEmpty);
    while (this.#file) {
      const { bytesRead } = await this.#file.read(this.#buffer, 0, CHUNK_BYTES, this.#position);
      if (bytesRead === 0) return;
      this.#position += bytesRead;
      yield this.#buffer.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function missingIsEmpty(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
