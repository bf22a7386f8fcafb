import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  generateHeldOutPreferenceRows, generatePreferenceRows,
} from '../../packages/examples/src/rows/generate-preference-rows.ts';
import { generateHeldOutRows, generateRows, type Message, type Row } from '../../packages/examples/src/rows/generate-rows.ts';
import { createRandom } from '../../packages/examples/src/rows/random.ts';
import type { Case } from './suite.ts';

const HELD_OUT = 32;

/** Writes the rows of a case, the same on every machine; gives the paths of those to train on and of the held-out. */
export function writeRows({ method, rows: length, count }: Case, folder: string): { rows: string; heldOut: string } {
  const [train, heldOut] = method === 'kto'
    ? [generatePreferenceRows({ count }), generateHeldOutPreferenceRows({ count: HELD_OUT })]
    : [generateRows({ count }), generateHeldOutRows({ count: HELD_OUT })];
  return { rows: write(join(folder, 'rows.jsonl'), train, length), heldOut: write(join(folder, 'held-out.jsonl'), heldOut, length) };
}

function write(path: string, rows: readonly Row[], length: Case['rows']): string {
  const random = createRandom(rows.length);
  const lines = rows.map(({ messages: [question, answer], ...rest }, index) => {
    // A long row is a conversation: up to 7 other requests and their answers stand before the one that is learned.
    const before = length === 'long' ? earlier(rows, index, random.below(8)) : [];
    return JSON.stringify({ prompt: [...before, question], completion: [answer], ...rest });
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function earlier(rows: readonly Row[], index: number, count: number): Message[] {
  return Array.from({ length: count }, (_, at) => rows[(index + at + 1) % rows.length]!.messages).flat();
}
