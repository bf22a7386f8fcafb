import type { TrainingPlan } from './training-plan.ts';

/** Whether a training fits the memory; `null` where one of the two is not known. */
export function fitsIn(memory: TrainingPlan['memory']): boolean | null {
  return memory === null || memory.availableBytes === null ? null : memory.peakBytes <= memory.availableBytes;
}
