import { setTimeout as sleep } from 'node:timers/promises';
import type { Executor, StartedRun } from '../contract/executor.ts';
import { resultRecordSchema } from '../contract/records.ts';
import { FORMAT_VERSION } from '../contract/versions.ts';
import { isTerminal } from '../contract/status.ts';
import { writeOnce } from '../process/write-once.ts';
import { lastValues } from '../results/metrics.ts';
import { buildResult, type RunResult } from '../results/run-result.ts';
import { readRecord } from './read-record.ts';
import { attemptPaths } from './run-paths.ts';
import { createReader, type RunReader } from './run-reader.ts';
import { attemptState, isOver, readRunInfo } from './run-status.ts';

/** How often the files are looked at when nobody tells, in milliseconds. */
const POLL_MS = 200;

/** A run that this program started, or found started under the same id. */
export interface RunHandle extends RunReader {
  /** The attempt it watches, from 1. */
  readonly attempt: number;
  /** How the run ended; rejects only when the run is gone or unreadable. */
  readonly result: Promise<RunResult>;
  /** Asks the trainer to save and end, and waits until it has; `graceMs` bounds how long it may take. Idempotent. */
  stop(options?: { readonly graceMs?: number }): Promise<RunResult>;
  /** Ends the run without saving, and waits until it has ended. Idempotent. */
  cancel(): Promise<RunResult>;
  /** Lets the run go on when the program that started it ends; this one is no longer kept alive by it. Idempotent. */
  detach(): Promise<void>;
}

/** Makes the handle of an attempt; `started` is there when this program started it. */
export function createHandle(
  executor: Executor, directory: string, runId: string, attempt: number, started?: StartedRun,
): RunHandle {
  const place = { runId, directory, attempt };
  const result = awaitResult(executor, directory, attempt, started);
  // Whoever reads `result` sees the rejection; nobody reading it must not end the program.
  result.catch(() => undefined);
  const request = async (mode: 'stop' | 'cancel', graceMs?: number) => {
    const { status } = await attemptState(executor, directory, attempt);
    if (!isTerminal(status)) await executor.stop(place, mode, graceMs);
    return result;
  };
  return {
    ...createReader(executor, directory, runId),
    attempt,
    result,
    stop: ({ graceMs } = {}) => request('stop', graceMs),
    cancel: () => request('cancel'),
    async detach() {
      const said = { formatVersion: FORMAT_VERSION, time: new Date().toISOString() };
      await writeOnce(attemptPaths(directory, attempt).detached, `${JSON.stringify(said)}\n`);
      started?.detach();
    },
  };
}

async function awaitResult(executor: Executor, directory: string, attempt: number, started?: StartedRun): Promise<RunResult> {
  await started?.ended;
  // A supervisor that was killed leaves its trainer behind: wait for that, too.
  await untilOver(executor, directory, attempt);
  const { record } = await readRunInfo(executor, directory);
  const result = await readRecord(attemptPaths(directory, attempt).result, resultRecordSchema);
  const metrics = lastValues(await createReader(executor, directory, record.runId).metrics());
  return buildResult({ directory, attempt, record, result, metrics });
}

async function untilOver(executor: Executor, directory: string, attempt: number): Promise<void> {
  for (;;) {
    const { status, isAbandoned } = await attemptState(executor, directory, attempt);
    if ((await isOver(executor, directory, attempt)) || (status === 'lost' && isAbandoned)) return;
    await sleep(POLL_MS);
  }
}
