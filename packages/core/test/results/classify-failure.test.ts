import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TrainingConfig } from '../../src/contract/config.ts';
import type { ResultRecord } from '../../src/contract/records.ts';
import { classifyFailure } from '../../src/results/failures/classify-failure.ts';
import { FAILURE_SIGNS } from '../../src/results/failures/failure-signs.ts';

const failed = (part: Partial<ResultRecord>): ResultRecord =>
  ({ formatVersion: '1.0', status: 'failed', endedAt: '2026-01-01T00:00:00.000Z', code: 1, signal: null, ack: null, ...part });
const log = (...lines: string[]) => ({ first: 1, lines });

interface Example {
  readonly text: string;
  readonly code: string;
  readonly device?: string;
}
const CORPUS: Example[] = JSON.parse(readFileSync(new URL('../../../../protocol/corpus/failures.json', import.meta.url), 'utf8'));

test.each(CORPUS)('a log that ends with $text is $code', ({ text, code, device }) => {
  const error = classifyFailure(failed({}), log('Traceback (most recent call last):', '  File "x.py", line 3', ...text.split('\n')));
  expect(error.code).toBe(code);
  if (device) expect(error.details['device']).toBe(device);
  expect(error.hint).toMatch(/\w+ \w+/);
});

test('every code of a failure sign is in the corpus', () => {
  const shown = new Set(CORPUS.map(({ code }) => code));
  expect(FAILURE_SIGNS.map(({ code }) => code).filter((code) => !shown.has(code))).toEqual([]);
});

test('the evidence says where the telling line stands', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  lines[5] = 'OSError: [Errno 28] No space left on device';
  const error = classifyFailure(failed({}), { first: 101, lines });
  expect(error.details['evidence']).toMatchObject({ file: 'trainer.log', line: 106, firstLine: 106 });
  const { firstLine, lines: shown } = error.details['evidence'] as { firstLine: number; lines: string[] };
  expect(shown[106 - firstLine]).toContain('No space left');
});

test.each([
  [{ code: null, signal: 'SIGKILL' }, 'KILLED'],
  [{ code: 137 }, 'KILLED'],
  [{ code: 130 }, 'INTERRUPTED'],
  [{ code: null, signal: 'SIGSEGV' }, 'CRASHED'],
  [{ code: 139 }, 'CRASHED'],
  [{ code: null, signal: 'SIGILL' }, 'CRASHED'],
])('%j is %s', (part, code) => expect(classifyFailure(failed(part), log()).code).toBe(code));

test('a library that aborts says why in the log; what was killed did not fail by itself', () => {
  const metal = log('[METAL] Command buffer execution failed: Insufficient Memory');
  expect(classifyFailure(failed({ code: null, signal: 'SIGABRT' }), metal)).toMatchObject({ code: 'OUT_OF_MEMORY', details: { device: 'metal' } });
  expect(classifyFailure(failed({ code: null, signal: 'SIGKILL' }), log('ValueError: caught, and went on')).code).toBe('KILLED');
});

test('what the trainer itself said wins over its log', () => {
  const error = { name: 'DatasetError', code: 'DATASET_INVALID', message: 'line 3', details: { line: 3 }, retryable: false };
  const ack = { formatVersion: '1.0', outcome: 'failed' as const, step: 0, saved: false, checkpoint: null, error };
  expect(classifyFailure(failed({ ack }), log('ValueError: x')))
    .toMatchObject({ name: 'DatasetError', code: 'DATASET_INVALID', details: { line: 3, exitCode: 1 } });
});

const config = (batchSize: number, training: object) =>
  ({ batchSize, learningRate: 2e-4, settings: { training } }) as unknown as TrainingConfig;
const memory = log('torch.OutOfMemoryError: CUDA out of memory.');

test('memory: fewer rows at once and as many a step, then checkpointing', () => {
  const training = { gradient_accumulation_steps: 2, gradient_checkpointing: false };
  const error = classifyFailure(failed({}), memory, config(4, training));
  expect(error.suggestions.map(({ overrides }) => overrides)).toEqual([
    { batchSize: 2, settings: { training: { gradient_accumulation_steps: 4 } } },
    { settings: { training: { gradient_checkpointing: true } } },
  ]);
  expect(error.toJSON().suggestions).toHaveLength(2);
});

test('memory: the largest part of the batch that gives the same result', () => {
  const used = { gradient_accumulation_steps: 1, gradient_checkpointing: true };
  const parts = [3, 6, 9, 7].map((size) => classifyFailure(failed({}), memory, config(size, used)).suggestions[0]?.overrides['batchSize']);
  expect(parts).toEqual([1, 3, 3, 1]);
});

test('memory: nothing is suggested that is so already, would change the result, or KTO cannot do', () => {
  const used = { gradient_accumulation_steps: 1, gradient_checkpointing: true };
  expect(classifyFailure(failed({}), memory, config(1, used)).suggestions).toEqual([]);
  expect(classifyFailure(failed({}), memory, config(3, { ...used, beta: 0.1 })).suggestions).toEqual([]);
  expect(classifyFailure(failed({}), memory, config(2, { ...used, beta: 0.1 })).suggestions).toEqual([]);
});
