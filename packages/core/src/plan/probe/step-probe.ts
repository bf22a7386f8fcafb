import type { StepMeasurement } from '../../contract/step-measurement.ts';
import { callback, interpreter, type OptionRules } from '../../options/rules.ts';
import { PLAN_OPTIONS, type PlanOptions } from '../plan-options.ts';
import type { TrainingPlan } from '../training-plan.ts';

/** How to probe. */
export interface ProbeOptions extends PlanOptions {
  /** The Python to measure with; by default `TUNER_PYTHON`, then the managed environment. */
  readonly pythonPath?: string;
  /** Called when a phase of the measurement begins. */
  readonly onProgress?: (progress: ProbeProgress) => void;
}

/** What `probe` takes. */
export const PROBE_OPTIONS: OptionRules<ProbeOptions> = {
  ...PLAN_OPTIONS, pythonPath: interpreter, onProgress: callback,
};

/** A phase of a probe. */
export interface ProbeProgress {
  /** Such as `loading_model`, `training`. */
  readonly phase: string;
  readonly message: string;
}

/** What a probe found out. */
export interface StepProbe {
  readonly measured: StepMeasurement;
  /** The plan with the measured memory and time: `memory.basis` is `measured`. */
  readonly plan: TrainingPlan;
}
