import type { TrainingShape } from '../training-shape.ts';

/**
 * Bytes that an optimizer keeps for each trained number. AdamW has two moments in float32 (arXiv 1711.05101); in 8 bits
 * they take a byte each (arXiv 2110.02861, section 2); Adafactor keeps a row and a column of a matrix (arXiv 1804.04235);
 * SGD without momentum, as transformers makes it, keeps nothing.
 */
export const OPTIMIZER_BYTES: Readonly<Record<TrainingShape['optimizer'], number>> = {
  adamw: 8, adamw_8bit: 2, paged_8bit: 2, paged_32bit: 8, adafactor: 0.02, sgd: 0,
};

/**
 * Bits of a quantized weight with its scales: NF4 with double quantization takes 0.127 more (QLoRA, arXiv 2305.14314,
 * section 3), MLX's groups of 64 a scale and a bias of 16 bits each.
 */
export const QUANTIZED_BITS = { trl: { 4: 4.127, 8: 8.01 }, mlx: { 4: 4.5, 8: 8.5 } } as const;

/** A training's engine and device: what the constants below were measured for. */
type Place = 'trl-cpu' | 'trl-cuda' | 'mlx-cpu' | 'mlx-metal';

/**
 * Memory that the allocator holds beyond what is in use, as a share of activations and scores: freed pieces do not fit
 * what is asked for next. glibc's and MLX's were fitted to measurements (docs/plan.md); for a GPU PyTorch's caching
 * allocator is taken to waste a tenth, which is not measured.
 */
export const HELD_SHARE: Readonly<Record<Place, number>> = {
  'trl-cpu': 0.42, 'trl-cuda': 0.1, 'mlx-cpu': 0, 'mlx-metal': 0.1,
};

/** Buffers of the libraries, threads, rows, tokenizer: measured with a model of 5 million parameters and one short row. */
export const OVERHEAD_BYTES: Readonly<Record<Place, number>> = {
  'trl-cpu': 45e6, 'trl-cuda': 100e6, 'mlx-cpu': 25e6, 'mlx-metal': 50e6,
};

/** Resident memory after imports, measured; on a GPU what a context takes there, which NVIDIA's tools show for a small program. */
export const IMPORTED_BYTES: Readonly<Record<Place, number>> = {
  'trl-cpu': 457e6, 'trl-cuda': 500e6, 'mlx-cpu': 82e6, 'mlx-metal': 0,
};
