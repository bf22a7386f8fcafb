import { describe, expect, test } from 'vitest';
import { activationsOf } from '../../src/plan/memory/activations.ts';
import { estimateMemory, trainedOf } from '../../src/plan/memory/estimate-memory.ts';
import { logitsOf } from '../../src/plan/memory/logits.ts';
import { weightBytes } from '../../src/plan/memory/weights.ts';
import type { TrainingShape } from '../../src/plan/training-shape.ts';
import { FULL, MODEL, SHAPE } from './shapes.ts';

/** 10 blocks of 4 x 1000 x 1000 and 3 x 1000 x 4000, an embedding and a head of 10,000 x 1000, 21 norms. */
const PARAMETERS = 10 * 16e6 + 2 * 10e6 + 21_000;
const BATCH = { rows: 2, length: 100 };
const TOKENS = 200;

describe('weights', () => {
  test.each([[32, 4], [16, 2]] as const)('of %i bits: %i bytes each', (weightBits, bytes) => {
    expect(weightBytes(MODEL, { ...SHAPE, weightBits })).toBe(PARAMETERS * bytes);
  });
  test('in 4 bits the matrices of blocks take 4.127; all else is float32, as PEFT makes it', () => {
    expect(weightBytes(MODEL, { ...SHAPE, weightBits: 4 })).toBe((160e6 * 4.127 + 20_021_000 * 32) / 8);
  });
  test('of a frozen embedding with a head of its own a CPU reads the rows that are looked up', () => {
    expect(weightBytes(MODEL, SHAPE, 3000)).toBe((PARAMETERS - 7000 * 1000) * 4);
    expect(weightBytes(MODEL, SHAPE, 1e9)).toBe(PARAMETERS * 4);
    const adapter = { ...SHAPE.adapter, wholeModules: ['embed_tokens'] };
    for (const shape of [FULL, { ...SHAPE, engine: 'mlx' }, { ...SHAPE, device: 'cuda' }, { ...SHAPE, adapter }] as const) {
      expect(weightBytes(MODEL, shape, 3000)).toBe(PARAMETERS * 4);
    }
    const tied = { ...MODEL, tied: true };
    expect(weightBytes(tied, SHAPE, 3000)).toBe(weightBytes(tied, SHAPE));
  });
  test('MLX has a scale and a bias for 64 of them', () => {
    expect(weightBytes({ ...MODEL, quantizedBits: 4 }, { ...SHAPE, engine: 'mlx' })).toBe((160e6 * 4.5 + 20_021_000 * 16) / 8);
  });
  test('KTO that copies its reference holds the model twice', () => {
    const once = estimateMemory(MODEL, FULL, 100).parts.weights;
    expect(estimateMemory(MODEL, { ...FULL, copiesReference: true }, 100).parts.weights).toBe(2 * once);
  });
});

describe('what is trained', () => {
  test('LoRA: rank times both sides of every linear layer', () => {
    expect(trainedOf(MODEL, SHAPE)).toBe(10 * 10 * (4 * 2000 + 3 * 5000));
  });
  test('modules_to_save are trained in full beside it', () => {
    const adapter = { ...SHAPE.adapter, wholeModules: ['lm_head', 'embed_tokens'] };
    expect(trainedOf(MODEL, { ...SHAPE, adapter })).toBe(trainedOf(MODEL, SHAPE) + 20e6);
  });
  test('everything', () => {
    expect(trainedOf(MODEL, FULL)).toBe(PARAMETERS);
  });
  test.each([['adamw', 8], ['adamw_8bit', 2], ['paged_8bit', 2], ['paged_32bit', 8], ['sgd', 0]] as const)(
    '%s keeps %i bytes a number', (optimizer, bytes) => {
      expect(estimateMemory(MODEL, { ...FULL, optimizer }, 100).parts.optimizer).toBe(PARAMETERS * bytes);
    },
  );
});

describe('activations', () => {
  const kept = (changes: Partial<TrainingShape>, model = MODEL) => activationsOf(model, { ...SHAPE, ...changes }, BATCH).kept;
  const FINAL = 3 * 1000;
  /** Bytes of so many numbers a token in each of ten blocks. */
  const bytes = (numbers: number, size = 4) => TOKENS * size * (10 * numbers + FINAL);

  test('a block of a Llama keeps 8 times its width, 4 times its inner width, and the ranks', () => {
    expect(kept({})).toBe(bytes(8 * 1000 + 4 * 4000 + 7 * 10));
  });
  test('in 16 bits half of it, but for what transformers norms in 32', () => {
    expect(kept({ activationBits: 16 })).toBe(bytes(10 * 1000 + 4 * 4000 + 7 * 10, 2));
    expect(kept({ activationBits: 16, engine: 'mlx' }) - 10 * 2 * 10 * 100 * 100 * 2).toBe(bytes(8 * 1000 + 5 * 4000 + 7 * 10, 2));
  });
  test('norms that are trained keep what they multiply', () => {
    expect(activationsOf(MODEL, FULL, BATCH).kept).toBe(bytes(10 * 1000 + 4 * 4000));
  });
  test('fewer heads of keys keep less', () => {
    expect(kept({}, { ...MODEL, keyHeads: 2 })).toBe(bytes(4 * 1000 + 2 * 1000 + 2 * 200 + 4 * 4000 + 7 * 10));
  });
  test('a norm on queries and keys keeps both once more', () => {
    expect(kept({}, { ...MODEL, keyNorm: true })).toBe(bytes(10 * 1000 + 4 * 4000 + 7 * 10));
  });
  test('no gate: before and after the activation', () => {
    expect(kept({}, { ...MODEL, gated: false })).toBe(bytes(8 * 1000 + 2 * 4000 + 6 * 10));
  });
  test('dropout keeps every input of an adapter twice on a CPU; on a GPU once, and a byte a number', () => {
    const adapter = { ...SHAPE.adapter, dropout: true };
    expect(kept({ adapter })).toBe(bytes(8 * 1000 + 4 * 4000 + 7 * 10 + (6 * 1000 + 4000) * 2));
    const gpu = { adapter, device: 'cuda', activationBits: 16 } as const;
    expect(kept(gpu)).toBe(bytes(10 * 1000 + 4 * 4000 + 7 * 10 + (6 * 1000 + 4000) * 1.5, 2));
  });
  test('DoRA keeps base and branch, and works with more', () => {
    const adapter = { ...SHAPE.adapter, dora: true };
    expect(kept({ adapter })).toBe(bytes(8 * 1000 + 4 * 4000 + 7 * 10 + 2.75 * (5 * 1000 + 2 * 4000)));
  });
  test('blocks below the first adapter keep nothing', () => {
    const adapter = { ...SHAPE.adapter, blocks: 4 };
    expect(kept({ adapter })).toBe(TOKENS * 4 * (4 * (8 * 1000 + 4 * 4000 + 70) + FINAL));
  });
  test('checkpointing keeps the input of each block, and works on one at a time', () => {
    const on = activationsOf(MODEL, { ...SHAPE, checkpointing: true }, BATCH);
    expect(on.kept).toBe(TOKENS * 4 * (10 * 1000 + FINAL));
    const off = activationsOf(MODEL, SHAPE, BATCH);
    expect(on.work).toBe(off.work + TOKENS * 4 * (8 * 1000 + 4 * 4000 + 70));
  });
  test('MLX keeps the weight of each token for each other, and one more of the inner width', () => {
    expect(kept({ engine: 'mlx' })).toBe(bytes(8 * 1000 + 5 * 4000 + 7 * 10) + 10 * 2 * 10 * 100 * 100 * 4);
  });
  test('of experts those that a token passes count', () => {
    const experts = { count: 8, active: 2, inner: 1000, shared: 0, denseLayers: 0 };
    expect(activationsOf({ ...MODEL, experts }, FULL, BATCH).kept).toBe(bytes(10 * 1000 + 4 * 2000 + 2 * 2 * 1000 + 8));
  });
});

describe('scores', () => {
  const batch = { rows: 4, length: 257 };
  test('a frozen head on a CPU: 512 tokens at a time, three times over', () => {
    expect(logitsOf(MODEL, SHAPE, batch)).toEqual({ bytes: 3 * 512 * 10_000 * 4, piece: 512 * 10_000 * 4 });
  });
  test('fewer tokens than that: as many as there are', () => {
    expect(logitsOf(MODEL, SHAPE, { rows: 1, length: 101 }).bytes).toBe(3 * 100 * 10_000 * 4);
  });
  test('a trained head: tiles of TRL, and the gradient of the states', () => {
    expect(logitsOf(MODEL, FULL, batch)).toEqual({
      bytes: 7 * 1024 * 10_000 * 4 + 1024 * 1000 * 4, piece: 1024 * 10_000 * 4,
    });
  });
  test('so is a head that is tied to an embedding that is trained', () => {
    const shape = { ...SHAPE, adapter: { ...SHAPE.adapter, wholeModules: ['embed_tokens'] } };
    expect(logitsOf({ ...MODEL, tied: true }, shape, batch)).toEqual(logitsOf(MODEL, FULL, batch));
    expect(logitsOf(MODEL, shape, batch)).toEqual(logitsOf(MODEL, SHAPE, batch));
  });
  test('a GPU folds one tile of 4096 tokens and 32,768 of the vocabulary at a time', () => {
    const gpu = { ...SHAPE, device: 'cuda', activationBits: 16 } as const;
    expect(logitsOf({ ...MODEL, vocabulary: 50_000 }, gpu, { rows: 8, length: 1025 })).toEqual({
      bytes: 4096 * 32_768 * 2 + 8192 * 1000 * 4, piece: 4096 * 32_768 * 2,
    });
  });
  test('MLX: pieces of 32 MiB', () => {
    const mlx = { ...SHAPE, engine: 'mlx' } as const;
    expect(logitsOf(MODEL, mlx, batch).bytes).toBeCloseTo(3.6 * 2 ** 25);
    expect(logitsOf(MODEL, mlx, { rows: 1, length: 101 }).bytes).toBe(3.6 * 100 * 10_000 * 4);
  });
});

describe('the peak', () => {
  test('the parts are its sum', () => {
    const { parts, addedBytes } = estimateMemory(MODEL, SHAPE, 512);
    expect(Object.values(parts).reduce((sum, bytes) => sum + bytes)).toBe(addedBytes);
  });
  test('with few tokens it is at the end of a step: weights, gradients and two moments', () => {
    const { parts } = estimateMemory(MODEL, { ...FULL, batchSize: 1, accumulation: 1 }, 16);
    expect(parts).toMatchObject({ weights: 4 * PARAMETERS, gradients: 4 * PARAMETERS, optimizer: 8 * PARAMETERS, logits: 0 });
  });
  test('with many it is before the way back, when there are no gradients unless others came before', () => {
    const many = { ...FULL, batchSize: 16 };
    expect(estimateMemory(MODEL, { ...many, accumulation: 1 }, 512).parts.gradients).toBe(0);
    expect(estimateMemory(MODEL, many, 512).parts.gradients).toBe(4 * PARAMETERS);
  });
  test('an evaluation of many rows may need more than a step of few', () => {
    const small = { ...SHAPE, batchSize: 1, accumulation: 1, checkpointing: true };
    const step = estimateMemory(MODEL, small, 512);
    expect(estimateMemory(MODEL, { ...small, evaluationBatchSize: 1 }, 512)).toEqual(step);
    const { parts } = estimateMemory(MODEL, { ...small, evaluationBatchSize: 64 }, 512);
    expect(parts).toMatchObject({ activations: 64 * 512 * 4 * (3 * 4000 + 4 * 1000), gradients: 0 });
  });
  test('a tied embedding has two gradients more at the end', () => {
    const { parts } = estimateMemory({ ...MODEL, tied: true }, { ...FULL, batchSize: 1, accumulation: 1 }, 16);
    expect(parts.logits).toBe(2 * 10e6 * 4);
  });
  test('MLX has gradients before and after clipping, and half of them while it updates', () => {
    const { parts } = estimateMemory(MODEL, { ...FULL, engine: 'mlx', batchSize: 1, accumulation: 1 }, 16);
    expect(parts.gradients).toBe(2.5 * 4 * PARAMETERS);
    const added = estimateMemory(MODEL, { ...FULL, engine: 'mlx', batchSize: 1, accumulation: 2 }, 16);
    expect(added.parts.gradients).toBe(3.5 * 4 * PARAMETERS);
  });
  test('the allocator holds 0.42 of what comes from its heap; pieces of 32 MiB and more are given back', () => {
    const dropout = { ...SHAPE, adapter: { ...SHAPE.adapter, dropout: true } };
    const { parts } = estimateMemory(MODEL, dropout, 512);
    expect(parts.cache).toBe(Math.round(0.42 * (parts.activations + parts.logits)));
    const wide = estimateMemory({ ...MODEL, vocabulary: 20_000 }, dropout, 512).parts;
    expect(wide.logits).toBeGreaterThan(0);
    expect(wide.cache).toBe(Math.round(0.42 * wide.activations));
  });
});

describe('an adapter is added to a copy of its weights', () => {
  const merged = (tokens: number, changes: Partial<TrainingShape> = {}, model = MODEL) =>
    activationsOf(model, { ...SHAPE, ...changes }, { rows: 1, length: tokens }).merged;

  test('where that is less work: 1000 x 1000 from 501 tokens on, 1000 x 4000 from 801 on', () => {
    expect(merged(500)).toBe(0);
    expect(merged(501)).toBe(10 * 4 * 1e6 * 4);
    expect(merged(801)).toBe(160e6 * 4);
  });
  test('not with dropout, DoRA or biases, on a GPU, by MLX, or where all is trained', () => {
    const { adapter } = SHAPE;
    const never: Partial<TrainingShape>[] = [
      { adapter: { ...adapter, dropout: true } }, { adapter: { ...adapter, dora: true } }, { device: 'cuda' }, { engine: 'mlx' },
    ];
    for (const changes of never) expect(merged(2000, changes)).toBe(0);
    expect(activationsOf(MODEL, FULL, { rows: 1, length: 2000 }).merged).toBe(0);
    expect(merged(501, {}, { ...MODEL, attentionBias: true })).toBe(10 * 1e6 * 4);
  });
  test('the copies leave no holes', () => {
    const { parts } = estimateMemory(MODEL, SHAPE, 512);
    expect(parts.cache).toBe(Math.round(0.42 * (parts.activations - 160e6 * 4 + parts.logits)));
  });
});
