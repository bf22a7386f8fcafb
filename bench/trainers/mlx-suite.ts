import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTuner } from '@tuner/core';
import { managedBackend } from '../../scripts/managed-backends.ts';
import type { Job } from './job.ts';
import { ourMlx } from './mlx-ours.ts';
import { buildModel, judgeWith, script } from './python.ts';
import type { Case, Contestant, Marks, Suite } from './suite.ts';
import { writeJob } from './write-job.ts';

/** SFT with MLX on a CPU against mlx_lm's own trainer; and KTO, which mlx_lm has not, as it is. */
export async function mlxSuites(): Promise<Suite[]> {
  const python = await pythonPath();
  const suite = {
    python, base: (model: Case['model'], folder: string) => buildModel(python, model, folder),
    judge: judgeWith(python, 'mlx_judge.py'),
  };
  const ours = ourMlx(python);
  return [
    { ...suite, cases: SFT, contestants: [ours, stock(python)] },
    { ...suite, cases: KTO, contestants: [
      ours, ourMlx(python, 'reference in every step', { without: 'cached-reference' }),
    ] },
    { ...suite, cases: LEVERS, contestants: [
      ours, ourMlx(python, 'rows in random order', { settings: { group_by_length: false } }),
      ourMlx(python, 'logits at every place', { without: 'learned-places' }),
      ourMlx(python, 'loss by autodiff', { without: 'fused-loss' }),
    ] },
  ];
}

const SFT = [...cases('mlx sft', 'sft', 'tiny', 64, 24), ...cases('mlx sft', 'sft', 'medium', 24, 16)];
const KTO = cases('mlx kto', 'kto', 'tiny', 24, 16).map((one) => ({ ...one, epochs: 3, learningRate: 5e-4 }));
const LEVERS = cases('levers mlx', 'sft', 'medium', 24, 16);

function cases(title: string, method: Job['method'], model: Case['model'], short: number, long: number): Case[] {
  return ([['short', short], ['long', long]] as const).map(([rows, count]) =>
    ({ title: `${title} ${model} ${rows}`, method, model, rows, count, epochs: 1, batchSize: 4, learningRate: 2e-3 }));
}

async function pythonPath(): Promise<string> {
  const { backend } = await managedBackend('mac', 'cpu');
  return (await createTuner({ backends: [backend] }).ensureEnvironment('mac')).pythonPath;
}

function stock(python: string): Contestant {
  return {
    name: 'stock',
    prepare: async (job) => ({ argv: [python, script('mlx_stock.py'), writeJob(job)] }),
    marks: (job) => JSON.parse(readFileSync(join(job.folder, 'marks.json'), 'utf8')) as Marks,
  };
}
