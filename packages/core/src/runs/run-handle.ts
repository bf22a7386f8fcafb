import { setTimeout as sleep } from 'node:timers/promises';
import type { Executor, RunPlace, StartedRun } from '../contract/executor.ts';
import { resultRecordSchema } from '../contract/records.ts';
import { isTerminal } from '../contract/status.ts';
import { FORMAT_VERSION } from '../contract/versions.ts';
import { ConfigurationError } from '../errors.ts';
import { readBatches } from '../events/read-events.ts';
import { writeOnce } from '../process/write-once.ts';
import { lastValues } from '../results/metrics.ts';
import { buildResult, type RunResult } from '../results/run-result.ts';
import { AttemptKeeper } from './recovery/attempt-keeper.ts';
import { readRecord } from './read-record.ts';
import { createRunEnd, type RunEnd } from './recovery/run-end.ts';
import { attemptPaths, lastAttempt, runPaths } from './run-paths.ts';
import { createReader, type RunReader } from './run-reader.ts';
import { attemptState, readRunInfo } from './run-status.ts';

/** How often the files are looked at when nobody tells, in milliseconds. */
const POLL_MS = 200;

/** A run that this program started, resumed or attached to. */
export interface RunHandle extends RunReader {
  /** The attempt it watches, from 1. */
  readonly attempt: number;
  /** How the attempt ended; rejects only when the run is gone or unreadable. */
  readonly result: Promise<RunResult>;
  /**
   * Asks the trainer to save and end, and waits until nothing of the attempt is alive; `graceMs` bounds how long saving
   * may take, two minutes by default. The result says whether it was saved, and at which step. Idempotent.
   */
  stop(options?: { readonly graceMs?: number }): Promise<RunResult>;
  /** Ends the attempt without saving, and waits until nothing of it is alive. Idempotent. */
  cancel(): Promise<RunResult>;
  /** Lets the run go on when the program that started it ends; this one is no longer kept alive by it. Idempotent. */
  detach(): Promise<void>;
}

/** The part that this program has in an attempt. */
export interface Hosting {
  readonly started: StartedRun;
  /** Whether the attempt ends with this program. */
  readonly attached: boolean;
}

/** Makes the handle of an attempt; `hosting` is there when this program started it. */
export function createHandle(executor: Executor, place: RunPlace, hosting?: Hosting): RunHandle {
  const { directory, attempt } = place;
  const keeper = new AttemptKeeper(executor, place, hosting?.attached ? hosting.started : undefined);
  let result: Promise<RunResult> | undefined;
  const waitForResult = () => {
    result ??= awaitResult(executor, place, keeper, hosting);
    // Whoever reads `result` sees the rejection; nobody reading it must not end the program.
    result.catch(() => undefined);
    return result;
  };
  const request = async (mode: 'stop' | 'cancel', graceMs?: number) => {
    const { status } = await attemptState(executor, directory, attempt);
    if (!isTerminal(status)) await executor.stop(place, mode, graceMs);
    return waitForResult();
  };
  // Of a detached run nobody may ever ask, and asking would keep the program alive.
  if (hosting?.attached) void waitForResult();
  return {
    ...createReader(executor, directory, place.runId, endOf(executor, place, keeper)),
    attempt,
    get result() {
      return waitForResult();
    },
    stop: async ({ graceMs } = {}) => request('stop', checkGrace(graceMs)),
    cancel: () => request('cancel'),
    async detach() {
      const said = { formatVersion: FORMAT_VERSION, time: new Date().toISOString() };
      await writeOnce(attemptPaths(directory, attempt).detached, `${JSON.stringify(said)}\n`);
      keeper.detach();
    },
  };
}

/** Events go on with a later attempt, which is another handle's. */
function endOf(executor: Executor, { directory, attempt }: RunPlace, keeper: AttemptKeeper): RunEnd {
  const later = createRunEnd(executor, directory);
  return { isOver: async () => ((await lastAttempt(directory)) === attempt ? keeper : later).isOver() };
}

async function awaitResult(executor: Executor, place: RunPlace, keeper: AttemptKeeper, hosting?: Hosting): Promise<RunResult> {
  // Not of a detached one: that keeps no program alive, and this one waits for it.
  if (hosting?.attached) await hosting.started.ended;
  // A supervisor that was killed leaves its trainer behind: that is seen to, too.
  while (!(await keeper.isOver())) await sleep(POLL_MS);
  const { directory, attempt } = place;
  const { record } = await readRunInfo(executor, directory);
  const result = await readRecord(attemptPaths(directory, attempt).result, resultRecordSchema);
  const batches = readBatches(runPaths(directory).events, { runId: record.runId, isOver: async () => true });
  const metrics = await lastValues(batches);
  return buildResult({ directory, attempt, record, result, metrics });
}

function checkGrace(graceMs: number | undefined): number | undefined {
  if (graceMs === undefined || (typeof graceMs === 'number' && graceMs >= 0 && graceMs < Infinity)) return graceMs;
  throw new ConfigurationError('CONFIG_INVALID', `graceMs is ${String(graceMs)}; expected: milliseconds, 0 or more.`, {
    details: { option: 'graceMs' },
  });
}
