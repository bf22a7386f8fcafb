/** One training of the bench, as both contestants are told it; the Python side reads it as JSON. */
export interface Job {
  readonly method: 'sft' | 'kto';
  readonly device: 'cpu' | 'cuda';
  /** Folder of the base model. */
  readonly base: string;
  /** JSON Lines with `prompt` and `completion` (lists of messages) and, for KTO, `label`. */
  readonly rows: string;
  readonly heldOut: string;
  /** Where the contestant may write. */
  readonly folder: string;
  /** Where the adapter is to be. */
  readonly model: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly rank: number;
  readonly alpha: number;
  readonly dropout: number;
  readonly maxLength: number;
  readonly seed: number;
}

/** What does not differ between cases. */
export const COMMON = { batchSize: 8, rank: 16, alpha: 32, dropout: 0, maxLength: 2048 } as const;
