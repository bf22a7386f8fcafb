import type { StepsPlan, TimePlan } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';
import type { EarlierRun } from './earlier-runs.ts';

/** How long a training takes at the speed of earlier ones; the middle one of them counts. */
export function estimateTime(steps: StepsPlan, shape: TrainingShape, runs: readonly EarlierRun[]): TimePlan | null {
  const speeds = runs.map(({ tokensPerSecond }) => tokensPerSecond).sort((one, other) => one - other);
  const middle = speeds[Math.floor(speeds.length / 2)];
  const [slowest, fastest] = [speeds[0], speeds.at(-1)];
  if (middle === undefined || slowest === undefined || fastest === undefined) return null;
  const epochs = shape.maxSteps === undefined ? shape.epochs : shape.maxSteps / Math.max(1, steps.stepsPerEpoch);
  const tokens = steps.tokensPerEpoch * epochs;
  return {
    seconds: tokens / middle, between: [tokens / fastest, tokens / slowest], tokensPerSecond: middle,
    runs: runs.map(({ runId }) => runId),
  };
}
