import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner } from '@tuner/core';
import { managedBackend } from '../scripts/managed-backends.ts';
import { markdownTable } from '../scripts/markdown-table.ts';
import { buildModel, python, script } from './trainers/python.ts';
import { writeRows } from './trainers/write-rows.ts';

// What it brings that rows are tokenized once: the first reading of a file (tokenized and put into the cache) against
// the next one (found there by its hash), in turns. A tokenizer of 32,000 tokens.
const ROUNDS = 5;
const COUNT = 2000;

/** What the Python side prints. */
interface Measured {
  readonly rows: number;
  readonly tokens: number;
  /** Seconds a round. */
  readonly tokenized: readonly number[];
  readonly found: readonly number[];
}

/** Median, lowest and highest. */
function seconds(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN).toFixed(2);
  return `${at(0.5)} (${at(0)} to ${at(1)})`;
}

const folder = mkdtempSync(join(tmpdir(), 'tuner-bench-'));
try {
  const { backend } = await managedBackend('rtx', 'cpu');
  const { pythonPath } = await createTuner({ backends: [backend] }).ensureEnvironment('rtx');
  const model = buildModel(pythonPath, 'small', folder);
  const table = (['sft', 'kto'] as const).map((method) => {
    const { rows } = writeRows(
      { title: method, method, model: 'small', rows: 'long', epochs: 1, count: COUNT, learningRate: 0 }, folder,
    );
    const found = JSON.parse(python(pythonPath, [script('tokens.py'), model, method, rows, String(ROUNDS)])) as Measured;
    const ratios = found.tokenized.map((value, round) => value / (found.found[round] ?? Number.NaN));
    return [method, String(found.rows), String(found.tokens), seconds(found.tokenized), seconds(found.found), seconds(ratios)];
  });
  const heads = ['method', 'rows', 'tokens', 'tokenized, s', 'found again, s', 'ratio'];
  console.log(markdownTable(heads, table));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
