import type { RunEvent } from '../contract/run-events.ts';
import { FrequentLines } from './frequent/frequent-lines.ts';
import { toRunEvent } from './parse-line.ts';
import { LineSplitter } from './split-lines.ts';

const LINE_END = 0x0a;

/** Turns the bytes of an event file into its events; what a line became does not depend on how the bytes were cut. */
export class EventDecoder {
  readonly #runId: string;
  readonly #lines: LineSplitter;
  readonly #frequent: FrequentLines;

  /** Events up to number `after` are counted and not given. */
  constructor(runId: string, after?: number) {
    this.#runId = runId;
    this.#lines = new LineSplitter(after);
    this.#frequent = new FrequentLines(runId);
  }

  /** The events of the lines that `chunk` completes. */
  push(chunk: Buffer): RunEvent[] {
    const events: RunEvent[] = [];
    const end = chunk.lastIndexOf(LINE_END) + 1;
    for (let start = this.#lines.skip(chunk, 0); start < end; start = this.#lines.skip(chunk, start)) {
      const event = this.#lines.isBetween ? this.#frequent.read(chunk, start, this.#lines.seq + 1) : undefined;
      if (event) {
        events.push(event);
        this.#lines.pass();
        start = this.#frequent.end;
      } else {
        const next = chunk.indexOf(LINE_END, start) + 1;
        this.#read(chunk.subarray(start, next), events);
        start = next;
      }
    }
    this.#lines.push(chunk.subarray(end));
    return events;
  }

  /** What is left behind the last line end, as an event. */
  flush(): RunEvent[] {
    return this.#lines.flush().map((line) => toRunEvent(line, this.#runId));
  }

  #read(bytes: Buffer, events: RunEvent[]): void {
    for (const line of this.#lines.push(bytes)) {
      const event = toRunEvent(line, this.#runId);
      this.#frequent.learn(event);
      events.push(event);
    }
  }
}
