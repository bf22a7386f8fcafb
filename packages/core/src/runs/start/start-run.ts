import type { TrainingConfig } from '../../contract/config.ts';
import { checkOptions } from '../../options/check-options.ts';
import { judgeFindings } from '../../preflight/judge-findings.ts';
import { preflight } from '../../preflight/preflight.ts';
import { createHandle } from '../run-handle.ts';
import { lastAttempt } from '../run-paths.ts';
import { TRAIN_OPTIONS } from './option-rules.ts';
import { prepareRun } from './prepare-run.ts';
import { planRun, type RunContext, type RunPlan } from './run-plan.ts';
import { assertNotAborted, startAttempt, stopOnAbort, type OwnRun } from './start-attempt.ts';
import type { TrainOptions } from './train-options.ts';

/** Records a run and starts it; resolves when its supervisor has answered. One that is there already is not started again. */
export async function startRun(context: RunContext, config: TrainingConfig, options: TrainOptions = {}): Promise<OwnRun> {
  checkOptions('train', TRAIN_OPTIONS, options);
  const { signal } = options;
  const { executor } = context;
  assertNotAborted(signal);
  const plan = await checked(context, await planRun(context, config, options), options);
  assertNotAborted(signal);
  const { directory, isNew } = await prepareRun(context, plan);
  const { runId } = plan;
  if (isNew) return startAttempt(executor, { runId, directory, attempt: 1 }, signal);
  const run = createHandle(executor, { runId, directory, attempt: await lastAttempt(directory) });
  if (signal) stopOnAbort(run, run.result.then(nothing, nothing), signal);
  return { run, attached: false, ended: Promise.resolve() };
}

/** The plan with what a preflight has to tell. @throws TunerError what it does not let pass */
async function checked({ home }: RunContext, plan: RunPlan, options: TrainOptions): Promise<RunPlan> {
  const { preflight: mode = 'enforce', signal } = options;
  if (mode === 'off') return plan;
  const { config, pythonPath, from } = plan;
  const given = { ...(from ? { from } : {}), ...(signal ? { signal } : {}) };
  const findings = await preflight({ config, home, pythonPath, ...given });
  return { ...plan, news: [...plan.news, ...judgeFindings(findings, mode)] };
}

function nothing(): void {}
