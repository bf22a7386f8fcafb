import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertDataset, decideObjective, inspectDataset, splitDataset, writeDataset } from '@tuner/core';
import * as fc from 'fast-check';
import { target } from '../fuzz-target.ts';
import { anything, mutatedBytes } from '../mutated.ts';

const turns = [{ role: 'user', content: 'Say it. 👋' }, { role: 'assistant', content: 'It.', tool_calls: [{ function: { name: 'f', arguments: '{}' } }] }];
const ROWS = [
  [{ messages: turns, tools: [{ type: 'function' }] }, { prompt: 'a', completion: 'b', label: true }, { text: 'c' }],
  [{ conversations: [{ from: 'human', value: 'a' }, { from: 'gpt', value: 'b' }], label: false }, { prompt: 'a', chosen: 'b', rejected: 'c' }],
].map((rows) => `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
const file = fc.oneof(mutatedBytes(...ROWS), fc.uint8Array({ maxLength: 200 }));
const format = fc.constantFrom('messages', 'conversations', 'prompt-completion', 'text', 'kto') as fc.Arbitrary<'kto'>;

const written = (folder: string, bytes: Uint8Array): string => {
  const path = join(folder, 'rows.jsonl');
  writeFileSync(path, bytes);
  return path;
};

/** Readers and writers of rows. */
export const DATA = [
  target({
    name: 'files of rows, inspected',
    input: fc.tuple(file, file, fc.constantFrom('sft', 'kto', 'auto'), fc.boolean()),
    async read([rows, heldOut, method, nearDuplicates], folder) {
      const evaluationFile = join(folder, 'held-out.jsonl');
      writeFileSync(evaluationFile, heldOut);
      const report = await inspectDataset({ file: written(folder, rows), method: method as 'sft', evaluationFile }, { nearDuplicates });
      if (report.usable + report.unusable + report.leftOutByLabel !== report.rows) throw new Error('The counts do not add up.');
    },
  }),
  target({
    name: 'files of rows, converted and split',
    input: fc.tuple(file, format, fc.double({ min: 0.1, max: 0.9, noNaN: true })),
    async read([rows, to, share], folder) {
      const path = written(folder, rows);
      await decideObjective(path);
      await convertDataset(path, join(folder, 'converted.jsonl'), { to });
      await splitDataset(path, { train: join(folder, 'train.jsonl'), evaluation: join(folder, 'evaluation.jsonl'), share, seed: 1 });
    },
  }),
  target({
    name: 'rows, written',
    input: fc.tuple(fc.array(anything, { maxLength: 4 }), format),
    read: async ([rows, to], folder) => void (await writeDataset(join(folder, 'out.jsonl'), rows as never, { format: to })),
  }),
];
