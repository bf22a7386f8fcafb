import type { TrainingConfig } from '../contract/config.ts';
import { formatBytes } from './format-bytes.ts';
import type { FoundModel } from './model/read-model.ts';
import type { MemoryPlan, PlanWarning, TrainingPlan } from './training-plan.ts';
import type { TrainingShape } from './training-shape.ts';

/** Above this share of the memory a training is likely to end in want of it: estimates are off by up to a tenth. */
const TIGHT = 0.9;

type Found = Pick<TrainingPlan, 'memory' | 'disk' | 'steps' | 'time'>;

/** What is wrong with a plan, and what of it is not known. */
export function judge(
  { memory, disk, steps, time }: Found, model: FoundModel, shape: TrainingShape | undefined, config: TrainingConfig,
): PlanWarning[] {
  return [
    ...(shape ? [] : [backendUnknown(config)]), ...aboutModel(model, config),
    ...(memory ? aboutMemory(memory) : []), ...aboutDisk(disk, shape),
    ...(steps && !time ? [TIME_UNKNOWN] : []),
  ];
}

const TIME_UNKNOWN: PlanWarning = {
  code: 'TIME_UNKNOWN',
  message: 'How long it takes is not known: no earlier run of this home trained this model in this way.',
  fix: 'await tuner.probe(config) measures a step.',
};

function backendUnknown({ platform }: TrainingConfig): PlanWarning {
  const message = `The back end ${platform} does not say what its trainings are made of: memory and steps are not known.`;
  return { code: 'BACKEND_UNKNOWN', message, fix: 'Its ConfigSpec can have trainingShape.' };
}

function aboutModel(model: FoundModel, { modelName }: TrainingConfig): PlanWarning[] {
  if ('problem' in model) {
    const isMissing = model.problem === 'missing';
    return [{
      code: isMissing ? 'MODEL_NOT_HERE' : 'MODEL_UNREADABLE',
      message: `How much memory ${modelName} needs is not known: ${model.reason}.`,
      fix: isMissing ? `Download its description: hf download ${modelName} config.json` : 'Use a model of transformers.',
    }];
  }
  if (model.shape.isKnown) return [];
  const message = `${model.place} describes a ${model.shape.family}: it is taken for a Llama of the same sizes.`;
  return [{ code: 'MODEL_FAMILY_UNKNOWN', message, fix: 'await tuner.probe(config) measures a step.' }];
}

/** What is wrong with the memory of a training. */
export function aboutMemory({ peakBytes, availableBytes, freeBytes, device }: MemoryPlan): PlanWarning[] {
  const needs = `It needs about ${formatBytes(peakBytes)}`;
  if (availableBytes === null) {
    return [{ code: 'MEMORY_UNKNOWN', message: `${needs}; how much memory there is on ${device} is not known here.` }];
  }
  if (peakBytes > availableBytes) {
    return [{ code: 'MEMORY_SHORT', message: `${needs}; there are ${formatBytes(availableBytes)}.`, fix: 'See the suggestions.' }];
  }
  if (peakBytes > TIGHT * availableBytes) {
    return [{ code: 'MEMORY_TIGHT', message: `${needs} of ${formatBytes(availableBytes)}: little is left.`, fix: 'See the suggestions.' }];
  }
  if (freeBytes === null || peakBytes <= freeBytes) return [];
  const message = `${needs}; only ${formatBytes(freeBytes)} of ${formatBytes(availableBytes)} are free now.`;
  return [{ code: 'MEMORY_TIGHT', message, fix: 'End what else uses the memory.' }];
}

function aboutDisk({ totalBytes, freeBytes, checkpoints }: TrainingPlan['disk'], shape: TrainingShape | undefined): PlanWarning[] {
  if (shape && checkpoints === null) {
    const message = 'Checkpoints are kept without a limit, for a number of steps that is not known.';
    return [{ code: 'CHECKPOINTS_UNBOUNDED', message, fix: `Set ${shape.keys.kept}.` }];
  }
  if (totalBytes === null || freeBytes === null || totalBytes <= freeBytes) return [];
  const message = `Checkpoints and the model take about ${formatBytes(totalBytes)}; ${formatBytes(freeBytes)} are free.`;
  return [{ code: 'DISK_SHORT', message, fix: `Keep fewer: ${shape?.keys.kept ?? 'the number of checkpoints'}.` }];
}
