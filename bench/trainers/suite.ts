import type { Job } from './job.ts';

/** One comparison: what is trained, on what, how often. */
export interface Case {
  readonly title: string;
  readonly method: Job['method'];
  readonly model: 'tiny' | 'medium' | 'small' | '0.1B' | '0.6B' | '1.3B' | '3B';
  readonly rows: 'short' | 'long';
  /** How many rows are trained on. */
  readonly count: number;
  readonly epochs: number;
  /** @defaultValue that of all cases */
  readonly batchSize?: number;
  readonly learningRate: number;
}

/** Moments of a training, in seconds since 1970. */
export interface Marks {
  readonly begun: number;
  readonly firstStep: number;
  readonly ended: number;
  /** The most memory of the GPU that PyTorch held, on a GPU. */
  readonly gpuBytes?: number;
}

/** One of those that are compared; the first of a suite is ours. */
export interface Contestant {
  readonly name: string;
  /** Writes what it needs into the job's folder; gives the command that trains. */
  prepare(job: Job): Promise<{ readonly argv: readonly string[]; readonly env?: Readonly<Record<string, string>> }>;
  /** The moments of the training that has ended. */
  marks(job: Job): Marks;
}

/** What the trained adapters of a case are worth: the loss on the held-out rows, in the order of `adapters`. */
export interface Verdict {
  /** Tokens that are not padding in the rows of one epoch. */
  readonly tokens: number;
  readonly losses: readonly number[];
  /** On a GPU whose peak is known: what a token costs (weights that are frozen have no gradient), and that peak. */
  readonly flops?: { readonly token: number; readonly peak: number };
}

/** Cases with those who take part in them. */
export interface Suite {
  /** @defaultValue cpu */
  readonly device?: Job['device'];
  readonly cases: readonly Case[];
  readonly contestants: readonly Contestant[];
  /** The Python that measures processes. */
  readonly python: string;
  /** Makes the base model of a case; gives its folder. */
  base(model: Case['model'], folder: string): string;
  judge(job: Job, adapters: readonly string[]): Verdict;
}
