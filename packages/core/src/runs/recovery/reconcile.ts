import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Executor } from '../../contract/executor.ts';
import type { RunInfo, UnreadableRun } from '../../contract/results.ts';
import { isTerminal } from '../../contract/status.ts';
import { isTunerError, type TunerError } from '../../errors.ts';
import { DELETED } from '../delete-run.ts';
import { listRuns } from '../list-runs.ts';
import { recoverAttempt } from './recover-attempt.ts';
import { attemptState, readRunInfo } from '../run-status.ts';
import { settle } from './settle.ts';

/** What a reconciliation found and did. */
export interface ReconcileReport {
  /** Runs that were found dead, as they are now that they are concluded. */
  readonly concluded: readonly RunInfo[];
  /** Runs whose trainer had lost its supervisor and has another one now. */
  readonly adopted: readonly RunInfo[];
  /** Runs that nobody could take over, and why. */
  readonly refused: readonly { readonly run: RunInfo; readonly error: TunerError }[];
  /** Runs that go on, and were left alone. */
  readonly active: readonly RunInfo[];
  readonly unreadable: readonly UnreadableRun[];
}

/** A folder that is prepared longer than this was left by a program that is gone, in milliseconds. */
const PREPARING_MS = 60 * 60 * 1000;

/** Concludes what is found dead below `folder`, one run at a time, and clears away what crashes left of deleted runs. */
export async function reconcile(executor: Executor, folder: string): Promise<ReconcileReport> {
  await clearAway(folder);
  const report = { concluded: [], adopted: [], refused: [], active: [], unreadable: [] } as Mutable<ReconcileReport>;
  for (const run of await listRuns(executor, folder)) {
    if (run.status === 'unreadable') report.unreadable.push(run);
    else await reconcileRun(executor, run, report);
  }
  return report;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

async function reconcileRun(executor: Executor, run: RunInfo, report: Mutable<ReconcileReport>): Promise<void> {
  const place = { runId: run.runId, directory: run.directory, attempt: run.attempts };
  const before = await attemptState(executor, place.directory, place.attempt);
  if (!before.isAbandoned) {
    if (!isTerminal(before.status)) report.active.push(run);
    return;
  }
  const { refused } = await recoverAttempt(executor, place);
  if (refused) report.refused.push({ run, error: refused });
  else if (before.status === 'lost' || before.status === 'created') report.concluded.push(await concluded(executor, run));
  else report.adopted.push(await readRunInfo(executor, run.directory));
}

/** Waits until whoever took the dead run over has concluded it. */
async function concluded(executor: Executor, run: RunInfo): Promise<RunInfo> {
  await settle(executor, { ...run, attempt: run.attempts }).catch((error: unknown) => {
    if (!isTunerError(error)) throw error;
  });
  return readRunInfo(executor, run.directory);
}

async function clearAway(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const isLeft = name.startsWith(DELETED) || (name.startsWith('.new-') && (await ageOf(path)) > PREPARING_MS);
    if (isLeft) await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function ageOf(path: string): Promise<number> {
  return stat(path).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
}
