import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTuner } from '@tuner/core';
import { managedBackend } from '../../scripts/managed-backends.ts';
import { buildModel, python, script } from './python.ts';
import { ourTrl } from './ours.ts';
import type { Case, Contestant, Marks, Suite, Verdict } from './suite.ts';
import type { Job } from './job.ts';
import { writeJob } from './write-job.ts';

/** SFT and KTO on a CPU: train_sft.py and train_kto.py against TRL's SFTTrainer and KTOTrainer. */
export async function trlSuite(): Promise<Suite> {
  const { backend } = await managedBackend('rtx', 'cpu');
  const { pythonPath } = await createTuner({ backends: [backend] }).ensureEnvironment('rtx');
  return {
    cases: CASES, contestants: [ourTrl(pythonPath), stock(pythonPath)], python: pythonPath,
    base: (model, folder) => buildModel(pythonPath, model, folder),
    judge: (job, adapters) => judge(pythonPath, job, adapters),
  };
}

const CASES: readonly Case[] = [
  ...models('sft', 'short', 1, 640, 320), ...models('sft', 'long', 1, 192, 64),
  ...models('kto', 'short', 1, 320, 160), ...models('kto', 'short', 3, 160, 64), ...models('kto', 'long', 1, 96, 48),
  ...models('kto', 'long', 3, 64, 24),
];

function models(
  method: Job['method'], rows: Case['rows'], epochs: number, tiny: number, small: number,
): Case[] {
  const learningRate = method === 'sft' ? 2e-3 : 5e-4;
  return ([['tiny', tiny], ['small', small]] as const).map(([model, count]) => ({
    title: `${method} ${model} ${rows} ${epochs} epoch${epochs > 1 ? 's' : ''}`,
    method, model, rows, epochs, count, learningRate,
  }));
}

function stock(pythonPath: string): Contestant {
  return {
    name: 'stock',
    prepare: async (job) => ({ argv: [pythonPath, script('stock.py'), writeJob(job)] }),
    marks: (job) => JSON.parse(readFileSync(join(job.folder, 'marks.json'), 'utf8')) as Marks,
  };
}

function judge(pythonPath: string, job: Job, adapters: readonly string[]): Verdict {
  const lines = python(pythonPath, [script('judge.py'), writeJob(job), ...adapters]).trim().split('\n');
  const found = lines.map((line) => JSON.parse(line) as { tokens: number; loss: number });
  return { tokens: found[0]?.tokens ?? 0, losses: found.map(({ loss }) => loss) };
}
