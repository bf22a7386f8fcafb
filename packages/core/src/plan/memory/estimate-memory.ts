import { adapterParameters, countParameters, wholeParameters } from '../model/count-parameters.ts';
import type { ModelShape } from '../model/model-shape.ts';
import type { MemoryParts } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';
import { activationsOf, evaluationBytes, type Batch } from './activations.ts';
import { GRADIENT_COPIES, HEAP_BYTES, LAST_GRADIENTS, OPTIMIZER_BYTES, PLACES, TABLE_GRADIENTS } from './constants.ts';
import { logitsOf } from './logits.ts';
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
 * of three moments of a step: the scores of tokens, the way back, and the end of it, when all gradients are there; or an
 * evaluation between two steps.
 *
 * @param tokens - those of all rows, where that is known.
 */
export function estimateMemory(model: ModelShape, shape: TrainingShape, longest: number, tokens?: number): MemoryEstimate {
  const batch = { rows: shape.batchSize, length: longest };
  const trainedParameters = trainedOf(model, shape);
  const place = PLACES[`${shape.engine}-${shape.device}` as keyof typeof PLACES];
  const parts = {
    ...fixedParts(model, shape, trainedParameters, tokens),
    ...largest(moments(model, shape, batch, trainedParameters), place.held),
    overhead: place.overhead + (shape.adapter ? 0 : place.fullOverhead),
  };
  const rounded = Object.fromEntries(
    Object.entries(parts).map(([name, bytes]) => [name, Math.round(bytes)]),
  ) as unknown as MemoryParts;
  const addedBytes = Object.values(rounded).reduce((total, bytes) => total + bytes, 0);
  return { parts: rounded, addedBytes, importedBytes: place.imported, trainedParameters };
}

/** How many numbers are trained. */
export function trainedOf(model: ModelShape, { adapter }: TrainingShape): number {
  if (!adapter) return countParameters(model).total;
  return adapterParameters(model, adapter) + wholeParameters(model, adapter.wholeModules);
}

function fixedParts(model: ModelShape, shape: TrainingShape, trained: number, tokens?: number) {
  return {
    weights: weightBytes(model, shape, tokens) * (shape.copiesReference ? 2 : 1),
    adapter: shape.adapter ? trained * NUMBER_BYTES : 0,
    optimizer: trained * OPTIMIZER_BYTES[shape.optimizer],
  };
}

/** What is there at one moment of a step; `heapLogits` is the part of the scores that comes from the allocator's heap. */
interface Moment extends Pick<MemoryParts, 'activations' | 'gradients' | 'logits'> {
  readonly heapLogits?: number;
  /** What of the activations is as large as weights are, and leaves no holes. */
  readonly merged?: number;
}

function moments(model: ModelShape, shape: TrainingShape, batch: Batch, trained: number): Moment[] {
  const { kept, work, merged } = activationsOf(model, shape, batch);
  const gradients = trained * NUMBER_BYTES;
  // From the second micro-batch of a step on, the gradients of those before are there all the time.
  const before = shape.accumulation > 1 ? gradients : 0;
  const { bytes, piece } = logitsOf(model, shape, batch);
  const copies = GRADIENT_COPIES[shape.engine] + (shape.accumulation > 1 ? LAST_GRADIENTS[shape.engine] : 0);
  return [
    { activations: kept + merged, merged, logits: bytes, gradients: before, heapLogits: piece < HEAP_BYTES ? bytes : 0 },
    { activations: kept + merged + work, merged, logits: 0, gradients: before },
    {
      activations: kept / model.layers + work, logits: tableGradients(model, shape),
      gradients: gradients * copies,
    },
    ...evaluation(model, shape, batch.length),
  ];
}

/** An evaluation comes between two steps, when there are no gradients. */
function evaluation(model: ModelShape, shape: TrainingShape, length: number): Moment[] {
  const { evaluationBatchSize: rows } = shape;
  if (rows === undefined) return [];
  const { bytes, piece } = logitsOf(model, shape, { rows, length });
  return [{
    activations: evaluationBytes(model, shape, { rows, length }), logits: bytes, gradients: 0,
    heapLogits: piece < HEAP_BYTES ? bytes : 0,
  }];
}

/** Two gradients of a tied embedding are added up: that of the head waits while that of the embedding is made. */
function tableGradients(model: ModelShape, { adapter, engine }: TrainingShape): number {
  return adapter || !model.tied ? 0 : TABLE_GRADIENTS[engine] * model.vocabulary * model.hidden * NUMBER_BYTES;
}

/** The moment that needs most, with what the allocator holds besides. */
function largest(found: readonly Moment[], held: number): Omit<Moment, 'heapLogits' | 'merged'> & Pick<MemoryParts, 'cache'> {
  const withCache = found.map(({ heapLogits = 0, merged = 0, ...moment }) => ({
    ...moment, cache: held * (moment.activations - merged + heapLogits),
  }));
  const total = ({ activations, gradients, logits, cache }: (typeof withCache)[number]) => activations + gradients + logits + cache;
  return withCache.reduce((most, moment) => (total(moment) > total(most) ? moment : most));
}
