import { existsSync } from 'node:fs';
import type { Executor, RunPlace, StartedRun } from '../../contract/executor.ts';
import { isTunerError, RunError, type TunerError } from '../../errors.ts';
import { concludeUnstarted, writeFailure } from '../recovery/conclude-unstarted.ts';
import { readLaunch } from '../read-launch.ts';
import { recoverAttempt } from '../recovery/recover-attempt.ts';
import { createHandle, type RunHandle } from '../run-handle.ts';
import { attemptPaths } from '../run-paths.ts';

/** A handle, and when this program's part in it ends: at once for an attempt that it did not start. */
export interface OwnRun {
  readonly run: RunHandle;
  /** Whether the attempt is to be stopped when the tuner that started it is closed. */
  readonly attached: boolean;
  readonly ended: Promise<void>;
}

/** Starts a recorded attempt; resolves when its supervisor has answered. @throws RunError `START_FAILED`, `DEVICE_BUSY` */
export async function startAttempt(executor: Executor, place: RunPlace, signal?: AbortSignal): Promise<OwnRun> {
  const launch = await readLaunch(place.directory, place.attempt);
  let started: StartedRun;
  try {
    started = await executor.start(place, launch);
  } catch (error) {
    const reason = isTunerError(error) ? error : new RunError('START_FAILED', String(error), { cause: error });
    await concludeFailedStart(executor, place, reason);
    throw reason;
  }
  const { attached } = launch;
  const run = createHandle(executor, place, { started, attached });
  stopOnAbort(run, started.ended, signal);
  return { run, attached, ended: started.ended };
}

/** An attempt that could not be started has ended: it must not look as if it still could. */
async function concludeFailedStart(executor: Executor, place: RunPlace, error: TunerError): Promise<void> {
  if (await concludeUnstarted(place, error)) return;
  // A supervisor was there. Without the trainer's record no trainer can have run: that is what its gate is for.
  if (!existsSync(attemptPaths(place.directory, place.attempt).process)) return writeFailure(place, error);
  // It gave no answer in time, and may have left a trainer: that one is ended by whoever takes over.
  await executor.stop(place, 'cancel');
  await recoverAttempt(executor, place);
}

/** Stops the run when `signal` aborts before it has ended. */
export function stopOnAbort(run: RunHandle, ended: Promise<void>, signal: AbortSignal | undefined): void {
  if (!signal) return;
  const stop = () => void run.stop().catch(() => undefined);
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  void ended.then(() => signal.removeEventListener('abort', stop));
}

/** @throws RunError `ABORTED` when the signal was aborted before anything was recorded. */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new RunError('ABORTED', 'The training was aborted before it was recorded; nothing was started.', { cause: signal.reason });
}
