import { adapterParameters, countParameters, wholeParameters } from '../model/count-parameters.ts';
import type { ModelShape } from '../model/model-shape.ts';
import type { MemoryParts } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';
import { activationsOf, type Batch } from './activations.ts';
import { HELD_SHARE, IMPORTED_BYTES, OPTIMIZER_BYTES, OVERHEAD_BYTES } from './constants.ts';
import { logitsBytes } from './logits.ts';
import { weightBytes } from './weights.ts';

/** What a training adds to the memory at its peak, and what the libraries take before. */
export interface MemoryEstimate {
  readonly parts: MemoryParts;
  readonly addedBytes: number;
  readonly importedBytes: number;
  readonly trainedParameters: number;
}

/** Trained numbers are float32: weights under full fine-tuning, adapters always. */
const NUMBER_BYTES = 4;

/**
 * The memory of a training whose longest row has `longest` tokens, from the sizes of its model. The peak is the largest
 * of three moments of a step: the scores of tokens, the way back, and the end of it, when all gradients are there.
 */
export function estimateMemory(model: ModelShape, shape: TrainingShape, longest: number): MemoryEstimate {
  const batch = { rows: shape.batchSize, length: longest };
  const trainedParameters = trainedOf(model, shape);
  const fixed = fixedParts(model, shape, trainedParameters);
  const moment = largest(moments(model, shape, batch, trainedParameters));
  const cache = HELD_SHARE[heldBy(shape)] * (moment.activations + moment.logits);
  const parts = { ...fixed, ...moment, cache, overhead: OVERHEAD_BYTES[heldBy(shape)] };
  const rounded = Object.fromEntries(
    Object.entries(parts).map(([name, bytes]) => [name, Math.round(bytes)]),
  ) as unknown as MemoryParts;
  const addedBytes = Object.values(rounded).reduce((total, bytes) => total + bytes, 0);
  return { parts: rounded, addedBytes, importedBytes: IMPORTED_BYTES[heldBy(shape)], trainedParameters };
}

/** How many numbers are trained. */
export function trainedOf(model: ModelShape, { adapter }: TrainingShape): number {
  if (!adapter) return countParameters(model).total;
  return adapterParameters(model, adapter) + wholeParameters(model, adapter.wholeModules);
}

/** The place of a training's constants. */
export function heldBy({ engine, device }: TrainingShape): keyof typeof OVERHEAD_BYTES {
  return `${engine}-${device}` as keyof typeof OVERHEAD_BYTES;
}

function fixedParts(model: ModelShape, shape: TrainingShape, trained: number) {
  return {
    weights: weightBytes(model, shape) * (shape.copiesReference ? 2 : 1),
    adapter: shape.adapter ? trained * NUMBER_BYTES : 0,
    optimizer: trained * OPTIMIZER_BYTES[shape.optimizer],
  };
}

type Moment = Pick<MemoryParts, 'activations' | 'gradients' | 'logits'>;

function moments(model: ModelShape, shape: TrainingShape, batch: Batch, trained: number): Moment[] {
  const { kept, work } = activationsOf(model, shape, batch);
  const gradients = trained * NUMBER_BYTES;
  // From the second micro-batch of a step on, the gradients of those before are there all the time.
  const before = shape.accumulation > 1 ? gradients : 0;
  const logits = logitsBytes(model, shape, batch);
  const perBlock = kept / model.layers;
  return [
    { activations: kept, logits, gradients: before },
    { activations: kept + work, logits: 0, gradients: before },
    { activations: perBlock + work, logits: embeddingGradient(model, shape), gradients: Math.max(gradients, before) },
  ];
}

/** The gradient of an embedding is as large as it is, and with a tied head there are two to be added up. */
function embeddingGradient(model: ModelShape, { adapter }: TrainingShape): number {
  return adapter || !model.tied ? 0 : model.vocabulary * model.hidden * NUMBER_BYTES;
}

function largest(found: readonly Moment[]): Moment {
  const total = ({ activations, gradients, logits }: Moment) => activations + gradients + logits;
  return found.reduce((most, moment) => (total(moment) > total(most) ? moment : most));
}
