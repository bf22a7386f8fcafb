import { describe, expect, test } from 'vitest';
import { estimateDisk, freeDisk } from '../../src/plan/disk/estimate-disk.ts';
import { formatBytes } from '../../src/plan/format-bytes.ts';
import { speedIn } from '../../src/plan/time/earlier-runs.ts';
import { estimateTime } from '../../src/plan/time/estimate-time.ts';
import { FULL, SHAPE } from './shapes.ts';

describe('disk', () => {
  const size = { trained: 10e6, parameters: 200e6 };
  test('a checkpoint is weights and two moments; for a moment there is one more than are kept', () => {
    expect(estimateDisk(size, SHAPE, 1000, 5e9)).toEqual({
      checkpointBytes: 124e6, checkpoints: 4, modelBytes: 44e6, totalBytes: 4 * 124e6 + 44e6, freeBytes: 5e9,
    });
  });
  test('a short training writes fewer', () => {
    expect(estimateDisk(size, SHAPE, 60, null).checkpoints).toBe(2);
  });
  test('a share of the steps, epochs, none', () => {
    const saves = (strategy: 'no' | 'steps' | 'epoch', every: number) => ({ ...SHAPE, saves: { strategy, every, kept: null } });
    expect(estimateDisk(size, saves('steps', 0.1), 1000, null).checkpoints).toBe(10);
    expect(estimateDisk(size, saves('epoch', 50), 1000, null).checkpoints).toBe(3);
    expect(estimateDisk(size, saves('no', 50), 1000, null).checkpoints).toBe(0);
  });
  test('without a limit and without steps nobody knows', () => {
    const saves = { strategy: 'steps', every: 50, kept: null } as const;
    expect(estimateDisk(size, { ...FULL, saves }, undefined, null)).toMatchObject({ checkpoints: null, totalBytes: null });
  });
  test('an unknown model takes an unknown size', () => {
    expect(estimateDisk(undefined, SHAPE, 1000, 7)).toMatchObject({ checkpointBytes: null, modelBytes: null, freeBytes: 7 });
  });
  test('a folder that is not there yet has the space of the one above', async () => {
    expect(await freeDisk('/no/such/folder')).toBeGreaterThan(0);
  });
});

describe('time', () => {
  const steps = { rows: 100, tokensPerEpoch: 20_000, longestTokens: 512, stepsPerEpoch: 13, totalSteps: 39 };
  const run = (runId: string, tokensPerSecond: number) => ({ runId, tokensPerSecond });
  test('the tokens of all epochs at the speed of the run in the middle', () => {
    const time = estimateTime(steps, SHAPE, [run('a', 100), run('b', 400), run('c', 200)]);
    expect(time).toEqual({ seconds: 300, between: [150, 600], tokensPerSecond: 200, runs: ['a', 'b', 'c'] });
  });
  test('max_steps are parts of epochs', () => {
    expect(estimateTime(steps, { ...SHAPE, maxSteps: 13 }, [run('a', 100)])?.seconds).toBe(200);
  });
  test('no run, no time', () => {
    expect(estimateTime(steps, SHAPE, [])).toBeNull();
  });
  test('the newest speed of an event file, past lines that are torn or tell nothing', () => {
    const line = (value: unknown) => JSON.stringify({ type: 'progress', tokensPerSecond: value });
    expect(speedIn(`ogress"}\n${line(10)}\n${line(20)}\n${line(null)}\n{"type":"metrics"}\n`)).toBe(20);
    expect(speedIn('{"type":"progress"')).toBeUndefined();
  });
});

test.each([
  [4_100_000_000, '4.1 GB'], [-4_100_000_000, '−4.1 GB'], [730_400_000, '730 MB'], [12_000, '12 kB'], [140e9, '140 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
