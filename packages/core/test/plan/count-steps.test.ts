import { describe, expect, test } from 'vitest';
import { countSteps } from '../../src/plan/rows/count-steps.ts';
import { SHAPE } from './shapes.ts';

const rows = { rows: 100, tokens: 20_000, longest: 700 };
const plain = { ...SHAPE, batchSize: 4, accumulation: 2, epochs: 3 };

describe('steps', () => {
  test('25 batches of 4, two to a step, three times', () => {
    expect(countSteps(rows, plain)).toEqual({
      rows: 100, tokensPerEpoch: 20_000, longestTokens: 512, stepsPerEpoch: 13, totalSteps: 39,
    });
  });
  test('a part of an epoch', () => {
    expect(countSteps(rows, { ...plain, epochs: 0.5 }).totalSteps).toBe(7);
  });
  test('max_steps wins over epochs', () => {
    expect(countSteps(rows, { ...plain, maxSteps: 5 }).totalSteps).toBe(5);
  });
  test('rows that are held out are not trained on', () => {
    expect(countSteps(rows, { ...plain, heldOutShare: 0.1 })).toMatchObject({ rows: 90, tokensPerEpoch: 18_000, stepsPerEpoch: 12 });
    expect(countSteps({ ...rows, rows: 3 }, { ...plain, heldOutShare: 0.1 }).rows).toBe(2);
  });
  test('KTO leaves out a last row that would be alone', () => {
    expect(countSteps({ ...rows, rows: 101 }, { ...plain, loss: 'kto' })).toMatchObject({ rows: 100, stepsPerEpoch: 13 });
    expect(countSteps({ ...rows, rows: 101 }, plain).rows).toBe(101);
  });
  test('packed rows fill sequences', () => {
    const packed = countSteps({ ...rows, longest: 300 }, { ...plain, packing: true });
    // 20,000 tokens in 40 sequences of 512: ten batches.
    expect(packed).toMatchObject({ longestTokens: 512, stepsPerEpoch: 5 });
  });
  test('what is cut is not counted', () => {
    expect(countSteps({ rows: 10, tokens: 50_000, longest: 5000 }, plain).tokensPerEpoch).toBe(5120);
  });
});
