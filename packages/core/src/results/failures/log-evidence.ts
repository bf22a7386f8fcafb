import { createReadStream } from 'node:fs';
import type { JsonObject } from '../../contract/json.ts';
import { readTail } from '../../runs/read-tail.ts';

/** The end of a log, with where it stands. */
export interface LogEvidence {
  /** The number of the first line, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

const MOST_LINES = 40;
const MOST_BYTES = 64 * 1024;

/** The last lines of a log of any size, numbered as an editor numbers them; none when it is not there. */
export async function logEvidence(path: string): Promise<LogEvidence> {
  const text = await readTail(path, MOST_BYTES);
  // Of a line that was written over and over, as progress bars are, its last state.
  const lastState = (line: string) => line.split('\r').findLast((part) => part !== '') ?? '';
  const kept = text.replace(/\r?\n$/, '').split('\n').slice(-MOST_LINES).map(lastState);
  const total = await countLines(path);
  return { first: Math.max(1, total - kept.length + 1), lines: text === '' ? [] : kept };
}

/** The evidence as an error carries it: where it stands, and the line that told, when one did. */
export function evidenceDetails({ first, lines }: LogEvidence, telling?: number, file = 'trainer.log'): JsonObject {
  const shown = Math.max(0, Math.min(telling ?? lines.length, lines.length - 20));
  return {
    file, firstLine: first + shown, lines: lines.slice(shown, shown + 20),
    ...(telling === undefined ? {} : { line: first + telling }),
  };
}

async function countLines(path: string): Promise<number> {
  let ends = 0;
  let last = 0x0a;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) ends += 1;
      last = chunk.at(-1) ?? last;
    }
  } catch {
    return 0;
  }
  return last === 0x0a ? ends : ends + 1;
}
