import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner } from '@tuner/core';
import { expect, test } from 'vitest';
import { MacBackend } from '../../src/index.ts';

// Two real steps of the tiny model, with the real MLX.
test('two SFT steps of the longest rows are measured, and the plan has what they took', { timeout: 120_000 }, async () => {
  const tuner = createTuner({ backends: [new MacBackend({ device: 'cpu' })] });
  const datasetFile = join(mkdtempSync(join(tmpdir(), 'tuner-probe-test-')), 'rows.jsonl');
  const row = (index: number) => ({ prompt: 'Count.', completion: 'one two three '.repeat(index + 1) });
  writeFileSync(datasetFile, Array.from({ length: 12 }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''));
  const config = await tuner.loadConfig('mac', 'mlx', {
    modelName: 'builtin:tiny', datasetFile, batchSize: 2,
    settings: { data: { train_split: 1 }, training: { gradient_accumulation_steps: 2 } },
  });
  const { measured, plan } = await tuner.probe(config);
  expect(measured).toMatchObject({ objective: 'sft' });
  expect(measured.longestTokens).toBeGreaterThan(36);
  expect(measured.peakBytes).toBeGreaterThan(10e6);
  expect(plan.memory).toMatchObject({ basis: 'measured', addedBytes: measured.peakBytes, importedBytes: measured.importedBytes });
  expect(plan.steps).toMatchObject({ stepsPerEpoch: 3, totalSteps: 6 });
  expect(plan.warnings.map(({ code }) => code)).not.toContain('TIME_UNKNOWN');
});
