import type { Suggestion } from '../../contract/suggestion.ts';
import { formatBytes } from '../format-bytes.ts';
import { estimateMemory } from '../memory/estimate-memory.ts';
import type { ModelShape } from '../model/model-shape.ts';
import type { TrainingShape } from '../training-shape.ts';
import { shapeChanges } from './shape-changes.ts';

/** A change must save this share of what a training adds to be worth a suggestion. */
const WORTH = 0.03;

/**
 * Suggestions that make a training smaller, the best first: what changes nothing of the result before what does; of
 * those that then fit the gentlest, of the others the one that saves most. Of several batch sizes the largest that fits
 * counts, else the smallest.
 */
export function rankSuggestions(
  model: ModelShape, shape: TrainingShape, longest: number, roomBytes: number | null,
): Suggestion[] {
  const before = estimateMemory(model, shape, longest).addedBytes;
  const judged = shapeChanges(shape, longest).map((change) => {
    const after = estimateMemory(model, change.shape, Math.min(longest, change.shape.maxTokens)).addedBytes;
    return { ...change, saved: before - after, fits: roomBytes !== null && after <= roomBytes };
  }).filter(({ saved }) => saved >= WORTH * before);
  const batches = judged.filter(({ shape: { batchSize } }) => batchSize < shape.batchSize);
  const batch = batches.find(({ fits }) => fits) ?? batches.at(-1);
  const others = judged.filter((change) => !batches.includes(change));
  const order = (one: (typeof judged)[number], other: (typeof judged)[number]) =>
    Number(one.changes !== undefined) - Number(other.changes !== undefined)
    || Number(other.fits) - Number(one.fits)
    || (one.fits ? one.saved - other.saved : other.saved - one.saved);
  return [...(batch ? [batch] : []), ...others].sort(order).map(({ reason, overrides, title, saved }) => ({
    reason, overrides, effect: `${title}: −${formatBytes(saved)}`,
  }));
}
