import type { CheckpointInfo, Artifact } from '../contract/results.ts';
import type { ResultRecord, RunRecord } from '../contract/records.ts';
import { RunError, type TunerError } from '../errors.ts';
import { readRunConfig } from '../runs/read-run-config.ts';
import { attemptPaths } from '../runs/run-paths.ts';
import { findArtifact } from './artifact.ts';
import { listCheckpoints } from './checkpoints.ts';
import { classifyFailure } from './failures/classify-failure.ts';
import { logEvidence } from './failures/log-evidence.ts';

/** What every result holds. */
export interface ResultBase {
  readonly runId: string;
  readonly directory: string;
  /** The last value of every metric, under TRL's names. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** The complete checkpoints, by step. */
  readonly checkpoints: readonly CheckpointInfo[];
  /** What is odd about the ending, such as `exit_after_success`; the events have a warning of that code. */
  readonly warnings: readonly string[];
}

/** How a run ended that was asked to. */
export interface StoppedResult {
  readonly status: 'stopped' | 'cancelled';
  /** The newest complete checkpoint, when there is one. */
  readonly checkpoint?: CheckpointInfo;
  /** Whether its state at the end was written as a checkpoint: then a resume repeats nothing. */
  readonly saved: boolean;
  /** The optimizer step at which it ended; `null` when the trainer was ended before it could say. */
  readonly step: number | null;
}

/** How a run ended. A failed run is a result, not an exception. */
export type RunResult = ResultBase & (
  | { readonly status: 'succeeded'; readonly artifact: Artifact }
  | { readonly status: 'failed' | 'lost'; readonly error: TunerError }
  | StoppedResult
);

/** What {@link buildResult} starts from. */
export interface ResultSource {
  readonly directory: string;
  readonly attempt: number;
  readonly record: RunRecord;
  /** The attempt's record; `undefined` when its processes are gone and left none. */
  readonly result: ResultRecord | undefined;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Puts a result together from what is on disk. */
export async function buildResult(source: ResultSource): Promise<RunResult> {
  const { directory, record, result, metrics } = source;
  const checkpoints = await listCheckpoints(directory);
  const base = { runId: record.runId, directory, metrics, checkpoints, warnings: result?.warnings ?? [] };
  if (!result || result.status === 'lost') return { ...base, status: 'lost', error: lost(source) };
  if (result.status === 'failed') {
    const log = await logEvidence(attemptPaths(directory, source.attempt).trainerLog);
    // Without its configuration the run has still failed for the same reason.
    const config = await readRunConfig(directory).catch(() => undefined);
    return { ...base, status: 'failed', error: classifyFailure(result, log, config) };
  }
  if (result.status === 'succeeded') {
    const artifact = findArtifact(directory, record);
    if (!artifact) return { ...base, status: 'failed', error: modelGone(directory) };
    return { ...base, status: 'succeeded', artifact };
  }
  const checkpoint = checkpoints.at(-1);
  const { saved = false, step = null } = result.ack ?? {};
  return { ...base, status: result.status, saved, step, ...(checkpoint ? { checkpoint } : {}) };
}

function lost({ directory, attempt }: ResultSource): RunError {
  return new RunError('LOST', 'The processes of the run are gone and left no record of how they ended.', {
    hint: 'The machine was restarted, or supervisor and trainer were killed together; its checkpoints are still there.',
    details: { directory, attempt },
  });
}

function modelGone(directory: string): RunError {
  return new RunError('INCOMPLETE_RESULT', `The run succeeded, but its model folder is no longer in ${directory}.`, {
    hint: 'It was moved or deleted after the run; train again or use a checkpoint.',
    details: { directory },
  });
}
