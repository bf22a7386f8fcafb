/** What a training is, in the words that every back end shares: what memory, steps and time are estimated from. */
export interface TrainingShape {
  /** Whose code trains: what is kept in memory differs. */
  readonly engine: 'trl' | 'mlx';
  readonly device: 'cuda' | 'metal' | 'cpu';
  /** Rows per micro-batch, and micro-batches per optimizer step. */
  readonly batchSize: number;
  readonly accumulation: number;
  readonly epochs: number;
  /** Optimizer steps that win over `epochs`; `undefined` where epochs decide. */
  readonly maxSteps?: number;
  /** The longest row in tokens: longer ones are cut or left out. */
  readonly maxTokens: number;
  /** Several rows in one sequence of `maxTokens`. */
  readonly packing: boolean;
  /** Activations are computed again in the backward pass instead of kept. */
  readonly checkpointing: boolean;
  /** The adapter; `undefined` where all weights are trained. */
  readonly adapter?: AdapterShape;
  /** Bits of a frozen weight: 4 and 8 are quantized, 16 and 32 are floats. */
  readonly weightBits: 4 | 8 | 16 | 32;
  /** Bits of an activation: 16 under mixed precision. */
  readonly activationBits: 16 | 32;
  readonly optimizer: 'adamw' | 'adamw_8bit' | 'paged_8bit' | 'paged_32bit' | 'adafactor' | 'sgd';
  readonly loss: 'sft' | 'kto' | 'apo_zero_unpaired' | 'kto_s';
  /** KTO: a second model is kept as the reference. */
  readonly copiesReference: boolean;
  /** Share of the rows that is held out. */
  readonly heldOutShare: number;
  /** Rows per batch of an evaluation; `undefined` without evaluations. */
  readonly evaluationBatchSize?: number;
  readonly saves: { readonly strategy: 'no' | 'steps' | 'epoch'; readonly every: number; readonly kept: number | null };
  /** Where the back end's document says it: dotted paths, for suggestions. */
  readonly keys: ShapeKeys;
  /** The hub's cache, where the document names one. */
  readonly cacheFolder?: string;
}

/** An adapter, as LoRA and its kin have it. */
export interface AdapterShape {
  readonly rank: number;
  /** Names of layers, or every linear layer of a block. */
  readonly targets: 'all-linear' | readonly string[];
  /** Blocks that get it, the last ones; all when `undefined`. */
  readonly blocks?: number;
  readonly dropout: boolean;
  readonly dora: boolean;
  /** Modules that are trained in full beside it. */
  readonly wholeModules: readonly string[];
}

/** Places of a document that a suggestion may change. */
export interface ShapeKeys {
  readonly batchSize: string;
  readonly accumulation: string;
  readonly maxTokens: string;
  readonly checkpointing: readonly string[];
  readonly optimizer?: string;
  readonly fineTune: string;
  readonly quantize?: string;
  readonly rank: string;
  readonly kept: string;
}
