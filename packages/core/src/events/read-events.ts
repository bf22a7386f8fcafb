import { open, type FileHandle } from 'node:fs/promises';
import type { RunEvent } from '../contract/run-events.ts';
import { toRunEvent } from './parse-line.ts';
import { LineSplitter, type Line } from './split-lines.ts';
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

const CHUNK_BYTES = 64 * 1024;

/**
 * The events of a file: replayed, then followed. `seq` is the number of the non-blank line. A last line without its end
 * is withheld while somebody may still complete it.
 */
export async function* readEvents(path: string, options: ReadEventsOptions): AsyncGenerator<RunEvent> {
  const { runId, after, follow = false, signal, isOver } = options;
  const splitter = new LineSplitter(after);
  const tail = new FileTail(path);
  const watcher = follow ? watchFile(path) : undefined;
  let mayBeOver = true;
  try {
    while (!signal?.aborted) {
      // Asked before the reading: what was written before the end is then certainly read.
      const isLast = !follow || (mayBeOver && (await isOver()));
      let isQuiet = true;
      for await (const line of tail.lines(splitter)) {
        if (signal?.aborted) return;
        const event = toRunEvent(line, runId);
        // Asking costs more than reading: not while events pour in.
        isQuiet = event.type === 'run.ended';
        yield event;
      }
      mayBeOver = isQuiet;
      if (isLast) break;
      await watcher?.changed(signal);
    }
    if (signal?.aborted || !(await isOver())) return;
    for (const line of splitter.flush()) yield toRunEvent(line, runId);
  } finally {
    watcher?.close();
    await tail.close();
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

  /** The lines that were completed since the last time. */
  async *lines(splitter: LineSplitter): AsyncGenerator<Line> {
    this.#file ??= await open(this.#path).catch(missingIsEmpty);
    while (this.#file) {
      const { bytesRead } = await this.#file.read(this.#buffer, 0, CHUNK_BYTES, this.#position);
      if (bytesRead === 0) return;
      this.#position += bytesRead;
      yield* splitter.push(this.#buffer.subarray(0, bytesRead));
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

function missingIsEmpty(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
