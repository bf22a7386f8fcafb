import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { datasetOf } from '../../config/dataset-of.ts';
import type { ITrainingBackend } from '../../contract/backend.ts';
import type { TrainingConfig } from '../../contract/config.ts';
import type { Executor } from '../../contract/executor.ts';
import type { LaunchSpec } from '../../contract/launch.ts';
import type { FileFingerprint } from '../../contract/records.ts';
import { RunError } from '../../errors.ts';
import { attemptSettings, type AttemptSettings } from './attempt-settings.ts';
import { fingerprint } from './fingerprint.ts';
import { nameGpus } from './name-gpus.ts';
import { newsOf, type RunNews } from './run-news.ts';
import { checkRunId, newRunId } from '../run-id.ts';
import type { TrainOptions } from './train-options.ts';

/** What a run needs of the outside. */
export interface RunContext {
  readonly home: string;
  readonly executor: Executor;
  readonly backend: ITrainingBackend;
}

/** Everything that is known about a run before anything of it exists. */
export interface RunPlan {
  readonly runId: string;
  readonly config: TrainingConfig;
  readonly spec: LaunchSpec;
  readonly pythonPath: string;
  readonly data: FileFingerprint;
  readonly evaluationData?: FileFingerprint;
  readonly from?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: AttemptSettings;
  /** What was found out meanwhile: nobody has been told of it yet. */
  readonly news: readonly RunNews[];
  /** Two plans with the same identity mean the same run. */
  readonly identity: string;
}

/** Checks and gathers what a run needs; writes nothing. */
export async function planRun(context: RunContext, given: TrainingConfig, options: TrainOptions): Promise<RunPlan> {
  datasetOf(given);
  const runId = options.runId === undefined ? newRunId(given.method) : checkRunId(options.runId);
  // What depends on the rows is decided before anything is recorded, so that every record says the same.
  const config = (await context.backend.resolveConfig?.(given)) ?? given;
  const spec = await context.backend.createLaunchSpec(config);
  const asked = attemptSettings(options, spec.devices);
  const settings = { ...asked, devices: await nameGpus(asked.devices) };
  const data = await fingerprint(spec.inputs.data);
  const evaluationData = spec.inputs.evaluationData && (await fingerprint(spec.inputs.evaluationData));
  const from = options.from && (await startFolder(options.from));
  const environment = await context.backend.environment(config);
  const pythonPath = await context.executor.resolvePython(environment, options.pythonPath);
  const known = new Set(given.warnings.map(({ message }) => message));
  const news = config.warnings.filter(({ message }) => !known.has(message)).map(newsOf);
  const plan = { runId, config, spec, pythonPath, settings, data, tags: { ...options.tags }, news, identity: '' };
  const inputs = { ...(evaluationData ? { evaluationData } : {}), ...(from ? { from } : {}) };
  return { ...plan, ...inputs, identity: identityOf({ ...plan, ...inputs }) };
}

function identityOf(plan: Omit<RunPlan, 'identity'>): string {
  const { platform, method } = plan.config;
  const facts = [platform, method, plan.spec.document, plan.data.sha256, plan.evaluationData?.sha256, plan.from];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

async function startFolder(from: string | { readonly path: string }): Promise<string> {
  const path = resolve(typeof from === 'string' ? from : from.path);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return path;
  throw new RunError('CHECKPOINT_INVALID', `There is no folder ${path} to start from.`, {
    hint: 'Pass the folder of an adapter, a model or a checkpoint, or a result\'s artifact.',
    details: { path },
  });
}
