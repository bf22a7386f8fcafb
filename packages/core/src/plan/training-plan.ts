import type { Suggestion } from '../contract/suggestion.ts';

/** What `plan` found out before anything was started: plain JSON. Bytes are bytes; what is not known is `null`. */
export interface TrainingPlan {
  readonly model: PlannedModel;
  /** `null` where the model or the back end is not known: a warning says which. */
  readonly memory: MemoryPlan | null;
  readonly disk: DiskPlan;
  /** `null` without rows that can be read: a warning says why. */
  readonly steps: StepsPlan | null;
  /** `null` where no earlier run of this home tells. */
  readonly time: TimePlan | null;
  /** Whether the training fits the memory; `null` where one of the two is not known. */
  readonly fits: boolean | null;
  readonly warnings: readonly PlanWarning[];
  /** Changes that help, the best first. */
  readonly suggestions: readonly Suggestion[];
}

/** The model of a plan. */
export interface PlannedModel {
  readonly name: string;
  /** Where its `config.json` lies; `null` when it is not on this machine. */
  readonly place: string | null;
  readonly parameters: number | null;
  /** How many of them are trained, those of an adapter included. */
  readonly trainedParameters: number | null;
}

/** What a training adds to the memory, by what it is for. */
export interface MemoryParts {
  /** The model, and KTO's copy of it where it needs one. */
  readonly weights: number;
  readonly adapter: number;
  readonly gradients: number;
  readonly optimizer: number;
  /** What the forward pass keeps for the backward pass, and the largest piece of work on the way back. */
  readonly activations: number;
  /** Scores of tokens over the vocabulary, in the pieces in which they are computed. */
  readonly logits: number;
  /** What the allocator holds without a use, since freed pieces do not fit what is asked for next. */
  readonly cache: number;
  /** Buffers of the libraries, the rows, the tokenizer. */
  readonly overhead: number;
}

/** The memory of a training at its peak. */
export interface MemoryPlan {
  readonly device: 'cuda' | 'metal' | 'cpu';
  readonly parts: MemoryParts;
  /** The sum of the parts: the peak, net of the memory after imports. */
  readonly addedBytes: number;
  /** What the imported libraries take before anything is loaded; on a GPU what its context takes. */
  readonly importedBytes: number;
  readonly peakBytes: number;
  /** The device's memory, all of it and what is free now; `null` where that cannot be found out. */
  readonly availableBytes: number | null;
  readonly freeBytes: number | null;
  /** How sure it is: `measured` by a probe, `calibrated` against measurements, or by `formula` alone. */
  readonly basis: 'measured' | 'calibrated' | 'formula';
}

/** The disk that a training takes. */
export interface DiskPlan {
  /** One checkpoint: trained weights and the optimizer's state; `null` where the model is not known. */
  readonly checkpointBytes: number | null;
  /** How many are on the disk at once: those that are kept, and the one being written; `null` without a limit. */
  readonly checkpoints: number | null;
  /** The trained model or adapter at the end. */
  readonly modelBytes: number | null;
  readonly totalBytes: number | null;
  /** Free now, where runs are written. */
  readonly freeBytes: number | null;
}

/** How long the training is, in rows, tokens and steps. */
export interface StepsPlan {
  /** Rows that are trained on. */
  readonly rows: number;
  /** Estimated from the text: the tokenizer alone knows. Rows that are too long count up to the limit. */
  readonly tokensPerEpoch: number;
  readonly longestTokens: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/** How long the training takes, from earlier runs or from a probe's step. */
export interface TimePlan {
  readonly seconds: number;
  /** From the fastest to the slowest of those runs; of a probe, from rows as they are to all as long as the longest. */
  readonly between: readonly [least: number, most: number];
  readonly tokensPerSecond: number;
  /** Runs of the same back end, method, model and device in this home; none where a probe tells. */
  readonly runs: readonly string[];
}

/** What a plan has to say besides its numbers. */
export interface PlanWarning {
  readonly code: PlanWarningCode;
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** The codes of plan warnings: each has a row in docs/plan.md. */
export const PLAN_WARNING_CODES = [
  'MODEL_NOT_HERE', 'MODEL_UNREADABLE', 'MODEL_FAMILY_UNKNOWN', 'MEMORY_SHORT', 'MEMORY_TIGHT', 'MEMORY_UNKNOWN',
  'BACKEND_UNKNOWN', 'DISK_SHORT', 'CHECKPOINTS_UNBOUNDED', 'DATASET_UNKNOWN', 'DATASET_EMPTY', 'ROWS_CUT', 'TIME_UNKNOWN',
] as const;

/** One of {@link PLAN_WARNING_CODES}. */
export type PlanWarningCode = (typeof PLAN_WARNING_CODES)[number];
