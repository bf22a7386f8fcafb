import type { RunEvent } from '../contract/run-events.ts';
import { FileTail } from './file-tail.ts';
import { toRunEvent } from './parse-line.ts';
import { Patience } from './patience.ts';
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

/**
 * The events of a file: replayed, then followed. `seq` is the number of the non-blank line. A last line without its end
 * is withheld while somebody may still complete it.
 */
export async function* readEvents(path: string, options: ReadEventsOptions): AsyncGenerator<RunEvent> {
  const { runId, after, follow = false, signal, isOver } = options;
  const splitter = new LineSplitter(after);
  const tail = new FileTail(path);
  const watcher = follow ? watchFile(path) : undefined;
  let newest: RunEvent['type'] | undefined;
  const patience = new Patience();
  try {
    while (!signal?.aborted) {
      // Asked before the reading: what was written before the end is then certainly read.
      const isLast = !follow || (patience.isOver() && (await isOver()));
      for (let bytes = await tail.read(); bytes; bytes = await tail.read()) {
        for (const line of splitter.push(bytes)) {
          if (signal?.aborted) return;
          const event = toRunEvent(line, runId);
          newest = event.type;
          yield event;
        }
        patience.renew(newest === 'run.ended');
      }
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
