import { trainingShapeOf } from '../config/back-end-facts.ts';
import { datasetOf } from '../config/dataset-of.ts';
import type { ITrainingBackend } from '../contract/backend.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { Executor } from '../contract/executor.ts';
import { checkOptions } from '../options/check-options.ts';
import { fitsIn } from './fits-in.ts';
import { estimateDisk, freeDisk } from './disk/estimate-disk.ts';
import { countSteps } from './rows/count-steps.ts';
import { lookAtRows } from './rows/look-at-rows.ts';
import { earlierRuns } from './time/earlier-runs.ts';
import { estimateTime } from './time/estimate-time.ts';
import { planMemory } from './memory/plan-memory.ts';
import { describeModel } from './model/describe-model.ts';
import { readModel } from './model/read-model.ts';
import { rankSuggestions } from './suggest/rank-suggestions.ts';
import { PLAN_OPTIONS, type PlanOptions } from './plan-options.ts';
import type { PlanWarning, TrainingPlan } from './training-plan.ts';
import { judge } from './warnings.ts';

/** What a plan needs of the outside. */
export interface PlanContext {
  readonly home: string;
  readonly executor: Executor;
  readonly backend: ITrainingBackend;
}

/** Plans a training: reads files, and starts and changes nothing. @see `Tuner.plan` */
export async function planTraining(
  context: PlanContext, given: TrainingConfig, options: PlanOptions = {},
): Promise<TrainingPlan> {
  checkOptions('plan', PLAN_OPTIONS, options);
  datasetOf(given);
  const config = await decided(context.backend, given);
  const shape = trainingShapeOf(config);
  const [look, model, runs, freeBytes] = await Promise.all([
    lookAtRows(config, options.signal), readModel(config.modelName, shape?.cacheFolder),
    earlierRuns(config, context.home, context.executor), freeDisk(context.home),
  ]);
  const steps = shape && look.facts ? countSteps(look.facts, shape) : null;
  const memory = shape && 'shape' in model
    ? await planMemory(model.shape, shape, steps?.longestTokens ?? shape.maxTokens, options, steps?.tokensPerEpoch)
    : null;
  const described = describeModel(config.modelName, model, shape);
  const size = described.parameters === null || described.trainedParameters === null
    ? undefined
    : { parameters: described.parameters, trained: described.trainedParameters };
  const found = {
    model: described, memory, steps,
    disk: shape ? estimateDisk(size, shape, steps?.totalSteps, freeBytes) : UNKNOWN_DISK,
    time: steps && shape ? estimateTime(steps, shape, runs) : null,
  };
  const warnings: PlanWarning[] = [...judge(found, model, shape, config), ...look.warnings];
  const suggestions = memory && shape && 'shape' in model
    ? rankSuggestions(model.shape, shape, steps?.longestTokens ?? shape.maxTokens, roomOf(memory))
    : [];
  return { ...found, fits: fitsIn(memory), warnings, suggestions };
}

/** What the rows decide, where they can be read; else the configuration as it is. */
async function decided(backend: ITrainingBackend, config: TrainingConfig): Promise<TrainingConfig> {
  try {
    return (await backend.resolveConfig?.(config)) ?? config;
  } catch {
    // The rows are missing or bad: looking at them will say so.
    return config;
  }
}

/** What a training may add to the memory that there is. */
export function roomOf({ availableBytes, importedBytes }: NonNullable<TrainingPlan['memory']>): number | null {
  return availableBytes === null ? null : availableBytes - importedBytes;
}

const UNKNOWN_DISK = { checkpointBytes: null, checkpoints: null, modelBytes: null, totalBytes: null, freeBytes: null };
