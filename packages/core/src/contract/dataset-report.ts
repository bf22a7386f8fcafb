import type { DatasetIssue, DatasetIssueCode, IssueSeverity, RowFormat } from './dataset-issues.ts';

/** How a data file may be packed. */
export type Compression = 'gzip' | 'zstd';

/** How a number is spread over rows. Quantiles are off by 1.6 % at most; `total`, `mean`, `min` and `max` are exact. */
export interface Spread {
  readonly total: number;
  readonly mean: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** How often something was found, and where first. */
export interface IssueCount {
  readonly severity: IssueSeverity;
  readonly count: number;
  /** The first lines; empty for what is about the file. */
  readonly lines: readonly number[];
}

/** The labels of the rows that can be read. */
export interface LabelBalance {
  /** Rows with `label: true`. */
  readonly good: number;
  /** Rows with `label: false`. */
  readonly bad: number;
  readonly none: number;
  /**
   * Weights that make good : bad rows weigh between 1 : 1 and 4 : 3, TRL's rule for KTO ("Imbalanced data" in
   * https://huggingface.co/docs/trl/kto_trainer): change one of them, the other stays. `null` without rows of both
   * kinds.
   */
  readonly advisedWeights: { readonly good: WeightSpan; readonly bad: WeightSpan } | null;
}

/** The smallest and the largest weight that fits. */
export type WeightSpan = readonly [least: number, most: number];

/** Two lines that say the same. */
export interface LinePair {
  readonly line: number;
  /** The line that it repeats. */
  readonly of: number;
}

/** Rows that repeat others: the same words, by the same roles, in the same order. */
export interface DuplicateCounts {
  /** Rows that repeat an earlier one, label and all. */
  readonly rows: number;
  readonly examples: readonly LinePair[];
  /** Rows whose words stand in an earlier row with the other label. */
  readonly contradictions: number;
  readonly contradictionExamples: readonly LinePair[];
  /** How many different rows were kept in mind: beyond six million, later ones are not compared with each other. */
  readonly compared: number;
  readonly isComplete: boolean;
}

/** Rows whose words are nearly those of an earlier one. */
export interface NearDuplicateCounts {
  readonly rows: number;
  /** `similarity`: the estimated share of common phrases, from 0 to 1. */
  readonly examples: readonly (LinePair & { readonly similarity: number })[];
  readonly compared: number;
  readonly isComplete: boolean;
}

/** What the rows that are trained on share with those of the evaluation file. */
export interface Leakage {
  /** Different rows of the evaluation file that are trained on. */
  readonly rows: number;
  /** Different prompts of the evaluation file that are trained on with another answer. */
  readonly prompts: number;
  /** `line` in the training file, `of` in the evaluation file. */
  readonly examples: readonly LinePair[];
}

/** What a file of rows holds: plain JSON. */
export interface FileReport {
  /** Absolute. */
  readonly file: string;
  /** As it lies on the disk. */
  readonly bytes: number;
  readonly compression: Compression | null;
  /** What all usable rows are in; `mixed` for several, `null` for none. */
  readonly format: RowFormat | 'mixed' | null;
  readonly formats: Readonly<Partial<Record<RowFormat, number>>>;
  readonly lines: number;
  /** Lines that are not blank. */
  readonly rows: number;
  /** Rows that the method can use. */
  readonly usable: number;
  /** Rows that it cannot; the `error`s say why. */
  readonly unusable: number;
  /** SFT: rows with `label: false`, which are left out. */
  readonly leftOutByLabel: number;
  readonly labels: LabelBalance;
  /** Turns by role, under the four names that chat templates know. */
  readonly roles: Readonly<Record<string, number>>;
  readonly toolCalls: number;
  /** Turns of a row; of text and of prompts and completions that are text, none. */
  readonly turns: Spread;
  /** UTF-16 code units of a row's words. */
  readonly characters: Spread;
  /** Estimated: a token for four bytes of UTF-8, and four for each turn. The tokenizer alone knows. */
  readonly tokens: Spread;
  /** Usable rows whose estimate is above `limit`; `null` where no limit is known. */
  readonly tooLong: { readonly limit: number; readonly rows: number } | null;
  readonly duplicates: DuplicateCounts;
  /** `null` unless asked for. */
  readonly nearDuplicates: NearDuplicateCounts | null;
}

/** What `inspectDataset` found out: plain JSON. */
export interface DatasetReport extends FileReport {
  /** What the rows were judged for; the labels decide where that was left to them. */
  readonly method: 'sft' | 'kto';
  /** Whether nothing is an `error`. */
  readonly ok: boolean;
  /** The first of each code, in the order in which they were found; `counts` has the numbers. */
  readonly issues: readonly DatasetIssue[];
  readonly counts: Readonly<Partial<Record<DatasetIssueCode, IssueCount>>>;
  /** The evaluation file; `null` without one. Its issues stand among the others. */
  readonly evaluation: FileReport | null;
  readonly leakage: Leakage | null;
}
