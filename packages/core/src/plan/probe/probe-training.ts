import { trainingShapeOf } from '../../config/back-end-facts.ts';
import type { TrainingConfig } from '../../contract/config.ts';
import { stepMeasurementSchema, type StepMeasurement } from '../../contract/step-measurement.ts';
import { RunError } from '../../errors.ts';
import { checkOptions } from '../../options/check-options.ts';
import { askTrainer } from '../../process/ask-trainer.ts';
import { planTraining, type PlanContext } from '../plan-training.ts';
import { correctPlan } from './correct-plan.ts';
import { PROBE_OPTIONS, type ProbeOptions, type ProbeProgress, type StepProbe } from './step-probe.ts';

/**
 * Takes two steps of the longest rows with the trainer's own code, in a process of its own that saves nothing, and
 * corrects the plan with what they took.
 * @see `Tuner.probe`
 */
export async function probeTraining(
  context: PlanContext, config: TrainingConfig, options: ProbeOptions = {},
): Promise<StepProbe> {
  checkOptions('probe', PROBE_OPTIONS, options);
  const { signal, pythonPath, onProgress, memoryBytes } = options;
  const measured = await measure(context, config, { signal, pythonPath, onProgress });
  // Now that it was trained, its model is on this machine.
  const plan = await planTraining(context, config, { signal, memoryBytes });
  const shape = trainingShapeOf(config);
  return { measured, plan: shape ? correctPlan(plan, shape, measured) : plan };
}

async function measure(
  context: PlanContext, config: TrainingConfig, { onProgress, ...options }: ProbeOptions,
): Promise<StepMeasurement> {
  const answer = await askTrainer(context, config, {
    ...options, what: 'a probe', file: 'probe.json', args: ({ probe }) => probe,
    ...(onProgress ? { onLine: (line: string) => tell(line, onProgress) } : {}),
  });
  const { success, data, error } = stepMeasurementSchema.safeParse(answer['probe']);
  if (success) return data;
  const { path = [], message = '' } = error.issues[0] ?? {};
  throw new RunError('TRAINER_FAILED', `The trainer's measurement is none: ${path.join('.')}: ${message}.`, {
    hint: 'Its code is of another version than this package: leave repoRoot out, or update the checkout.',
  });
}

/** Passes on the phases among the lines that a trainer prints. */
function tell(line: string, onProgress: (progress: ProbeProgress) => void): void {
  if (!line.startsWith('{"type": "phase"')) return;
  try {
    const { name, message } = JSON.parse(line) as { name?: unknown; message?: unknown };
    onProgress({ phase: String(name), message: typeof message === 'string' ? message : '' });
  } catch {
    // A line that some package tore apart.
  }
}
