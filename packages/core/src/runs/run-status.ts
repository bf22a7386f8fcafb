import { existsSync } from 'node:fs';
import type { Executor, Liveness } from '../contract/executor.ts';
import { resultRecordSchema, runRecordSchema } from '../contract/records.ts';
import type { RunInfo } from '../contract/results.ts';
import type { RunStatus } from '../contract/status.ts';
import { RunError } from '../errors.ts';
import { readRecord } from './read-record.ts';
import { attemptPaths, lastAttempt, runPaths } from './run-paths.ts';

/** Where an attempt stands. */
export interface AttemptState {
  readonly status: RunStatus;
  readonly liveness: Liveness;
}

/** Computes an attempt's state from the files on disk and the processes that they name; remembers nothing. */
export async function attemptState(executor: Executor, directory: string, attempt: number): Promise<AttemptState> {
  const paths = attemptPaths(directory, attempt);
  const liveness = await executor.inspect({ runId: '', directory, attempt });
  // Read after the look at the processes: a run that ended in between has written its result by now.
  const result = await readRecord(paths.result, resultRecordSchema);
  if (result) return { status: result.status, liveness };
  if (!existsSync(paths.supervisor)) return { status: 'created', liveness };
  if (liveness === 'gone') return { status: 'lost', liveness };
  if (existsSync(paths.stop) || existsSync(paths.cancel)) return { status: 'stopping', liveness };
  return { status: existsSync(paths.process) ? 'running' : 'starting', liveness };
}

/** What is known of the run in `directory`. @throws RunError `RUN_NOT_FOUND`, `RUN_UNREADABLE`, `FORMAT_VERSION` */
export async function readRunInfo(executor: Executor, directory: string): Promise<RunInfo> {
  const record = await readRecord(runPaths(directory).record, runRecordSchema);
  if (!record) {
    throw new RunError('RUN_NOT_FOUND', `There is no run in ${directory}.`, {
      hint: 'runs.list() gives the runs of this home.',
      details: { directory },
    });
  }
  const attempts = await lastAttempt(directory);
  const { status, liveness } = await attemptState(executor, directory, attempts);
  return { runId: record.runId, directory, status, observed: liveness === 'unknown' ? 'elsewhere' : 'here', attempts, record };
}
