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

/** Scores of tokens over the vocabulary, in the pieces in which the trainers compute them, in bytes. */
export function logitsBytes(model: ModelShape, shape: TrainingShape, { rows, length }: Batch): number {
  const tokens = rows * (length - 1);
  const { vocabulary, hidden } = model;
  const trainsHead = isHeadTrained(model, shape);
  if (shape.engine === 'mlx') return COPIES.mlx * Math.min(PIECE_BYTES, tokens * vocabulary * 4);
  if (shape.device === 'cuda') {
    const tile = Math.min(tokens, TILE.tokens) * Math.min(vocabulary, TILE.vocabulary) * (shape.activationBits / 8);
    return COPIES.triton * tile + tokens * hidden * 4;
  }
  if (!trainsHead) return COPIES.sparse * Math.min(tokens, SPARSE_TOKENS) * vocabulary * 4;
  return COPIES.tile * Math.min(tokens, TILE.tokens) * Math.min(vocabulary, TILE.vocabulary) * 4 + tokens * hidden * 4;
}

/** Whether the weights of the head are trained: all are, or it or what it is tied to is named beside the adapter. */
export function isHeadTrained(model: ModelShape, { adapter }: TrainingShape): boolean {
  if (!adapter) return true;
  return adapter.wholeModules.some((name) => name === 'lm_head' || (model.tied && name === 'embed_tokens'));
}
