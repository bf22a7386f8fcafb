import { withValue } from '../../config/paths.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import type { ResultChange } from '../autofit/autofit-options.ts';
import type { TrainingShape } from '../training-shape.ts';

/** A change of a configuration that changes its memory or time, and what the training would be then. */
export interface ShapeChange {
  /** As a reader sees it: `per_device_train_batch_size 6 → 2`. */
  readonly title: string;
  readonly reason: string;
  /** As `overrides` of `overrideConfig`. */
  readonly overrides: JsonObject;
  readonly shape: TrainingShape;
  /** What of the result changes; `undefined` for what learns the same: those come first. */
  readonly changes?: ResultChange;
}

/** Every change that may make a training smaller, in no order. */
export function shapeChanges(shape: TrainingShape, longest: number): ShapeChange[] {
  return [
    ...smallerBatches(shape), ...checkpointing(shape), ...optimizer(shape), ...quantized(shape),
    ...shorterRows(shape, longest), ...smallerRank(shape), ...adapter(shape),
  ];
}

/** The same effective batch in smaller pieces. */
export function smallerBatches(shape: TrainingShape): ShapeChange[] {
  const { batchSize, accumulation, keys } = shape;
  const rows = batchSize * accumulation;
  const least = shape.loss === 'sft' ? 1 : 2;
  const sizes = divisors(rows).filter((size) => size < batchSize && size >= least);
  return sizes.map((size) => ({
    title: `${lastPart(keys.batchSize)} ${batchSize} → ${size}`,
    reason: `${size} rows at a time and ${rows / size} times before each step: the same ${rows} rows per step.`,
    overrides: settings([[keys.batchSize, size], [keys.accumulation, rows / size]]),
    shape: { ...shape, batchSize: size, accumulation: rows / size },
    // KTO's KL term compares the rows of a micro-batch with each other.
    ...(shape.loss === 'kto' || shape.loss === 'kto_s' ? { changes: 'pairs' as const } : {}),
  }));
}

function checkpointing(shape: TrainingShape): ShapeChange[] {
  if (shape.checkpointing || shape.device === 'cpu') return [];
  return [{
    title: `${lastPart(shape.keys.checkpointing[0] ?? '')} false → true`,
    reason: 'Activations are computed again on the way back instead of kept: about 20 % slower, the same numbers.',
    overrides: settings(shape.keys.checkpointing.map((key) => [key, true])),
    shape: { ...shape, checkpointing: true },
  }];
}

function optimizer(shape: TrainingShape): ShapeChange[] {
  const { optimizer: key } = shape.keys;
  if (!key || shape.device !== 'cuda' || shape.optimizer !== 'adamw') return [];
  return [{
    title: `${lastPart(key)} → adamw_8bit`,
    reason: 'AdamW\'s moments in a byte each instead of four.',
    overrides: settings([[key, 'adamw_8bit']]),
    shape: { ...shape, optimizer: 'adamw_8bit' }, changes: 'optimizer',
  }];
}

function quantized(shape: TrainingShape): ShapeChange[] {
  const { quantize: key } = shape.keys;
  if (!key || shape.device !== 'cuda' || !shape.adapter || shape.weightBits < 16) return [];
  return [{
    title: `${lastPart(key)} false → true`, reason: 'The frozen weights in 4 bits, as QLoRA has them.',
    overrides: settings([[key, true]]), shape: { ...shape, weightBits: 4 }, changes: 'quantization',
  }];
}

function shorterRows(shape: TrainingShape, longest: number): ShapeChange[] {
  const tokens = 2 ** Math.ceil(Math.log2(Math.max(32, longest)) - 1);
  if (tokens >= longest || tokens < 128) return [];
  return [{
    title: `${lastPart(shape.keys.maxTokens)} ${shape.maxTokens} → ${tokens}`,
    reason: `Rows longer than ${tokens} tokens are cut: what stands behind that is not learned.`,
    overrides: settings([[shape.keys.maxTokens, tokens]]),
    shape: { ...shape, maxTokens: tokens }, changes: 'length',
  }];
}

function smallerRank(shape: TrainingShape): ShapeChange[] {
  if (!shape.adapter || shape.adapter.rank < 16) return [];
  const rank = Math.floor(shape.adapter.rank / 2);
  return [{
    title: `${lastPart(shape.keys.rank)} ${shape.adapter.rank} → ${rank}`, reason: 'A smaller adapter.',
    overrides: settings([[shape.keys.rank, rank]]),
    shape: { ...shape, adapter: { ...shape.adapter, rank } }, changes: 'rank',
  }];
}

function adapter(shape: TrainingShape): ShapeChange[] {
  if (shape.adapter) return [];
  const made = { rank: 16, targets: 'all-linear', dropout: false, dora: false, wholeModules: [] } as const;
  return [{
    title: `${lastPart(shape.keys.fineTune)} full → lora`,
    reason: 'An adapter of rank 16 instead of all weights: no gradients and moments of the model. It wants about ten times the learning rate.',
    overrides: settings([[shape.keys.fineTune, 'lora'], [shape.keys.rank, made.rank]]),
    shape: { ...shape, adapter: made, copiesReference: false }, changes: 'adapter',
  }];
}

/** `overrides` that set these keys of the document. */
export function settings(values: readonly (readonly [key: string, value: JsonValue])[]): JsonObject {
  return { settings: values.reduce<JsonObject>((document, [key, value]) => withValue(document, key, value), {}) };
}

/** The numbers that divide `value`, the largest first. */
export function divisors(value: number): number[] {
  const small = Array.from({ length: Math.floor(Math.sqrt(value)) }, (_, index) => index + 1).filter((size) => value % size === 0);
  return [...new Set([...small, ...small.map((size) => value / size)])].sort((one, other) => other - one);
}

/** The last part of a dotted path. */
export function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}
