import { estimateMemory } from '../memory/estimate-memory.ts';
import type { ModelShape } from '../model/model-shape.ts';
import { divisors } from '../suggest/shape-changes.ts';
import type { TrainingShape } from '../training-shape.ts';

/** A training that learns the same as another one, in other pieces. */
export interface Candidate {
  readonly shape: TrainingShape;
  readonly addedBytes: number;
  /** Relative to other candidates: seconds of a step, up to a factor. */
  readonly cost: number;
}

/** Activations that are computed again cost a forward pass more: a quarter of a step or less (docs/plan.md). */
const AGAIN = 1.25;
/**
 * At so many tokens a micro-batch reaches half of a device's speed: an assumption, which only decides between batch
 * sizes that fit.
 */
const HALF_SPEED_TOKENS = { cpu: 16, metal: 128, cuda: 256 } as const;

/**
 * All ways to take the same steps: the rows of a step in larger or smaller micro-batches, activations kept or computed
 * again; the fastest first. KTO's micro-batches stay, since their rows are compared with each other.
 */
export function candidatesOf(model: ModelShape, shape: TrainingShape, longest: number, mayPair: boolean): Candidate[] {
  const rows = shape.batchSize * shape.accumulation;
  const isPaired = shape.loss === 'kto' || shape.loss === 'kto_s';
  const least = shape.loss === 'sft' ? 1 : 2;
  const sizes = isPaired && !mayPair ? [shape.batchSize] : divisors(rows).filter((size) => size >= least);
  const choices = shape.device === 'cpu' ? [false] : [false, true];
  const found = sizes.flatMap((batchSize) => choices.map((checkpointing) => {
    const own = { ...shape, batchSize, accumulation: rows / batchSize, checkpointing };
    return { shape: own, addedBytes: estimateMemory(model, own, longest).addedBytes, cost: costOf(own, longest) };
  }));
  return found.sort((one, other) => one.cost - other.cost || one.addedBytes - other.addedBytes);
}

function costOf({ batchSize, checkpointing, device }: TrainingShape, longest: number): number {
  return (checkpointing ? AGAIN : 1) * (1 + HALF_SPEED_TOKENS[device] / (batchSize * longest));
}
