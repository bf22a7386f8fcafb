import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, writeDataset } from '@tuner/core';
import { backendContract } from '@tuner/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bigramBackend } from '../src/bigram/bigram-backend.ts';
import { runExample } from './support/start-example.ts';

const folder = mkdtempSync(join(tmpdir(), 'tuner-bigram-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// #region contract
for (const check of backendContract(bigramBackend)) test(`bigram: ${check.name}`, check.run);
// #endregion contract

test('its code is not longer than it says', () => {
  const code = readFileSync(new URL('../src/bigram/bigram-backend.ts', import.meta.url), 'utf8');
  expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

describe('beside the others of a tuner', { timeout: 120_000 }, () => {
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' }), bigramBackend()] });
  const rows = (name: string) => join(folder, name);
  beforeAll(async () => {
    await tuner.ensureEnvironment('bigram');
    await writeDataset(rows('letters.jsonl'), Array.from({ length: 50 }, () => ({ text: 'quick quiet queen' })), { format: 'text' });
    await writeDataset(rows('pairs.jsonl'), [{ prompt: 'Hi', completion: 'Hello' }], { format: 'prompt-completion' });
  }, 120_000);

  test('says what a configuration lacks, like any other', async () => {
    await expect(tuner.loadConfig('bigram', 'sft', { epochs: 0 })).rejects.toThrow('(training.epochs) is 0, expected at least 1');
    await expect(tuner.loadConfig('bigram', 'sft', { settings: { training: { rate: 1 } as object } })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(tuner.train(await tuner.loadConfig('bigram', 'sft'))).rejects.toMatchObject({ code: 'DATASET_NOT_SET' });
  });

  test('learns, with the same events', async () => {
    const run = await tuner.train(await tuner.loadConfig('bigram', 'sft', { datasetFile: rows('letters.jsonl'), epochs: 4 }));
    const events = await Array.fromAsync(run.events());
    expect(events.filter(({ type }) => type === 'unknown' || type === 'unreadable')).toEqual([]);
    expect(events.findLast(({ type }) => type === 'progress')).toMatchObject({ step: 28, totalSteps: 28, epoch: 4 });
    const result = await run.result;
    expect(result).toMatchObject({ status: 'succeeded', artifact: { kind: 'model', baseModel: 'bigram' } });
    // After q comes u, always.
    const { letters, scores } = JSON.parse(readFileSync(join(run.directory, 'model', 'model.json'), 'utf8')) as { letters: string; scores: number[][] };
    const afterQ = scores[letters.indexOf('q')] ?? [];
    expect(letters[afterQ.indexOf(Math.max(...afterQ))]).toBe('u');
  });

  test('stops when it is asked to', async () => {
    const run = await tuner.train(await tuner.loadConfig('bigram', 'sft', { datasetFile: rows('letters.jsonl'), epochs: 100_000 }));
    for await (const event of run.events()) if (event.type === 'progress') break;
    expect((await run.stop()).status).toBe('stopped');
  });

  test('fails with the reason when its rows are others', async () => {
    const run = await tuner.train(await tuner.loadConfig('bigram', 'sft', { datasetFile: rows('pairs.jsonl') }));
    expect(await run.result).toMatchObject({ status: 'failed', error: { message: expect.stringContaining("KeyError: 'text'") } });
  });
});

test('the example does what it promises', { timeout: 120_000 }, async () => {
  const { code, output } = await runExample('third-party-backend');
  expect(output).toMatch(/Loss per letter 3\.296 before, 2\.\d{3} after; behind "n" comes "o"/);
  expect(code, output).toBe(0);
});
