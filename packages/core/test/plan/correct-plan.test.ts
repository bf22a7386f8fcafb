import { describe, expect, test } from 'vitest';
import { estimateMemory } from '../../src/plan/memory/estimate-memory.ts';
import { correctMemory, correctPlan } from '../../src/plan/probe/correct-plan.ts';
import type { MemoryPlan, TrainingPlan } from '../../src/plan/training-plan.ts';
import { MODEL, SHAPE } from './shapes.ts';

const { parts, addedBytes, importedBytes } = estimateMemory(MODEL, SHAPE, 512);
const memory: MemoryPlan = {
  device: 'cpu', parts, addedBytes, importedBytes, peakBytes: addedBytes + importedBytes,
  availableBytes: 10e9, freeBytes: 10e9, basis: 'calibrated',
};
const measured = {
  objective: 'sft', longestTokens: 400, importedBytes: 400e6, loadedBytes: 1, loadPeakBytes: 1, stepPeakBytes: 3e9,
  peakBytes: 3e9, secondsPerMicroBatch: 2,
} as const;
const plan: TrainingPlan = {
  model: { name: 'm', place: '/m', parameters: 1, trainedParameters: 1 }, memory, fits: true, time: null, suggestions: [],
  disk: { checkpointBytes: 1, checkpoints: 1, modelBytes: 1, totalBytes: 2, freeBytes: 3 },
  steps: { rows: 100, tokensPerEpoch: 20_000, longestTokens: 512, stepsPerEpoch: 13, totalSteps: 39 },
  warnings: [{ code: 'TIME_UNKNOWN', message: '' }, { code: 'ROWS_CUT', message: '' }],
};

describe('a measured peak', () => {
  test('takes the place of the estimate; what follows from the weights stays as it is', () => {
    const corrected = correctMemory(memory, measured);
    expect(corrected).toMatchObject({ addedBytes: 3e9, importedBytes: 400e6, peakBytes: 3.4e9, basis: 'measured' });
    expect(corrected.parts).toMatchObject({ weights: parts.weights, adapter: parts.adapter, optimizer: parts.optimizer });
    const sum = Object.values(corrected.parts).reduce((total, bytes) => total + bytes);
    expect(Math.abs(sum - 3e9)).toBeLessThan(10);
  });
  test('below the weights alone every part shrinks', () => {
    const corrected = correctMemory(memory, { ...measured, peakBytes: 1e6 });
    expect(corrected.parts.weights).toBeLessThan(1e6);
  });
  test('of a GPU, where a program does not see what its context takes, that is estimated still', () => {
    expect(correctMemory(memory, { ...measured, importedBytes: 0 }).importedBytes).toBe(importedBytes);
  });
  test('above the memory the plan does not fit any more, and says so', () => {
    const corrected = correctPlan(plan, SHAPE, { ...measured, peakBytes: 11e9 });
    expect(corrected.fits).toBe(false);
    expect(corrected.warnings.map(({ code }) => code)).toEqual(['MEMORY_SHORT', 'ROWS_CUT']);
  });
  test('time: 39 steps of two micro-batches of 2 s, or in proportion to rows of 200 of 400 tokens', () => {
    expect(correctPlan(plan, SHAPE, measured).time).toEqual({
      seconds: 117, between: [78, 156], tokensPerSecond: 800, runs: [],
    });
    expect(correctPlan(plan, SHAPE, measured).steps?.longestTokens).toBe(400);
  });
});
