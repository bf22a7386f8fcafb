import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner } from '@tuner/core';
import { expect, test } from 'vitest';
import { MacBackend } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tuner-plan-'));
const file = (name: string, labels: readonly (boolean | undefined)[]) => {
  const path = join(folder, name);
  const row = (label: boolean | undefined, index: number) => ({ prompt: `Question ${index}`, completion: 'An answer. '.repeat(300), label });
  writeFileSync(path, labels.map((label, index) => `${JSON.stringify(row(label, index))}\n`).join(''));
  return path;
};
writeFileSync(join(folder, 'config.json'), JSON.stringify({
  model_type: 'llama', hidden_size: 2048, intermediate_size: 8192, num_hidden_layers: 16, num_attention_heads: 32,
  num_key_value_heads: 8, vocab_size: 128_256, tie_word_embeddings: true,
}));
const shipped = { modelName: folder, batchSize: 4 };
const metal = createTuner({ backends: [new MacBackend()], home: join(folder, 'home') });
const cpu = createTuner({ backends: [new MacBackend({ device: 'cpu' })], home: join(folder, 'home') });

test('rows with both labels are planned as KTO, whose last row alone is left out; a tenth is held out', async () => {
  const labels = Array.from({ length: 10 }, (_, index) => index % 2 === 0);
  const config = await metal.loadConfig('mac', 'mlx', { ...shipped, datasetFile: file('kto.jsonl', labels) });
  const { steps } = await metal.plan(config, { memoryBytes: 16e9 });
  // Nine are trained on, and the third batch would have one row.
  expect(steps).toMatchObject({ rows: 8, stepsPerEpoch: 2, totalSteps: 4 });
  const sft = await metal.loadConfig('mac', 'mlx', { ...shipped, datasetFile: file('sft.jsonl', labels.map(() => undefined)) });
  expect((await metal.plan(sft, { memoryBytes: 16e9 })).steps).toMatchObject({ rows: 9, stepsPerEpoch: 3 });
});

test('Metal: bfloat16 under an adapter, and checkpointing; a CPU: float32, and all activations', async () => {
  const datasetFile = file('rows.jsonl', Array.from({ length: 8 }, () => undefined));
  const on = (tuner: typeof metal) => tuner.loadConfig('mac', 'mlx', { ...shipped, datasetFile }).then((config) => tuner.plan(config, { memoryBytes: 16e9 }));
  const [gpu, processor] = [await on(metal), await on(cpu)];
  expect(gpu.memory).toMatchObject({ device: 'metal', basis: 'formula', importedBytes: 0 });
  expect(processor.memory).toMatchObject({ device: 'cpu', basis: 'calibrated' });
  expect(processor.memory?.parts.weights).toBe(2 * (gpu.memory?.parts.weights ?? 0));
  expect(processor.memory?.parts.activations).toBeGreaterThan(2 * (gpu.memory?.parts.activations ?? 0));
});

test('autofit turns checkpointing off where it is not needed, under the key of this back end', async () => {
  const datasetFile = file('rows.jsonl', Array.from({ length: 8 }, () => undefined));
  const config = await metal.loadConfig('mac', 'mlx', { ...shipped, datasetFile });
  expect(config.settings.training.gradient_checkpointing).toBe(true);
  const { config: fitted, changes } = await metal.autofit(config, { memoryBytes: 16e9 });
  expect(fitted.settings.training).toMatchObject({ gradient_checkpointing: false, per_device_batch_size: 4 });
  expect(changes.map(({ effect }) => effect)).toEqual([expect.stringMatching(/^gradient_checkpointing true → false: \+/)]);
});
