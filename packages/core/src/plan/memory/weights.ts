import { countParameters } from '../model/count-parameters.ts';
import type { ModelShape } from '../model/model-shape.ts';
import type { TrainingShape } from '../training-shape.ts';
import { QUANTIZED_BITS } from './constants.ts';

/** The bytes of a model's weights as they are held. Embedding, head, norms and biases are never quantized. */
export function weightBytes(model: ModelShape, { engine, weightBits }: TrainingShape): number {
  const { matrices, embedding, head, small } = countParameters(model);
  const bits = model.quantizedBits === 4 || model.quantizedBits === 8 ? model.quantizedBits : weightBits;
  if (bits === 4 || bits === 8) {
    return (matrices * QUANTIZED_BITS[engine][bits] + (embedding + head + small) * FLOAT_BITS) / 8;
  }
  return ((matrices + embedding + head + small) * bits) / 8;
}

/** What is not quantized is a 16-bit float beside what is. */
const FLOAT_BITS = 16;
