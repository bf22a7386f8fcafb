import { existsSync } from 'node:fs';
import type { AttemptProcesses, Executor } from '../contract/executor.ts';
import { resultRecordSchema, runRecordSchema } from '../contract/records.ts';
import type { RunInfo } from '../contract/results.ts';
import type { ActiveStatus, RunStatus } from '../contract/status.ts';
import { RunError } from '../errors.ts';
import { isHostGone } from './recovery/conclude-unstarted.ts';
import { readRecord } from './read-record.ts';
import { attemptPaths, lastAttempt, runPaths } from './run-paths.ts';

/** Where an attempt stands. */
export interface AttemptState {
  readonly status: RunStatus;
  /** Whether nobody will start or watch it any more and it has no result: somebody has to take it over, or conclude it. */
  readonly isAbandoned: boolean;
  readonly observed: 'here' | 'elsewhere';
}

const HERE = { isAbandoned: false, observed: 'here' } as const;

/** Computes an attempt's state from the files on disk and the processes that they name; remembers nothing. */
export async function attemptState(executor: Executor, directory: string, attempt: number): Promise<AttemptState> {
  const paths = attemptPaths(directory, attempt);
  // Before the look at the processes: a supervisor that begins after it is no dead one.
  const hasBegun = existsSync(paths.supervisor);
  const processes = await executor.inspect({ runId: '', directory, attempt });
  // Read after that look: a run that ended in between has written its result by now.
  const result = await readRecord(paths.result, resultRecordSchema);
  if (result) return { ...HERE, status: result.status };
  if (!hasBegun) return { ...HERE, status: 'created', isAbandoned: await isHostGone(directory, attempt) };
  return { ...fromProcesses(processes, recordedStatus(paths)) };
}

function fromProcesses({ supervisor, trainer }: AttemptProcesses, recorded: ActiveStatus): AttemptState {
  if (supervisor === 'alive') return { ...HERE, status: recorded };
  if (supervisor === 'unknown' || trainer === 'unknown') return { status: recorded, isAbandoned: false, observed: 'elsewhere' };
  return { ...HERE, status: trainer === 'alive' ? recorded : 'lost', isAbandoned: true };
}

/** What the files say of an attempt that has begun and has no result. */
function recordedStatus(paths: ReturnType<typeof attemptPaths>): ActiveStatus {
  if (existsSync(paths.stop) || existsSync(paths.cancel)) return 'stopping';
  if (existsSync(paths.process)) return 'running';
  return existsSync(paths.queued) ? 'queued' : 'starting';
}

/** Whether an attempt has ended for good: it has its result, and nothing of it is alive. */
export async function isOver(executor: Executor, directory: string, attempt: number): Promise<boolean> {
  const result = await readRecord(attemptPaths(directory, attempt).result, resultRecordSchema);
  if (!result) return false;
  // What a host concluded never had a process of its own.
  if (result.concludedBy === 'host') return true;
  const { supervisor, trainer } = await executor.inspect({ runId: '', directory, attempt });
  return supervisor !== 'alive' && trainer !== 'alive';
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
  const { status, observed } = await attemptState(executor, directory, attempts);
  return { runId: record.runId, directory, status, observed, attempts, record };
}
