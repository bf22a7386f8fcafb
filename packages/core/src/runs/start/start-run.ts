import type { TrainingConfig } from '../../contract/config.ts';
import { prepareRun } from './prepare-run.ts';
import { createHandle } from '../run-handle.ts';
import { lastAttempt } from '../run-paths.ts';
import { planRun, type RunContext } from './run-plan.ts';
import { assertNotAborted, startAttempt, stopOnAbort, type OwnRun } from './start-attempt.ts';
import type { TrainOptions } from './train-options.ts';

/** Records a run and starts it; resolves when its supervisor has answered. One that is there already is not started again. */
export async function startRun(context: RunContext, config: TrainingConfig, options: TrainOptions = {}): Promise<OwnRun> {
  const { signal } = options;
  const { executor } = context;
  assertNotAborted(signal);
  const plan = await planRun(context, config, options);
  assertNotAborted(signal);
  const { directory, isNew } = await prepareRun(context, plan);
  const { runId } = plan;
  if (isNew) return startAttempt(executor, { runId, directory, attempt: 1 }, signal);
  const run = createHandle(executor, { runId, directory, attempt: await lastAttempt(directory) });
  if (signal) stopOnAbort(run, run.result.then(nothing, nothing), signal);
  return { run, attached: false, ended: Promise.resolve() };
}

function nothing(): void {}
