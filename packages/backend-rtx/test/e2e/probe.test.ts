import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTuner } from '@tuner/core';
import { beforeAll, expect, test } from 'vitest';
import { RTXBackend } from '../../src/index.ts';

// Two real steps of the tiny model, with the real TRL.
const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const datasetFile = join(mkdtempSync(join(tmpdir(), 'tuner-probe-test-')), 'rows.jsonl');

beforeAll(() => {
  const row = (index: number) => ({ prompt: 'Count.', completion: 'one two three '.repeat(index + 1), label: index % 2 === 0 });
  writeFileSync(datasetFile, Array.from({ length: 12 }, (_, index) => `${JSON.stringify(row(index))}\n`).join(''));
});

test('two KTO steps of the longest rows are measured, and the plan has what they took', { timeout: 120_000 }, async () => {
  const config = await tuner.loadConfig('rtx', 'kto', {
    modelName: 'builtin:tiny', datasetFile, batchSize: 2,
    settings: { training: { max_length: 256, gradient_accumulation_steps: 3 } },
  });
  const before = new Set(readdirSync(tmpdir()));
  const phases: string[] = [];
  const { measured, plan } = await tuner.probe(config, { onProgress: ({ phase }) => phases.push(phase) });
  expect(phases).toEqual(expect.arrayContaining(['loading_data', 'model_loaded', 'training']));
  expect(measured.objective).toBe('kto');
  // Twelve times three words, of which the tokenizer makes more tokens than words.
  expect(measured.longestTokens).toBeGreaterThan(36);
  expect(measured.peakBytes).toBeGreaterThan(20e6);
  expect(measured.peakBytes).toBe(Math.max(measured.loadPeakBytes, measured.stepPeakBytes));
  expect(measured.importedBytes).toBeGreaterThan(100e6);
  expect(plan.memory).toMatchObject({ basis: 'measured', addedBytes: measured.peakBytes });
  expect(plan.steps).toMatchObject({ longestTokens: measured.longestTokens, stepsPerEpoch: 2 });
  expect(plan.time?.between[1]).toBeCloseTo(2 * 3 * measured.secondsPerMicroBatch);
  expect(readdirSync(tmpdir()).filter((name) => /^tuner-(ask|probe)-(?!test)/.test(name) && !before.has(name))).toEqual([]);
});
