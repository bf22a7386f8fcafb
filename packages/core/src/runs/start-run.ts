import { launchDocumentSchema } from '../contract/launch.ts';
import { FORMAT_VERSION } from '../contract/versions.ts';
import type { TrainingConfig } from '../contract/config.ts';
import { RunError, isTunerError } from '../errors.ts';
import { appendLifeEvent } from '../events/append-event.ts';
import { writeOnce } from '../process/write-once.ts';
import { prepareRun } from './prepare-run.ts';
import { readRecord } from './read-record.ts';
import { createHandle, type RunHandle } from './run-handle.ts';
import { attemptPaths, lastAttempt, runPaths } from './run-paths.ts';
import { planRun, type RunContext } from './run-plan.ts';
import type { TrainOptions } from './train-options.ts';

/** Records a run and starts it; resolves when its supervisor has answered. */
export async function startRun(context: RunContext, config: TrainingConfig, options: TrainOptions = {}): Promise<RunHandle> {
  const { signal } = options;
  assertNotAborted(signal);
  const plan = await planRun(context, config, options);
  assertNotAborted(signal);
  const { directory, isNew } = await prepareRun(context, plan);
  const handle = isNew
    ? await startAttempt(context, directory, plan.runId)
    : createHandle(context.executor, directory, plan.runId, await lastAttempt(directory));
  stopOnAbort(handle, signal);
  return handle;
}

async function startAttempt({ executor }: RunContext, directory: string, runId: string): Promise<RunHandle> {
  const place = { runId, directory, attempt: 1 };
  const launch = await readRecord(attemptPaths(directory, 1).launch, launchDocumentSchema);
  if (!launch) throw new RunError('RUN_UNREADABLE', `The run in ${directory} was removed while it was started.`);
  try {
    return createHandle(executor, directory, runId, 1, await executor.start(place, launch));
  } catch (error) {
    await recordStartFailure(directory, error);
    throw error;
  }
}

/** A run that could not be started has ended: it must not look as if it still could. */
async function recordStartFailure(directory: string, error: unknown): Promise<void> {
  const json = isTunerError(error) ? error.toJSON() : new RunError('START_FAILED', String(error)).toJSON();
  const endedAt = new Date().toISOString();
  const result = { formatVersion: FORMAT_VERSION, status: 'failed', endedAt, code: null, signal: null, ack: null, error: json };
  if (!(await writeOnce(attemptPaths(directory, 1).result, JSON.stringify(result)))) return;
  await appendLifeEvent(runPaths(directory).events, { v: 1, attempt: 1, time: endedAt, type: 'run.ended', status: 'failed' });
}

function stopOnAbort(handle: RunHandle, signal: AbortSignal | undefined): void {
  if (!signal) return;
  const stop = () => void handle.stop().catch(() => undefined);
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  const release = () => signal.removeEventListener('abort', stop);
  void handle.result.then(release, release);
}

function assertNotAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new RunError('ABORTED', 'The training was aborted before it was recorded; nothing was started.', { cause: signal.reason });
}
