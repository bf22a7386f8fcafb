import type { ModelShape } from '../model/model-shape.ts';
import type { TrainingShape } from '../training-shape.ts';
import type { Batch } from './activations.ts';

/** Tokens whose scores `trl/model/head.py` holds at once, with a head that is not trained, on a CPU. */
const SPARSE_TOKENS = 512;
/** The tiles of TRL's head (`TOKEN_CHUNK_SIZE`, `_CHUNKED_LOGPROB_CHUNK_SIZE` of TRL). */
const TILE = { tokens: 4096, vocabulary: 32_768 };
/** A piece of `mlx/scores.py`, in bytes. */
const PIECE_BYTES = 32 * 2 ** 20;

/** How often a piece of scores is there at once: counted in the code named above, confirmed by the bench. */
const COPIES = { sparse: 3, tile: 7, triton: 1, mlx: 3.6 };

/** The scores of tokens: all that is there at once, and the largest piece of it, in bytes. */
export interface Logits {
  readonly bytes: number;
  readonly piece: number;
}

/** Scores of tokens over the vocabulary, in the pieces in which the trainers compute them. */
export function logitsOf(model: ModelShape, shape: TrainingShape, { rows, length }: Batch): Logits {
  const tokens = rows * (length - 1);
  const { vocabulary, hidden } = model;
  const pieces = (most: number, width: number, size: number, copies: number, besides = 0) => {
    const piece = Math.min(tokens, most) * Math.min(vocabulary, width) * size;
    return { bytes: copies * piece + besides, piece };
  };
  // Lazily computed, the scores of the policy, of other answers and of the reference are there at the same time.
  const passes = shape.loss === 'sft' ? 1 : 2;
  if (shape.engine === 'mlx') return pieces(PIECE_BYTES / (4 * vocabulary), Infinity, 4, COPIES.mlx * passes);
  // TRL's head adds up the gradient of the states in float32.
  const states = tokens * hidden * 4;
  if (shape.device === 'cuda') return pieces(TILE.tokens, TILE.vocabulary, shape.activationBits / 8, COPIES.triton, states);
  if (!isHeadTrained(model, shape)) return pieces(SPARSE_TOKENS, Infinity, 4, COPIES.sparse);
  return pieces(TILE.tokens, TILE.vocabulary, 4, COPIES.tile, states);
}

/** Whether the weights of the head are trained: all are, or it or what it is tied to is named beside the adapter. */
export function isHeadTrained(model: ModelShape, { adapter }: TrainingShape): boolean {
  if (!adapter) return true;
  return adapter.wholeModules.some((name) => name === 'lm_head' || (model.tied && name === 'embed_tokens'));
}
