import type { StepMeasurement } from '../../contract/step-measurement.ts';
import { fitsIn } from '../fits-in.ts';
import type { MemoryParts, MemoryPlan, StepsPlan, TimePlan, TrainingPlan } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';
import { aboutMemory } from '../warnings.ts';

/** Parts that follow from the number of weights; the others are what an estimate may be wrong in. */
const CERTAIN = ['weights', 'adapter', 'gradients', 'optimizer'] as const satisfies readonly (keyof MemoryParts)[];

/** A plan with what was measured in the place of what was estimated. */
export function correctPlan(plan: TrainingPlan, shape: TrainingShape, measured: StepMeasurement): TrainingPlan {
  const memory = plan.memory && correctMemory(plan.memory, measured);
  const steps = plan.steps && { ...plan.steps, longestTokens: measured.longestTokens };
  const kept = plan.warnings.filter(({ code }) => !code.startsWith('MEMORY_') && code !== 'TIME_UNKNOWN');
  return {
    ...plan, memory, steps, fits: fitsIn(memory),
    time: steps && timeOf(steps, shape, measured),
    warnings: [...(memory ? aboutMemory(memory) : []), ...kept],
  };
}

/** The measured peak; its parts are the estimated ones, those that are not certain scaled to fit. */
export function correctMemory(memory: MemoryPlan, { peakBytes, importedBytes }: StepMeasurement): MemoryPlan {
  const certain = CERTAIN.reduce((sum, name) => sum + memory.parts[name], 0);
  const rest = memory.addedBytes - certain;
  const isPlausible = peakBytes > certain && rest > 0;
  const scale = isPlausible ? (peakBytes - certain) / rest : peakBytes / memory.addedBytes;
  const scaled = Object.entries(memory.parts).map(([name, bytes]) => {
    const stays = isPlausible && (CERTAIN as readonly string[]).includes(name);
    return [name, stays ? bytes : Math.round(bytes * scale)];
  });
  // What the device's context takes is not seen by a program on it.
  const imported = importedBytes > 0 ? importedBytes : memory.importedBytes;
  return {
    ...memory, parts: Object.fromEntries(scaled) as unknown as MemoryParts, basis: 'measured',
    addedBytes: peakBytes, importedBytes: imported, peakBytes: peakBytes + imported,
  };
}

/** At most as long as if every batch were the longest; at least in proportion to the tokens of the others. */
function timeOf(steps: StepsPlan, shape: TrainingShape, measured: StepMeasurement): TimePlan {
  const most = steps.totalSteps * shape.accumulation * measured.secondsPerMicroBatch;
  const mean = shape.packing ? measured.longestTokens : steps.tokensPerEpoch / Math.max(1, steps.rows);
  const least = most * Math.min(1, mean / measured.longestTokens);
  return {
    seconds: (least + most) / 2, between: [least, most], runs: [],
    tokensPerSecond: (shape.batchSize * measured.longestTokens) / measured.secondsPerMicroBatch,
  };
}
