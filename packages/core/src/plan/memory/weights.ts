import { countParameters } from '../model/count-parameters.ts';
import type { ModelShape } from '../model/model-shape.ts';
import type { TrainingShape } from '../training-shape.ts';
import { QUANTIZED_BITS } from './constants.ts';

/**
 * The bytes of a model's weights as they are held. Embedding, head, norms and biases are never quantized; PEFT makes them
 * float32 beside weights that are (`prepare_model_for_kbit_training`).
 */
export function weightBytes(model: ModelShape, { engine, weightBits }: TrainingShape): number {
  const { matrices, embedding, head, small } = countParameters(model);
  const bits = model.quantizedBits === 4 || model.quantizedBits === 8 ? model.quantizedBits : weightBits;
  if (bits === 4 || bits === 8) {
    return (matrices * QUANTIZED_BITS[engine][bits] + (embedding + head + small) * FLOAT_BITS[engine]) / 8;
  }
  return ((matrices + embedding + head + small) * bits) / 8;
}

/** Bits of what is not quantized, beside what is. */
const FLOAT_BITS = { trl: 32, mlx: 16 } as const;
