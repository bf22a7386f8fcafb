import { countParameters } from '../model/count-parameters.ts';
import type { ModelShape } from '../model/model-shape.ts';
import type { TrainingShape } from '../training-shape.ts';
import { QUANTIZED_BITS } from './constants.ts';

/**
 * The bytes of a model's weights as they are held. Embedding, head, norms and biases are never quantized; PEFT makes them
 * float32 beside weights that are (`prepare_model_for_kbit_training`).
 *
 * @param tokens - how many are looked up at most, where that is known.
 */
export function weightBytes(model: ModelShape, shape: TrainingShape, tokens = Infinity): number {
  const { engine, weightBits } = shape;
  const { matrices, head, small } = countParameters(model);
  const embedding = embeddingRows(model, shape, tokens) * model.hidden;
  const bits = model.quantizedBits === 4 || model.quantizedBits === 8 ? model.quantizedBits : weightBits;
  if (bits === 4 || bits === 8) {
    return (matrices * QUANTIZED_BITS[engine][bits] + (embedding + head + small) * FLOAT_BITS[engine]) / 8;
  }
  return ((matrices + embedding + head + small) * bits) / 8;
}

/**
 * On a CPU transformers maps weights from their files: of a frozen embedding only the rows come into memory that are
 * looked up, unless the head, which is it, reads them all.
 */
function embeddingRows({ tied, vocabulary }: ModelShape, { engine, device, adapter }: TrainingShape, tokens: number): number {
  const isMapped = engine === 'trl' && device === 'cpu' && adapter && !adapter.wholeModules.includes('embed_tokens');
  return isMapped && !tied ? Math.min(vocabulary, tokens) : vocabulary;
}

/** Bits of what is not quantized, beside what is. */
const FLOAT_BITS = { trl: 32, mlx: 16 } as const;
