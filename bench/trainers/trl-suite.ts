import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTuner } from '@tuner/core';
import { managedBackend } from '../../scripts/managed-backends.ts';
import { buildModel, judgeWith, script } from './python.ts';
import { ourTrl } from './ours.ts';
import type { Case, Contestant, Marks, Suite } from './suite.ts';
import type { Job } from './job.ts';
import { writeJob } from './write-job.ts';

/** SFT and KTO on a CPU: train_sft.py and train_kto.py against TRL's SFTTrainer and KTOTrainer. */
export async function trlSuite(): Promise<Suite> {
  const { backend } = await managedBackend('rtx', 'cpu');
  const { pythonPath } = await createTuner({ backends: [backend] }).ensureEnvironment('rtx');
  return {
    cases: CASES, contestants: [ourTrl(pythonPath), stockTrl(pythonPath)], python: pythonPath,
    base: (model, folder) => buildModel(pythonPath, model, folder),
    judge: judgeWith(pythonPath, 'judge.py'),
  };
}

// So many rows that a round of a case takes less than a minute on 2 cores: [model, rows, epochs, how many].
type Size = readonly [model: Case['model'], rows: Case['rows'], epochs: number, count: number];
const SFT: readonly Size[] = [
  ['tiny', 'short', 1, 240], ['tiny', 'long', 1, 64], ['small', 'short', 1, 48], ['small', 'long', 1, 24],
];
const KTO: readonly Size[] = [
  ['tiny', 'short', 1, 120], ['tiny', 'short', 3, 48], ['tiny', 'long', 1, 48], ['tiny', 'long', 3, 16],
  ['small', 'short', 1, 24], ['small', 'short', 3, 16], ['small', 'long', 1, 16], ['small', 'long', 3, 16],
];
const CASES: readonly Case[] = [
  ...SFT.map((one) => asCase('sft', 2e-3, one)), ...KTO.map((one) => asCase('kto', 5e-4, one)),
];

function asCase(method: Job['method'], learningRate: number, [model, rows, epochs, count]: Size): Case {
  const title = `${method} ${model} ${rows} ${epochs} epoch${epochs > 1 ? 's' : ''}`;
  return { title, method, model, rows, epochs, count, learningRate };
}

// Threads that wait sleep, as in our trainer: where others compute too, threads that spin would measure those others.
const SLEEPING = { OMP_WAIT_POLICY: 'PASSIVE' };

/** SFTTrainer and KTOTrainer with their defaults. */
export function stockTrl(pythonPath: string): Contestant {
  return {
    name: 'stock',
    prepare: async (job) => ({ argv: [pythonPath, script('stock.py'), writeJob(job)], env: SLEEPING }),
    marks: (job) => JSON.parse(readFileSync(join(job.folder, 'marks.json'), 'utf8')) as Marks,
  };
}
