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

/**
 * How often the gradients are there at the end of a step. PyTorch clips them in place. MLX has them before and after
 * clipping, and half of them once more while it makes new weights and moments beside the old: the last is measured.
 */
export const GRADIENT_COPIES = { trl: 1, mlx: 2.5 } as const;

/** The gradients of a step's last micro-batch beside their sum: PyTorch adds in place, MLX into new arrays. */
export const LAST_GRADIENTS = { trl: 0, mlx: 1 } as const;

/** Gradients of a tied table besides the one that stays: autograd holds both until it has their sum; MLX one of them. */
export const TABLE_GRADIENTS = { trl: 2, mlx: 1 } as const;

/** What only one engine on one device has, in bytes but for `held`. */
export interface PlaceConstants {
  /**
   * Memory that the allocator holds beyond what is in use, as a share of activations and scores: freed pieces do not fit
   * what is asked for next. Fitted to measurements on a CPU; 0.1 is a guess for a GPU, where nothing was measured.
   */
  readonly held: number;
  /** Buffers of the libraries, threads, rows, tokenizer: measured with a small model and one short row. */
  readonly overhead: number;
  /** The same, besides, where all weights are trained. */
  readonly fullOverhead: number;
  /** Resident memory after imports, measured; on a GPU half a gigabyte is a usual size of a CUDA context, not measured. */
  readonly imported: number;
}

/** By engine and device. */
export const PLACES: Readonly<Record<'trl-cpu' | 'trl-cuda' | 'mlx-cpu' | 'mlx-metal', PlaceConstants>> = {
  'trl-cpu': { held: 0.42, overhead: 45e6, fullOverhead: 0, imported: 457e6 },
  'trl-cuda': { held: 0.1, overhead: 100e6, fullOverhead: 0, imported: 500e6 },
  'mlx-cpu': { held: 0, overhead: 25e6, fullOverhead: 25e6, imported: 82e6 },
  'mlx-metal': { held: 0.1, overhead: 50e6, fullOverhead: 0, imported: 0 },
};

/**
 * The largest piece that glibc takes from its heap (`DEFAULT_MMAP_THRESHOLD_MAX` of malloc.c, 64 bits): a larger one is
 * mapped by itself and given back when it is freed.
 */
export const HEAP_BYTES = 32 * 2 ** 20;
