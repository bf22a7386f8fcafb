import type { RunRecord } from './records.ts';
import type { RunStatus } from './status.ts';

/** A complete checkpoint of a run. */
export interface CheckpointInfo {
  readonly step: number;
  readonly epoch: number | null;
  readonly path: string;
  readonly kind: 'adapter' | 'model';
  readonly bytes: number;
  readonly createdAt: string;
  /** The evaluation values known when it was written, such as `eval_loss`. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** What a successful run leaves behind. */
export interface Artifact {
  /** `adapter`: LoRA weights over `baseModel`, for PEFT (of rtx) or mlx-lm (of mac); `model`: a whole model, loads alone. */
  readonly kind: 'adapter' | 'model';
  readonly path: string;
  readonly baseModel: string;
}

/** Values under one name over the steps of a run. */
export interface MetricSeries {
  readonly name: string;
  readonly points: readonly { readonly step: number; readonly value: number | null }[];
}

/** What is known of a run without opening its events. */
export interface RunInfo {
  readonly runId: string;
  readonly directory: string;
  readonly status: RunStatus;
  /** `'elsewhere'`: recorded by another machine or container, so that its processes cannot be looked at from here. */
  readonly observed: 'here' | 'elsewhere';
  readonly attempts: number;
  /** What the run is, as it was recorded once: its versions, data, tags, and in `assets` the hashes of its Python code. */
  readonly record: RunRecord;
}

/** A run directory whose record cannot be read: it says so and hides no other. */
export interface UnreadableRun {
  readonly runId: string;
  readonly directory: string;
  readonly status: 'unreadable';
  readonly reason: string;
}
