import type { Suggestion } from '../../contract/suggestion.ts';
import { formatBytes } from '../format-bytes.ts';
import { estimateMemory } from '../memory/estimate-memory.ts';
import type { ModelShape } from '../model/model-shape.ts';
import { lastPart, settings } from '../suggest/shape-changes.ts';
import type { TrainingShape } from '../training-shape.ts';

/** What leads from one training to another that learns the same, each change with its reason and its memory. */
export function changesTo(model: ModelShape, from: TrainingShape, to: TrainingShape, longest: number): Suggestion[] {
  const bytes = (shape: TrainingShape) => estimateMemory(model, shape, longest).addedBytes;
  const { batchSize, accumulation } = to;
  const between = { ...from, batchSize, accumulation };
  return [
    ...(batchSize === from.batchSize ? [] : [batchChange(from, to, bytes(between) - bytes(from))]),
    ...(to.checkpointing === from.checkpointing ? [] : [checkpointingChange(to, bytes(to) - bytes(between))]),
  ];
}

function batchChange(from: TrainingShape, { batchSize, accumulation, keys }: TrainingShape, bytes: number): Suggestion {
  const changed = `${lastPart(keys.batchSize)} ${from.batchSize} → ${batchSize}, `
    + `${lastPart(keys.accumulation)} ${from.accumulation} → ${accumulation}`;
  return {
    reason: batchSize > from.batchSize
      ? 'More rows at a time are faster, and they fit; a step has as many as before.'
      : 'Fewer rows at a time fit; a step has as many as before.',
    overrides: settings([[keys.batchSize, batchSize], [keys.accumulation, accumulation]]),
    effect: `${changed}: ${signed(bytes)}`,
  };
}

function checkpointingChange({ checkpointing, keys }: TrainingShape, bytes: number): Suggestion {
  return {
    reason: checkpointing
      ? 'Activations do not fit: they are computed again on the way back, about 20 % slower, with the same numbers.'
      : 'Activations fit: they need not be computed again, which saves about a fifth of the time.',
    overrides: settings(keys.checkpointing.map((key) => [key, checkpointing])),
    effect: `${lastPart(keys.checkpointing[0] ?? '')} ${!checkpointing} → ${checkpointing}: ${signed(bytes)}`,
  };
}

function signed(bytes: number): string {
  return `${bytes > 0 ? '+' : ''}${formatBytes(bytes)}`;
}
