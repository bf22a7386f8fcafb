import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner, type ConfigOverrides } from '@tuner/core';
import { beforeAll, expect, test } from 'vitest';
import { trainBroken, weightsOf } from '../../../core/test/support/broken-training.ts';
import { RTXBackend, type KtoSettings, type SftSettings } from '../../src/index.ts';

// Real trainings with the real TRL: whatever breaks one, it ends in the weights of one that nothing broke.
const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const folder = mkdtempSync(join(tmpdir(), 'tuner-resume-'));

function rows(isKto: boolean): string {
  const path = join(folder, isKto ? 'kto.jsonl' : 'sft.jsonl');
  const lines = Array.from({ length: 24 }, (_, index) => {
    const messages = [{ role: 'user', content: `Count ${index}` }, { role: 'assistant', content: index % 2 ? `the ${index} cars` : 'no way' }];
    return JSON.stringify(isKto ? { messages, label: index % 2 === 1 } : { messages });
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const training = { max_steps: 12, save_steps: 1, save_total_limit: 3, logging_steps: 1, gradient_accumulation_steps: 1, bf16: false } as const;
const lora = { lora_dropout: 0.1 };
const shared = { modelName: 'builtin:tiny', batchSize: 2, learningRate: 5e-3 };
const sft: ConfigOverrides<SftSettings> = {
  ...shared, datasetFile: rows(false), settings: { model: { load_in_4bit: false }, lora, training: { ...training, max_seq_length: 128 } },
};
const kto: ConfigOverrides<KtoSettings> = {
  ...shared, datasetFile: rows(true), settings: { model: { load_in_4bit: false }, lora, training: { ...training, max_length: 128 } },
};

beforeAll(async () => { await tuner.ensureEnvironment('rtx'); }, 600_000);

test('sft, whose trainer is killed, torn, resumed, stopped and resumed: the same weights', { timeout: 240_000 }, async () => {
  const config = await tuner.loadConfig('rtx', 'sft', sft);
  const whole = await tuner.train(config);
  const broken = await trainBroken(tuner, config as never, { victims: ['process'], stops: true });
  expect(await weightsOf(broken)).toBe(await weightsOf(whole));
});

test('kto, whose supervisor and trainer are killed, torn and resumed: the same weights', { timeout: 240_000 }, async () => {
  const config = await tuner.loadConfig('rtx', 'kto', kto);
  const whole = await tuner.train(config);
  const broken = await trainBroken(tuner, config as never, { victims: ['supervisor', 'process'], stops: false });
  expect(await weightsOf(broken)).toBe(await weightsOf(whole));
});
