import { join } from 'node:path';
import { MacBackend } from '@tuner/backend-mac';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, writeDataset, type RunHandle } from '@tuner/core';
import { generateRows } from './rows/generate-rows.ts';
import { checked, say } from './say.ts';
import { showProgress } from './terminal.ts';

/** Accelerators first; a CPU only where neither is there. */
const CANDIDATES = [
  { name: 'NVIDIA GPU', backend: new RTXBackend() },
  { name: 'Apple silicon', backend: new MacBackend() },
  { name: 'CPU, with PyTorch', backend: new RTXBackend({ device: 'cpu' }) },
  { name: 'CPU, with MLX', backend: new MacBackend({ device: 'cpu' }) },
];

/** The first back end that is ready to train here; says why the others are not. */
async function pickBackend(): Promise<RTXBackend | MacBackend> {
  for (const { name, backend } of CANDIDATES) {
    const { isValid, error } = await backend.validateEnvironment();
    say(`  ${isValid ? '✓' : '✗'} ${name}${isValid ? '' : `: ${error}`}`);
    if (isValid) return backend;
  }
  throw new Error('No back end is ready: ensureEnvironment() builds what one needs.');
}

/** Trains `datasetFile` on whichever back end is there: what differs between them is their names for things. */
async function trainAnywhere(datasetFile: string): Promise<RunHandle> {
  const backend = await pickBackend();
  const tuner = createTuner({ backends: [backend] });
  const training = { fine_tune_type: 'full', gradient_accumulation_steps: 1, logging_steps: 1 } as const;
  const overrides = {
    modelName: 'builtin:tiny', datasetFile, epochs: 2, batchSize: 8, learningRate: 2e-3, settings: { training },
  };
  return backend.name === 'rtx'
    ? tuner.train(await tuner.loadConfig('rtx', 'sft', overrides))
    : tuner.train(await tuner.loadConfig('mac', 'mlx', overrides));
}

async function eitherBackend(): Promise<boolean> {
  // So that one is ready on any machine. An accelerator's packages are gigabytes: the quickstart builds those.
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
  await tuner.ensureEnvironment('rtx');
  const rows = generateRows({ count: 96 });
  const { path } = await writeDataset(join(tuner.home, 'examples', 'either.jsonl'), rows, { format: 'messages' });

  say('\nWhat can train here?\n');
  const run = await trainAnywhere(path);
  await showProgress(run.events());
  const { status } = await run.result;
  const loss = (await run.metrics()).find(({ name }) => name === 'loss')?.points ?? [];
  const [before, after] = [loss[0]?.value ?? 0, loss.at(-1)?.value ?? Infinity];
  const { record } = await run.info();
  say(`\n  ${record.backend}: ${status}, loss ${before.toFixed(2)} before, ${after.toFixed(2)} after\n`);
  return status === 'succeeded' && after < before - 1;
}

await checked(eitherBackend, 'The loss did not fall.');
