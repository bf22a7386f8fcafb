import { expect, test } from 'vitest';
import type { ResultRecord } from '../../src/contract/records.ts';
import { classifyFailure } from '../../src/results/classify-failure.ts';

const failed = (part: Partial<ResultRecord>): ResultRecord =>
  ({ formatVersion: '1.0', status: 'failed', endedAt: '2026-01-01T00:00:00.000Z', code: 1, signal: null, ack: null, ...part });

test.each([
  ["ModuleNotFoundError: No module named 'trl'", 'PACKAGE_MISSING'],
  ['torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB', 'OUT_OF_MEMORY'],
  ["RuntimeError: [enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory", 'OUT_OF_MEMORY'],
  ['OSError: [Errno 28] No space left on device', 'DISK_FULL'],
  ['ValueError: something else', 'TRAINER_FAILED'],
])('the log says %s: %s', (line, code) => {
  const error = classifyFailure(failed({}), ['Traceback (most recent call last):', line]);
  expect(error.code).toBe(code);
  expect(error.message).toContain(line.split(': ')[1]);
  expect(error.details).toMatchObject({ exitCode: 1, log: expect.arrayContaining([line]) });
});

test.each([
  [{ code: null, signal: 'SIGKILL' }, 'KILLED'],
  [{ code: 137 }, 'KILLED'],
  [{ code: null, signal: 'SIGSEGV' }, 'CRASHED'],
  [{ code: 139 }, 'CRASHED'],
])('%j is %s', (part, code) => expect(classifyFailure(failed(part), []).code).toBe(code));

test('what the trainer itself said wins over its log', () => {
  const error = { name: 'DatasetError', code: 'DATASET_INVALID', message: 'line 3', details: { line: 3 }, retryable: false };
  const ack = { formatVersion: '1.0', outcome: 'failed' as const, step: 0, saved: false, checkpoint: null, error };
  expect(classifyFailure(failed({ ack }), ['ValueError: x'])).toMatchObject({ name: 'DatasetError', code: 'DATASET_INVALID', details: { line: 3, exitCode: 1 } });
});
