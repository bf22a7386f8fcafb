import type { RunEvent } from '../contract/run-events.ts';
import { EventDecoder } from './decode-events.ts';
import { EventStream } from './event-stream.ts';
import { FileTail } from './file-tail.ts';
import { Patience } from './patience.ts';
import { FileWatcher } from './watch-file.ts';

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

/**
 * The events of a file: replayed, then followed. `seq` is the number of the non-blank line. A last line without its end
 * is withheld while somebody may still complete it.
 */
export function readEvents(path: string, options: ReadEventsOptions): EventStream {
  return new EventStream(readBatches(path, options), options.signal);
}

/** As {@link readEvents}, but all that one look at the file gave at once. */
export async function* readBatches(path: string, options: ReadEventsOptions): AsyncGenerator<RunEvent[], undefined> {
  const { runId, after, follow = false, signal, isOver } = options;
  const decoder = new EventDecoder(runId, after);
  const tail = new FileTail(path);
  const watcher = follow ? new FileWatcher(path, signal) : undefined;
  let newest: RunEvent['type'] | undefined;
  const patience = new Patience();
  try {
    while (!signal?.aborted) {
      // Asked before the reading: what was written before the end is then certainly read.
      const isLast = !follow || (patience.isOver() && (await isOver()));
      for (;;) {
        const read = tail.read();
        const bytes = read instanceof Promise ? await read : read;
        if (!bytes) break;
        const events = decoder.push(bytes);
        newest = events.at(-1)?.type ?? newest;
        if (events.length > 0) yield events;
        if (signal?.aborted) return;
        patience.renew(newest === 'run.ended');
      }
      if (isLast) break;
      await watcher?.changed();
    }
    if (!signal?.aborted && (await isOver())) yield decoder.flush();
  } finally {
    watcher?.close();
    await tail.close();
  }
}
