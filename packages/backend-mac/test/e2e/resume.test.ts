import { createTuner, type ConfigOverrides } from '@tuner/core';
import { beforeAll, expect, test } from 'vitest';
import { trainBroken, weightsOf, type Misfortunes } from '../../../core/test/support/broken-training.ts';
import { MacBackend, type MlxSettings } from '../../src/index.ts';
import { machineFacts } from '../../src/machine/machine-facts.ts';
import { missingWheels } from '../../src/machine/missing-wheels.ts';
import { file, ktoRows, sftRows } from './rows.ts';

// Real trainings with the real MLX: whatever breaks one, it ends in the weights of one that nothing broke.
const missing = missingWheels(machineFacts())?.reason;
const tuner = createTuner({ backends: [new MacBackend({ device: 'cpu' })] });

const overrides = (datasetFile: string): ConfigOverrides<MlxSettings> => ({
  modelName: 'builtin:tiny', datasetFile, batchSize: 2, learningRate: 5e-3,
  settings: {
    model: { max_seq_length: 128, dtype: null }, lora: { dropout: 0.1 }, output: { keep_last_n_checkpoints: 3 },
    training: { max_steps: 10, save_steps: 1, logging_steps: 1, gradient_accumulation_steps: 1, gradient_checkpointing: false },
  },
});

beforeAll(async () => { if (missing === undefined) await tuner.ensureEnvironment('mac'); }, 600_000);

const CASES: readonly (readonly [string, Misfortunes, string])[] = [
  ['sft, whose supervisor and trainer are killed, torn, resumed, stopped and', { victims: ['supervisor', 'process'], stops: true }, file('resume-sft.jsonl', sftRows(24))],
  ['kto, whose trainer is killed, torn and', { victims: ['process'], stops: false }, file('resume-kto.jsonl', ktoRows(24))],
];

test.skipIf(missing !== undefined).each(CASES)('%s resumed: the same weights', { timeout: 240_000 }, async (_name, misfortunes, rows) => {
  const config = await tuner.loadConfig('mac', 'mlx', overrides(rows));
  const whole = await tuner.train(config);
  const broken = await trainBroken(tuner, config as never, misfortunes);
  expect(await weightsOf(broken)).toBe(await weightsOf(whole));
});
