import type { ModelShape } from '../model/model-shape.ts';
import type { PlanOptions } from '../plan-options.ts';
import type { MemoryPlan } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';
import { estimateMemory } from './estimate-memory.ts';
import { machineMemory } from './machine-memory.ts';

/** The memory of a training beside the memory that there is; `tokens` are those of all rows, where that is known. */
export async function planMemory(
  model: ModelShape, shape: TrainingShape, longest: number, { memoryBytes }: PlanOptions, tokens?: number,
): Promise<MemoryPlan> {
  const { parts, addedBytes, importedBytes } = estimateMemory(model, shape, longest, tokens);
  const machine = memoryBytes === undefined
    ? await machineMemory(shape.device)
    : { availableBytes: memoryBytes, freeBytes: memoryBytes };
  return {
    device: shape.device, parts, addedBytes, importedBytes, peakBytes: addedBytes + importedBytes, ...machine,
    basis: shape.device === 'cpu' ? 'calibrated' : 'formula',
  };
}
